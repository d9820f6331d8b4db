package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.sampler.Axis;

/**
 * A normal population behind a smooth cut: a measurement with error e is above c with probability
 * {@code Phi((mu - c) / sqrt(tau^2 + e^2))}.
 */
class SelectionIntegralTest {
  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final double[] PHI = {0.5, 0.8};

  private static PopulationModel model() {
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu", "uniform(-5, 5)");
    priors.put("tau", "uniform(0.1, 3)");
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of("x"),
            List.of("e", "c", "unused"),
            Map.of("x", "normal(mu, tau)"),
            priors,
            Optional.empty(),
            Optional.of("normal_cdf((x - c) / e)"),
            false));
  }

  private static SelectionSurvey survey(double[] errors, double[] cuts) {
    return new SelectionSurvey(
        model(),
        List.of(Axis.of("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false)),
        Map.of("e", errors, "c", cuts, "unused", new double[errors.length]),
        errors.length,
        new double[] {cuts[0]},
        new double[] {1});
  }

  private static double exact(double[] errors, double[] cuts, double[] phi) {
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      double z = (phi[0] - cuts[i]) / Math.hypot(phi[1], errors[i]);
      sum += Math.log(NORMAL.cumulativeProbability(z));
    }
    return sum;
  }

  private static double[] filled(int n, double value) {
    double[] out = new double[n];
    Arrays.fill(out, value);
    return out;
  }

  /** From everything detected to one object in a million, at the aim and 0.2 away from it. */
  @ParameterizedTest
  @CsvSource({"-6, 1e-9", "0, 1e-7", "1.5, 1e-7", "4, 1e-6", "6, 1e-5"})
  void oneIntegral(double cut, double tolerance) {
    double[] errors = filled(100, 0.6);
    double[] cuts = filled(100, cut);
    SelectionIntegral integral =
        SelectionIntegral.aimedAt(
            survey(errors, cuts), PHI, SelectionIntegral.Resolution.first(1), 0.3);
    assertEquals(1, integral.integrals());
    assertTrue(integral.exactInCovariates());
    double[][] phis = {PHI, {0.7, 0.6}, {0.3, 1}};
    double[] values = integral.values(phis);
    Gradients gradients = integral.gradients(phis);
    double h = 1e-5;
    for (int v = 0; v < phis.length; v++) {
      double z = Math.abs(exact(errors, cuts, phis[v]));
      assertEquals(exact(errors, cuts, phis[v]), values[v], 100 * tolerance + 1e-9 * z);
      assertEquals(values[v], gradients.values()[v]);
      for (int d = 0; d < 2; d++) {
        double[] up = phis[v].clone();
        double[] down = phis[v].clone();
        up[d] += h;
        down[d] -= h;
        double slope = (exact(errors, cuts, up) - exact(errors, cuts, down)) / (2 * h);
        assertEquals(slope, gradients.gradients()[v][d], 1e-4 * (1 + Math.abs(slope)));
      }
    }
  }

  @Test
  void oneIntegralPerDistinctPair() {
    SplittableRandom random = new SplittableRandom(3);
    double[] errors = new double[2000];
    double[] cuts = new double[2000];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = 0.2 + 0.1 * random.nextInt(5);
      cuts[i] = random.nextInt(3);
    }
    SelectionIntegral integral =
        SelectionIntegral.aimedAt(
            survey(errors, cuts), PHI, SelectionIntegral.Resolution.first(1), 0.5);
    assertEquals(15, integral.integrals());
    assertEquals(exact(errors, cuts, PHI), integral.values(new double[][] {PHI})[0], 2e-4);
  }

  /** Errors that all differ are interpolated; a finer grid comes closer. */
  @Test
  void interpolatedInTheErrors() {
    double[] errors = new SplittableRandom(4).doubles(20_000, 0.1, 0.5).toArray();
    double[] cuts = filled(errors.length, 0.9);
    double exact = exact(errors, cuts, PHI);
    SelectionIntegral.Resolution resolution = SelectionIntegral.Resolution.first(1);
    double[] off = new double[2];
    for (int r = 0; r < 2; r++) {
      SelectionIntegral integral =
          SelectionIntegral.aimedAt(survey(errors, cuts), PHI, resolution, 0.5);
      assertTrue(!integral.exactInCovariates());
      assertEquals(resolution.grid(), integral.integrals());
      off[r] = Math.abs(integral.values(new double[][] {PHI})[0] - exact);
      resolution = resolution.finer();
    }
    assertTrue(off[0] < 0.1 && off[1] < 1e-3, Arrays.toString(off));
  }

  @Test
  void covariatesThatMatter() {
    assertEquals(List.of("c", "e"), SelectionSurvey.covariatesOf(model()));
  }
}
