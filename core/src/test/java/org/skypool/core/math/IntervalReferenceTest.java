package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.ElementFunction;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.expression.PointFunction;
import org.skypool.core.expression.SpecialFunction;

/**
 * Values and parameter derivatives against 50-digit references. The tolerance is the stated
 * accuracy: a few 1e-15 of the integral, and the rounding of the largest term of the logarithm.
 */
class IntervalReferenceTest {

  private static final double RELATIVE = 4e-15;

  private static double at(ElementFunction f, double... x) {
    return ((PointFunction) f).at(x);
  }

  private static double partial(ElementFunction f, int j, double... x) {
    return ((PointFunction) f).partial(x, at(f, x), j);
  }

  private static void close(double expected, double actual, double size, double[] row) {
    assertEquals(expected, actual, RELATIVE * Math.max(1, size), () -> Arrays.toString(row));
  }

  @Test
  void gamma() throws IOException {
    for (double[] row : ReferenceTable.read("log-gamma-interval.csv")) {
      double[] x = Arrays.copyOf(row, 3);
      double size = Math.max(Math.abs(row[3]), Math.max(x[1], Math.abs(x[0])));
      close(row[3], at(LogInterval.GAMMA, x), size, row);
      close(row[4], partial(LogInterval.GAMMA, 0, x), Math.abs(row[4]), row);
      if (x[2] == Double.POSITIVE_INFINITY) {
        close(row[3], at(SpecialFunction.LOG_UPPER_GAMMA, x[0], x[1]), size, row);
        close(
            row[4], partial(SpecialFunction.LOG_UPPER_GAMMA, 0, x[0], x[1]), Math.abs(row[4]), row);
      }
    }
  }

  @Test
  void normal() throws IOException {
    for (double[] row : ReferenceTable.read("log-normal-interval.csv")) {
      close(row[2], NormalTail.logInterval(row[0], row[1]), Math.abs(row[2]), row);
      if (row[0] == Double.NEGATIVE_INFINITY) {
        close(row[2], NormalTail.logCdf(row[1]), Math.abs(row[2]), row);
      }
    }
  }

  @Test
  void beta() throws IOException {
    for (double[] row : ReferenceTable.read("log-beta-interval.csv")) {
      double[] x = Arrays.copyOf(row, 4);
      double size = Math.max(Math.abs(row[4]), Math.sqrt(x[0] + x[1]));
      close(row[4], at(LogInterval.BETA, x), size, row);
      close(row[5], partial(LogInterval.BETA, 0, x), Math.abs(row[5]), row);
      close(row[6], partial(LogInterval.BETA, 1, x), Math.abs(row[6]), row);
    }
  }

  @Test
  void studentT() throws IOException {
    for (double[] row : ReferenceTable.read("log-student-interval.csv")) {
      double[] x = Arrays.copyOf(row, 3);
      close(row[3], at(LogInterval.STUDENT_T, x), Math.abs(row[3]), row);
      close(row[4], partial(LogInterval.STUDENT_T, 0, x), Math.abs(row[4]), row);
    }
  }

  @Test
  void gammaHalfStep() throws IOException {
    for (double[] row : ReferenceTable.read("gamma-half-step.csv")) {
      assertEquals(row[1], GammaHalfStep.value(row[0]), 2e-14 * Math.max(1, Math.abs(row[1])));
      assertEquals(row[2], GammaHalfStep.derivative(row[0]), 2e-14 * Math.max(1, Math.abs(row[2])));
    }
  }

  /**
   * Gamma(s + 1, x) = s Gamma(s, x) + x^s e^-x, away from the cancellation at s near 0 and below.
   */
  @Test
  void recurrenceOfTheUpperGamma() {
    for (double s : new double[] {0.2, 0.9, 1.5, 4, 12.25, 60}) {
      for (double x : new double[] {1e-6, 0.1, 1, 5, 30}) {
        double left = at(SpecialFunction.LOG_UPPER_GAMMA, s + 1, x);
        double a = Math.log(s) + at(SpecialFunction.LOG_UPPER_GAMMA, s, x);
        double b = s * Math.log(x) - x;
        double right = at(org.skypool.core.expression.Binary.LOG_ADD_EXP, a, b);
        assertEquals(right, left, 1e-14 * Math.max(1, Math.abs(left)), s + " " + x);
      }
    }
  }

  @Test
  void emptyAndInvalidIntervals() {
    assertEquals(Double.NEGATIVE_INFINITY, at(LogInterval.GAMMA, 2, 3, 3));
    assertEquals(Double.NEGATIVE_INFINITY, at(LogInterval.NORMAL, 1, -1));
    assertEquals(Double.NaN, at(LogInterval.GAMMA, -0.5, 0, 1));
    assertEquals(Double.NaN, at(SpecialFunction.LOG_UPPER_GAMMA, 0, 0));
    assertEquals(Double.NaN, at(SpecialFunction.LOG_UPPER_GAMMA, 1, -1));
    assertEquals(Double.NaN, at(LogInterval.BETA, -1, 2, 0, 0.5));
    assertEquals(Double.NaN, at(LogInterval.STUDENT_T, 0, 0, 0.5));
    assertEquals(Double.NaN, at(LogInterval.EXPONENTIAL, 0, 0, Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, partial(LogInterval.GAMMA, 0, -0.5, 0, 1));
  }
}
