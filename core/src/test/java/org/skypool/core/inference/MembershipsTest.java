package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/** Against probabilities in closed form, on points of a fine grid. */
class MembershipsTest {
  private static final double[] PHI = {0.3, 2};
  private static final double ERROR = 0.7;
  private static final double STEP = 0.02;

  private static PopulationModel population(Map<String, String> densities) {
    Map<String, String> hyperpriors = new LinkedHashMap<>();
    hyperpriors.put("w", "uniform(0, 1)");
    hyperpriors.put("m", "normal(0, 5)");
    List<String> thetas = new ArrayList<>();
    densities.keySet().forEach(key -> thetas.addAll(List.of(key.split(","))));
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            thetas, List.of(), densities, hyperpriors, Optional.empty(), Optional.empty(), false));
  }

  /** Measurements y of x, one object each, integrated on a grid; further thetas stand at 0.5. */
  private static DrawBlock block(double[] measured, String... others) {
    int points = (int) Math.round(20 / STEP);
    int n = measured.length * points;
    double[] x = new double[n];
    double[] logWeight = new double[n];
    int[] offsets = new int[measured.length + 1];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < measured.length; i++) {
      ids.add("object " + i);
      offsets[i + 1] = (i + 1) * points;
      for (int k = 0; k < points; k++) {
        int at = i * points + k;
        x[at] = -10 + (k + 0.5) * STEP;
        double distance = (x[at] - measured[i]) / ERROR;
        logWeight[at] = -distance * distance / 2;
      }
    }
    Map<String, double[]> thetas = new LinkedHashMap<>();
    thetas.put("x", x);
    for (String other : others) {
      double[] half = new double[n];
      java.util.Arrays.fill(half, 0.5);
      thetas.put(other, half);
    }
    return new DrawBlock(ids, offsets, thetas, Map.of(), logWeight, new double[n]);
  }

  private static double normal(double x, double mean, double variance) {
    return Math.exp(-(x - mean) * (x - mean) / (2 * variance)) / Math.sqrt(variance);
  }

  /** Of the first of two normal components. */
  private static double first(double y, double[] phi) {
    double own = phi[0] * normal(y, phi[1], 1 + ERROR * ERROR);
    return own / (own + (1 - phi[0]) * normal(y, -1, 4 + ERROR * ERROR));
  }

  private static final String MIX = "mix(w, normal(%1$sm, 1), normal(%1$s-1, 2))";
  private static final double[] MEASURED = {-3, 0, 0.4, 1.7, 5};

  @Test
  void averagedOverHyperparameters() {
    Memberships memberships =
        Memberships.of(population(Map.of("x", MIX.formatted("")))).orElseThrow();
    assertEquals(List.of("membership_1", "membership_2"), memberships.names());
    double[] other = {0.8, -0.5};
    double[][] mean = memberships.mean(block(MEASURED), new double[][] {PHI, other});
    for (int i = 0; i < MEASURED.length; i++) {
      double expected = (first(MEASURED[i], PHI) + first(MEASURED[i], other)) / 2;
      assertEquals(expected, mean[0][i], 1e-9);
      assertEquals(1 - expected, mean[1][i], 1e-9);
    }
  }

  @Test
  void insideProductsAndTruncations() {
    Map<String, String> densities = new LinkedHashMap<>();
    densities.put("x", "truncated(%s, -30, 30)".formatted(MIX.formatted("")));
    densities.put("y", "mix(0.25, uniform(0, 1), uniform(0, 2))");
    densities.put("z", "normal(0, 1)");
    Memberships memberships = Memberships.of(population(densities)).orElseThrow();
    assertEquals(
        List.of("membership_x_1", "membership_x_2", "membership_y_1", "membership_y_2"),
        memberships.names());
    double[][] mean = memberships.mean(block(MEASURED, "y", "z"), new double[][] {PHI});
    for (int i = 0; i < MEASURED.length; i++) {
      assertEquals(first(MEASURED[i], PHI), mean[0][i], 1e-9);
      assertEquals(0.25 / (0.25 + 0.75 / 2), mean[2][i], 1e-12);
    }
  }

  @Test
  void componentsOfSeveralThetas() {
    String joint =
        "mix(w, normal(x, m, 1) * normal(y, 0, 1), normal(x, -1, 2) * uniform(y, -4, 4))";
    Memberships memberships = Memberships.of(population(Map.of("x,y", joint))).orElseThrow();
    double[][] mean = memberships.mean(block(MEASURED, "y"), new double[][] {PHI});
    for (int i = 0; i < MEASURED.length; i++) {
      double odds = first(MEASURED[i], PHI) / (1 - first(MEASURED[i], PHI));
      odds *= Math.exp(-0.125) / Math.sqrt(2 * Math.PI) * 8;
      assertEquals(odds / (1 + odds), mean[0][i], 1e-9);
    }
  }

  @Test
  void noComponentCanBeImpossible() {
    String mix = "mix(w, uniform(m, 20), uniform(-20, 20))";
    Memberships memberships = Memberships.of(population(Map.of("x", mix))).orElseThrow();
    double[][] mean = memberships.mean(block(new double[] {-9}), new double[][] {PHI});
    assertEquals(0, mean[0][0], 1e-12);
    assertEquals(1, mean[1][0], 1e-12);
    assertTrue(Memberships.of(population(Map.of("x", "normal(m + w, 1)"))).isEmpty());
  }

  /** All outcomes of eight trials, one by one. */
  @Test
  void countsArePoissonBinomial() {
    double[][] given = {
      {0, 1, 0.5, 0.1, 0.9, 0.3, 1e-3, 0.7}, {0.2, 0.9, 0.4, 0.1, 0.8, 0.6, 0.05, 0.5}
    };
    double[] expected = new double[9];
    for (double[] p : given) {
      for (int outcome = 0; outcome < 256; outcome++) {
        double probability = 0.5;
        for (int i = 0; i < 8; i++) {
          probability *= (outcome >> i & 1) == 1 ? p[i] : 1 - p[i];
        }
        expected[Integer.bitCount(outcome)] += probability;
      }
    }
    MemberCount count = MemberCount.of(given);
    assertArrayEquals(expected, count.probabilities().orElseThrow(), 1e-15);
    double mean = 0;
    double square = 0;
    double below = 0;
    int median = -1;
    for (int m = 0; m <= 8; m++) {
      mean += m * expected[m];
      square += m * m * expected[m];
      if (below < 0.5) {
        median = m;
      }
      below += expected[m];
    }
    assertEquals(mean, count.mean(), 1e-13);
    assertEquals(Math.sqrt(square - mean * mean), count.sd(), 1e-13);
    assertEquals(median, count.quantiles()[2]);
  }

  @Test
  void manyObjectsAreNormalGivenHyperparameters() {
    int objects = 4000;
    double[][] given = new double[20][objects];
    double[] sums = new double[20];
    double[] variances = new double[20];
    for (int v = 0; v < 20; v++) {
      for (int i = 0; i < objects; i++) {
        given[v][i] = i % 3 == 0 ? 0.02 * (v + 1) : 0.001 * v;
        sums[v] += given[v][i];
        variances[v] += given[v][i] * (1 - given[v][i]);
      }
    }
    MemberCount exact = MemberCount.of(given);
    MemberCount normal = MemberCount.ofSums(sums, variances);
    assertEquals(exact.mean(), normal.mean(), 1e-9 * exact.mean());
    assertEquals(exact.sd(), normal.sd(), 1e-9 * exact.sd());
    assertArrayEquals(exact.quantiles(), normal.quantiles(), 1);
  }
}
