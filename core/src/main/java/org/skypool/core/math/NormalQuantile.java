package org.skypool.core.math;

import java.util.Objects;

/**
 * Quantiles of the standard normal distribution over ranges of arrays, by rational functions with a
 * relative error of about 1e-15 (Wichura 1988, doi:10.2307/2347330, PPND16): only additions,
 * multiplications, divisions, square roots and {@link BlockMath#log(double)}, so that the bits are
 * the same everywhere.
 *
 * <p>0 and 1 give infinities, numbers outside [0, 1] and NaN give NaN.
 */
public final class NormalQuantile {

  /** Half the width of the range of probabilities that one function of {@code u - 1/2} serves. */
  private static final double CENTRAL = 0.425;

  private static final double CENTRAL_SQUARE = 0.180625;

  /** Where the tail is divided, in {@code r = sqrt(-log(min(u, 1 - u)))}. */
  private static final double FAR = 5;

  private static final double NEAR_ORIGIN = 1.6;

  private static final double[] NEAR_ABOVE = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
    1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550,
    4.63033784615654529590, 1.42343711074968357734
  };
  private static final double[] NEAR_BELOW = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
    1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940,
    2.05319162663775882187, 1
  };
  private static final double[] FAR_ABOVE = {
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
    2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580,
    5.46378491116411436990, 6.65790464350110377720
  };
  private static final double[] FAR_BELOW = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
    7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
    5.99832206555887937690e-1, 1
  };

  private NormalQuantile() {}

  /**
   * {@code out[i] = Phi^-1(u[i])} over {@code from <= i < to}.
   *
   * @throws IllegalArgumentException if {@code out} is {@code u}
   */
  public static void of(double[] u, int from, int to, double[] out) {
    Objects.checkFromToIndex(from, to, u.length);
    Objects.checkFromToIndex(from, to, out.length);
    if (out == u) {
      throw new IllegalArgumentException("quantiles cannot replace their arguments in place");
    }
    for (int i = from; i < to; i++) {
      double q = u[i] - 0.5;
      out[i] = q * central(CENTRAL_SQUARE - q * q);
    }
    for (int i = from; i < to; i++) {
      double q = u[i] - 0.5;
      if (!(Math.abs(q) <= CENTRAL)) {
        double tail = tail(q < 0 ? u[i] : 1 - u[i]);
        out[i] = q < 0 ? -tail : tail;
      }
    }
  }

  private static double central(double r) {
    double above = Math.fma(2.5090809287301226727e3, r, 3.3430575583588128105e4);
    above = Math.fma(above, r, 6.7265770927008700853e4);
    above = Math.fma(above, r, 4.5921953931549871457e4);
    above = Math.fma(above, r, 1.3731693765509461125e4);
    above = Math.fma(above, r, 1.9715909503065514427e3);
    above = Math.fma(above, r, 1.3314166789178437745e2);
    above = Math.fma(above, r, 3.3871328727963666080);
    double below = Math.fma(5.2264952788528545610e3, r, 2.8729085735721942674e4);
    below = Math.fma(below, r, 3.9307895800092710610e4);
    below = Math.fma(below, r, 2.1213794301586595867e4);
    below = Math.fma(below, r, 5.3941960214247511077e3);
    below = Math.fma(below, r, 6.8718700749205790830e2);
    below = Math.fma(below, r, 4.2313330701600911252e1);
    below = Math.fma(below, r, 1);
    return above / below;
  }

  /** The quantile of {@code 1 - p}, p below 0.075. */
  private static double tail(double p) {
    double r = Math.sqrt(-BlockMath.log(p));
    if (r == Double.POSITIVE_INFINITY) {
      return r;
    }
    return r <= FAR
        ? ratio(NEAR_ABOVE, NEAR_BELOW, r - NEAR_ORIGIN)
        : ratio(FAR_ABOVE, FAR_BELOW, r - FAR);
  }

  private static double ratio(double[] above, double[] below, double r) {
    double a = above[0];
    double b = below[0];
    for (int j = 1; j < above.length; j++) {
      a = Math.fma(a, r, above[j]);
      b = Math.fma(b, r, below[j]);
    }
    return a / b;
  }
}
