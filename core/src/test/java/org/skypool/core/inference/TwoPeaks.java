package org.skypool.core.inference;

import java.util.SplittableRandom;
import org.skypool.core.math.LogSumExp;
import org.skypool.core.object.ObjectBlock;

/**
 * Measurements with an alias: the likelihood of the true value has two equal peaks, at the columns
 * d and e, of the same width. With a population {@code N(mu, tau)} an object's evidence is {@code
 * N(d | mu, s^2 + tau^2) + N(e | mu, s^2 + tau^2)}, up to a constant.
 *
 * @param width s of each peak
 */
record TwoPeaks(double width) implements PointwiseLikelihood {

  /** Measured values and aliases of a population N(0.3, tau), the alias so far to either side. */
  static ObjectBlock objects(double tau, double width, double apart, int objects, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] d = new double[objects];
    double[] e = new double[objects];
    for (int i = 0; i < objects; i++) {
      double measured =
          NormalSurvey.MEAN + tau * random.nextGaussian() + width * random.nextGaussian();
      double alias = measured + (random.nextBoolean() ? apart : -apart);
      boolean swap = random.nextBoolean();
      d[i] = swap ? alias : measured;
      e[i] = swap ? measured : alias;
    }
    return NormalSurvey.objects(d, e);
  }

  /** Exact posterior for flat hyperpriors on -3 to 3 and 0 to 3. */
  static GridPosterior exact(ObjectBlock objects, double tau, double width) {
    double[] d = objects.columns().get("d");
    double[] e = objects.columns().get("e");
    double scale = 2 / Math.sqrt(d.length);
    return GridPosterior.of(
        GridPosterior.Surface.of(
            (mean, t) -> {
              double variance = t * t + width * width;
              double sum = -d.length * Math.log(variance) / 2;
              for (int i = 0; i < d.length; i++) {
                sum += Math.log(peak(d[i] - mean, variance) + peak(e[i] - mean, variance));
              }
              return sum;
            }),
        new double[] {NormalSurvey.MEAN, tau},
        new double[] {scale, scale},
        new double[][] {{-3, 3}, {1e-6, 3}},
        41);
  }

  private static double peak(double x, double variance) {
    return Math.exp(-x * x / (2 * variance));
  }

  @Override
  public String[] columns() {
    return new String[] {"d", "e"};
  }

  @Override
  public void locate(double[] data, double[] centre, double[] scale) {
    centre[0] = (data[0] + data[1]) / 2;
    scale[0] = Math.abs(data[0] - data[1]) / 2 + width;
  }

  @Override
  public double log(double[] data, double[] theta) {
    double a = (theta[0] - data[0]) / width;
    double b = (theta[0] - data[1]) / width;
    return LogSumExp.of(-a * a / 2, -b * b / 2);
  }
}
