package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Partial derivatives of every function against five-point central differences: step h, error about
 * h^4 times the fifth derivative plus rounding 1e-16 / h, both below 1e-9 for h = 1e-3 of the
 * scale.
 */
class FunctionDerivativesTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  private record Case(PointFunction function, double... x) {}

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Scientific f : Scientific.values()) {
      cases.add(new Case(f, 0.3));
      cases.add(new Case(f, 0.8));
    }
    for (double z : new double[] {-30, -5, -1.01, -0.99, 0, 0.99, 1.01, 3}) {
      cases.add(new Case(SpecialFunction.LOG_NORMAL_CDF, z));
    }
    for (double z : new double[] {-2, 0.1, 1.5}) {
      cases.add(new Case(SpecialFunction.ERF, z));
      cases.add(new Case(SpecialFunction.NORMAL_CDF, z));
    }
    for (double x : new double[] {0.2, 3, 40}) {
      cases.add(new Case(SpecialFunction.LOG_GAMMA, x));
      cases.add(new Case(SpecialFunction.LOG_GAMMA_HALF_STEP, x));
      cases.add(new Case(SpecialFunction.LOG_BETA, x, 1.5));
      cases.add(new Case(SpecialFunction.LOG_BETA, 0.7, x));
      for (double s : new double[] {-2.5, -1, -0.25, 0, 0.5, 3}) {
        cases.add(new Case(SpecialFunction.LOG_UPPER_GAMMA, s, x));
        cases.add(new Case(LogInterval.GAMMA, s, x, x + 1));
        cases.add(new Case(LogInterval.GAMMA, s, x, INF));
      }
    }
    cases.add(new Case(LogInterval.GAMMA, 2.5, 0, 1));
    for (double low : new double[] {-INF, -20, -3, -0.5, 0.25, 4}) {
      for (double width : new double[] {0.3, 6, INF}) {
        double high = Math.max(low, -2) + width;
        cases.add(new Case(LogInterval.NORMAL, low, high));
        cases.add(new Case(LogInterval.CAUCHY, low, high));
        cases.add(new Case(LogInterval.STUDENT_T, 2.5, low, high));
        cases.add(new Case(LogInterval.STUDENT_T, 60, low, high));
      }
    }
    for (double s : new double[] {-3, -0.5, -1e-3, 0, 1e-3, 0.02, 2, 30}) {
      cases.add(new Case(LogInterval.EXPONENTIAL, s, -1, 1.5));
    }
    cases.add(new Case(LogInterval.EXPONENTIAL, -2, 1, INF));
    cases.add(new Case(LogInterval.EXPONENTIAL, 2, -INF, 1));
    cases.add(new Case(LogInterval.BETA, 0.5, 2, 0, 0.3));
    cases.add(new Case(LogInterval.BETA, 3, 0.4, 0.6, 0.9));
    cases.add(new Case(LogInterval.BETA, 20, 30, 0.6, 0.7));
    cases.add(new Case(Binary.POW, 1.3, 2.5));
    cases.add(new Case(Binary.POW, 1.3, -1));
    cases.add(new Case(Binary.MIN, 1, 2));
    cases.add(new Case(Binary.MAX, 1, 2));
    cases.add(new Case(Binary.LOG_ADD_EXP, 700, 701));
    cases.add(new Case(Binary.LOG_RATIO, 2, 1.9));
    cases.add(new Case(Binary.LOG_RATIO, 2, 0.3));
    for (CosmologyFunction f : CosmologyFunction.values()) {
      cases.add(new Case(f, 0.05, 0.3, -1, 70));
      cases.add(new Case(f, 0.7, 0.3, -1, 70));
      cases.add(new Case(f, 2.5, 0.25, -0.8, 100));
    }
    cases.add(new Case(Guard.LOG_INSIDE, 2));
    cases.add(new Case(Guard.LOG_INSIDE, -2));
    cases.add(new Case(Guard.FINITE, 2));
    cases.add(new Case(Guard.LOG_OF_POSITIVE, 2));
    cases.add(new Case(Guard.LOG_OF_LENGTH, 2));
    cases.add(new Case(LogMixture.of(2), 0.3, -1, 0.5));
    cases.add(new Case(LogMixture.of(3), 0.3, 0.2, -700, -701, -702));
    cases.add(new Case(LogMixture.of(3), 0.3, 0.2, -INF, -1, 2));
    return cases;
  }

  @Test
  void derivativesAreExact() {
    for (Case c : cases()) {
      double y = c.function.at(c.x);
      for (int j = 0; j < c.x.length; j++) {
        double actual = c.function.partial(c.x, y, j);
        double expected = Double.isInfinite(c.x[j]) ? 0 : difference(c.function, c.x, j);
        double tolerance = 2e-9 * Math.max(Math.max(1, Math.abs(y)), Math.abs(expected));
        String where = c.function.name() + Arrays.toString(c.x) + " by argument " + j;
        assertEquals(expected, actual, tolerance, where);
      }
    }
  }

  private static double difference(PointFunction f, double[] x, int j) {
    if (j > 0 && x[j] == 0) {
      return 0;
    }
    double h = 1e-3 * Math.min(1, Math.max(0.1, Math.abs(x[j])));
    return (8 * (shifted(f, x, j, h) - shifted(f, x, j, -h))
            - shifted(f, x, j, 2 * h)
            + shifted(f, x, j, -2 * h))
        / (12 * h);
  }

  private static double shifted(PointFunction f, double[] x, int j, double h) {
    double[] moved = x.clone();
    moved[j] += h;
    return f.at(moved);
  }

  @Test
  void nanInNanOut() {
    for (Case c : cases()) {
      for (int j = 0; j < c.x.length; j++) {
        double[] x = c.x.clone();
        x[j] = Double.NaN;
        assertTrue(Double.isNaN(c.function.at(x)), c.function.name() + " argument " + j);
      }
    }
    assertTrue(Double.isNaN(Guard.WITHIN.at(new double[] {Double.NaN, 0, 1})));
    assertTrue(Double.isNaN(Guard.WITHIN.at(new double[] {0.5, Double.NaN, 1})));
    assertTrue(Double.isNaN(Guard.WITHIN.at(new double[] {0.5, 0, Double.NaN})));
  }

  @Test
  void guardsAtTheirEdges() {
    assertEquals(0, Guard.WITHIN.at(new double[] {1, 1, 2}));
    assertEquals(0, Guard.WITHIN.at(new double[] {2, 1, 2}));
    assertEquals(-INF, Guard.WITHIN.at(new double[] {Math.nextDown(1.0), 1, 2}));
    assertEquals(-INF, Guard.WITHIN.at(new double[] {INF, 1, INF}));
    assertEquals(0, Guard.LOG_INSIDE.at(new double[] {-3}));
    assertEquals(0, Guard.LOG_INSIDE.at(new double[] {INF}));
    assertTrue(Double.isNaN(Guard.LOG_OF_POSITIVE.at(new double[] {0})));
    assertEquals(-INF, Guard.LOG_OF_LENGTH.at(new double[] {-1}));
    assertTrue(Double.isNaN(Guard.ORDERED.at(new double[] {1, 1})));
  }

  @Test
  void mixtureWeightsOutsideTheUnitIntervalGiveNan() {
    LogMixture two = LogMixture.of(2);
    assertTrue(Double.isNaN(two.at(new double[] {-0.1, 0, 0})));
    assertTrue(Double.isNaN(two.at(new double[] {1.1, 0, 0})));
    assertTrue(Double.isNaN(LogMixture.of(3).at(new double[] {0.6, 0.6, 0, 0, 0})));
    assertEquals(3, two.at(new double[] {0, -INF, 3}));
    assertEquals(-INF, two.at(new double[] {0.5, -INF, -INF}));
    assertEquals(0, LogMixture.of(4).at(new double[] {0.1, 0.2, 0.7, 0, 0, 0, 5}), 1e-15);
    double atZero = two.partial(new double[] {0, 1, 2}, 2, 0);
    assertEquals(Math.exp(-1) - 1, atZero, 1e-15, "derivative by a weight that is 0");
  }

  @Test
  void blockEvaluationSkipsElementsWithoutAdjoint() {
    double[][] x = {{0, 4}};
    double[] y = new double[2];
    Scientific.SQRT.value(x, 0, 2, y);
    double[] out = new double[2];
    Scientific.SQRT.pullBack(x, y, 0, new double[] {0, 1}, 0, 2, out);
    assertEquals(0, out[0]);
    assertEquals(0.25, out[1]);
  }
}
