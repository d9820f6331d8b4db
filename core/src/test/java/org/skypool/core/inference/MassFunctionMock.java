package org.skypool.core.inference;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;

/**
 * Galaxies drawn in the natural variable, the ratio x of mass to knee: {@code x^slope exp(-x)}
 * above an edge, by rejection from the power law alone; measured with normal errors of 0.1 to 0.5
 * dex, kept if measured above 8.9. With the exact likelihood of what was kept.
 *
 * <p>Quadrature: the evidence of an object is a trapezoid sum over its error in steps of a third of
 * a standard deviation out to seven, whose error is below 1e-10; errors are one of 401 numbers, so
 * that every detection probability is a sum of its own. The normalisation of the population cancels
 * between evidence and detection. Slopes of a grid are equally spaced, so that one power serves all
 * of them.
 */
final class MassFunctionMock implements GridPosterior.Surface {
  static final double EDGE = 6.4;
  static final double CUT = 8.9;
  static final double SLOPE = -1.25;
  static final double KNEE = 10.7;

  private static final double LEAST_ERROR = 0.1;
  private static final double ERROR_STEP = 0.001;
  private static final int ERRORS = 401;
  private static final double STEP = 1.0 / 3;
  private static final int REACH = 21;
  private static final double UPPER = 13;
  private static final int MASSES = 1_321;
  private static final double MASS_STEP = (UPPER - EDGE) / (MASSES - 1);

  final double[] measured;
  final double[] error;
  private final int[] errorIndex;
  private final double[][] detected = detected();

  MassFunctionMock(int objects, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    measured = new double[objects];
    error = new double[objects];
    errorIndex = new int[objects];
    for (int i = 0; i < objects; ) {
      double logMass = KNEE + Math.log10(massRatio(random));
      int index = random.nextInt(ERRORS);
      double sd = LEAST_ERROR + ERROR_STEP * index;
      double value = logMass + sd * random.nextGaussian();
      if (value > CUT) {
        measured[i] = value;
        error[i] = sd;
        errorIndex[i++] = index;
      }
    }
  }

  private static double massRatio(SplittableRandom random) {
    double least = Math.pow(10, EDGE - KNEE);
    while (true) {
      double x = least * Math.pow(1 - random.nextDouble(), 1 / (SLOPE + 1));
      if (random.nextDouble() < Math.exp(-x)) {
        return x;
      }
    }
  }

  Map<String, double[]> columns() {
    return Map.of("logm", measured, "e", error);
  }

  @Override
  public double[][] logDensity(double[] slopes, double[] knees) {
    double[][] out = new double[slopes.length][knees.length];
    IntStream.range(0, knees.length)
        .parallel()
        .forEach(
            b -> {
              double[] column = new double[slopes.length];
              addEvidences(slopes, knees[b], column);
              subtractDetections(slopes, knees[b], column);
              for (int a = 0; a < column.length; a++) {
                out[a][b] = column[a];
              }
            });
    return out;
  }

  private void addEvidences(double[] slopes, double knee, double[] out) {
    double[] sums = new double[slopes.length];
    for (int i = 0; i < measured.length; i++) {
      java.util.Arrays.fill(sums, 0);
      for (int k = -REACH; k <= REACH; k++) {
        double z = k * STEP;
        double logMass = measured[i] + z * error[i];
        if (logMass > EDGE) {
          addPowers(slopes, knee, logMass, Math.exp(-z * z / 2), sums);
        }
      }
      for (int a = 0; a < sums.length; a++) {
        out[a] += Math.log(sums[a]);
      }
    }
  }

  /** Adds weight times the mass function of every slope. */
  private static void addPowers(
      double[] slopes, double knee, double logMass, double weight, double[] sums) {
    double logRatio = (logMass - knee) * Math.log(10);
    double step = slopes.length < 2 ? 0 : slopes[1] - slopes[0];
    double term = weight * Math.exp((slopes[0] + 1) * logRatio - Math.exp(logRatio));
    double factor = Math.exp(step * logRatio);
    for (int a = 0; a < sums.length; a++) {
      sums[a] += term;
      term *= factor;
    }
  }

  /** Probability of a measurement above the cut, one row per error, one column per true mass. */
  private static double[][] detected() {
    double[][] detected = new double[ERRORS][MASSES];
    for (int s = 0; s < ERRORS; s++) {
      double scale = (LEAST_ERROR + ERROR_STEP * s) * Math.sqrt(2);
      for (int n = 0; n < MASSES; n++) {
        detected[s][n] = Erf.erfc((CUT - EDGE - n * MASS_STEP) / scale) / 2;
      }
    }
    return detected;
  }

  private void subtractDetections(double[] slopes, double knee, double[] out) {
    int[] counts = new int[ERRORS];
    for (int index : errorIndex) {
      counts[index]++;
    }
    double[][] f = new double[MASSES][slopes.length];
    for (int n = 0; n < MASSES; n++) {
      addPowers(slopes, knee, EDGE + n * MASS_STEP, simpson(n) * MASS_STEP / 3, f[n]);
    }
    for (int s = 0; s < ERRORS; s++) {
      if (counts[s] > 0) {
        double[] sums = new double[slopes.length];
        for (int n = 0; n < MASSES; n++) {
          for (int a = 0; a < sums.length; a++) {
            sums[a] += detected[s][n] * f[n][a];
          }
        }
        for (int a = 0; a < sums.length; a++) {
          out[a] -= counts[s] * Math.log(sums[a]);
        }
      }
    }
  }

  private static double simpson(int n) {
    if (n == 0 || n == MASSES - 1) {
      return 1;
    }
    return n % 2 == 1 ? 4 : 2;
  }
}
