package org.skypool.core.population;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.random.Streams;

/** Priors of several hyperparameters under one key. */
class GroupedHyperpriorTest {
  private static final int DRAWS = 40_000;

  private static Hyperprior prior(String... lines) {
    Map<String, String> priors = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      priors.put(parts[0], parts[1]);
    }
    return PopulationParser.parse(
            FormulaParser.standard(),
            new PopulationText(
                List.of(), List.of(), Map.of(), priors, Optional.empty(), Optional.empty(), false))
        .hyperprior();
  }

  /** Three factorial times the product where they ascend, impossible where they do not. */
  @Test
  void orderedDensityIsThatOfTheOrderStatistics() {
    Hyperprior prior = prior("a < b < c = normal(1, 2)");
    assertEquals(List.of("a", "b", "c"), prior.names());
    NormalDistribution single = new NormalDistribution(null, 1, 2);
    for (double[] phi : new double[][] {{-3, 0, 0.1}, {1, 4, 9}, {-9, -8, -7}}) {
      double expected = Math.log(6) + Arrays.stream(phi).map(single::logDensity).sum();
      assertEquals(expected, prior.logDensity(phi), 1e-10);
    }
    assertEquals(Double.NEGATIVE_INFINITY, prior.logDensity(new double[] {0, 2, 1}));
    assertTrue(prior.isProper());
  }

  /** Vectors ascend by their first components; n! times the product of their densities. */
  @Test
  void orderedVectors() {
    Hyperprior prior = prior("a,b < c,d = dirichlet(1, 1, 1)");
    assertEquals(List.of("a", "b", "c", "d"), prior.names());
    double[] phi = {0.2, 0.5, 0.3, 0.1};
    assertEquals(Math.log(2 * 2 * 2), prior.logDensity(phi), 1e-12);
    assertEquals(Double.NEGATIVE_INFINITY, prior.logDensity(new double[] {0.3, 0.5, 0.2, 0.1}));
  }

  @Test
  void orderedDrawsAscendAndAreThoseOfSortedNumbers() {
    Hyperprior prior = prior("a < b < c = uniform(0, 1)", "d = normal(b, 1)");
    UniformRandomProvider rng = new Streams(3).stream("test", "", 0, 0);
    double[] sum = new double[3];
    for (int k = 0; k < DRAWS; k++) {
      double[] phi = prior.sample(rng);
      assertTrue(phi[0] < phi[1] && phi[1] < phi[2]);
      for (int j = 0; j < 3; j++) {
        sum[j] += phi[j] / DRAWS;
      }
    }
    for (int j = 0; j < 3; j++) {
      double sd = Math.sqrt((j + 1) * (3.0 - j) / (16 * 5) / DRAWS);
      assertEquals((j + 1) / 4.0, sum[j], 4.9 * sd);
    }
  }

  /** Coordinates are standard normal: there and back, and gradients through the chain of bounds. */
  @Test
  void coordinatesAndGradients() {
    for (Hyperprior prior :
        List.of(
            prior("a < b < c = normal(1, 2)"),
            prior("s = gamma(9, 10)", "a < b < c = normal(s, s)"),
            prior("a < b = beta(2, 3)"),
            prior("u,v = dirichlet(1, 2, 3)"),
            prior("u1,v1 < u2,v2 = dirichlet(1, 2, 3)"),
            prior("x1,y1 < x2,y2 < x3,y3 = multi_normal(0, 1, 2, 3, 0.5)"),
            prior("s = gamma(9, 10)", "u,v = dirichlet(s, 2 * s, s)"),
            prior("u,v = normal(u, 0, 1) * normal(v, u, 2)"))) {
      for (int k = 0; k < 5; k++) {
        double[] z = new double[prior.dimension()];
        int row = k;
        Arrays.setAll(z, j -> 2 * Math.sin(1 + 1.7 * row + 2.9 * j));
        double[] phi = prior.natural(z);
        double[] back = prior.standard(phi);
        for (int j = 0; j < z.length; j++) {
          assertEquals(z[j], back[j], 1e-7);
        }
        checkGradient(prior, z, phi);
      }
    }
  }

  private static double smooth(double[] phi) {
    double sum = 0;
    for (int j = 0; j < phi.length; j++) {
      sum += (j + 1) * Math.atan(phi[j]);
    }
    return sum;
  }

  private static void checkGradient(Hyperprior prior, double[] z, double[] phi) {
    double[] out = new double[z.length];
    double[] gradient = new double[z.length];
    Arrays.setAll(gradient, j -> (j + 1) / (1 + phi[j] * phi[j]));
    prior.pullBack(z, phi, gradient, out);
    double h = 1e-3;
    for (int j = 0; j < z.length; j++) {
      double[] values = new double[5];
      for (int s = -2; s <= 2; s++) {
        double[] moved = z.clone();
        moved[j] += s * h;
        values[s + 2] = smooth(prior.natural(moved)) + prior.logStandard(moved);
      }
      double slope = (values[0] - 8 * values[1] + 8 * values[3] - values[4]) / (12 * h);
      assertEquals(slope, out[j], 1e-6 * (1 + Math.abs(slope)), prior.names().get(j));
    }
  }

  @Test
  void refusals() {
    assertRefused("cannot name itself", "a < b = normal(a, 1)", "depends on");
    assertRefused("no density", "a < b = 3", "density");
    assertRefused("mixtures", "a < b = mix(0.5, normal(0, 1), normal(1, 1))", "named density");
    assertRefused("too few", "u,v = dirichlet(1, 2)", "dirichlet");
    assertRefused("free", "u,v = free(u, v, -u^2 - v^2)", "product");
  }

  private static void assertRefused(String why, String line, String word) {
    String message = assertThrows(KeyedFormulaException.class, () -> prior(line), why).getMessage();
    assertTrue(message.contains(word), message);
  }
}
