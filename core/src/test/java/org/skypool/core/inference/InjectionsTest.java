package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.population.RateText;

/**
 * A normal population measured with an error of 0.6 and kept above 0.5: injections drawn from a
 * wide normal, against the probability of detection that is known.
 */
class InjectionsTest {
  private static final double[] PHI = {0.5, 0.8};
  static final double ERROR = 0.6;
  static final double CUT = 0.5;
  private static final double DRAWN_SD = 2;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private static PopulationText text() {
    return new PopulationText(
        List.of("x"),
        List.of(),
        Map.of("x", "normal(mu, tau)"),
        TestSurvey.ordered("mu", "uniform(-5, 5)", "tau", "uniform(0.1, 3)"),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static PopulationModel model() {
    return PopulationParser.parse(FormulaParser.standard(), text());
  }

  static Injections injections(int drawn, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < drawn; i++) {
      double x = DRAWN_SD * random.nextGaussian();
      if (x + ERROR * random.nextGaussian() > CUT) {
        found.add(x);
      }
    }
    double[] x = found.stream().mapToDouble(Double::doubleValue).toArray();
    double[] density = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      double z = x[j] / DRAWN_SD;
      density[j] = -z * z / 2 - Math.log(DRAWN_SD * Math.sqrt(2 * Math.PI));
    }
    return new Injections(Map.of("x", x), density, drawn);
  }

  private static double exact(double[] phi) {
    double z = (phi[0] - CUT) / Math.hypot(phi[1], ERROR);
    return Math.log(NORMAL.cumulativeProbability(z));
  }

  /** Variance of one injection's weight over its mean squared, by quadrature. */
  private static double relativeVariance(double[] phi) {
    double first = 0;
    double second = 0;
    for (double x = -12; x < 12; x += 0.001) {
      double f = Math.exp(-square((x - phi[0]) / phi[1]) / 2) / phi[1];
      double p = Math.exp(-square(x / DRAWN_SD) / 2) / DRAWN_SD;
      double detected = NORMAL.cumulativeProbability((x - CUT) / ERROR);
      first += f * detected;
      second += f * f / p * detected;
    }
    double scale = 0.001 / Math.sqrt(2 * Math.PI);
    return second * scale / square(first * scale) - 1;
  }

  private static double square(double x) {
    return x * x;
  }

  /** Within four standard errors of the truth, and gradients those of the sum itself. */
  @Test
  void agreesWithTheKnownProbability() {
    int drawn = 200_000;
    InjectionIntegral integral = InjectionIntegral.of(model(), injections(drawn, 1), 100);
    double h = 1e-5;
    for (double[] phi : new double[][] {PHI, {0.7, 0.6}, {0.2, 1}}) {
      double error = 100 * Math.sqrt(relativeVariance(phi) / drawn);
      double value = integral.values(new double[][] {phi})[0];
      assertEquals(100 * exact(phi), value, 4 * error);
      Gradients gradients = integral.gradients(new double[][] {phi});
      assertEquals(value, gradients.values()[0], 1e-9 * Math.abs(value));
      for (int d = 0; d < 2; d++) {
        double[] up = phi.clone();
        double[] down = phi.clone();
        up[d] += h;
        down[d] -= h;
        double[] ends = integral.values(new double[][] {up, down});
        assertEquals((ends[0] - ends[1]) / (2 * h), gradients.gradients()[0][d], 1e-5);
      }
    }
  }

  /** With a rate: the expected number and its gradient. */
  @Test
  void expectedNumber() {
    int drawn = 200_000;
    PopulationText rated =
        new PopulationText(
                List.of("x"),
                List.of(),
                Map.of("x", "normal(mu, tau)"),
                TestSurvey.ordered(
                    "mu", "uniform(-5, 5)", "tau", "uniform(0.1, 3)", "n", "uniform(10, 1000)"),
                Optional.empty(),
                Optional.empty(),
                false)
            .with(new RateText("n", Map.of()));
    PopulationModel model = PopulationParser.parse(FormulaParser.standard(), rated);
    InjectionIntegral integral = InjectionIntegral.of(model, injections(drawn, 2), 100);
    double[] phi = {0.5, 0.8, 300};
    double expected = 300 * Math.exp(exact(phi));
    double error = expected * Math.sqrt(relativeVariance(phi) / drawn);
    Gradients gradients = integral.gradients(new double[][] {phi});
    assertEquals(expected, gradients.values()[0], 4 * error);
    assertEquals(expected / 300, gradients.gradients()[0][2], 4 * error / 300);
  }

  /** The scatter foretold is that of fits with one set of injections after another. */
  @Test
  void reliabilityIsTheScatter() {
    int drawn = 4_000;
    int objects = 400;
    double[][] covariance = {{0.004, 0.001}, {0.001, 0.003}};
    Hyperposterior posterior = posterior(covariance);
    int sets = 400;
    double[][] moves = new double[2][sets];
    double[] foretold = new double[2];
    double effective = 0;
    for (int s = 0; s < sets; s++) {
      InjectionIntegral integral = InjectionIntegral.of(model(), injections(drawn, s), objects);
      double[] gradient = integral.gradients(new double[][] {PHI}).gradients()[0];
      InjectionReliability reliability = integral.reliability(posterior);
      effective += reliability.effective() / sets;
      for (int d = 0; d < 2; d++) {
        moves[d][s] =
            (covariance[d][0] * gradient[0] + covariance[d][1] * gradient[1])
                / Math.sqrt(covariance[d][d]);
        foretold[d] += reliability.shift()[d] / sets;
      }
    }
    assertEquals(1, effective * relativeVariance(PHI) / drawn, 0.05);
    for (int d = 0; d < 2; d++) {
      double mean = 0;
      for (double move : moves[d]) {
        mean += move / sets;
      }
      double variance = 0;
      for (double move : moves[d]) {
        variance += square(move - mean) / (sets - 1);
      }
      assertEquals(1, Math.sqrt(variance) / foretold[d], 4 / Math.sqrt(2.0 * sets));
    }
  }

  private static Hyperposterior posterior(double[][] covariance) {
    return new Hyperposterior(
        List.of("mu", "tau"),
        new double[][] {PHI},
        new double[1],
        new int[1],
        PHI,
        covariance,
        List.of(),
        new Laplace(PHI, covariance),
        "importance",
        1,
        0,
        0);
  }

  @Test
  void moreFoundThanDrawn() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Injections(Map.of("x", new double[] {1, 2}), new double[2], 1));
    assertTrue(injections(100, 1).count() < 100);
  }
}
