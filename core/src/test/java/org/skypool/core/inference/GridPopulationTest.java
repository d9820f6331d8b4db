package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.GridTerm;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.CellTable;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.GridCell;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.NamedFunction;
import org.skypool.core.formula.Scope;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.ObjectEvidence;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.random.Streams;

/** Populations on a grid: density, draws, smooth heights, selection, and sums from fewer draws. */
class GridPopulationTest {
  private static final List<String> DEVIATES =
      IntStream.rangeClosed(1, 6).mapToObj(i -> "d[" + i + "]").toList();
  private static final List<String> NAMES = names();
  private static final String FIELD = "gaussian_field(sd, l1, l2, 3, d)";
  private static final String GRID = "grid(log(p), r, " + FIELD + ", [0, 0.5, 1, 2], [-1, 0, 3])";
  private static final double[] PHI = phi();

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of("sd", "l1", "l2"));
    names.addAll(DEVIATES);
    // enough of them that sums are differentiated by a reverse sweep
    IntStream.rangeClosed(1, 10).forEach(i -> names.add("unused" + i));
    return names;
  }

  private static double[] phi() {
    double[] phi = new double[NAMES.size()];
    System.arraycopy(new double[] {1.3, 1.7, 0.8, 0.3, -1, 0.6, 1.1, -0.4, 0.9}, 0, phi, 0, 9);
    return phi;
  }

  private static Scope scope() {
    return Scope.empty()
        .withHyperparameters(NAMES)
        .withVector("d", DEVIATES.size())
        .withThetas(List.of("p", "r"));
  }

  private static GridTerm grid() {
    return (GridTerm) FormulaParser.standard().density(GRID, List.of("p", "r"), scope());
  }

  private static double[] at(double p, double r) {
    double[] point = Arrays.copyOf(PHI, PHI.length + 2);
    point[PHI.length] = p;
    point[PHI.length + 1] = r;
    return point;
  }

  private static ScalarFunction function(Expression expression) {
    List<String> inputs = new ArrayList<>(NAMES);
    inputs.addAll(List.of("p", "r"));
    return ScalarFunction.of(expression, inputs);
  }

  /** Heights of the field straight from its covariance: a Cholesky factor of the whole matrix. */
  private static double[] heights() {
    double[][] root = new double[6][6];
    double[] heights = new double[6];
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b <= a; b++) {
        double s = factor(a / 2 - b / 2, 1.7) * factor(a % 2 - b % 2, 0.8);
        for (int k = 0; k < b; k++) {
          s -= root[a][k] * root[b][k];
        }
        root[a][b] = a == b ? Math.sqrt(s) : s / root[b][b];
        heights[a] += 1.3 * root[a][b] * PHI[3 + b];
      }
    }
    return heights;
  }

  private static double factor(int steps, double length) {
    return Math.exp(-steps * steps / (2 * length * length)) + (steps == 0 ? 1e-6 : 0);
  }

  @Test
  void theDensityIsConstantPerLogarithmInEveryCellAndIntegratesToOne() {
    double[] heights = heights();
    double[] widths = {0.5, 0.5, 1};
    double[] total = {0};
    IntStream.range(0, 6)
        .forEach(c -> total[0] += Math.exp(heights[c]) * widths[c / 2] * (c % 2 == 0 ? 1 : 3));
    ScalarFunction log = function(grid().logDensity());
    double[][] points = {{1.2, -0.5}, {1.2, 2}, {2, -0.5}, {2, 2}, {5, -1}, {5, 2.9}};
    for (int c = 0; c < 6; c++) {
      double expected = Math.exp(heights[c]) / total[0] / points[c][0];
      double found = Math.exp(log.value(at(points[c][0], points[c][1])));
      assertEquals(expected, found, 1e-12 * expected, "cell " + c);
    }
    for (double[] outside : new double[][] {{0.99, 0}, {7.4, 0}, {2, -1.01}, {2, 3.01}}) {
      assertEquals(Double.NEGATIVE_INFINITY, log.value(at(outside[0], outside[1])));
    }
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    ScalarFunction log = function(grid().logDensity());
    double[] point = at(1.9, 0.4);
    double[] gradient = new double[point.length];
    log.valueAndGradient(point, gradient);
    for (int d = 0; d < 9; d++) {
      double[] up = point.clone();
      double[] down = point.clone();
      up[d] += 1e-5;
      down[d] -= 1e-5;
      double difference = (log.value(up) - log.value(down)) / 2e-5;
      assertEquals(difference, gradient[d], 1e-6 * (1 + Math.abs(difference)), NAMES.get(d));
    }
  }

  /** 20,000 draws: cell counts within 4.5 standard errors, false alarms below 1 in 20,000. */
  @Test
  void drawsFollowTheDensity() {
    GridTerm grid = grid();
    Map<String, Double> point = new HashMap<>();
    IntStream.range(0, NAMES.size()).forEach(j -> point.put(NAMES.get(j), PHI[j]));
    UniformRandomProvider rng = new Streams(5).stream("test", "", 0, 0);
    int n = 20_000;
    double[] counts = new double[6];
    for (int k = 0; k < n; k++) {
      grid.sample(rng, point);
      double x = Math.log(point.get("p"));
      counts[2 * (x < 0.5 ? 0 : x < 1 ? 1 : 2) + (point.get("r") < 0 ? 0 : 1)]++;
    }
    List<Expression> logs = grid.logProbabilities();
    for (int c = 0; c < 6; c++) {
      double p = Math.exp(ScalarFunction.of(logs.get(c), NAMES).value(PHI));
      assertEquals(p, counts[c] / n, 4.5 * Math.sqrt(p * (1 - p) / n), "cell " + c);
    }
  }

  @Test
  void densityAndProbabilityOfHeightsAreNumbersOfTheLanguage() {
    String axes = FIELD + ", [0, 0.5, 1, 2], [-1, 0, 3]";
    double density = number("grid_density(" + axes + ", [0.7, 0])");
    double expected = Math.exp(function(grid().logDensity()).value(at(Math.exp(0.7), 0)));
    assertEquals(expected * Math.exp(0.7), density, 1e-12);
    assertEquals(1, number("grid_probability(" + axes + ", [-9, -9], [9, 9])"), 1e-12);
    double part = number("grid_probability(" + axes + ", [0.6, 1], [0.8, 2])");
    assertEquals(density * 0.2, part, 1e-12);
  }

  private static double number(String formula) {
    return ScalarFunction.of(FormulaParser.standard().number(formula, scope()), NAMES).value(PHI);
  }

  /** Draws of one cell are one term: sums are those over all draws. */
  @Test
  void sumsFromFewerDrawsAreTheSame() {
    SplittableRandom random = new SplittableRandom(2);
    int objects = 30;
    int each = 200;
    int all = objects * each;
    double[] p = random.doubles(all, 0.8, 8).toArray();
    double[] r = random.doubles(all, -1.2, 3.2).toArray();
    double[] weight = random.doubles(all, -3, 0).toArray();
    weight[5] = Double.NEGATIVE_INFINITY;
    DrawBlock block =
        new DrawBlock(
            IntStream.range(0, objects).mapToObj(i -> "o" + i).toList(),
            IntStream.rangeClosed(0, objects).map(i -> i * each).toArray(),
            Map.of("p", p, "r", r),
            Map.of(),
            weight,
            new double[all]);
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(grid().logDensity(), NAMES, List.of(block), 1)) {
      ObjectEvidence single = evaluator.evidence(PHI);
      double[] expected = new double[NAMES.size()];
      for (double[] score : single.scores()) {
        Arrays.setAll(expected, d -> expected[d] + score[d]);
      }
      Gradients sums = evaluator.gradients(new double[][] {PHI});
      double total = Arrays.stream(single.logEvidence()).sum();
      assertEquals(total, sums.values()[0], 1e-10);
      assertEquals(total, evaluator.values(new double[][] {PHI})[0], 1e-10);
      assertArrayEquals(expected, sums.gradients()[0], 1e-9);
    }
  }

  /** A table whose cells cut those of the grid, times a power of the period. */
  @Test
  void averagesOverCellsAreExact() {
    GridCell cells = GridCell.between(List.of(new double[] {0, 0.8, 2}, new double[] {-1, 1, 3}));
    CellTable table = new CellTable("seen", cells, new double[] {0.2, 0.5, 0.7, 0.9}, 0);
    FormulaParser parser =
        FormulaParser.of(
            FormulaParser.standard().densities(),
            FormulaParser.standard()
                .functions()
                .with(List.of(NamedFunction.of("seen", table, "x", "y"))));
    Scope scope = scope();
    DensityTerm density = parser.density(GRID, List.of("p", "r"), scope);
    Expression detection = parser.number("seen(log(p), r) * p ^ (-2/3)", scope);
    double[] found = new GridAverages((GridTerm) density, detection, 8).values();
    double[] first = {power(0, 0.5), power(0.5, 0.8), power(0.8, 1), power(1, 2)};
    double low = first[0] / 0.5;
    assertEquals(0.2 * low, found[0], 1e-12);
    assertEquals((0.2 + 2 * 0.5) / 3 * low, found[1], 1e-12);
    assertEquals((0.2 * first[1] + 0.7 * first[2]) / 0.5, found[2], 1e-12);
    assertEquals(0.7 * first[3], found[4], 1e-12);
    assertEquals((0.7 + 2 * 0.9) / 3 * first[3], found[5], 1e-12);
  }

  private static double power(double a, double b) {
    return 1.5 * (Math.exp(-2 * a / 3) - Math.exp(-2 * b / 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grid(log(p), r, d, [0, 1], [0, 1, 2, 3]) | 3 cells, not 6 heights",
        "grid(log(p), r, d, [0, 1, 1], [0, 1, 2, 3]) | must be two or more finite numbers that ascend",
        "grid(2 * p, r, d, [0, 1, 2], [0, 1, 2, 3]) | one of the variables [p, r] or its log",
        "grid(p, p, d, [0, 1, 2], [0, 1, 2, 3]) | stands on two axes",
        "grid(p, r, d, [0, 1, 2]) | not 4 arguments",
        "grid(p, r, gaussian_field(sd, l1, l2, 4, d), [0, 1, 2], [0, 1, 2, 3]) | do not fill 4 rows"
      })
  void wrongGridsAreRefused(String formula, String reason) {
    FormulaException refused =
        assertThrows(
            FormulaException.class,
            () -> FormulaParser.standard().density(formula, List.of("p", "r"), scope()));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }
}
