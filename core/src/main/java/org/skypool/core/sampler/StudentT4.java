package org.skypool.core.sampler;

import java.util.Objects;
import org.skypool.core.math.BlockMath;

/**
 * Student's t distribution with four degrees of freedom, whose quantile function is algebraic.
 *
 * <p>With {@code t = min(u, 1 - u)} and {@code h} the root in [0, 1/2] of {@code h^2 (3 - 2h) = t},
 * the quantile is {@code z = sign(u - 1/2) (1 - 2h) / sqrt(h (1 - h))}, and the density is {@code
 * 3/8 (1 + z^2 / 4)^(-5/2) = 3/8 (4 h (1 - h))^(5/2)}. The root is polished from a polynomial start
 * by two Newton steps, made of + - * / and square roots only, so that its bits are the same
 * everywhere. (The closed form in cosines, Shaw 2006, doi:10.21314/JCF.2006.150, is the same root.)
 */
public final class StudentT4 {

  /** log(3 / 8). */
  static final double LOG_PEAK = -0.9808292530117262;

  /*
   * h / q with q = sqrt(t / 3), interpolated at five Chebyshev nodes of 0 <= q <= sqrt(1/6); its
   * relative error is 1.5e-4, of which two Newton steps leave 6e-17.
   */
  private static final double C0 = 1.0000712842399817;
  private static final double C1 = 0.32470730725327795;
  private static final double C2 = 0.43629215977651353;
  private static final double C3 = -0.6467289556910711;
  private static final double C4 = 2.2759246111009706;

  private static final double THIRD = 1.0 / 3.0;

  /** Far below every {@code h > 0}; keeps 0 / 0 out of h = 0. */
  private static final double TINY = 1e-300;

  private static final double STEEP = 1e300;

  private StudentT4() {}

  /**
   * The quantile, with a relative error below 2e-15 for {@code u} down to the smallest normal
   * number and up to 1 - 1e-16, near {@code u = 1/2} too. {@code u = 0} and {@code u = 1} give
   * infinities, NaN and numbers outside [0, 1] give NaN.
   */
  public static double quantile(double u) {
    return quantile(u, root(Math.min(u, 1 - u)));
  }

  /**
   * {@code out[i] = quantile(u[i])} over {@code from <= i < to}.
   *
   * @param out result; not the array {@code u}
   * @throws IllegalArgumentException if {@code out} is {@code u}
   */
  public static void quantile(double[] u, int from, int to, double[] out) {
    Objects.checkFromToIndex(from, to, u.length);
    Objects.checkFromToIndex(from, to, out.length);
    if (out == u) {
      throw new IllegalArgumentException("quantiles cannot replace their arguments in place");
    }
    for (int i = from; i < to; i++) {
      out[i] = root(Math.min(u[i], 1 - u[i]));
    }
    for (int i = from; i < to; i++) {
      out[i] = quantile(u[i], out[i]);
    }
  }

  private static double root(double t) {
    double q = Math.sqrt(t * THIRD);
    double ratio = Math.fma(C4, q, C3);
    ratio = Math.fma(ratio, q, C2);
    ratio = Math.fma(ratio, q, C1);
    ratio = Math.fma(ratio, q, C0);
    return newton(newton(ratio * q, t), t);
  }

  private static double newton(double h, double t) {
    double square = h * h;
    return h - (square * (3 - 2 * h) - t) / (6 * (h - square) + TINY);
  }

  /**
   * Near the median {@code v = 1/2 - h} has cancelled; {@code 3 v - 4 v^3 = |2 u - 1|} gives it its
   * digits back, and changes nothing in the tails. The sign comes as a factor: the processor could
   * not foresee a branch.
   */
  private static double quantile(double u, double h) {
    double distance = Math.abs(u - 0.5);
    double v = 0.5 - h;
    v -= (v * (3 - 4 * v * v) - 2 * distance) * THIRD;
    double sign = Math.min(Math.max(STEEP * (u - 0.5), -1), 1);
    return sign * (2 * v / Math.sqrt(h - h * h));
  }

  /** The log density {@code log(3/8) - 5/2 log(1 + z^2/4)}; negative infinity for |z| > 1e154. */
  public static double logDensity(double z) {
    return LOG_PEAK - 2.5 * BlockMath.log(Math.fma(0.25 * z, z, 1.0));
  }

  /**
   * {@code out[i] = logDensity(z[i])} over {@code from <= i < to}; {@code out} may be {@code z}.
   */
  public static void logDensity(double[] z, int from, int to, double[] out) {
    Objects.checkFromToIndex(from, to, z.length);
    Objects.checkFromToIndex(from, to, out.length);
    for (int i = from; i < to; i++) {
      out[i] = Math.fma(0.25 * z[i], z[i], 1.0);
    }
    BlockMath.log(out, from, to, out);
    for (int i = from; i < to; i++) {
      out[i] = LOG_PEAK - 2.5 * out[i];
    }
  }
}
