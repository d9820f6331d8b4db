package org.skypool.core.expression;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.skypool.core.math.NaturalSpline;

/**
 * Logarithm of the integral of {@code exp(s(t))} from {@code t = a} to {@code b}, for the {@link
 * NaturalSpline} s through heights at 0, 1, ..., n - 1: a function of {@code a, b, h_1, ..., h_n}.
 * Ends beyond the knots count as the first and last one; NaN for a height that is not finite.
 */
public final class SplineIntegral implements PointFunction {
  private static final ConcurrentHashMap<Integer, SplineIntegral> INSTANCES =
      new ConcurrentHashMap<>();

  private final int knots;
  private final NaturalSpline spline;

  private SplineIntegral(int knots) {
    this.knots = knots;
    this.spline = NaturalSpline.of(knots);
  }

  /** The function of a number of heights, 2 or more. */
  public static SplineIntegral of(int knots) {
    return INSTANCES.computeIfAbsent(knots, SplineIntegral::new);
  }

  @Override
  public String name() {
    return "log_spline_integral_of_" + knots;
  }

  @Override
  public int arity() {
    return knots + 2;
  }

  private static double[] heights(double[] x) {
    return Arrays.copyOfRange(x, 2, x.length);
  }

  @Override
  public double at(double[] x) {
    for (int j = 0; j < x.length; j++) {
      if (Double.isNaN(x[j]) || j > 1 && Double.isInfinite(x[j])) {
        return Double.NaN;
      }
    }
    return spline.logIntegral(x[0], x[1], heights(x));
  }

  @Override
  public double partial(double[] x, double y, int j) {
    double[] all = new double[x.length];
    gradient(x, y, all);
    return all[j];
  }

  private void gradient(double[] x, double y, double[] out) {
    if (Double.isInfinite(y)) {
      return;
    }
    double[] heights = heights(x);
    double[] byHeight = new double[knots];
    spline.logIntegral(x[0], x[1], heights, byHeight);
    System.arraycopy(byHeight, 0, out, 2, knots);
    for (int end = 0; end < 2; end++) {
      boolean inside = x[end] > 0 && x[end] < knots - 1;
      double density = inside ? StrictMath.exp(spline.value(x[end], heights) - y) : 0;
      out[end] = end == 0 ? -density : density;
    }
  }

  @Override
  public void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    double[] x = new double[arguments.length];
    double[] all = new double[arguments.length];
    for (int k = from; k < to; k++) {
      if (adjoint[k] != 0) {
        for (int j = 0; j < x.length; j++) {
          x[j] = arguments[j][k];
        }
        Arrays.fill(all, 0);
        gradient(x, value[k], all);
        for (int j = 0; j < x.length; j++) {
          if (outs[j] != null) {
            outs[j][k] += adjoint[k] * all[j];
          }
        }
      }
    }
  }
}
