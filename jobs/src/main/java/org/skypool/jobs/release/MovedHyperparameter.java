package org.skypool.jobs.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.jobs.io.RunJson;

/**
 * A hyperparameter in two answers; NaN where one does not have it.
 *
 * @param mean posterior means of both
 * @param sd posterior standard deviations of both
 */
record MovedHyperparameter(String name, double[] mean, double[] sd) {

  /** The hyperparameters of two records, those of the first in its order, then the others. */
  static List<MovedHyperparameter> of(RunJson first, RunJson second) {
    Map<String, double[][]> all = new LinkedHashMap<>();
    RunJson[] both = {first, second};
    for (int side = 0; side < 2; side++) {
      int at = side;
      both[side]
          .get("hyperparameters")
          .ifPresent(
              node ->
                  node.fields()
                      .forEachRemaining(
                          entry -> {
                            double[][] values =
                                all.computeIfAbsent(
                                    entry.getKey(),
                                    name ->
                                        new double[][] {
                                          {Double.NaN, Double.NaN}, {Double.NaN, Double.NaN}
                                        });
                            values[0][at] = number(entry.getValue(), "mean");
                            values[1][at] = number(entry.getValue(), "sd");
                          }));
    }
    List<MovedHyperparameter> moved = new ArrayList<>();
    all.forEach((name, v) -> moved.add(new MovedHyperparameter(name, v[0], v[1])));
    return moved;
  }

  private static double number(JsonNode node, String key) {
    return node.path(key).asDouble(Double.NaN);
  }

  /** Move of the mean in sd of the first answer. */
  double shift() {
    return (mean[1] - mean[0]) / sd[0];
  }

  /** Move of the mean over the root of the sum of both variances. */
  double shiftOfBoth() {
    return (mean[1] - mean[0]) / Math.hypot(sd[0], sd[1]);
  }

  /**
   * Root of the sum of the squares of the moves, in sd of the first answer, where there are any.
   */
  static double together(List<MovedHyperparameter> all) {
    return Math.sqrt(
        all.stream()
            .mapToDouble(MovedHyperparameter::shift)
            .filter(Double::isFinite)
            .map(shift -> shift * shift)
            .sum());
  }
}
