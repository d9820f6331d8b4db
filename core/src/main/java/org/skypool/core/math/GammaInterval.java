package org.skypool.core.math;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * The weight {@code x^(s-1) exp(-x)} on {@code (low, high)}, {@code 0 <= low < high <= infinity}:
 * the generalised incomplete gamma function, its logarithmic mean, and draws.
 *
 * <p>Any real {@code s} is allowed where the integral exists: {@code low > 0}, or {@code s > 0}.
 * With {@code high = infinity} this is the upper incomplete gamma function {@code Gamma(s, low)},
 * also for {@code s <= 0} and next to the poles of {@code Gamma(s)}, which do not matter here.
 *
 * <p>Integrated in {@code log x} from its largest value there (see {@link ConcavePeak}): the
 * relative error of the integral is a few 1e-15 for {@code |s|} and {@code low} up to 100, and
 * grows like {@code 1e-16 |s log(low) - low|} beyond, which is the rounding of the logarithm
 * itself.
 */
public final class GammaInterval {

  private final double shape;
  private final double low;
  private final double high;
  private final double anchor;
  private final ConcavePeak peak;

  private GammaInterval(double shape, double low, double high, double anchor, ConcavePeak peak) {
    this.shape = shape;
    this.low = low;
    this.high = high;
    this.anchor = anchor;
    this.peak = peak;
  }

  /**
   * Makes the interval.
   *
   * @throws IllegalArgumentException unless {@link #exists}
   */
  public static GammaInterval of(double shape, double low, double high) {
    if (!exists(shape, low, high)) {
      throw new IllegalArgumentException(
          "no integral of x^(%s - 1) exp(-x) over (%s, %s)".formatted(shape, low, high));
    }
    double c = shape > 0 ? Math.min(Math.max(shape, low), high) : low;
    return new GammaInterval(
        shape,
        low,
        high,
        c,
        ConcavePeak.of(
            t -> shape * t - c * StrictMath.expm1(t), logRatio(low, c), logRatio(high, c)));
  }

  /** Whether the arguments describe a finite, positive integral. */
  public static boolean exists(double shape, double low, double high) {
    return Double.isFinite(shape)
        && low >= 0
        && low < high
        && low < Double.POSITIVE_INFINITY
        && (low > 0 || shape > 0);
  }

  private static double logRatio(double x, double c) {
    double difference = x - c;
    return Math.abs(difference) < 0.5 * c
        ? StrictMath.log1p(difference / c)
        : StrictMath.log(x) - StrictMath.log(c);
  }

  /** {@code log integral of x^(s-1) exp(-x)}. */
  public double logValue() {
    return shape * StrictMath.log(anchor) - anchor + peak.logIntegral();
  }

  /** Mean of {@code log x}, which is the derivative of {@link #logValue} by the shape. */
  public double meanLog() {
    return StrictMath.log(anchor) + peak.mean(t -> t);
  }

  /** Probability of this interval within {@code whole}, an interval of the same shape around it. */
  public double fractionOf(GammaInterval whole) {
    return Math.min(1, StrictMath.exp(logValue() - whole.logValue()));
  }

  /** The point below which the fraction {@code p} of the integral lies, also for tiny {@code p}. */
  public double quantile(double p) {
    double total = logValue();
    double from = StrictMath.log(low);
    double to = StrictMath.log(high);
    double t =
        LogConcaveQuantile.solve(
            v -> logBetween(low, StrictMath.exp(v)) - total,
            v -> logBetween(StrictMath.exp(v), high) - total,
            v -> shape * v - StrictMath.exp(v) - total,
            p,
            from,
            to,
            Math.min(Math.max(meanLog(), from), to));
    return Math.min(Math.max(StrictMath.exp(t), low), high);
  }

  private double logBetween(double a, double b) {
    return exists(shape, a, b) ? of(shape, a, b).logValue() : Double.NEGATIVE_INFINITY;
  }

  /** Draws {@code x}. */
  public double sample(UniformRandomProvider rng) {
    return Math.min(Math.max(anchor * StrictMath.exp(peak.sample(rng)), low), high);
  }
}
