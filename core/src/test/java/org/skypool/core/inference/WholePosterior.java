package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.TestReporter;

/**
 * More of a posterior than its mean and width: quantiles and the correlation of two
 * hyperparameters.
 */
final class WholePosterior {
  private static final double STANDARD_ERRORS = 4;
  private static final double PROBABILITY = 0.01;
  private static final double CORRELATION = 0.02;

  private WholePosterior() {}

  /**
   * Fails unless the exact probability below each quantile found is the nominal one within 0.01 + 4
   * standard errors {@code sqrt(p (1 - p) / ESS)}, and the correlation r is the exact one within
   * 0.02 + 4 standard errors {@code (1 - r^2) / sqrt(ESS)}.
   */
  static void check(Hyperposterior found, BoxQuadrature exact, TestReporter reporter) {
    double[] nominal = {0.05, 0.16, 0.5, 0.84, 0.95};
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < 2; j++) {
      text.append(found.names().get(j)).append(": exact probability below");
      double[] below = below(found.summaries().get(j), exact, j);
      for (int q = 0; q < nominal.length; q++) {
        text.append(String.format(Locale.ROOT, " q%.2f %.4f", nominal[q], below[q]));
      }
      text.append("; ");
    }
    double r = exact.correlation();
    double correlation = found.covariance()[0][1] / (found.sd(0) * found.sd(1));
    text.append(String.format(Locale.ROOT, "correlation %.4f, exact %.4f", correlation, r));
    reporter.publishEntry(text.toString());
    for (int j = 0; j < 2; j++) {
      double[] below = below(found.summaries().get(j), exact, j);
      for (int q = 0; q < nominal.length; q++) {
        double p = nominal[q];
        double error = Math.sqrt(p * (1 - p) / found.effective());
        assertEquals(p, below[q], PROBABILITY + STANDARD_ERRORS * error, text.toString());
      }
    }
    double error = (1 - r * r) / Math.sqrt(found.effective());
    assertEquals(r, correlation, CORRELATION + STANDARD_ERRORS * error, text.toString());
  }

  private static double[] below(Hyperposterior.Summary s, BoxQuadrature exact, int j) {
    return new double[] {
      exact.cumulative(j, s.q05()),
      exact.cumulative(j, s.q16()),
      exact.cumulative(j, s.median()),
      exact.cumulative(j, s.q84()),
      exact.cumulative(j, s.q95())
    };
  }
}
