package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;

/**
 * Supernovae standardised by stretch x1 and colour c, all three measured with correlated normal
 * errors as large as the intrinsic scatter. Data and hyperparameters are jointly normal but for the
 * widths: an object's data are normal with mean {@code (mu + M - a x_mean + b c_mean, x_mean,
 * c_mean)} and covariance {@code [[s^2 + a^2 X + b^2 C, -a X, b C], [-a X, X, 0], [b C, 0, C]]}
 * plus that of its errors, X and C the variances of stretch and colour.
 */
class SupernovaPopulationTest {
  private static final double WITHIN = 0.15;
  private static final double[] TRUTH = {-19.3, 0.14, 3.1, 0.1, -0.1, 1, -0.02, 0.08};
  private static final String[] COLUMNS = {
    "mu", "m_obs", "m_err", "x_obs", "x_err", "c_obs", "c_err", "mx", "mc", "xc"
  };

  private static SurveyProblem problem() {
    return new SurveyText(
            List.of(COLUMNS),
            TestSurvey.ordered("m", "normal(20, 5)", "x1", "normal(0, 3)", "c", "normal(0, 0.5)"),
            Map.of(
                "m,x1,c",
                "normal(m, mu + m_abs - a * x1 + b * c, s_int) * normal(x1, x_mean, x_sd)"
                    + " * normal(c, c_mean, c_sd)"),
            TestSurvey.ordered(
                "m_abs", "uniform(-21, -17)",
                "a", "uniform(-1, 1)",
                "b", "uniform(0, 6)",
                "s_int", "uniform(0, 1)",
                "x_mean", "uniform(-3, 3)",
                "x_sd", "uniform(0, 3)",
                "c_mean", "uniform(-0.5, 0.5)",
                "c_sd", "uniform(0, 0.5)"))
        .with(
            "gaussian",
            Map.of(
                "m", Map.of("value", "m_obs", "error", "m_err"),
                "x1", Map.of("value", "x_obs", "error", "x_err"),
                "c", Map.of("value", "c_obs", "error", "c_err")),
            Map.of(
                new ModelArguments.Pair("m", "x1"), "mx",
                new ModelArguments.Pair("m", "c"), "mc",
                new ModelArguments.Pair("x1", "c"), "xc"));
  }

  /** Correlations of the errors are built from a factor, so that they are possible. */
  private static ObjectBlock objects(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[COLUMNS.length][n];
    for (int i = 0; i < n; i++) {
      double mx = 0.6 * random.nextDouble() - 0.3;
      double mc = 0.5 * random.nextDouble();
      double xc = 0.6 * random.nextDouble() - 0.3;
      double[] errors = {
        0.08 + 0.08 * random.nextDouble(),
        0.3 + 0.9 * random.nextDouble(),
        0.03 + 0.06 * random.nextDouble()
      };
      double x = TRUTH[4] + TRUTH[5] * random.nextGaussian();
      double c = TRUTH[6] + TRUTH[7] * random.nextGaussian();
      double mu = 5 * Math.log10(0.02 + 0.98 * random.nextDouble()) + 43.2;
      double m = mu + TRUTH[0] - TRUTH[1] * x + TRUTH[2] * c + TRUTH[3] * random.nextGaussian();
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      double w = random.nextGaussian();
      double root = Math.sqrt(1 - mx * mx);
      double cross = (xc - mx * mc) / root;
      double[] row = {
        mu,
        m + errors[0] * u,
        errors[0],
        x + errors[1] * (mx * u + root * v),
        errors[1],
        c + errors[2] * (mc * u + cross * v + Math.sqrt(1 - mc * mc - cross * cross) * w),
        errors[2],
        mx,
        mc,
        xc
      };
      for (int j = 0; j < row.length; j++) {
        columns[j][i] = row[j];
      }
    }
    Map<String, double[]> named = new java.util.LinkedHashMap<>();
    for (int j = 0; j < COLUMNS.length; j++) {
      named.put(COLUMNS[j], columns[j]);
    }
    return SurveyText.objects(named);
  }

  private static ToDoubleFunction<double[]> marginal(ObjectBlock objects) {
    double[][] d = new double[COLUMNS.length][];
    for (int j = 0; j < d.length; j++) {
      d[j] = objects.columns().get(COLUMNS[j]);
    }
    return phi -> {
      double sum = 0;
      for (int i = 0; i < objects.size(); i++) {
        sum += logNormal(d, i, phi);
      }
      return sum;
    };
  }

  /** By the Cholesky factor of the covariance, row by row. */
  private static double logNormal(double[][] d, int i, double[] phi) {
    double a = phi[1];
    double b = phi[2];
    double stretch = phi[5] * phi[5];
    double colour = phi[7] * phi[7];
    double mm = phi[3] * phi[3] + a * a * stretch + b * b * colour + d[2][i] * d[2][i];
    double mx = -a * stretch + d[7][i] * d[2][i] * d[4][i];
    double xx = stretch + d[4][i] * d[4][i];
    double mc = b * colour + d[8][i] * d[2][i] * d[6][i];
    double xc = d[9][i] * d[4][i] * d[6][i];
    double cc = colour + d[6][i] * d[6][i];
    double x = d[3][i] - phi[4];
    double c = d[5][i] - phi[6];
    double m = d[1][i] - d[0][i] - phi[0] + a * phi[4] - b * phi[6];
    double slope = mx / mm;
    double x2 = xx - slope * mx;
    double x1 = x - slope * m;
    double across = xc - slope * mc;
    double c2 = cc - mc * mc / mm - across * across / x2;
    double c1 = c - mc / mm * m - across / x2 * x1;
    return -(m * m / mm + x1 * x1 / x2 + c1 * c1 / c2 + Math.log(mm * x2 * c2)) / 2;
  }

  private static void check(int n, int effective, TestReporter reporter) {
    ObjectBlock objects = objects(n, 9);
    SurveyProblem problem = problem();
    Rounds.Outcome found = WholeRun.of(problem, objects, effective);
    ExactMoments exact = WholeRun.exact(problem, marginal(objects), found, effective);
    String figures = exact.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(exact.isNear(found.posterior(), WITHIN), figures);
    for (int j = 0; j < TRUTH.length; j++) {
      double off = (TRUTH[j] - exact.mean()[j]) / exact.sd()[j];
      assertTrue(Math.abs(off) < 4.5, () -> "the truth lies " + off + " sd from the exact mean");
    }
  }

  @Test
  void fiveHundred(TestReporter reporter) {
    check(500, 1_000, reporter);
  }

  @Tag("nightly")
  @Test
  void tenThousand(TestReporter reporter) {
    check(10_000, 1_000, reporter);
  }

  @Tag("nightly")
  @Test
  void aHundredThousand(TestReporter reporter) {
    check(100_000, 1_000, reporter);
  }
}
