package org.skypool.core.expression;

import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code log sum_i w_i exp(a_i)} for {@code n} components, as a function of {@code w_1, ...,
 * w_(n-1), a_1, ..., a_n}; the last weight is {@code 1 - w_1 - ... - w_(n-1)}.
 *
 * <p>Never over- or underflows. NaN if a weight is outside [0, 1], the last one included, or if any
 * argument is NaN; minus infinity if every component with a weight is minus infinity. The
 * derivatives stay right where a weight is 0. A last weight within {@code 1e-15 n} below 0 counts
 * as 0, for sums such as 0.1 + 0.2 + 0.7.
 */
public final class LogMixture implements PointFunction {

  private static final ConcurrentHashMap<Integer, LogMixture> INSTANCES = new ConcurrentHashMap<>();

  private final int components;

  private LogMixture(int components) {
    this.components = components;
  }

  /**
   * The function for a number of components.
   *
   * @throws IllegalArgumentException below 2
   */
  public static LogMixture of(int components) {
    if (components < 2) {
      throw new IllegalArgumentException("a mixture has 2 components or more, not " + components);
    }
    return INSTANCES.computeIfAbsent(components, LogMixture::new);
  }

  @Override
  public String name() {
    return "log_mixture_of_" + components;
  }

  @Override
  public int arity() {
    return 2 * components - 1;
  }

  @Override
  public double at(double[] x) {
    double last = lastWeight(x, components - 1);
    double largest = Double.NEGATIVE_INFINITY;
    double check = last;
    for (int i = 0; i < components; i++) {
      double a = x[components - 1 + i];
      check += a;
      if (weight(x, i, last) > 0) {
        largest = Math.max(largest, a);
      }
    }
    if (Double.isNaN(check) || Double.isInfinite(largest)) {
      return Double.isNaN(last) || anyNaN(x) ? Double.NaN : largest;
    }
    double sum = 0;
    for (int i = 0; i < components; i++) {
      double w = weight(x, i, last);
      if (w > 0) {
        sum += w * StrictMath.exp(x[components - 1 + i] - largest);
      }
    }
    return largest + StrictMath.log(sum);
  }

  private static boolean anyNaN(double[] x) {
    for (double v : x) {
      if (Double.isNaN(v)) {
        return true;
      }
    }
    return false;
  }

  private double weight(double[] x, int i, double last) {
    return i == components - 1 ? last : x[i];
  }

  /**
   * The last weight of a mixture, 1 minus the {@code others}; NaN if any of them is not in [0, 1].
   */
  public static double lastWeight(double[] others) {
    return lastWeight(others, others.length);
  }

  private static double lastWeight(double[] x, int others) {
    double last = 1;
    for (int i = 0; i < others; i++) {
      if (!(x[i] >= 0 && x[i] <= 1)) {
        return Double.NaN;
      }
      last -= x[i];
    }
    if (last < 0) {
      return last > -1e-15 * (others + 1) ? 0 : Double.NaN;
    }
    return last;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    if (!Double.isFinite(y)) {
      return y == Double.NEGATIVE_INFINITY ? 0 : Double.NaN;
    }
    if (j < components - 1) {
      return StrictMath.exp(x[components - 1 + j] - y) - StrictMath.exp(x[2 * components - 2] - y);
    }
    return weight(x, j - components + 1, lastWeight(x, components - 1)) * StrictMath.exp(x[j] - y);
  }
}
