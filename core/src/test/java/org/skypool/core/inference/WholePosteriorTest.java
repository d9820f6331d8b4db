package org.skypool.core.inference;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Quantiles and correlation; those of proportions are in {@link CountsTest}. */
class WholePosteriorTest {

  /** A population half as wide as the errors. */
  @Test
  void normalPopulation(TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(0.5, 1_000, 1);
    Hyperposterior found =
        Rounds.of(
                NormalSurvey.problem(),
                survey.work(1),
                RoundSettings.of(NormalSurvey.problem(), 10_000, 1))
            .run()
            .posterior();
    double[] data = survey.data();
    double mean = Arrays.stream(data).average().orElseThrow();
    double squares = Arrays.stream(data).map(d -> (d - mean) * (d - mean)).sum();
    WholePosterior.check(
        found,
        BoxQuadrature.of(
            GridPosterior.Surface.of(
                (mu, tau) -> {
                  double variance = 1 + tau * tau;
                  double sum = squares + data.length * (mu - mean) * (mu - mean);
                  return -sum / (2 * variance) - data.length * Math.log(variance) / 2;
                }),
            new double[][] {{0, 0.6}, {0, 1.2}},
            400),
        reporter);
  }
}
