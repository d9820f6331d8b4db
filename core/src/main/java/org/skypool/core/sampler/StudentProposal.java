package org.skypool.core.sampler;

import org.skypool.core.math.BlockMath;

/**
 * One-dimensional proposal: {@code y = m + s sd t}, t Student-t with 4 degrees of freedom, {@code s
 * = 1.4}. The fit holds m and sd.
 */
final class StudentProposal implements Proposal {
  private final double widening;

  StudentProposal(double widening) {
    this.widening = widening;
  }

  @Override
  public int size() {
    return 2;
  }

  @Override
  public void start(double[] centre, double[] scale, double[] fit) {
    fit[0] = centre[0];
    fit[1] = scale[0];
  }

  @Override
  public void standardise(double[][] u, int from, int to, double[][] z, double[] logBase) {
    StudentT4.quantile(u[0], from, to, z[0]);
    StudentT4.logDensity(z[0], from, to, logBase);
  }

  @Override
  public void place(
      double[] fit, double[][] z, double[] logBase, int from, int to, double[][] y, double[] logQ) {
    double scale = widening * fit[1];
    double logScale = BlockMath.log(scale);
    double[] t = z[0];
    double[] out = y[0];
    for (int k = from; k < to; k++) {
      out[k] = fit[0] + scale * t[k];
      logQ[k] = logBase[k] - logScale;
    }
  }

  @Override
  public void logDensity(double[] fit, double[][] y, int from, int to, double[] out) {
    double scale = widening * fit[1];
    double logScale = BlockMath.log(scale);
    double[] at = y[0];
    for (int k = from; k < to; k++) {
      out[k] = (at[k] - fit[0]) / scale;
    }
    StudentT4.logDensity(out, from, to, out);
    for (int k = from; k < to; k++) {
      out[k] -= logScale;
    }
  }

  @Override
  public boolean refit(double[][] y, double[] w, int from, int to, double effective, double[] fit) {
    double[] x = y[0];
    double mean = BlockMath.dot(w, x, from, to);
    double variance = variance(x, w, from, to, mean);
    if (!(variance > 0) || !Double.isFinite(mean)) {
      return false;
    }
    fit[0] = mean;
    fit[1] = Math.sqrt(variance);
    return true;
  }

  /** Four sums take turns, so that additions need not wait for each other. */
  private static double variance(double[] x, double[] w, int from, int to, double mean) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = from;
    for (; k < to - 3; k += 4) {
      a += w[k] * (x[k] - mean) * (x[k] - mean);
      b += w[k + 1] * (x[k + 1] - mean) * (x[k + 1] - mean);
      c += w[k + 2] * (x[k + 2] - mean) * (x[k + 2] - mean);
      d += w[k + 3] * (x[k + 3] - mean) * (x[k + 3] - mean);
    }
    for (; k < to; k++) {
      a += w[k] * (x[k] - mean) * (x[k] - mean);
    }
    return (a + b) + (c + d);
  }
}
