package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealLineTest {

  /** Rounding of the value, over the slope, limits the round trip. */
  @ParameterizedTest
  @CsvSource({"-Infinity, Infinity", "2, Infinity", "-Infinity, -3", "-1, 4"})
  void roundTrip(double lower, double upper) {
    RealLine line = new RealLine(lower, upper);
    for (double y = -8; y <= 8; y += 0.25) {
      double value = line.toNatural(y);
      assertTrue(line.contains(value), "at " + y);
      assertEquals(y, line.toReal(value), 1e-11 * (1 + Math.exp(Math.abs(y)) / 100), "at " + y);
    }
  }

  /** Central differences with step 1e-4: relative error 1e-8 times a third derivative near 1. */
  @ParameterizedTest
  @CsvSource({"-Infinity, Infinity", "2, Infinity", "-Infinity, -3", "-1, 4"})
  void slopes(double lower, double upper) {
    RealLine line = new RealLine(lower, upper);
    double h = 1e-4;
    for (double y = -4; y <= 4; y += 0.5) {
      double slope = (line.toNatural(y + h) - line.toNatural(y - h)) / (2 * h);
      assertEquals(1, slope / Math.exp(line.logSlope(y)), 1e-7);
      double derivative = (line.logSlope(y + h) - line.logSlope(y - h)) / (2 * h);
      assertEquals(derivative, line.logSlopeDerivative(y), 1e-7);
    }
  }
}
