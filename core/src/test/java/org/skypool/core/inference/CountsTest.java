package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.object.ObjectBlock;

/**
 * Counts whose marginal likelihood has a closed form: successes with beta-distributed proportions
 * (beta-binomial) and events at gamma-distributed rates (negative binomial). Objects with the same
 * data share a term of the exact likelihood. Means are judged without allowance for the draws.
 */
class CountsTest {
  private static final double WITHIN = 0.1;
  private static final int EFFECTIVE = 10_000;
  private static final int FEWER = 1_000;
  private static final int STEPS = 81;

  private static final int LEAST_TRIALS = 5;
  private static final int MORE_TRIALS = 46;

  private static final int MOST_COUNTS = 200;

  /** Marsaglia and Tsang (2000); below shape 1 by the power of a uniform variate. */
  private static double gamma(SplittableRandom random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + z / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(random.nextDouble()) < z * z / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  private static double logBeta(double a, double b) {
    return LogGamma.value(a) + LogGamma.value(b) - LogGamma.value(a + b);
  }

  private record Proportions(ObjectBlock objects, int[][] counts) implements DoubleBinaryOperator {
    /** Proportions of beta(2, 12) among 5 to 50 trials. */
    static Proportions of(int objects, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] trials = new double[objects];
      double[] successes = new double[objects];
      int[][] counts = new int[LEAST_TRIALS + MORE_TRIALS][LEAST_TRIALS + MORE_TRIALS];
      for (int i = 0; i < objects; i++) {
        double one = gamma(random, 2);
        double p = one / (one + gamma(random, 12));
        int n = LEAST_TRIALS + random.nextInt(MORE_TRIALS);
        int hits = 0;
        for (int t = 0; t < n; t++) {
          hits += random.nextDouble() < p ? 1 : 0;
        }
        trials[i] = n;
        successes[i] = hits;
        counts[n][hits]++;
      }
      return new Proportions(SurveyText.objects(Map.of("y", successes, "n", trials)), counts);
    }

    @Override
    public double applyAsDouble(double a, double b) {
      double sum = 0;
      for (int n = 0; n < counts.length; n++) {
        for (int y = 0; y <= n; y++) {
          if (counts[n][y] > 0) {
            sum += counts[n][y] * (logBeta(a + y, b + n - y) - logBeta(a, b));
          }
        }
      }
      return sum;
    }

    static SurveyProblem problem() {
      return new SurveyText(
              List.of("y", "n"),
              Map.of("p", "uniform(0, 1)"),
              Map.of("p", "beta(a, b)"),
              TestSurvey.ordered("a", "uniform(0.1, 20)", "b", "uniform(0.1, 120)"))
          .with("binomial", Map.of("p", Map.of("successes", "y", "trials", "n")), Map.of());
    }
  }

  private record Events(ObjectBlock objects, double exposure, int[] counts)
      implements DoubleBinaryOperator {
    /** Rates of gamma(0.6, 1). */
    static Events of(int objects, double exposure, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] events = new double[objects];
      int[] counts = new int[MOST_COUNTS];
      for (int i = 0; i < objects; i++) {
        double rate = gamma(random, 0.6);
        int n = 0;
        for (double t = -Math.log(1 - random.nextDouble());
            t < rate * exposure;
            t -= Math.log(1 - random.nextDouble())) {
          n++;
        }
        events[i] = n;
        counts[n]++;
      }
      return new Events(SurveyText.objects(Map.of("n", events)), exposure, counts);
    }

    double zeros() {
      return counts[0] / (double) objects.size();
    }

    @Override
    public double applyAsDouble(double shape, double rate) {
      double sum = 0;
      for (int n = 0; n < counts.length; n++) {
        if (counts[n] > 0) {
          sum +=
              counts[n]
                  * (LogGamma.value(shape + n)
                      - LogGamma.value(shape)
                      + shape * Math.log(rate / (rate + exposure))
                      - n * Math.log(rate + exposure));
        }
      }
      return sum;
    }

    SurveyProblem problem() {
      return new SurveyText(
              List.of("n"),
              Map.of("rate", "gamma(1, 0.2)"),
              Map.of("rate", "gamma(k, r)"),
              TestSurvey.ordered("k", "uniform(0.05, 5)", "r", "uniform(0.05, 10)"))
          .with(
              "poisson",
              Map.of("rate", Map.of("counts", "n", "exposure", "" + exposure)),
              Map.of());
    }
  }

  private static Rounds.Outcome run(SurveyProblem problem, ObjectBlock objects, int effective) {
    Rounds.Outcome found = WholeRun.of(problem, objects, effective);
    double reached = found.posterior().effective();
    assertTrue(reached >= effective, () -> "effective draws " + reached);
    return found;
  }

  private static void check(
      SurveyProblem problem,
      ObjectBlock objects,
      DoubleBinaryOperator marginal,
      double[][] priors,
      int effective,
      TestReporter reporter) {
    Rounds.Outcome found = run(problem, objects, effective);
    Hyperposterior posterior = found.posterior();
    check(
        found,
        ExactMoments.of(
            GridPosterior.of(
                GridPosterior.Surface.of(marginal),
                posterior.mean(),
                new double[] {posterior.sd(0), posterior.sd(1)},
                priors,
                STEPS)),
        reporter);
  }

  private static void check(Rounds.Outcome found, ExactMoments exact, TestReporter reporter) {
    Hyperposterior posterior = found.posterior();
    String figures = exact.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(exact.isNear(posterior, WITHIN), figures);
    assertTrue(exact.worst(posterior) <= WITHIN, figures);
  }

  private static void proportions(int objects, TestReporter reporter) {
    Proportions mock = Proportions.of(objects, 71);
    check(
        Proportions.problem(),
        mock.objects(),
        mock,
        new double[][] {{0.1, 20}, {0.1, 120}},
        EFFECTIVE,
        reporter);
  }

  /** Too few for a posterior that is nearly normal: quantiles and correlation too. */
  @Test
  void seventyOneProportions(TestReporter reporter) {
    Proportions mock = Proportions.of(71, 71);
    Rounds.Outcome found = run(Proportions.problem(), mock.objects(), EFFECTIVE);
    BoxQuadrature exact =
        BoxQuadrature.of(
            GridPosterior.Surface.of(mock), new double[][] {{0.1, 20}, {0.1, 120}}, 250);
    check(found, exact.moments(), reporter);
    WholePosterior.check(found.posterior(), exact, reporter);
  }

  @Tag("nightly")
  @Test
  void aHundredThousandProportions(TestReporter reporter) {
    proportions(100_000, reporter);
  }

  private static void events(int objects, int effective, TestReporter reporter) {
    Events mock = Events.of(objects, 1, 3);
    reporter.publishEntry("zeros", "" + mock.zeros());
    check(
        mock.problem(),
        mock.objects(),
        mock,
        new double[][] {{0.05, 5}, {0.05, 10}},
        effective,
        reporter);
  }

  @Test
  void aThousandRatesMostlyWithoutEvents(TestReporter reporter) {
    events(1_000, EFFECTIVE, reporter);
  }

  @Tag("nightly")
  @Test
  void tenThousandRatesMostlyWithoutEvents(TestReporter reporter) {
    events(10_000, EFFECTIVE, reporter);
  }

  /** The points are doubled after a fit in full: fewer draws, as quasi-random ones allow. */
  @Tag("nightly")
  @Test
  void aHundredThousandRatesMostlyWithoutEvents(TestReporter reporter) {
    events(100_000, FEWER, reporter);
  }
}
