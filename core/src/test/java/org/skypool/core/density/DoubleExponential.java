package org.skypool.core.density;

import java.util.function.DoubleUnaryOperator;

/**
 * Integrals over any interval by the double-exponential rule with 3,000 points: about 1e-12 for
 * smooth integrands with algebraic or exponential tails and integrable singularities at the ends.
 */
final class DoubleExponential {

  private static final double STEP = 1.0 / 256;
  private static final double REACH = 6;

  private DoubleExponential() {}

  /**
   * Integral of {@code f} from {@code low} to {@code high}; centre and scale place infinite ranges.
   */
  static double integrate(
      DoubleUnaryOperator f, double low, double high, double centre, double scale) {
    double sum = 0;
    for (double t = -REACH; t <= REACH; t += STEP) {
      double u = 0.5 * Math.PI * Math.sinh(t);
      double du = 0.5 * Math.PI * Math.cosh(t);
      double x;
      double dx;
      if (Double.isInfinite(low) && Double.isInfinite(high)) {
        x = centre + scale * Math.sinh(u);
        dx = scale * Math.cosh(u) * du;
      } else if (Double.isInfinite(high)) {
        x = low + scale * Math.exp(u);
        dx = scale * Math.exp(u) * du;
      } else if (Double.isInfinite(low)) {
        x = high - scale * Math.exp(u);
        dx = scale * Math.exp(u) * du;
      } else {
        double e = Math.exp(-2 * Math.abs(u));
        double near = (high - low) * e / (1 + e);
        x = u < 0 ? low + near : high - near;
        dx = (high - low) * 2 * e / ((1 + e) * (1 + e)) * du;
      }
      double y = dx == 0 ? 0 : f.applyAsDouble(x);
      sum += y == 0 ? 0 : y * dx;
    }
    return sum * STEP;
  }
}
