package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.object.ObjectBlock;

/**
 * Populations of objects whose likelihoods are curved, have two peaks, or are far wider than a
 * component of the population: the answer is right, or the audit fails.
 */
class AwkwardShapesTest {
  private static final double WITHIN = 0.15;
  private static final double CURVATURE = 1;
  private static final double FIRST_ERROR = 0.7;
  private static final double SECOND_ERROR = 0.3;
  private static final double PEAK = 0.3;
  private static final int NODES = 48;

  /** Fewer objects leave the widths of the components undetermined: they are given. */
  private static final int FREE_WIDTHS = 5_000;

  /** {@code d ~ N(a, 0.7), e ~ N(b + a^2, 0.3)}. */
  private static final class Curved implements PointwiseLikelihood {
    @Override
    public String[] columns() {
      return new String[] {"d", "e"};
    }

    @Override
    public double log(double[] data, double[] theta) {
      double u = (data[0] - theta[0]) / FIRST_ERROR;
      double v = (data[1] - theta[1] - CURVATURE * theta[0] * theta[0]) / SECOND_ERROR;
      return -(u * u + v * v) / 2;
    }

    @Override
    public void locate(double[] data, double[] centre, double[] scale) {
      centre[0] = data[0];
      centre[1] = data[1] - CURVATURE * data[0] * data[0];
      scale[0] = FIRST_ERROR;
      scale[1] = SECOND_ERROR + 2 * CURVATURE * Math.abs(data[0]) * FIRST_ERROR;
    }
  }

  /** {@code d ~ N(|x|, 0.3)}: the sign of x is not measured. */
  private static final class Unsigned implements PointwiseLikelihood {
    @Override
    public String[] columns() {
      return new String[] {"d", "e"};
    }

    @Override
    public double log(double[] data, double[] theta) {
      double z = (data[0] - Math.abs(theta[0])) / PEAK;
      return -z * z / 2;
    }

    @Override
    public void locate(double[] data, double[] centre, double[] scale) {
      centre[0] = 0;
      scale[0] = Math.abs(data[0]) + PEAK;
    }
  }

