package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts of two or three kinds in bags, the first so rare that its shares pile up at zero: {@code
 * p^(s - 1)} with s well below 1. Counts are Dirichlet-multinomial, whose likelihood is a ratio of
 * gamma functions: weights of exact over estimated posterior say how far each mean is off.
 */
class RareKindsTest {
  private static final int TRIALS = 30;
  private static final double PRIOR_SHAPE = 4;
  private static final double PRIOR_RATE = 0.2;
  private static final int EFFECTIVE = 4_000;

  /** Posterior sd that a mean may be off besides Monte Carlo error. */
  private static final double SHIFT = 0.03;

  @ParameterizedTest
  @CsvSource({
    "2, 20, 0.05, 10, 1",
    "2, 200, 0.012, 10, 2",
    "2, 20, 0.012, 10, 3",
    "3, 20, 0.05, 10, 1",
    "3, 20, 0.012, 10, 4",
    "3, 20, 0.02, 20, 7",
    "3, 20, 0.1, 2, 9"
  })
  void sharesNearZero(
      int kinds, int bags, double rare, double size, int seed, TestReporter reporter) {
    double[] shares = new double[kinds];
    Arrays.fill(shares, (1 - rare) / (kinds - 1));
    shares[0] = rare;
    double[][] counts = counts(shares, size, bags, seed);
    SurveyProblem problem = kinds == 2 ? two() : three();
    Rounds.Outcome outcome =
        Rounds.of(
                problem,
                LocalSurvey.of(problem, List.of(SurveyText.objects(columns(counts))), 1),
                RoundSettings.of(problem, EFFECTIVE, seed))
            .run();
    Hyperposterior posterior = outcome.posterior();
    double[] weights = weights(counts, posterior);
    double effective = 1 / Arrays.stream(weights).map(w -> w * w).sum();
    double[] shift = new double[kinds];
    for (int r = 0; r < weights.length; r++) {
      for (int j = 0; j < kinds; j++) {
        shift[j] += (weights[r] - 1.0 / weights.length) * posterior.draws()[r][j] / posterior.sd(j);
      }
    }
    String found =
        String.format(
            Locale.ROOT,
            "%d kinds, %s: %d points, %d rounds, %.0f of %d draws effective, shifts %s",
            kinds,
            Arrays.toString(posterior.mean()),
            outcome.points().points(),
            outcome.rounds().size(),
            effective,
            weights.length,
            Arrays.toString(shift));
    reporter.publishEntry(found);
    assertTrue(outcome.last().audit().orElseThrow().passes(), found);
    assertTrue(effective > 0.9 * weights.length, found);
    for (double off : shift) {
      assertEquals(0, off, SHIFT, found);
    }
  }

  private static SurveyProblem two() {
    return new SurveyText(
            List.of("a", "n"),
            Map.of("p", "uniform(0, 1)"),
            Map.of("p", "beta(size * a1, size * (1 - a1))"),
            TestSurvey.ordered("a1", "uniform(0, 1)", "size", "gamma(4, 0.2)"))
        .with("binomial", Map.of("p", Map.of("successes", "a", "trials", "n")), Map.of());
  }

  private static SurveyProblem three() {
    return MixtureCalibrationNightlyTest.counted(
        "dirichlet(size * a1, size * a2, size * (1 - a1 - a2))",
        TestSurvey.ordered("a1,a2", "dirichlet(1, 1, 1)", "size", "gamma(4, 0.2)"));
  }

  /** Counts by kind and bag. */
  private static double[][] counts(double[] shares, double size, int bags, long seed) {
    UniformRandomProvider rng = RandomSource.XO_SHI_RO_256_PP.create(seed);
    double[][] counts = new double[shares.length][bags];
    double[] upTo = new double[shares.length];
    for (int i = 0; i < bags; i++) {
      double sum = 0;
      for (int k = 0; k < shares.length; k++) {
        sum += AhrensDieterMarsagliaTsangGammaSampler.of(rng, size * shares[k], 1).sample();
        upTo[k] = sum;
      }
      for (int t = 0; t < TRIALS; t++) {
        double u = rng.nextDouble() * sum;
        int kind = 0;
        while (u >= upTo[kind]) {
          kind++;
        }
        counts[kind][i]++;
      }
    }
    return counts;
  }

  private static Map<String, double[]> columns(double[][] counts) {
    double[] trials = new double[counts[0].length];
    Arrays.fill(trials, TRIALS);
    Map<String, double[]> columns = new TreeMap<>(Map.of("a", counts[0], "n", trials));
    if (counts.length > 2) {
      columns.put("b", counts[1]);
    }
    return columns;
  }

  /** Exact posterior over the estimated one at every draw, of sum 1. */
  private static double[] weights(double[][] counts, Hyperposterior posterior) {
    double[] log = new double[posterior.draws().length];
    for (int r = 0; r < log.length; r++) {
      double[] phi = posterior.draws()[r];
      double size = phi[phi.length - 1];
      log[r] =
          logLikelihood(counts, phi)
              + (PRIOR_SHAPE - 1) * Math.log(size)
              - PRIOR_RATE * size
              - posterior.logDensity()[r];
    }
    double top = Arrays.stream(log).max().orElseThrow();
    double sum = Arrays.stream(log).map(x -> Math.exp(x - top)).sum();
    return Arrays.stream(log).map(x -> Math.exp(x - top) / sum).toArray();
  }

  private static double logLikelihood(double[][] counts, double[] phi) {
    int kinds = counts.length;
    double size = phi[kinds - 1];
    double[] shapes = new double[kinds];
    shapes[kinds - 1] = size;
    for (int k = 0; k < kinds - 1; k++) {
      shapes[k] = size * phi[k];
      shapes[kinds - 1] -= shapes[k];
    }
    double sum = counts[0].length * (LogGamma.value(size) - LogGamma.value(size + TRIALS));
    for (int k = 0; k < kinds; k++) {
      for (double n : counts[k]) {
        sum += LogGamma.value(shapes[k] + n) - LogGamma.value(shapes[k]);
      }
    }
    return sum;
  }
}
