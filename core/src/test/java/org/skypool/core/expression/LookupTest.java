package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tables looked up per draw or object against the same expression at one point. */
class LookupTest {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final double[] PHI = {0.3, -1.2, 0.8};

  private static Expression[] hyperparameters() {
    return NAMES.stream().map(Expression::hyperparameter).toArray(Expression[]::new);
  }

  /** Entries that depend on one, on all and on no hyperparameter, met by draws and by objects. */
  private static Expression lookups() {
    Expression[] h = hyperparameters();
    Expression all = Expression.apply(LogSum.of(3), h);
    Expression[] table = {h[0], h[1].times(h[0]), all, Expression.constant(0.7)};
    Expression x = Expression.draw("x");
    Expression bin =
        Expression.apply(Bin.ofEqual(4), x, Expression.constant(-1), Expression.constant(1));
    Expression byDraw = pick(bin, table);
    Expression byObject =
        pick(Expression.apply(new LevelIndex("u", new double[] {1, 2, 5, 7}), column()), table);
    return byDraw.times(x).plus(byDraw.exp()).plus(byObject.times(x.square())).minus(all);
  }

  private static Expression column() {
    return Expression.covariate("u");
  }

  private static Expression pick(Expression number, Expression... table) {
    Expression[] arguments = new Expression[table.length + 1];
    arguments[0] = number;
    System.arraycopy(table, 0, arguments, 1, table.length);
    return Expression.apply(Pick.of(table.length), arguments);
  }

  @Test
  void valuesAndGradientsAgreeWithOnePoint() {
    int[] offsets = {0, 700, 701, 1500, 1500, 4000};
    double[] u = {1, 5, 7, 2, 2};
    SplittableRandom random = new SplittableRandom(5);
    double[] x = new double[4000];
    Arrays.setAll(x, k -> 0.7 * random.nextGaussian());
    double[] adjoint = new double[4000];
    Arrays.setAll(adjoint, k -> k % 7 == 0 ? 0 : random.nextDouble() - 0.5);
    Expression expression = lookups();
    ScalarFunction f = ScalarFunction.of(expression, List.of("a", "b", "c", "x", "u"));
    ProgramRun run =
        ProgramRun.of(
            Program.of(expression, NAMES), offsets, Map.of("x", x), Map.of("u", u), PHI, adjoint);
    for (int i = 0; i < 5; i++) {
      double[] expected = new double[3];
      double size = 1;
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        double[] gradient = new double[5];
        double[] point = {PHI[0], PHI[1], PHI[2], x[k], u[i]};
        assertEquals(f.valueAndGradient(point, gradient), run.results()[k], 1e-13);
        for (int d = 0; d < 3; d++) {
          expected[d] += adjoint[k] * gradient[d];
          size += Math.abs(adjoint[k] * gradient[d]);
        }
      }
      assertArrayEquals(expected, run.gradients()[i], 1e-12 * size);
    }
  }

  /** What a draw keeps: its number and what else the density needs, not one column per entry. */
  @Test
  void aTableTakesNoColumnPerEntry() {
    Expression[] table = new Expression[200];
    Arrays.setAll(table, j -> Expression.hyperparameter("a").times(j));
    Expression bin =
        Expression.apply(
            Bin.ofEqual(200), Expression.draw("x"), Expression.constant(0), Expression.constant(1));
    assertEquals(8, Program.of(pick(bin, table), NAMES).bytesPerDraw());
  }

  @Test
  void numbersThatAreNoneGiveNaN() {
    ScalarFunction f =
        ScalarFunction.of(
            pick(Expression.draw("x"), hyperparameters()), List.of("x", "a", "b", "c"));
    assertEquals(-1.2, f.value(2, 0.3, -1.2, 0.8));
    for (double none : new double[] {0, 4, 1.5, -1, Double.NaN, 1e30}) {
      assertTrue(Double.isNaN(f.value(none, 0.3, -1.2, 0.8)), "number " + none);
    }
  }

  @Test
  void binsAndTheirEdges() {
    ScalarFunction equal = bins(Bin.ofEqual(4), 8, 12);
    ScalarFunction between = bins(Bin.between(4), 8, 9, 10, 11, 12);
    double[] x = {7, 8, 8.999, 9, 10.5, 11, 11.999, 12, 13, Double.POSITIVE_INFINITY};
    double[] expected = {1, 1, 1, 2, 3, 4, 4, 4, 4, 4};
    for (int k = 0; k < x.length; k++) {
      assertEquals(expected[k], equal.value(x[k]), "x = " + x[k]);
      assertEquals(expected[k], between.value(x[k]), "x = " + x[k]);
    }
    assertTrue(Double.isNaN(equal.value(Double.NaN)));
    assertTrue(Double.isNaN(between.value(Double.NaN)));
  }

  private static ScalarFunction bins(Bin bin, double... edges) {
    Expression[] arguments = new Expression[edges.length + 1];
    arguments[0] = Expression.draw("x");
    for (int e = 0; e < edges.length; e++) {
      arguments[e + 1] = Expression.constant(edges[e]);
    }
    return ScalarFunction.of(Expression.apply(bin, arguments), List.of("x"));
  }
}
