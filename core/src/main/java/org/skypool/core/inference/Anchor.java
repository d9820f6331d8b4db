package org.skypool.core.inference;

/**
 * What brings the likelihood of a subset to the value of all draws at one point, to second order:
 * {@code d.(g - g_b) + d'(H - H_b)d / 2} with {@code d = z - z_0}, g and H gradient and Hessian
 * over all draws and g_b and H_b those of the subset, each counted N/n times. Objects of the subset
 * supply all higher orders (a control variate, as in Quiroz et al. 2019,
 * doi:10.1080/01621459.2018.1448827).
 *
 * @param at z_0
 * @param slope g - g_b
 * @param curvature H - H_b
 */
record Anchor(double[] at, double[] slope, double[][] curvature) {

  /** Nothing is brought to anything. */
  static Anchor none(int dimension) {
    return new Anchor(
        new double[dimension], new double[dimension], new double[dimension][dimension]);
  }

  /**
   * Compares two stars at the same point; what both densities share, as the prior, cancels.
   *
   * @param exact over all draws
   * @param subset over the subset
   */
  static Anchor of(Star exact, Star subset) {
    int n = exact.at().length;
    double[] slope = new double[n];
    double[][] curvature = new double[n][n];
    for (int a = 0; a < n; a++) {
      slope[a] = exact.gradient()[a] - subset.gradient()[a];
      for (int b = 0; b < n; b++) {
        curvature[a][b] = exact.hessian()[a][b] - subset.hessian()[a][b];
      }
    }
    return new Anchor(exact.at(), slope, curvature);
  }

  /** The correction at a point; its gradient is added to {@code gradient}. */
  double value(double[] z, double[] gradient) {
    double sum = 0;
    for (int a = 0; a < at.length; a++) {
      double bent = 0;
      for (int b = 0; b < at.length; b++) {
        bent += curvature[a][b] * (z[b] - at[b]);
      }
      sum += (z[a] - at[a]) * (slope[a] + bent / 2);
      gradient[a] += slope[a] + bent;
    }
    return sum;
  }
}
