package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.skypool.core.object.ObjectBlock;

/** Finds objects that are impossible where the chains are. */
final class ObjectSupport {
  private static final int OBJECTS_AT_A_TIME = 512;

  private ObjectSupport() {}

  /** Ids of objects without a finite density in some chain, in order. */
  static List<String> missing(
      GibbsModel model, ObjectBlock objects, ObjectStates states, double[][] phi) {
    List<String> missing = new ArrayList<>();
    int chains = phi.length;
    for (int from = 0; from < objects.size(); from += OBJECTS_AT_A_TIME) {
      int to = Math.min(objects.size(), from + OBJECTS_AT_A_TIME);
      ObjectBlock block = objects.select(IntStream.range(from, to).toArray());
      double[][] theta = new double[states.theta()[0].length][(to - from) * chains];
      for (int j = 0; j < theta.length; j++) {
        for (int p = 0; p < theta[j].length; p++) {
          theta[j][p] = states.theta()[p % chains][j][from + p / chains];
        }
      }
      double[] logDensity = new double[(to - from) * chains];
      ObjectLogDensity density = new ObjectLogDensity(model, block);
      density.at(phi);
      density.logDensity(0, to - from, theta, logDensity);
      for (int i = 0; i < to - from; i++) {
        int first = i * chains;
        if (!IntStream.range(first, first + chains).allMatch(p -> Double.isFinite(logDensity[p]))) {
          missing.add(block.ids().get(i));
        }
      }
    }
    return missing;
  }
}
