package org.skypool.core.expression;

/** An {@link ElementFunction} given by its value and partial derivatives at one point. */
public interface PointFunction extends ElementFunction {

  /** The value at {@code x}, one number per argument; NaN outside the domain. */
  @Override
  double at(double[] x);

  /**
   * Partial derivative by argument {@code j}.
   *
   * @param x the arguments
   * @param y the value there
   * @param j which argument
   */
  double partial(double[] x, double y, int j);

  @Override
  default void value(double[][] arguments, int from, int to, double[] out) {
    double[] x = new double[arguments.length];
    for (int k = from; k < to; k++) {
      gather(arguments, k, x);
      out[k] = at(x);
    }
  }

  /** Skips elements whose adjoint is 0, so that an infinite derivative there does no harm. */
  @Override
  default void pullBack(
      double[][] arguments,
      double[] value,
      int j,
      double[] adjoint,
      int from,
      int to,
      double[] out) {
    double[] x = new double[arguments.length];
    for (int k = from; k < to; k++) {
      if (adjoint[k] != 0) {
        gather(arguments, k, x);
        out[k] += adjoint[k] * partial(x, value[k], j);
      }
    }
  }

  private static void gather(double[][] arguments, int k, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = arguments[i][k];
    }
  }
}
