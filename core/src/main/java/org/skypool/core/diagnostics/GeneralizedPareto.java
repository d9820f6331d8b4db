package org.skypool.core.diagnostics;

import org.skypool.core.math.BlockMath;
import org.skypool.core.math.LogSumExp;

/**
 * The generalized Pareto distribution with location 0: {@code P(X > x) = (1 + k x / sigma)^(-1/k)}.
 *
 * @param shape k; moments of order below 1/k exist
 * @param scale sigma
 */
record GeneralizedPareto(double shape, double scale) {

  /** Points of the quadrature over the profile parameter, besides sqrt(n). */
  private static final int BASE_POINTS = 30;

  /** Scale of the prior in units of the first quartile: 3 in the paper. */
  private static final double PRIOR_SCALE = 3;

  /** Weight, in observations, of the weak prior on k, and its centre. */
  private static final double PRIOR_WEIGHT = 10;

  private static final double PRIOR_SHAPE = 0.5;

  /** A product of factors between these bounds neither overflows nor loses digits by the next. */
  private static final double SMALL = 0x1p-200;

  private static final double LARGE = 0x1p200;

  /**
   * Fit to positive exceedances in ascending order (Zhang &amp; Stephens 2009,
   * doi:10.1198/tech.2009.08017): the posterior mean of {@code theta = -k / sigma} under their
   * data-dependent prior, then {@code k = mean log(1 - theta x)}; k is drawn towards 1/2 with the
   * weight of 10 observations (Vehtari et al. 2024, JMLR 25:72, appendix).
   */
  static GeneralizedPareto fit(double[] ascending) {
    int n = ascending.length;
    double theta = meanTheta(ascending);
    double k = meanLog(theta, ascending);
    double shrunk = (k * n + PRIOR_WEIGHT * PRIOR_SHAPE) / (n + PRIOR_WEIGHT);
    return new GeneralizedPareto(shrunk, -k / theta);
  }

  private static double meanTheta(double[] ascending) {
    int n = ascending.length;
    int points = BASE_POINTS + (int) Math.sqrt(n);
    double quartile = ascending[(int) (n / 4.0 + 0.5) - 1];
    double[] theta = new double[points];
    double[] logPosterior = new double[points];
    for (int j = 0; j < points; j++) {
      double spread = (1 - Math.sqrt(points / (j + 0.5))) / (PRIOR_SCALE * quartile);
      theta[j] = 1 / ascending[n - 1] + spread;
      double k = meanLog(theta[j], ascending);
      logPosterior[j] = n * (BlockMath.log(-theta[j] / k) - k - 1);
    }
    LogSumExp.of(logPosterior, 0, points, logPosterior);
    double total = BlockMath.sum(logPosterior, 0, points);
    return BlockMath.dot(theta, logPosterior, 0, points) / total;
  }

  /** Mean of {@code log(1 - theta x)}, one logarithm for several factors. */
  private static double meanLog(double theta, double[] x) {
    double sum = 0;
    double product = 1;
    for (int i = 0; i < x.length; i++) {
      product *= 1 - theta * x[i];
      if (!(product >= SMALL && product <= LARGE)) {
        sum += BlockMath.log(product);
        product = 1;
      }
    }
    return (sum + BlockMath.log(product)) / x.length;
  }

  /** The quantile {@code sigma ((1 - p)^-k - 1) / k}. */
  double quantile(double p) {
    double exponential = -StrictMath.log1p(-p);
    return shape == 0 ? scale * exponential : scale * StrictMath.expm1(shape * exponential) / shape;
  }
}
