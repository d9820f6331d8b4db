package org.skypool.core.expression;

/**
 * A real function of one or more real arguments with exact partial derivatives, applied element by
 * element to arrays.
 *
 * <p>Implementations are stateless singletons: a function is identified by its instance. A NaN
 * argument gives NaN; an argument outside the domain gives NaN, never an exception.
 */
public interface ElementFunction {

  /** Name used in messages, for example {@code exp}. */
  String name();

  /** Number of arguments. */
  int arity();

  /**
   * Evaluates {@code out[k] = g(arguments[0][k], ..., arguments[arity - 1][k])} for {@code from <=
   * k < to}. {@code out} is never one of the arguments.
   */
  void value(double[][] arguments, int from, int to, double[] out);

  /**
   * Adds {@code adjoint[k] * dg/d(argument j)} to {@code out[k]} for {@code from <= k < to}.
   *
   * @param arguments the arguments of the value
   * @param value what {@link #value} returned for them
   * @param j the argument to differentiate by
   * @param adjoint derivative of the final result by the value
   * @param out where derivatives by argument {@code j} accumulate
   */
  void pullBack(
      double[][] arguments,
      double[] value,
      int j,
      double[] adjoint,
      int from,
      int to,
      double[] out);

  /**
   * {@link #pullBack} by several arguments at once, for functions that share work between them.
   *
   * @param outs where derivatives accumulate, by argument; null for arguments not asked for
   */
  default void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    for (int j = 0; j < outs.length; j++) {
      if (outs[j] != null) {
        pullBack(arguments, value, j, adjoint, from, to, outs[j]);
      }
    }
  }

  /** The value at one point: one number per argument, which is not changed. */
  default double at(double[] x) {
    double[] out = new double[1];
    value(columns(x), 0, 1, out);
    return out[0];
  }

  /**
   * Adds {@code adjoint * dg/dx_j} at one point to {@code out[j]}, for every argument j.
   *
   * @param x the arguments
   * @param y the value there
   * @param adjoint derivative of the final result by the value, not 0
   */
  default void addPartials(double[] x, double y, double adjoint, double[] out) {
    double[][] outs = new double[x.length][1];
    pullBackAll(columns(x), new double[] {y}, new double[] {adjoint}, 0, 1, outs);
    for (int j = 0; j < out.length; j++) {
      out[j] += outs[j][0];
    }
  }

  private static double[][] columns(double[] x) {
    double[][] columns = new double[x.length][];
    for (int j = 0; j < x.length; j++) {
      columns[j] = new double[] {x[j]};
    }
    return columns;
  }
}
