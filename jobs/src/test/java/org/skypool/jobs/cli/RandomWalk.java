package org.skypool.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Random-walk Metropolis whose proposal learns from its first half; the second half counts. */
final class RandomWalk {
  private RandomWalk() {}

  /** Means and standard deviations. */
  static double[][] moments(
      ToDoubleFunction<double[]> logDensity, double[] start, double[] scale, int steps) {
    int d = start.length;
    Random random = new Random(1);
    double[] at = start.clone();
    double log = logDensity.applyAsDouble(at);
    double[][] factor = new double[d][d];
    for (int j = 0; j < d; j++) {
      factor[j][j] = 0.5 * scale[j];
    }
    List<double[]> chain = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      if (step == steps / 8 || step == steps / 4 || step == steps / 2) {
        factor = factor(chain.subList(chain.size() / 2, chain.size()));
      }
      double[] next = at.clone();
      double[] z = random.doubles(d).map(u -> random.nextGaussian()).toArray();
      for (int j = 0; j < d; j++) {
        for (int l = 0; l <= j; l++) {
          next[j] += 2.4 / Math.sqrt(d) * factor[j][l] * z[l];
        }
      }
      double proposed = logDensity.applyAsDouble(next);
      if (Math.log(random.nextDouble()) < proposed - log) {
        at = next;
        log = proposed;
      }
      chain.add(at);
    }
    List<double[]> kept = chain.subList(steps / 2, steps);
    double[] mean = mean(kept);
    double[][] covariance = covariance(kept, mean);
    double[] sd = new double[d];
    for (int j = 0; j < d; j++) {
      sd[j] = Math.sqrt(covariance[j][j]);
    }
    return new double[][] {mean, sd};
  }

  private static double[] mean(List<double[]> rows) {
    double[] mean = new double[rows.get(0).length];
    for (double[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / rows.size();
      }
    }
    return mean;
  }

  private static double[][] covariance(List<double[]> rows, double[] mean) {
    int d = mean.length;
    double[][] c = new double[d][d];
    for (double[] row : rows) {
      for (int j = 0; j < d; j++) {
        for (int l = 0; l < d; l++) {
          c[j][l] += (row[j] - mean[j]) * (row[l] - mean[l]) / rows.size();
        }
      }
    }
    return c;
  }

  private static double[][] factor(List<double[]> rows) {
    double[][] c = covariance(rows, mean(rows));
    int d = c.length;
    double[][] l = new double[d][d];
    for (int j = 0; j < d; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = c[j][k];
        for (int m = 0; m < k; m++) {
          sum -= l[j][m] * l[k][m];
        }
        l[j][k] = j == k ? Math.sqrt(sum + 1e-12 * c[j][j]) : sum / l[k][k];
      }
    }
    return l;
  }
}
