package org.skypool.core.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.random.Streams;

/** Priors whose arguments are formulas over other hyperparameters. */
class HierarchicalHyperpriorTest {

  /** The parents: one real, one positive. */
  private static final List<String> PARENTS = List.of("a = normal(0.3, 0.2)", "b = gamma(9, 10)");

  private static Hyperprior prior(Set<String> centred, String... lines) {
    Map<String, String> priors = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      priors.put(parts[0], parts[1]);
    }
    PopulationText text =
        new PopulationText(
            List.of(),
            List.of(),
            Map.of(),
            priors,
            Optional.empty(),
            Optional.empty(),
            false,
            centred,
            Set.of(),
            Map.of());
    return PopulationParser.parse(FormulaParser.standard(), text).hyperprior();
  }

  private static Hyperprior withChild(Set<String> centred, String child) {
    return prior(centred, "x = " + child, PARENTS.get(0), PARENTS.get(1));
  }

  private static String refusal(Set<String> centred, String... lines) {
    return assertThrows(KeyedFormulaException.class, () -> prior(centred, lines)).getMessage();
  }

  private static double[] point(int k) {
    double[] z = new double[3];
    for (int j = 0; j < z.length; j++) {
      z[j] = 2.5 * Math.sin(1 + 1.7 * k + 2.9 * j);
    }
    return z;
  }

  private static double smooth(double[] phi) {
    double sum = 0;
    for (int j = 0; j < phi.length; j++) {
      sum += 0.5 * (j + 1) * Math.log1p(phi[j] * phi[j]) + Math.atan(phi[j]);
    }
    return sum;
  }

  private static double[] smoothGradient(double[] phi) {
    double[] gradient = new double[phi.length];
    Arrays.setAll(gradient, j -> ((j + 1) * phi[j] + 1) / (1 + phi[j] * phi[j]));
    return gradient;
  }

  /**
   * Five-point differences with step 1e-3: truncation 1e-12 times fifth derivatives; quantiles of
   * families without a closed form carry 1e-12, divided by the step.
   */
  private static void checkGradient(Hyperprior prior, double[] z, String label) {
    double[] out = new double[z.length];
    double[] phi = prior.natural(z);
    prior.pullBack(z, phi, smoothGradient(phi), out);
    double h = 1e-3;
    for (int j = 0; j < z.length; j++) {
      double[] values = new double[5];
      for (int s = -2; s <= 2; s++) {
        double[] moved = z.clone();
        moved[j] += s * h;
        values[s + 2] = smooth(prior.natural(moved)) + prior.logStandard(moved);
      }
      double slope = (values[0] - 8 * values[1] + 8 * values[3] - values[4]) / (12 * h);
      double scale = 1 + Math.abs(slope);
      assertEquals(
          slope,
          out[j],
          1e-6 * scale,
          label + " by " + prior.names().get(j) + " at " + Arrays.toString(z));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal(a, b)",
        "normal(sin(a) + b, exp(a))",
        "log_normal(a, b)",
        "uniform(a - 2, a + b)",
        "log_uniform(b, b + exp(a))",
        "half_normal(b)",
        "half_cauchy(b)",
        "exponential(b)",
        "student_t(2 + b, a, b)",
        "gamma(1 + b, b)",
        "beta(1 + b, exp(a))",
        "power_law(a - 2, b, b + 9)",
        "power_law(a, 0, b)",
        "schechter(a - 1.5, 10 + a, 8 + b)"
      })
  void childrenOfEveryFamily(String child) {
    Hyperprior prior = withChild(Set.of(), child);
    assertEquals(List.of("x", "a", "b"), prior.names());
    NormalDistribution normal = new NormalDistribution();
    for (int k = 0; k < 12; k++) {
      double[] z = point(k);
      double[] phi = prior.natural(z);
      assertArrayEquals(z, prior.standard(phi), 1e-8, child);
      assertEquals(normal.cumulativeProbability(z[0]), prior.cumulative(0, phi[0], phi), 1e-10);
      checkGradient(prior, z, child);
      checkDensity(prior, z, child);
    }
  }

  /** With the slopes of all levels the density of phi becomes that of the coordinates. */
  private static void checkDensity(Hyperprior prior, double[] z, String label) {
    double[] phi = prior.natural(z);
    double logSlopes = 0;
    for (int j = 0; j < z.length; j++) {
      double[] unit = new double[z.length];
      double[] none = new double[z.length];
      double[] with = new double[z.length];
      unit[j] = 1;
      prior.pullBack(z, phi, new double[z.length], none);
      prior.pullBack(z, phi, unit, with);
      logSlopes += Math.log(with[j] - none[j]);
    }
    double constant = prior.logStandard(z) - prior.logDensity(phi) - logSlopes;
    assertEquals(0, constant, 1e-8, label);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal(a, b)",
        "student_t(2 + b, a, b)",
        "log_normal(a, b)",
        "gamma(1 + b, b)",
        "half_cauchy(b)",
        "beta(1 + b, exp(a))",
        "uniform(-2, 5)",
        "power_law(a - 2, 0.1, 9)"
      })
  void centredChildren(String child) {
    Hyperprior prior = withChild(Set.of("x"), child);
    Hyperprior other = withChild(Set.of(), child);
    for (int k = 0; k < 12; k++) {
      double[] phi = other.natural(point(k));
      double[] z = prior.standard(phi);
      assertArrayEquals(phi, prior.natural(z), 1e-10, child);
      assertEquals(other.logDensity(phi), prior.logDensity(phi), child);
      checkGradient(prior, z, child);
      double jacobian = prior.natural(new double[] {z[0] + 1e-5, z[1], z[2]})[0];
      jacobian = (jacobian - prior.natural(new double[] {z[0] - 1e-5, z[1], z[2]})[0]) / 2e-5;
      double[] rest = {0, z[1], z[2]};
      double parents = other.logStandard(rest) + 0.5 * Math.log(2 * Math.PI);
      double marginal =
          prior(Set.of(), PARENTS.get(0), PARENTS.get(1)).logDensity(new double[] {phi[1], phi[2]});
      double conditional = prior.logDensity(phi) - marginal;
      double expected = conditional + Math.log(jacobian) + parents;
      assertEquals(expected, prior.logStandard(z), 1e-7, child);
    }
  }

  /** Neal's funnel: the same density both ways, seen through different coordinates. */
  @Test
  void funnel() {
    String[] lines = {"y = normal(0, 3)", "x = normal(0, exp(y))"};
    Hyperprior flat = prior(Set.of(), lines);
    Hyperprior funnel = prior(Set.of("x"), lines);
    double[] phi = {-1.5, 0.4};
    assertArrayEquals(new double[] {-0.5, 0.4 * Math.exp(1.5)}, flat.standard(phi), 1e-10);
    assertArrayEquals(new double[] {-0.5, 0.4}, funnel.standard(phi), 1e-10);
    assertEquals(flat.logDensity(phi), funnel.logDensity(phi));
    double u = 0.4 * Math.exp(1.5);
    double expected = -0.125 - u * u / 2 + 1.5 - Math.log(2 * Math.PI);
    assertEquals(expected, funnel.logStandard(new double[] {-0.5, 0.4}), 1e-12);
  }

  /**
   * Children drawn after parents: the coordinates of draws are independent standard normals.
   * Kolmogorov's sqrt(n) D is above 2.694 once in a million times; a correlation of n pairs has a
   * standard error of 1 / sqrt(n), 5 of them once in two million times.
   */
  @Test
  void samplesParentsFirst() {
    Hyperprior prior =
        prior(
            Set.of(),
            "x = normal(m, exp(y))",
            "y = normal(m, 1)",
            "m = student_t(3 + r, 0, 1)",
            "r = exponential(1)");
    assertEquals(List.of("r", "m", "y", "x"), prior.parentsFirst());
    UniformRandomProvider rng = new Streams(1).stream("hyperprior", "tree", 0, 0);
    int n = 10_000;
    double[][] z = new double[n][];
    Arrays.setAll(z, i -> prior.standard(prior.sample(rng)));
    NormalDistribution normal = new NormalDistribution();
    for (int j = 0; j < 4; j++) {
      int coordinate = j;
      double[] sorted = Arrays.stream(z).mapToDouble(row -> row[coordinate]).sorted().toArray();
      double distance = 0;
      for (int i = 0; i < n; i++) {
        double p = normal.cumulativeProbability(sorted[i]);
        distance = Math.max(distance, Math.abs(p - (i + 0.5) / n));
      }
      assertTrue(distance * Math.sqrt(n) < 2.694, prior.names().get(j) + ": " + distance);
      for (int l = 0; l < j; l++) {
        double sum = 0;
        for (double[] row : z) {
          sum += row[j] * row[l];
        }
        assertEquals(0, sum / n, 5 / Math.sqrt(n), prior.names().get(j) + prior.names().get(l));
      }
    }
  }

  @Test
  void cyclesAreNamed() {
    String message =
        refusal(
            Set.of(),
            "r = normal(a, 1)",
            "a = normal(c, 1)",
            "b = normal(a, 1)",
            "c = normal(b, 1)");
    assertEquals(
        "population.hyperprior.a = \"normal(c, 1)\":"
            + " hyperpriors name one another in a cycle: a -> c -> b -> a",
        message);
  }

  @Test
  void whatIsNoDensityIsRefused() {
    String message = refusal(Set.of(), "x = normal(0, y)", "y = normal(1, 1)");
    assertTrue(message.startsWith("population.hyperprior.x = \"normal(0, y)\": no such"), message);
    assertTrue(message.contains("where y = -"), message);
    message = refusal(Set.of(), "x = normal(0, x)");
    assertTrue(message.contains("'x' itself"), message);
    message = refusal(Set.of(), "x = normal(0, q)");
    assertTrue(message.contains("unknown name 'q'"), message);
    message = refusal(Set.of("x"), "x = uniform(0, y)", "y = exponential(1)");
    assertTrue(message.contains("population.centred") && message.contains("x cannot"), message);
    message = refusal(Set.of("w"), "y = exponential(1)");
    assertTrue(message.contains("population.centred") && message.contains("[y]"), message);
  }

  @Test
  void fixedOnesMayStandInPriors() {
    Hyperprior prior = prior(Set.of(), "s = 2", "x = normal(0, s)");
    assertEquals(List.of("x"), prior.names());
    assertArrayEquals(new double[] {3}, prior.natural(new double[] {1.5}), 1e-12);
  }
}
