package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.Schechter;

/** Curves, interpolated in one column, against the same expression at one point. */
class CurveTest {
  private static final List<String> NAMES = List.of("s0", "s1", "k0", "k1");
  private static final double[] PHI = {-1.15, -0.15, 10.8, -0.1};

  /** Objects of 64 draws, of few, of none and of more than a chunk; of one draw after that. */
  private static final int[] OFFSETS = {0, 64, 128, 128, 131, 1100, 3300, 3301};

  private static final int DRAWS = OFFSETS[OFFSETS.length - 1];

  private static Expression line(String at0, String slope) {
    return Expression.hyperparameter(at0)
        .plus(Expression.hyperparameter(slope).times(Expression.draw("z")));
  }

  private static Expression schechter() {
    return new Schechter()
        .logDensity(
            Expression.draw("m"),
            List.of(line("s0", "s1"), line("k0", "k1"), Expression.constant(8)));
  }

  private static double[] column(double low, double high, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] column = new double[DRAWS];
    Arrays.setAll(column, k -> low + (high - low) * random.nextDouble());
    return column;
  }

  private static double[] adjoint() {
    double[] adjoint = column(-0.5, 0.5, 3);
    for (int k = 0; k < DRAWS; k += 7) {
      adjoint[k] = 0;
    }
    return adjoint;
  }

  private static long curves(Program program) {
    return Arrays.stream(program.curve).filter(Objects::nonNull).count();
  }

  /**
   * Compares values within {@code most} of 1 or of the value, gradients within ten times that of
   * the sum of sizes; NaN must be NaN.
   */
  private static void compare(Expression expression, double[] m, double[] z, double most) {
    ScalarFunction f = ScalarFunction.of(expression, List.of("s0", "s1", "k0", "k1", "m", "z"));
    Program program = Program.of(expression, NAMES);
    ProgramRun run =
        ProgramRun.of(program, OFFSETS, Map.of("m", m, "z", z), Map.of(), PHI, adjoint());
    for (int i = 0; i + 1 < OFFSETS.length; i++) {
      double[] expected = new double[4];
      double size = 1;
      for (int k = OFFSETS[i]; k < OFFSETS[i + 1]; k++) {
        double[] gradient = new double[6];
        double[] point = {PHI[0], PHI[1], PHI[2], PHI[3], m[k], z[k]};
        double value = f.valueAndGradient(point, gradient);
        assertEquals(value, run.results()[k], most * Math.max(1, Math.abs(value)), "z = " + z[k]);
        for (int d = 0; d < 4; d++) {
          expected[d] += adjoint()[k] * gradient[d];
          size += Math.abs(adjoint()[k] * gradient[d]);
        }
      }
      for (int d = 0; d < 4; d++) {
        assertEquals(expected[d], run.gradients()[i][d], 10 * most * size, i + ", " + NAMES.get(d));
      }
    }
  }

  @Test
  void theNormalisationOfAnEvolvingSchechterFunctionIsOneCurve() {
    Program program = Program.of(schechter(), NAMES);
    assertEquals(1, curves(program));
    assertEquals(4 * 8, program.bytesPerDraw(), "mass, its power of ten, its support, redshift");
  }

  /** As far as slopes of -1 and -2 in the range, where the gamma function's argument is 0, -1. */
  @Test
  void valuesAndGradientsAgreeWithOnePoint() {
    compare(schechter(), column(8, 12, 1), column(0.2, 1.5, 2), 2e-11);
    compare(schechter(), column(8, 12, 1), column(-2, 7, 2), 2e-11);
  }

  @Test
  void allAtOnePlace() {
    compare(schechter(), column(8, 12, 1), column(0.7, 0.7, 2), 1e-13);
  }

  /** A density normalised numerically: a sum over 128 places for every draw. */
  @Test
  void aQuadratureIsOneCurve() {
    Expression[] terms = new Expression[64];
    Arrays.setAll(
        terms,
        q ->
            line("s0", "s1")
                .times(0.05 * q)
                .minus(line("k0", "k1").times(0.01).plus(0.1 * q).square()));
    Expression expression =
        Expression.draw("m").times(line("k0", "k1")).minus(Expression.apply(LogSum.of(64), terms));
    assertEquals(1, curves(Program.of(expression, NAMES)));
    compare(expression, column(0, 1, 1), column(0, 3, 2), 2e-11);
  }

  /** A pole just outside the range: no polynomial of degree 64 follows it. */
  @Test
  void whatIsNotReachedIsComputed() {
    Expression place = Expression.draw("z").plus(Expression.hyperparameter("s1").plus(0.15 + 1e-7));
    Expression expression =
        Expression.apply(SpecialFunction.LOG_GAMMA, place).plus(Expression.draw("m"));
    assertEquals(1, curves(Program.of(expression, NAMES)));
    double[] z = column(0, 20, 2);
    z[5] = 0;
    z[200] = 0;
    compare(expression, column(0, 1, 1), z, 1e-13);
  }

  /** Draws outside the domain are NaN, the others of their chunk are not. */
  @Test
  void outsideTheDomain() {
    Expression shape = line("s0", "s1").plus(1.5);
    Expression expression = Expression.apply(SpecialFunction.LOG_GAMMA, shape);
    double[] m = column(0, 1, 1);
    double[] z = column(-3, 3, 2);
    double[] beyond = {Double.NaN, Double.POSITIVE_INFINITY, 5};
    System.arraycopy(beyond, 0, z, 140, 3);
    Program program = Program.of(expression.plus(Expression.draw("m")), NAMES);
    double[] results =
        ProgramRun.of(program, OFFSETS, Map.of("m", m, "z", z), Map.of(), PHI, adjoint()).results();
    int undefined = 0;
    for (int k = 0; k < DRAWS; k++) {
      boolean defined = 0.35 - 0.15 * z[k] > 0 && !Double.isInfinite(z[k]);
      assertEquals(defined, !Double.isNaN(results[k]), "z = " + z[k]);
      undefined += defined ? 0 : 1;
    }
    assertTrue(undefined > 100 && undefined < DRAWS - 100, undefined + " of " + DRAWS);
  }

  /** Kinks, jumps and functions of two columns stay as they are. */
  @Test
  void whatIsNoCurve() {
    Expression gamma = Expression.apply(SpecialFunction.LOG_GAMMA, line("s0", "s1"));
    Expression z = Expression.draw("z");
    Expression bent = Expression.apply(Scientific.ABS, line("s0", "s1"));
    assertEquals(0, curves(Program.of(line("s0", "s1").exp(), NAMES)));
    assertEquals(0, curves(Program.of(Expression.apply(SpecialFunction.LOG_GAMMA, z), NAMES)));
    assertEquals(0, curves(Program.of(Expression.apply(SpecialFunction.LOG_GAMMA, bent), NAMES)));
    Expression both = line("s0", "s1").plus(Expression.draw("m"));
    assertEquals(0, curves(Program.of(Expression.apply(SpecialFunction.LOG_GAMMA, both), NAMES)));
    assertEquals(1, curves(Program.of(Expression.apply(Scientific.ABS, gamma), NAMES)));
    Expression perObject = line("s0", "s1").plus(Expression.covariate("u"));
    assertEquals(
        0, curves(Program.of(Expression.apply(SpecialFunction.LOG_GAMMA, perObject), NAMES)));
  }

  /** Sums by step, carried back in one sweep, are the sums of the objects' gradients. */
  @Test
  void sumsOverObjects() {
    Program program = Program.of(schechter(), NAMES);
    double[] m = column(8, 12, 1);
    double[] z = column(0.2, 1.5, 2);
    double[] adjoint = adjoint();
    Hyperpoint point = program.at(PHI, true);
    ChunkEvaluator evaluator = new ChunkEvaluator(program);
    double[] byStep = new double[program.steps()];
    for (BoundProgram.Chunk chunk :
        program.bind(OFFSETS, Map.of("m", m, "z", z), Map.of()).chunks()) {
      evaluator.forward(chunk, point);
      int from = chunk.firstDraw();
      evaluator.pullBackSums(Arrays.copyOfRange(adjoint, from, from + chunk.draws()), byStep);
    }
    double[] gradient = new double[4];
    point.pullBack(program, byStep, gradient);
    double[][] rows =
        ProgramRun.of(program, OFFSETS, Map.of("m", m, "z", z), Map.of(), PHI, adjoint).gradients();
    for (int d = 0; d < 4; d++) {
      int column = d;
      double sum = Arrays.stream(rows).mapToDouble(row -> row[column]).sum();
      double size = Arrays.stream(rows).mapToDouble(row -> Math.abs(row[column])).sum();
      assertEquals(sum, gradient[d], 1e-12 * size);
    }
  }
}
