package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.random.ScrambledSobol;
import org.skypool.core.random.Streams;

/**
 * One pass of points spread over the prior, its centre among them, best first.
 *
 * @param z points with support, in order of falling density
 */
record PriorSearch(List<double[]> z) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * Searches.
   *
   * @throws NoSupportException if no point has support
   */
  static PriorSearch of(StandardDensity density, long seed) {
    int n = PopulationEvaluator.VECTORS_PER_PASS;
    int dimension = density.prior().dimension();
    double[][] u = new double[dimension][n];
    ScrambledSobol.of(dimension, new Streams(seed).key("search", "", 0, 0)).points(0, n, u);
    double[][] z = new double[n][dimension];
    for (int v = 1; v < n; v++) {
      for (int d = 0; d < dimension; d++) {
        z[v][d] = NORMAL.inverseCumulativeProbability(u[d][v]);
      }
    }
    double[] values = density.values(z);
    List<double[]> supported =
        IntStream.range(0, n)
            .filter(v -> values[v] > Double.NEGATIVE_INFINITY)
            .boxed()
            .sorted(Comparator.comparingDouble(v -> -values[v]))
            .map(v -> z[v])
            .toList();
    if (supported.isEmpty()) {
      throw new NoSupportException(density.prior().natural(z[0]));
    }
    return new PriorSearch(supported);
  }

  double[] best() {
    return z.get(0);
  }

  /** Points of the better half, each as far as possible from those before it and from a start. */
  List<double[]> apart(double[] start, int count) {
    List<double[]> left = new ArrayList<>(z.subList(0, (z.size() + 1) / 2));
    List<double[]> chosen = new ArrayList<>(List.of(start));
    while (chosen.size() <= count && !left.isEmpty()) {
      double[] farthest =
          left.stream()
              .max(Comparator.comparingDouble(point -> nearest(point, chosen)))
              .orElseThrow();
      left.remove(farthest);
      chosen.add(farthest);
    }
    return List.copyOf(chosen.subList(1, chosen.size()));
  }

  private static double nearest(double[] point, List<double[]> others) {
    double least = Double.POSITIVE_INFINITY;
    for (double[] other : others) {
      double square = 0;
      for (int d = 0; d < point.length; d++) {
        square += (point[d] - other[d]) * (point[d] - other[d]);
      }
      least = Math.min(least, square);
    }
    return least;
  }
}
