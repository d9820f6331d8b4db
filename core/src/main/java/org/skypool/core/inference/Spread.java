package org.skypool.core.inference;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.skypool.core.draws.DrawBlock;

/**
 * Where objects are in one individual parameter, from the heaviest point of each: enough to start
 * an integral from.
 *
 * @param objects their number
 * @param mean of their heaviest points
 * @param squares sum of squared distances from it
 */
public record Spread(long objects, double mean, double squares) implements Serializable {
  private static final double LEAST = 1e-3;

  static Spread of(DrawBlock block, String theta) {
    double[] values = block.thetas().get(theta);
    Spread all = new Spread(0, 0, 0);
    for (int i = 0; i < block.objects(); i++) {
      all = all.and(new Spread(1, heaviest(block, values, i), 0));
    }
    return all;
  }

  private static double heaviest(DrawBlock block, double[] values, int i) {
    int best = block.offsets()[i];
    for (int k = best; k < block.offsets()[i + 1]; k++) {
      best = block.logWeight()[k] > block.logWeight()[best] ? k : best;
    }
    return values[best];
  }

  /**
   * Of two sets of objects together (Chan, Golub and LeVeque 1983,
   * doi:10.1080/00031305.1983.10483115).
   */
  Spread and(Spread other) {
    long n = objects + other.objects;
    if (n == 0) {
      return this;
    }
    double step = other.mean - mean;
    double share = (double) other.objects / n;
    return new Spread(
        n, mean + step * share, squares + other.squares + step * step * objects * share);
  }

  static List<Spread> both(List<Spread> one, List<Spread> other) {
    return IntStream.range(0, one.size()).mapToObj(j -> one.get(j).and(other.get(j))).toList();
  }

  /** Standard deviation; the size of the mean where all are the same. */
  double sd() {
    return squares > 0 ? Math.sqrt(squares / objects) : Math.max(LEAST, Math.abs(mean));
  }
}
