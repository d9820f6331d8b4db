package org.skypool.core.math;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * The weight {@code x^(a-1) (1-x)^(b-1)} on {@code (low, high)} within [0, 1], for positive {@code
 * a, b}: the generalised incomplete beta function, its logarithmic means, and draws.
 *
 * <p>Integrated in {@code log(x / (1-x))} from its largest value there (see {@link ConcavePeak});
 * the relative error of the integral is a few 1e-15 times {@code max(1, sqrt(a + b))}, and the
 * rounding of the logarithm. Distances from 1 below 1e-16 cannot be told from 0.
 */
public final class BetaInterval {

  private final double a;
  private final double b;
  private final double low;
  private final double high;
  private final double p;
  private final double q;
  private final ConcavePeak peak;

  private BetaInterval(double a, double b, double low, double high) {
    this.a = a;
    this.b = b;
    this.low = low;
    this.high = high;
    double mode = a / (a + b);
    this.p = Math.min(Math.max(mode, low), high);
    this.q = p == mode ? b / (a + b) : 1 - p;
    this.peak =
        ConcavePeak.of(t -> a * t - (a + b) * logOdds(t), logitBeyond(low), logitBeyond(high));
  }

  /**
   * Makes the interval.
   *
   * @throws IllegalArgumentException unless {@link #exists}
   */
  public static BetaInterval of(double a, double b, double low, double high) {
    if (!exists(a, b, low, high)) {
      throw new IllegalArgumentException(
          "no integral of x^(%s - 1) (1 - x)^(%s - 1) over (%s, %s)".formatted(a, b, low, high));
    }
    return new BetaInterval(a, b, low, high);
  }

  /** Whether the arguments describe a finite, positive integral. */
  public static boolean exists(double a, double b, double low, double high) {
    return a > 0
        && b > 0
        && a + b < Double.POSITIVE_INFINITY
        && low >= 0
        && low < high
        && high <= 1;
  }

  /** {@code logit(x) - logit(p)}. */
  private double logitBeyond(double x) {
    double d = x - p;
    return Math.abs(d) < 0.5 * Math.min(p, q)
        ? StrictMath.log1p(d / p) - StrictMath.log1p(-d / q)
        : StrictMath.log(x) - StrictMath.log1p(-x) - StrictMath.log(p) + StrictMath.log(q);
  }

  /**
   * {@code log(q + p e^t)}, which is {@code log q - log(1 - x)} at {@code logit x = logit p + t}.
   */
  private double logOdds(double t) {
    return t <= 0 ? logSum(q, p, t) : t + logSum(p, q, -t);
  }

  /** {@code log(u + v e^t)} for {@code u + v = 1} and {@code t <= 0}. */
  private static double logSum(double u, double v, double t) {
    double x = v * StrictMath.expm1(t);
    return x > -0.5 ? StrictMath.log1p(x) : StrictMath.log(u + v * StrictMath.exp(t));
  }

  /** {@code log integral of x^(a-1) (1-x)^(b-1)}. */
  public double logValue() {
    return a * StrictMath.log(p) + b * StrictMath.log(q) + peak.logIntegral();
  }

  /** Mean of {@code log x}: the derivative of {@link #logValue} by {@code a}. */
  public double meanLog() {
    return StrictMath.log(p) + peak.mean(t -> t - logOdds(t));
  }

  /** Mean of {@code log(1 - x)}: the derivative of {@link #logValue} by {@code b}. */
  public double meanLogComplement() {
    return StrictMath.log(q) - peak.mean(this::logOdds);
  }

  /**
   * Probability of this interval within {@code whole}, an interval of the same weight around it.
   */
  public double fractionOf(BetaInterval whole) {
    return Math.min(1, StrictMath.exp(logValue() - whole.logValue()));
  }

  /** The point below which the fraction {@code fraction} of the integral lies, however tiny. */
  public double quantile(double fraction) {
    double x = BetaQuantile.between(a, b, low, high, fraction);
    return Double.isNaN(x) ? quantileInTails(fraction) : x;
  }

  /** The same everywhere, by integrals: some hundred times the work. */
  double quantileInTails(double fraction) {
    double total = logValue();
    double t =
        LogConcaveQuantile.solve(
            v -> logBetween(low, inverseLogit(v)) - total,
            v -> logBetween(inverseLogit(v), high) - total,
            v -> a * logInverseLogit(v) + b * logInverseLogit(-v) - total,
            fraction,
            StrictMath.log(low) - StrictMath.log1p(-low),
            StrictMath.log(high) - StrictMath.log1p(-high),
            meanLog() - meanLogComplement());
    return Math.min(Math.max(inverseLogit(t), low), high);
  }

  private double logBetween(double from, double to) {
    return exists(a, b, from, to) ? of(a, b, from, to).logValue() : Double.NEGATIVE_INFINITY;
  }

  private static double inverseLogit(double v) {
    return v < 0 ? StrictMath.exp(v) / (1 + StrictMath.exp(v)) : 1 / (1 + StrictMath.exp(-v));
  }

  private static double logInverseLogit(double v) {
    return v < 0 ? v - StrictMath.log1p(StrictMath.exp(v)) : -StrictMath.log1p(StrictMath.exp(-v));
  }

  /** Draws {@code x}. */
  public double sample(UniformRandomProvider rng) {
    double t = peak.sample(rng);
    double x =
        t <= 0
            ? p * StrictMath.exp(t) / (q + p * StrictMath.exp(t))
            : p / (p + q * StrictMath.exp(-t));
    return Math.min(Math.max(x, low), high);
  }
}
