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
}
