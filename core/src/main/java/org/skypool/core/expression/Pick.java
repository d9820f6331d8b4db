package org.skypool.core.expression;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Picks one of several arguments by number: {@code g(k, a_1, ..., a_n) = a_k}, NaN where {@code k}
 * is none of 1 to n.
 *
 * <p>The derivative by the argument picked is 1, by every other 0. Where the arguments depend on
 * hyperparameters only, a {@link Program} looks them up in a table, at a cost per draw that does
 * not grow with n.
 */
public final class Pick implements ElementFunction {
  private static final ConcurrentHashMap<Integer, Pick> INSTANCES = new ConcurrentHashMap<>();

  private final int choices;

  private Pick(int choices) {
    this.choices = choices;
  }

  /** The function for a number of choices. */
  public static Pick of(int choices) {
    return INSTANCES.computeIfAbsent(choices, Pick::new);
  }

  @Override
  public String name() {
    return "pick_of_" + choices;
  }

  @Override
  public int arity() {
    return choices + 1;
  }

  /** Index from 0 of what number {@code k} picks, -1 for nothing. */
  static int index(double k, int choices) {
    int whole = (int) k;
    return whole == k && whole >= 1 && whole <= choices ? whole - 1 : -1;
  }

  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    double[] chosen = arguments[0];
    for (int k = from; k < to; k++) {
      int i = index(chosen[k], choices);
      out[k] = i < 0 ? Double.NaN : arguments[i + 1][k];
    }
  }

  @Override
  public void pullBack(
      double[][] arguments,
      double[] value,
      int j,
      double[] adjoint,
      int from,
      int to,
      double[] out) {
    double[] chosen = arguments[0];
    for (int k = from; k < to; k++) {
      if (j > 0 && chosen[k] == j) {
        out[k] += adjoint[k];
      }
    }
  }

  @Override
  public void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    double[] chosen = arguments[0];
    for (int k = from; k < to; k++) {
      int i = index(chosen[k], choices);
      if (i >= 0 && outs[i + 1] != null) {
        outs[i + 1][k] += adjoint[k];
      }
    }
  }
}
