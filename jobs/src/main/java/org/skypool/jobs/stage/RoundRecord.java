package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.Hyperposterior;

/**
 * What one round of sampling and fitting found.
 *
 * @param round its number
 * @param objects objects in the fit
 * @param draws integration points in the fit
 * @param posterior the hyperparameters
 * @param drift largest move of a mean since the round before, in posterior sd; NaN in the first
 * @param audit of the points, where one was made
 */
record RoundRecord(
    int round,
    long objects,
    long draws,
    Hyperposterior posterior,
    double drift,
    Optional<Audit> audit) {

  /** Largest move of a posterior mean between two fits, in units of the later posterior sd. */
  static double drift(Hyperposterior before, Hyperposterior after) {
    double largest = 0;
    for (int j = 0; j < after.mean().length; j++) {
      double move = Math.abs(after.mean()[j] - before.mean()[j]) / after.sd(j);
      largest = Double.isNaN(move) ? Double.NaN : Math.max(largest, move);
    }
    return largest;
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("round", round);
    map.put("objects", objects);
    map.put("draws", draws);
    map.put("drift_sd", drift);
    map.put("monte_carlo_sd", audit.map(a -> largest(a.monteCarloSd())).orElse(Double.NaN));
    map.put("bias_sd", audit.map(a -> largest(a.bias())).orElse(Double.NaN));
    map.put("audited_objects", audit.map(Audit::objects).orElse(0));
    Map<String, Object> mean = new LinkedHashMap<>();
    Map<String, Object> sd = new LinkedHashMap<>();
    List<String> names = posterior.names();
    for (int j = 0; j < names.size(); j++) {
      mean.put(names.get(j), posterior.mean()[j]);
      sd.put(names.get(j), posterior.sd(j));
    }
    map.put("mean", mean);
    map.put("sd", sd);
    return map;
  }

  /** The entry of largest absolute value, with its sign. */
  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.abs(value) > Math.abs(largest) || Double.isNaN(value) ? value : largest;
    }
    return largest;
  }
}
