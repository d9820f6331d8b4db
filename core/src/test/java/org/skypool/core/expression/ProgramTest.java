package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs over blocks against the same expression at one point. */
class ProgramTest {

  /** Rounding of a few dozen operations of order one, with a sum over at most 3,000 draws. */
  private static final double ROUNDING = 1e-11;

  private static final double[] PHI = {0.3, -1.2, 0.8};

  /** One object; many small ones; objects of more than a chunk; one draw each; no draws in some. */
  static List<int[]> draws() {
    return List.of(
        new int[] {5},
        new int[] {3000},
        IntStream.generate(() -> 64).limit(40).toArray(),
        new int[] {1, 700, 324, 1, 1023, 1024, 1025, 2, 3000, 7},
        IntStream.generate(() -> 1).limit(1100).toArray(),
        new int[] {0, 3, 0, 0, 1024, 0});
  }

  /** Columns of random numbers for objects with given numbers of draws. */
  private record Columns(
      int[] offsets, Map<String, double[]> draws, Map<String, double[]> covariates) {
    static Columns of(int[] counts, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] offsets = new int[counts.length + 1];
      for (int i = 0; i < counts.length; i++) {
        offsets[i + 1] = offsets[i] + counts[i];
      }
      int n = offsets[counts.length];
      return new Columns(
          offsets,
          Map.of("x", normal(random, n), "y", normal(random, n)),
          Map.of("u", normal(random, counts.length), "v", normal(random, counts.length)));
    }

    private static double[] normal(SplittableRandom random, int n) {
      double[] out = new double[n];
      Arrays.setAll(out, k -> random.nextGaussian());
      return out;
    }

    /** Inputs of the function of one point at a draw of an object. */
    double[] point(double[] phi, int object, int draw) {
      return new double[] {
        phi[0],
        phi[1],
        phi[2],
        covariates.get("u")[object],
        covariates.get("v")[object],
        draws.get("x")[draw],
        draws.get("y")[draw]
      };
    }
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("draws")
  void valuesAndGradientsOfRandomExpressions(int[] counts) {
    for (int seed = 0; seed < 60; seed++) {
      Columns columns = Columns.of(counts, seed);
      Expression expression = new RandomExpressions(1000 + seed).next(2 + seed % 5);
      compare(expression, columns, "seed " + seed);
    }
  }

