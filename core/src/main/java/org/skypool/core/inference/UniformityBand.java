package org.skypool.core.inference;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.random.Streams;

/**
 * How far the empirical distribution function of n numbers strays from that of the uniform
 * distribution, and how far it may: at the points {@code z} the band {@code +- c sqrt(z (1 - z) /
 * n)} holds the whole difference for 95 of 100 uniform samples. The factor c comes from simulation
 * (after Saeilynoja, Buerkner &amp; Vehtari 2022, doi:10.1007/s11222-022-10090-6, with a band of
 * constant standardised width).
 *
 * @param z where the functions are compared, inside (0, 1)
 * @param difference empirical distribution function minus z
 * @param halfWidth of the band
 */
public record UniformityBand(double[] z, double[] difference, double[] halfWidth) {
  private static final int POINTS = 49;
  private static final int SIMULATIONS = 2_000;
  private static final double COVERAGE = 0.95;
  private static final long SEED = 20_220_331;

  /** Compares numbers between 0 and 1. */
  public static UniformityBand of(double[] transforms) {
    int n = transforms.length;
    double[] z = new double[POINTS];
    Arrays.setAll(z, k -> (k + 1.0) / (POINTS + 1));
    double[] difference = difference(transforms, z);
    double factor = factor(n, z);
    double[] halfWidth = new double[POINTS];
    Arrays.setAll(halfWidth, k -> factor * Math.sqrt(z[k] * (1 - z[k]) / n));
    return new UniformityBand(z, difference, halfWidth);
  }

  /** Whether the difference stays inside the band. */
  public boolean isInside() {
    for (int k = 0; k < z.length; k++) {
      if (!(Math.abs(difference[k]) <= halfWidth[k])) {
        return false;
      }
    }
    return true;
  }

  private static double[] difference(double[] sample, double[] z) {
    int[] counts = new int[z.length + 1];
    for (double u : sample) {
      counts[Math.min(z.length, (int) Math.ceil(u * (z.length + 1)) - 1 + (u == 0 ? 1 : 0))]++;
    }
    double[] difference = new double[z.length];
    int below = 0;
    for (int k = 0; k < z.length; k++) {
      below += counts[k];
      difference[k] = (double) below / sample.length - z[k];
    }
    return difference;
  }

  private static double factor(int n, double[] z) {
    UniformRandomProvider rng = new Streams(SEED).stream("uniformity", "", n, 0);
    double[] largest = new double[SIMULATIONS];
    double[] sample = new double[n];
    for (int s = 0; s < SIMULATIONS; s++) {
      for (int i = 0; i < n; i++) {
        sample[i] = rng.nextDouble();
      }
      double[] difference = difference(sample, z);
      for (int k = 0; k < z.length; k++) {
        double standardised = Math.abs(difference[k]) / Math.sqrt(z[k] * (1 - z[k]) / n);
        largest[s] = Math.max(largest[s], standardised);
      }
    }
    Arrays.sort(largest);
    return largest[(int) (COVERAGE * SIMULATIONS)];
  }
}
