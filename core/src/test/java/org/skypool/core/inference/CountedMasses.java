package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.skypool.core.object.ObjectBlock;

/**
 * Galaxies of a volume drawn in the natural logarithm of the mass by the textbook: a Schechter
 * function of slope, knee and phi*, a Poisson number above the limit, measured with errors of 0.2
 * dex and kept above 8.9. None of the project's densities, samplers or cuts is used.
 */
final class CountedMasses {
  static final double ABOVE = 8;
  static final double CUT = 8.9;
  static final double ERROR = 0.2;
  private static final double LN10 = StrictMath.log(10);

  /** In natural logarithms of the mass over the knee: beyond it fewer than 1 in 1e15. */
  private static final double HIGHEST = StrictMath.log(40);

  private CountedMasses() {}

  /** {@code integral of x^slope e^-x dx} from the limit, by Simpson's rule in ln x. */
  static double gamma(double slope, double knee) {
    double low = (ABOVE - knee) * LN10;
    int steps = 4000;
    double step = (HIGHEST - low) / steps;
    double sum = 0;
    for (int k = 0; k <= steps; k++) {
      double u = low + k * step;
      int weight = k == 0 || k == steps ? 1 : k % 2 == 0 ? 2 : 4;
      sum += weight * StrictMath.exp((slope + 1) * u - StrictMath.exp(u));
    }
    return sum * step / 3;
  }

  /** Density proportional to {@code exp((slope + 1) u - e^u)} in {@code u = ln(M / knee)}. */
  static double logMass(double slope, double knee, SplittableRandom random) {
    double low = (ABOVE - knee) * LN10;
    double peak = slope + 1 > 0 ? Math.max(low, StrictMath.log(slope + 1)) : low;
    double top = (slope + 1) * peak - StrictMath.exp(peak);
    while (true) {
      double u = low + (HIGHEST - low) * random.nextDouble();
      double log = (slope + 1) * u - StrictMath.exp(u) - top;
      if (StrictMath.log(random.nextDouble()) < log) {
        return knee + u / LN10;
      }
    }
  }

  /**
   * A survey.
   *
   * @param truth slope, knee, log10 of phi* per Mpc^3
   * @param volume in Mpc^3
   * @return measured log masses
   */
  static double[] drawn(double[] truth, double volume, long seed) {
    List<Double> kept = new ArrayList<>();
    add(
        truth[0],
        truth[1],
        volume * StrictMath.pow(10, truth[2]),
        new SplittableRandom(seed),
        kept);
    return array(kept);
  }

  /**
   * The sum of two functions of one knee.
   *
   * @param truth slopes of both, knee, log10 of phi* of both
   */
  static double[] two(double[] truth, double volume, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> kept = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      add(truth[c], truth[2], volume * StrictMath.pow(10, truth[3 + c]), random, kept);
    }
    return array(kept);
  }

  private static double[] array(List<Double> kept) {
    return kept.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void add(
      double slope, double knee, double number, SplittableRandom random, List<Double> kept) {
    double expected = number * gamma(slope, knee);
    int count =
        new PoissonDistribution(new Well19937c(random.nextLong()), expected, 1e-12, 100_000)
            .sample();
    for (int i = 0; i < count; i++) {
      double measured = logMass(slope, knee, random) + ERROR * random.nextGaussian();
      if (measured > CUT) {
        kept.add(measured);
      }
    }
  }

  static ObjectBlock objects(double[] measured) {
    return SurveyText.objects(Map.of("y", measured));
  }
}