  private static void compare(Expression expression, Columns columns, String message) {
    ScalarFunction function = ScalarFunction.of(expression, RandomExpressions.INPUTS);
    Program program = Program.of(expression, RandomExpressions.HYPERPARAMETERS);
    int[] offsets = columns.offsets;
    int objects = offsets.length - 1;
    SplittableRandom random = new SplittableRandom(99);
    double[] adjoint = new double[offsets[objects]];
    Arrays.setAll(adjoint, k -> random.nextDouble() - 0.5);
    ProgramRun run =
        ProgramRun.of(program, offsets, columns.draws, columns.covariates, PHI, adjoint);
    for (int i = 0; i < objects; i++) {
      double[] expected = new double[3];
      double size = 1;
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        double[] gradient = new double[RandomExpressions.INPUTS.size()];
        double value = function.valueAndGradient(columns.point(PHI, i, k), gradient);
        assertEquals(value, run.results()[k], ROUNDING * (1 + Math.abs(value)), message);
        for (int d = 0; d < 3; d++) {
          expected[d] += adjoint[k] * gradient[d];
          size += Math.abs(adjoint[k] * gradient[d]);
        }
      }
      assertArrayEquals(expected, run.gradients()[i], ROUNDING * size, message);
    }
  }

  @Test
  void objectsLargerThanAChunkStayWhole() {
    Columns columns = Columns.of(new int[] {3000, 5, 3000}, 1);
    Program program = Program.of(Expression.draw("x"), List.of());
    ProgramRun run =
        ProgramRun.of(
            program,
            columns.offsets,
            columns.draws,
            columns.covariates,
            new double[0],
            new double[6005]);
    assertTrue(run.chunks() > 1);
    assertArrayEquals(columns.draws.get("x"), run.results());
  }

  /** The evaluator's arrays are reused from chunk to chunk, whatever their sizes. */
  @Test
  void largerAndSmallerChunksFollowEachOther() {
    Columns columns = Columns.of(new int[] {10, 5000, 3, 2000, 900, 200, 4000, 1}, 4);
    for (int seed = 0; seed < 20; seed++) {
      compare(new RandomExpressions(seed).next(4), columns, "seed " + seed);
    }
  }

  @Test
  void adjointsOfOneSweepDoNotLeakIntoTheNext() {
    Columns columns = Columns.of(new int[] {20, 30}, 8);
    Expression expression = new RandomExpressions(3).next(4);
    Program program = Program.of(expression, RandomExpressions.HYPERPARAMETERS);
    BoundProgram.Chunk chunk =
        program.bind(columns.offsets, columns.draws, columns.covariates).chunks().get(0);
    ChunkEvaluator evaluator = new ChunkEvaluator(program);
    double[] ones = new double[50];
    Arrays.fill(ones, 1);
    double[][] first = new double[2][3];
    evaluator.forward(chunk, program.at(PHI, true));
    evaluator.pullBack(ones, first);
    evaluator.forward(chunk, program.at(new double[] {2, 2, 2}, true));
    evaluator.pullBack(ones, new double[2][3]);
    double[][] again = {{7, 7, 7}, {7, 7, 7}};
    evaluator.forward(chunk, program.at(PHI, true));
    evaluator.pullBack(ones, again);
    assertArrayEquals(first, again);
  }

  @Test
  void expressionWithoutHyperparametersHasNoGradient() {
    Columns columns = Columns.of(new int[] {3, 4}, 2);
    Expression expression =
        Expression.draw("x").times(Expression.covariate("u")).plus(Expression.draw("y").exp());
    compare(expression, columns, "fixed");
  }

  @Test
  void minusInfinityAndNaNPassThrough() {
    Expression x = Expression.draw("x");
    Expression a = Expression.hyperparameter("a");
    Expression expression =
        Expression.apply(Guard.WITHIN, x, a, Expression.constant(2)).plus(x.times(a));
    Program program = Program.of(expression, List.of("a"));
    double[] values = {-1, 1, 1.5, 3, Double.NaN};
    ProgramRun run =
        ProgramRun.of(
            program,
            new int[] {0, 5},
            Map.of("x", values),
            Map.of(),
            new double[] {0.5},
            new double[] {0, 1, 1, 0, 0});
    double infinite = Double.NEGATIVE_INFINITY;
    assertArrayEquals(new double[] {infinite, 0.5, 0.75, infinite, Double.NaN}, run.results());
  }

  @Test
  void columnsItReads() {
    Expression expression =
        Expression.draw("x")
            .times(Expression.covariate("u"))
            .plus(Expression.hyperparameter("a"))
            .plus(Expression.draw("x").square());
    Program program = Program.of(expression, List.of("a", "b"));
    assertEquals(Set.of("x"), program.columns(Level.DRAW));
    assertEquals(Set.of("u"), program.columns(Level.OBJECT));
    assertEquals(Set.of(), program.columns(Level.SCALAR));
    assertEquals(List.of("a", "b"), program.hyperparameters());
  }

  @Test
  void refusals() {
    Expression x = Expression.draw("x");
    Expression z = Expression.hyperparameter("z");
    Expression coarse = Expression.covariate("u");
    message("no value per draw", () -> Program.of(coarse, List.of()));
    message("hyperparameter 'z' is not among [a]", () -> Program.of(x.plus(z), List.of("a")));
    Program program = Program.of(x.plus(Expression.hyperparameter("a")), List.of("a"));
    message("expected 1 hyperparameters, got 2", () -> program.at(new double[2], false));
    message(
        "no column 'x' in the draws",
        () -> program.bind(new int[] {0, 1}, Map.of("y", new double[1]), Map.of()));
  }

  private static void message(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void bitsDoNotDependOnTheOtherObjectsOfTheChunk(int depth) {
    Columns columns = Columns.of(new int[] {64, 64, 64, 64, 64}, 12);
    Expression expression = new RandomExpressions(40 + depth).next(depth);
    Program program = Program.of(expression, RandomExpressions.HYPERPARAMETERS);
    double[] adjoint = new double[320];
    Arrays.fill(adjoint, 1);
    ProgramRun all =
        ProgramRun.of(program, columns.offsets, columns.draws, columns.covariates, PHI, adjoint);
    for (int i = 0; i < 5; i++) {
      int from = 64 * i;
      Map<String, double[]> draws =
          Map.of(
              "x", Arrays.copyOfRange(columns.draws.get("x"), from, from + 64),
              "y", Arrays.copyOfRange(columns.draws.get("y"), from, from + 64));
      Map<String, double[]> covariates =
          Map.of(
              "u", new double[] {columns.covariates.get("u")[i]},
              "v", new double[] {columns.covariates.get("v")[i]});
      ProgramRun alone = ProgramRun.of(program, new int[] {0, 64}, draws, covariates, PHI, adjoint);
      assertArrayEquals(Arrays.copyOfRange(all.results(), from, from + 64), alone.results());
      assertArrayEquals(all.gradients()[i], alone.gradients()[0]);
    }
  }
}
