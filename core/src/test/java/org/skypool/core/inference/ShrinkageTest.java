package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;

/** Two individual parameters at once; one is in {@link NormalPopulationTest}. */
class ShrinkageTest {
  private static final List<String> THETAS = List.of("x", "y");
  private static final double[][] PHIS = {{0.5}, {1.5}};
  private static final int DRAWS = 50;
  private static final int POINTS = 200;

  private static final Expression LOG_DENSITY =
      FormulaParser.standard()
          .density(
              "normal(x, mu, 1) * normal(y, x, 0.5)",
              THETAS,
              Scope.empty().withHyperparameters(List.of("mu")).withThetas(THETAS))
          .logDensity();

  private static DrawBlock block(long seed, double logWeightOfFirst, String... ids) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = ids.length * POINTS;
    Map<String, double[]> thetas = new LinkedHashMap<>();
    for (String theta : THETAS) {
      thetas.put(theta, normal(random, n));
    }
    double[] logWeight = normal(random, n);
    Arrays.fill(logWeight, 0, POINTS, logWeightOfFirst);
    int[] offsets = new int[ids.length + 1];
    Arrays.setAll(offsets, i -> i * POINTS);
    return new DrawBlock(List.of(ids), offsets, thetas, Map.of(), logWeight, normal(random, n));
  }

  private static double[] normal(SplittableRandom random, int n) {
    double[] out = new double[n];
    Arrays.setAll(out, k -> random.nextGaussian());
    return out;
  }

  private static Shrinkage.Individuals shrink(DrawBlock last, DrawBlock first) {
    return new Shrinkage(LOG_DENSITY, List.of("mu"), PHIS, DRAWS).shrink(last, first);
  }

  private static double[] weights(DrawBlock block, int object) {
    double[] w = new double[POINTS];
    for (double[] phi : PHIS) {
      double[] one = new double[POINTS];
      for (int k = 0; k < POINTS; k++) {
        int at = object * POINTS + k;
        double x = block.thetas().get("x")[at];
        double y = block.thetas().get("y")[at];
        one[k] =
            Math.exp(
                block.logWeight()[at] - (x - phi[0]) * (x - phi[0]) / 2 - (y - x) * (y - x) / 0.5);
      }
      double sum = Arrays.stream(one).sum();
      for (int k = 0; k < POINTS; k++) {
        w[k] += one[k] / sum / PHIS.length;
      }
    }
    return w;
  }

  @Test
  void momentsAndJointDraws() {
    DrawBlock last = block(1, 0, "a", "b", "c");
    Shrinkage.Individuals out = shrink(last, last);
    for (int i = 0; i < 3; i++) {
      double[] w = weights(last, i);
      double squares = Arrays.stream(w).map(v -> v * v).sum();
      assertEquals(1 / squares, out.effective()[i], 1e-8 / squares);
      for (String theta : THETAS) {
        double mean = 0;
        double square = 0;
        for (int k = 0; k < POINTS; k++) {
          double value = last.thetas().get(theta)[i * POINTS + k];
          mean += w[k] * value;
          square += w[k] * value * value;
        }
        double[][] columns = out.hierarchical().get(theta).columns();
        assertEquals(mean, columns[0][i], 1e-12);
        assertEquals(Math.sqrt(square - mean * mean), columns[1][i], 1e-10);
      }
      assertRowsAreDraws(last, i, w, out);
    }
  }

  /** Every row is one draw in all its parameters, as often as its weight says, give or take one. */
  private static void assertRowsAreDraws(
      DrawBlock last, int i, double[] w, Shrinkage.Individuals out) {
    int[] count = new int[POINTS];
    for (int r = 0; r < DRAWS; r++) {
      double x = out.draws().get("x")[i][r];
      double y = out.draws().get("y")[i][r];
      int found = -1;
      for (int k = 0; k < POINTS; k++) {
        int at = i * POINTS + k;
        if (last.thetas().get("x")[at] == x && last.thetas().get("y")[at] == y) {
          found = k;
        }
      }
      assertTrue(found >= 0, "a row that is no draw");
      count[found]++;
    }
    for (int k = 0; k < POINTS; k++) {
      assertTrue(
          Math.abs(count[k] - DRAWS * w[k]) < 1, count[k] + " times, wanted " + DRAWS * w[k]);
    }
  }

  @Test
  void objectWithoutRoundZeroHasNoInterimPosterior() {
    DrawBlock last = block(1, 0, "a", "b");
    Shrinkage.Individuals out = shrink(last, block(2, 0, "c", "b"));
    assertEquals(Double.NaN, out.logEvidence()[0]);
    for (double[] column : out.interim().get("x").columns()) {
      assertEquals(Double.NaN, column[0]);
      assertTrue(Double.isFinite(column[1]));
    }
    assertTrue(Double.isFinite(out.logEvidence()[1]));
  }

  /** No summary and no draw of an object that the population cannot explain. */
  @Test
  void objectWithoutSupport() {
    DrawBlock last = block(1, Double.NEGATIVE_INFINITY, "a", "b");
    Shrinkage.Individuals out = shrink(last, last);
    assertEquals(Double.NaN, out.khat()[0]);
    assertEquals(0, out.effective()[0]);
    for (String theta : THETAS) {
      for (double[] column : out.hierarchical().get(theta).columns()) {
        assertEquals(Double.NaN, column[0]);
        assertTrue(Double.isFinite(column[1]));
      }
      for (double draw : out.draws().get(theta)[0]) {
        assertEquals(Double.NaN, draw);
      }
    }
  }
}
