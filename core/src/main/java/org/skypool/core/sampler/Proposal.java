package org.skypool.core.sampler;

/**
 * A family of proposal distributions over real coordinates, fitted per object to weighted points
 * and deliberately widened, so that the integrand likelihood times density over proposal falls to
 * zero at the faces of the unit cube and lattice points converge at high order.
 *
 * <p>A fit is a flat array of numbers, so that many objects can be fitted without objects of their
 * own.
 */
interface Proposal {

  /** Numbers in one fit. */
  int size();

  /** Fit from a first guess of location and width per coordinate. */
  void start(double[] centre, double[] scale, double[] fit);

  /**
   * Turns uniform points into standard points of the family; done once per object and round.
   *
   * @param logBase receives the log density of the standard points
   */
  void standardise(double[][] u, int from, int to, double[][] z, double[] logBase);

  /**
   * Places points and evaluates the proposal there.
   *
   * @param z standard points
   * @param logBase their log density
   * @param y receives real coordinates, one column per parameter
   * @param logQ receives the log density of the proposal in real coordinates
   */
  void place(
      double[] fit, double[][] z, double[] logBase, int from, int to, double[][] y, double[] logQ);

  /** Log density of the proposal at given real coordinates. */
  void logDensity(double[] fit, double[][] y, int from, int to, double[] out);

  /**
   * Refits to weighted points.
   *
   * @param w weights that sum to 1 over the range
   * @param effective their effective number
   * @return false, leaving the fit as it was, where the points determine none
   */
  boolean refit(double[][] y, double[] w, int from, int to, double effective, double[] fit);
}
