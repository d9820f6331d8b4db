package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.formula.FormulaParser;

/**
 * A histogram fitted to mass functions that are Schechter's, measured with errors and cut: how
 * often the true share of a bin lies within the 68 and 95 % bands. Shares, unlike heights, do not
 * depend on the bin whose height is fixed; they are relative to the bins above the cut.
 */
@Tag("nightly")
class HistogramCoverageNightlyTest {
  private static final int MOCKS = 20;
  private static final int OBJECTS = 800;
  private static final int BINS = 13;
  private static final int FIRST = 3;
  private static final int LAST = 11;

  private static double logSchechter(double x) {
    double u = Math.log(10) * (x - 10.7);
    return -0.25 * u - Math.exp(u);
  }

  private static double[] masses(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double top = logSchechter(8.5);
    double[] y = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; ) {
      double x = 8.5 + 4 * random.nextDouble();
      if (Math.log(random.nextDouble()) < logSchechter(x) - top) {
        y[i] = x + 0.1 * random.nextGaussian();
        i += y[i] > 9 ? 1 : 0;
      }
    }
    return y;
  }

  private static double[] shares(double[] relative) {
    double sum = 0;
    for (int b = FIRST; b < LAST; b++) {
      sum += relative[b];
    }
    double total = sum;
    return Arrays.stream(relative).map(x -> x / total).toArray();
  }

  private static double[] truth() {
    double[] relative = new double[BINS];
    for (int b = 0; b < BINS; b++) {
      for (int k = 0; k < 500; k++) {
        relative[b] += Math.exp(logSchechter(8.5 + 0.25 * (b + (k + 0.5) / 500)));
      }
    }
    return shares(relative);
  }

  @Test
  void bandsHoldTheTruth(TestReporter reporter) {
    CalibrationProblem text =
        new CalibrationProblem(
            FormulaParser.standard(),
            "gaussian",
            TestSurvey.ordered("value", "y", "error", "e"),
            "uniform(8.5, 11.75)",
            "histogram(8.5, 11.75, h)",
            TestSurvey.ordered("h[1]", "0", "h[1..13]", "normal(h[i-1], 1)"),
            Optional.of("normal_cdf((x - 9) / e)"),
            false,
            "",
            Map.of("e", "0.1"));
    SurveyProblem problem = text.problem();
    double[] truth = truth();
    int bins = 0;
    int within68 = 0;
    int within95 = 0;
    for (int mock = 0; mock < MOCKS; mock++) {
      double[] e = new double[OBJECTS];
      Arrays.fill(e, 0.1);
      Rounds.Outcome found =
          Rounds.of(
                  problem,
                  LocalSurvey.of(
                      problem, List.of(SurveyText.objects(Map.of("y", masses(mock), "e", e))), 2),
                  RoundSettings.of(problem, 1000, 1))
              .run();
      List<double[]> draws = new ArrayList<>();
      for (double[] phi : found.posterior().draws()) {
        double[] relative = new double[BINS];
        relative[0] = 1;
        for (int b = 1; b < BINS; b++) {
          relative[b] = Math.exp(phi[b - 1]);
        }
        draws.add(shares(relative));
      }
      for (int b = FIRST; b < LAST; b++) {
        int bin = b;
        double below =
            (double) draws.stream().filter(d -> d[bin] < truth[bin]).count() / draws.size();
        bins++;
        within68 += below > 0.16 && below < 0.84 ? 1 : 0;
        within95 += below > 0.025 && below < 0.975 ? 1 : 0;
      }
    }
    reporter.publishEntry(
        "of " + bins + " bins", "%d within 68 %%, %d within 95 %%".formatted(within68, within95));
    // 160 bins, neighbours correlated: worth 80 or more, whose shares have sds of 5 and 2.5 %.
    assertTrue(Math.abs(within68 / (double) bins - 0.68) < 0.16, "68 %: " + within68);
    assertTrue(within95 > 0.87 * bins, "95 %: " + within95);
  }
}
