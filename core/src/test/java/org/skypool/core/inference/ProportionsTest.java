package org.skypool.core.inference;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Successes among a few trials each, proportions from a beta distribution with mean {@code m} and
 * {@code a + b = exp(s)}: the data are beta-binomial, whose probabilities are products of integers'
 * worth of factors.
 */
class ProportionsTest {
  private static final double[][] PRIORS = {{0, 1}, {0, 6}};
  private static final double MEAN = 0.15;
  private static final double LOG_SIZE = Math.log(14);
  private static final int LEAST_TRIALS = 10;
  private static final int MORE_TRIALS = 41;

  private final SplittableRandom random = new SplittableRandom(71);

  /** The share of one of two gamma variates. */
  private double proportion() {
    double a = gamma(MEAN * Math.exp(LOG_SIZE));
    return a / (a + gamma((1 - MEAN) * Math.exp(LOG_SIZE)));
  }

  /** Marsaglia and Tsang (2000) for shapes above 1. */
  private double gamma(double shape) {
    double d = shape - 1.0 / 3;
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + z / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(random.nextDouble()) < z * z / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  private static double logProbability(int successes, int trials, double a, double b) {
    double log = 0;
    for (int k = 0; k < trials; k++) {
      log += Math.log(k < successes ? a + k : b + k - successes) - Math.log(a + b + k);
    }
    return log;
  }

  @ParameterizedTest
  @ValueSource(ints = {71, 2000})
  void betaBinomial(int objects, TestReporter reporter) {
    double[] trials = new double[objects];
    double[] successes = new double[objects];
    int[][] counts = new int[LEAST_TRIALS + MORE_TRIALS][LEAST_TRIALS + MORE_TRIALS];
    for (int i = 0; i < objects; i++) {
      int n = LEAST_TRIALS + random.nextInt(MORE_TRIALS);
      double p = proportion();
      int hits = 0;
      for (int t = 0; t < n; t++) {
        hits += random.nextDouble() < p ? 1 : 0;
      }
      trials[i] = n;
      successes[i] = hits;
      counts[n][hits]++;
    }
    TestSurvey survey =
        new TestSurvey(
            new TestSurvey.Formulas(
                "binomial",
                "p",
                Map.of("successes", "y", "trials", "n"),
                "uniform(0, 1)",
                "free((m * exp(s) - 1) * log(p) + ((1 - m) * exp(s) - 1) * log(1 - p)"
                    + " - log_beta(m * exp(s), (1 - m) * exp(s)))",
                TestSurvey.ordered("m", "uniform(0, 1)", "s", "uniform(0, 6)"),
                Optional.empty(),
                Optional.of(new double[] {0, 1})),
            TestSurvey.objects(Map.of("y", successes, "n", trials)),
            64,
            9);
    Hyperposterior posterior = survey.fit(2, GridPosterior.EFFECTIVE).get(2).posterior();
    GridPosterior.of(
            GridPosterior.Surface.of((m, s) -> logLikelihood(counts, m, s)),
            posterior.mean(),
            new double[] {posterior.sd(0), posterior.sd(1)},
            PRIORS,
            81)
        .assertNear(posterior, 0.1, reporter);
  }

  private static double logLikelihood(int[][] counts, double mean, double logSize) {
    double a = mean * Math.exp(logSize);
    double b = (1 - mean) * Math.exp(logSize);
    double sum = 0;
    for (int n = 0; n < counts.length; n++) {
      for (int y = 0; y <= n; y++) {
        if (counts[n][y] > 0) {
          sum += counts[n][y] * logProbability(y, n, a, b);
        }
      }
    }
    return a > 0 && b > 0 ? sum : Double.NEGATIVE_INFINITY;
  }
}