  private record Case(
      SurveyProblem problem, ObjectBlock objects, ToDoubleFunction<double[]> marginal) {
    void check(int effective, TestReporter reporter) {
      Rounds.Outcome found = WholeRun.of(problem, objects, effective);
      ExactMoments exact = WholeRun.exact(problem, marginal, found, effective);
      boolean passes = found.last().audit().orElseThrow().passes();
      String figures = exact.figures(found) + (passes ? "" : "; the audit FAILS");
      reporter.publishEntry(figures);
      assertTrue(!passes || exact.isNear(found.posterior(), WITHIN), figures);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  private static Case curved(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] d = new double[n];
    double[] e = new double[n];
    for (int i = 0; i < n; i++) {
      double a = 0.8 + 0.6 * random.nextGaussian();
      double b = -0.5 + 0.4 * random.nextGaussian();
      d[i] = a + FIRST_ERROR * random.nextGaussian();
      e[i] = b + CURVATURE * a * a + SECOND_ERROR * random.nextGaussian();
    }
    SurveyText text =
        new SurveyText(
            List.of("d", "e"),
            TestSurvey.ordered("a", "normal(0, 3)", "b", "normal(0, 5)"),
            TestSurvey.ordered("a", "normal(m_a, s_a)", "b", "normal(m_b, s_b)"),
            TestSurvey.ordered(
                "m_a", "uniform(-3, 3)",
                "s_a", "uniform(0, 3)",
                "m_b", "uniform(-3, 3)",
                "s_b", "uniform(0, 3)"));
    return new Case(
        text.with(new Curved()),
        SurveyText.objects(Map.of("d", d, "e", e)),
        phi -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += Math.log(overCurve(d[i], e[i], phi));
          }
          return sum;
        });
  }

  /** Given a, e is normal: trapezoid over eight sd of a given d. */
  private static double overCurve(double d, double e, double[] phi) {
    double total = square(phi[1]) + square(FIRST_ERROR);
    double centre = (d * square(phi[1]) + phi[0] * square(FIRST_ERROR)) / total;
    double sd = phi[1] * FIRST_ERROR / Math.sqrt(total);
    double variance = square(phi[3]) + square(SECOND_ERROR);
    double sum = 0;
    double step = 16.0 / NODES;
    for (int k = 0; k < NODES; k++) {
      double z = -8 + (k + 0.5) * step;
      double a = centre + sd * z;
      sum += Math.exp(-(z * z + square(e - phi[2] - CURVATURE * a * a) / variance) / 2);
    }
    return sum * Math.exp(-square(d - phi[0]) / (2 * total)) / Math.sqrt(total * variance);
  }

  private static Case unsigned(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = Math.abs(1.2 + 0.8 * random.nextGaussian()) + PEAK * random.nextGaussian();
    }
    SurveyText text =
        new SurveyText(
            List.of("d", "e"),
            Map.of("x", "normal(0, 4)"),
            Map.of("x", "normal(m, s)"),
            TestSurvey.ordered("m", "uniform(0, 3)", "s", "uniform(0, 3)"));
    return new Case(
        text.with(new Unsigned()),
        SurveyText.objects(Map.of("d", d, "e", new double[n])),
        phi -> {
          double sum = 0;
          for (double datum : d) {
            sum += Math.log(half(datum, phi[0], phi[1]) + half(datum, -phi[0], phi[1]));
          }
          return sum;
        });
  }

  /** Integral over positive x of {@code N(d | x, 0.3) N(x | mean, sd)}. */
  private static double half(double d, double mean, double sd) {
    double total = square(sd) + square(PEAK);
    double centre = (d * square(sd) + mean * square(PEAK)) / total;
    double width = sd * PEAK / Math.sqrt(total);
    double above = org.apache.commons.numbers.gamma.Erfc.value(-centre / width / Math.sqrt(2)) / 2;
    return above * Math.exp(-square(d - mean) / (2 * total)) / Math.sqrt(total);
  }

  private static Case narrow(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] d = new double[n];
    double[] e = new double[n];
    for (int i = 0; i < n; i++) {
      e[i] = 0.3 + 1.2 * random.nextDouble();
      double x =
          random.nextDouble() < 0.4
              ? 1 + 0.2 * random.nextGaussian()
              : -0.5 + 1.5 * random.nextGaussian();
      d[i] = x + e[i] * random.nextGaussian();
    }
    boolean freeWidths = n >= FREE_WIDTHS;
    SurveyText text =
        new SurveyText(
            List.of("d", "e"),
            Map.of("x", "normal(0, 4)"),
            Map.of("x", "mix(f, normal(m1, s1), normal(m2, s2))"),
            TestSurvey.ordered(
                "f", "uniform(0, 1)",
                "m1", "uniform(-3, 3)",
                "m2", "uniform(-3, 3)",
                "s1", freeWidths ? "uniform(0, 0.8)" : "0.2",
                "s2", freeWidths ? "uniform(0.8, 4)" : "1.5"));
    return new Case(
        text.with("gaussian", Map.of("x", Map.of("value", "d", "error", "e")), Map.of()),
        SurveyText.objects(Map.of("d", d, "e", e)),
        phi -> {
          double s1 = freeWidths ? phi[3] : 0.2;
          double s2 = freeWidths ? phi[4] : 1.5;
          double sum = 0;
          for (int i = 0; i < n; i++) {
            double first = normal(d[i], phi[1], square(s1) + square(e[i]));
            double second = normal(d[i], phi[2], square(s2) + square(e[i]));
            sum += Math.log(phi[0] * first + (1 - phi[0]) * second);
          }
          return sum;
        });
  }

  private static double normal(double x, double mean, double variance) {
    return Math.exp(-square(x - mean) / (2 * variance)) / Math.sqrt(variance);
  }

  private static void check(String shape, int n, int effective, TestReporter reporter) {
    switch (shape) {
      case "curved" -> curved(n, 2).check(effective, reporter);
      case "unsigned" -> unsigned(n, 2).check(effective, reporter);
      case "narrow" -> narrow(n, 2).check(effective, reporter);
      default -> throw new IllegalArgumentException(shape);
    }
  }

  @ParameterizedTest
  @CsvSource({"curved, 300, 1000", "unsigned, 1000, 2000", "narrow, 600, 1000"})
  void small(String shape, int n, int effective, TestReporter reporter) {
    check(shape, n, effective, reporter);
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"curved, 5000, 2000", "unsigned, 10000, 10000", "narrow, 6000, 2000"})
  void large(String shape, int n, int effective, TestReporter reporter) {
    check(shape, n, effective, reporter);
  }
}
