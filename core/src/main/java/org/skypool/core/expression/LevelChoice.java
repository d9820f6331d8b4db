package org.skypool.core.expression;

import java.util.Arrays;

/**
 * Chooses one of several arguments by the value of the first: {@code g(c, a_1, ..., a_n) = a_l}
 * where {@code c} equals level l exactly, NaN where it equals none.
 *
 * <p>The derivative by the argument chosen is 1, by every other 0.
 */
public final class LevelChoice implements ElementFunction {

  private final String name;
  private final double[] levels;

  /**
   * A choice among levels.
   *
   * @param name for messages, for example {@code mu[state]}
   * @param levels in ascending order
   * @throws IllegalArgumentException if they do not ascend
   */
  public LevelChoice(String name, double[] levels) {
    this.name = name;
    this.levels = levels.clone();
    for (int l = 0; l < levels.length; l++) {
      if (!Double.isFinite(levels[l]) || l > 0 && !(levels[l - 1] < levels[l])) {
        throw new IllegalArgumentException(
            "levels of " + name + " must be finite and ascend: " + Arrays.toString(levels));
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int arity() {
    return levels.length + 1;
  }

  /** Index of a level, negative for a value that is none. */
  private int level(double value) {
    return Arrays.binarySearch(levels, value == 0 ? 0.0 : value);
  }

  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    double[] chosen = arguments[0];
    for (int k = from; k < to; k++) {
      int l = level(chosen[k]);
      out[k] = l < 0 ? Double.NaN : arguments[l + 1][k];
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
    if (j == 0) {
      return;
    }
    double mine = levels[j - 1];
    double[] chosen = arguments[0];
    for (int k = from; k < to; k++) {
      if (chosen[k] == mine) {
        out[k] += adjoint[k];
      }
    }
  }

  @Override
  public void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    double[] chosen = arguments[0];
    for (int k = from; k < to; k++) {
      int l = level(chosen[k]);
      if (l >= 0 && outs[l + 1] != null) {
        outs[l + 1][k] += adjoint[k];
      }
    }
  }
}
