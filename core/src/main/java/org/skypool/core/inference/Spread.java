package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.draws.DrawBlock;

/**
 * Where objects are in one individual parameter, from the heaviest point of each: enough to start
 * an integral from.
 */
record Spread(double mean, double sd) {
  private static final double LEAST = 1e-3;

  static Spread of(List<DrawBlock> blocks, String theta) {
    List<Double> centres = new ArrayList<>();
    for (DrawBlock block : blocks) {
      double[] values = block.thetas().get(theta);
      for (int i = 0; i < block.objects(); i++) {
        centres.add(heaviest(block, values, i));
      }
    }
    double mean = centres.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double variance =
        centres.stream().mapToDouble(c -> (c - mean) * (c - mean)).average().orElseThrow();
    return new Spread(mean, variance > 0 ? Math.sqrt(variance) : Math.max(LEAST, Math.abs(mean)));
  }

  private static double heaviest(DrawBlock block, double[] values, int i) {
    int best = block.offsets()[i];
    for (int k = best; k < block.offsets()[i + 1]; k++) {
      best = block.logWeight()[k] > block.logWeight()[best] ? k : best;
    }
    return values[best];
  }
}
