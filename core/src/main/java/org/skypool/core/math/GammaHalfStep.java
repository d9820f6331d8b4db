package org.skypool.core.math;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * {@code log Gamma(x + 1/2) - log Gamma(x)} for {@code x > 0}, without the cancellation of two
 * large logarithms: absolute error about 1e-14.
 *
 * <p>Above 20 the asymptotic series {@code log(x)/2 - 1/(8x) + 1/(192x^3) - 1/(640x^5) +
 * 17/(14336x^7) - ...}, whose first neglected term is below 1e-17 there. Its coefficients follow
 * from Stirling's series (NIST Digital Library of Mathematical Functions 5.11.8).
 */
public final class GammaHalfStep {

  private static final double LARGE = 20;

  private GammaHalfStep() {}

  /** The value. */
  public static double value(double x) {
    if (x < LARGE) {
      return LogGamma.value(x + 0.5) - LogGamma.value(x);
    }
    double y = 1 / (x * x);
    double series =
        -1.0 / 8 + y * (1.0 / 192 + y * (-1.0 / 640 + y * (17.0 / 14336 - y * (31.0 / 18432))));
    return 0.5 * StrictMath.log(x) + series / x;
  }

  /** The derivative. */
  public static double derivative(double x) {
    if (x < LARGE) {
      return Digamma.value(x + 0.5) - Digamma.value(x);
    }
    double y = 1 / (x * x);
    double series =
        1.0 / 8 + y * (-1.0 / 64 + y * (1.0 / 128 + y * (-17.0 / 2048 + y * (31.0 / 2048))));
    return 0.5 / x + series * y;
  }
}
