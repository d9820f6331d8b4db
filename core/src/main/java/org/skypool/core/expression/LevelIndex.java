package org.skypool.core.expression;

import java.util.Arrays;

/**
 * Number of a level: 1 for the first one, 2 for the second and so on where the argument equals it
 * exactly, NaN where it equals none. Its derivative is 0.
 */
public final class LevelIndex implements PointFunction {
  private final String name;
  private final double[] levels;

  /**
   * The levels of a column.
   *
   * @param name for messages, for example {@code mu[state]}
   * @param levels in ascending order
   * @throws IllegalArgumentException if they do not ascend
   */
  public LevelIndex(String name, double[] levels) {
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
    return 1;
  }

  @Override
  public double at(double[] x) {
    int level = Arrays.binarySearch(levels, x[0] == 0 ? 0.0 : x[0]);
    return level < 0 ? Double.NaN : level + 1;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return 0;
  }
}
