package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.junit.jupiter.api.Test;

/** Errors of exp and log against 45-digit arithmetic, and their limits. */
class ElementaryAccuracyTest {

  private static final MathContext DIGITS = new MathContext(45);
  private static final int POINTS = 2000;

  /** exp(x) = (sum of the Taylor series at x / 4096)^4096, good to 40 digits. */
  private static BigDecimal exactExp(double x) {
    BigDecimal r = new BigDecimal(x).divide(new BigDecimal(4096), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int i = 1; i < 40; i++) {
      term = term.multiply(r, DIGITS).divide(new BigDecimal(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum.pow(4096, DIGITS);
  }

  /**
   * log(x) from an approximation y by two terms of log(1 + d), d = x exp(-y) - 1 of order 1e-16.
   */
  private static BigDecimal exactLog(double x) {
    return exactLogOf(new BigDecimal(x), Math.log(x));
  }

  private static BigDecimal exactLogOf(BigDecimal x, double y) {
    BigDecimal d = x.multiply(exactExp(-y), DIGITS).subtract(BigDecimal.ONE);
    BigDecimal half = d.multiply(d, DIGITS).multiply(new BigDecimal("0.5"));
    return new BigDecimal(y).add(d).subtract(half);
  }

  private static double errorInUlps(double actual, BigDecimal exact) {
    BigDecimal error = new BigDecimal(actual).subtract(exact).abs();
    return error.divide(new BigDecimal(Math.ulp(exact.doubleValue())), DIGITS).doubleValue();
  }

  private static double worst(
      DoubleUnaryOperator f,
      java.util.function.DoubleFunction<BigDecimal> exact,
      double low,
      double high,
      long seed) {
    UniformRandomProvider rng = new SplitMix64(seed);
    double worst = 0;
    for (int i = 0; i < POINTS; i++) {
      double x = low + (high - low) * rng.nextDouble();
      worst = Math.max(worst, errorInUlps(f.applyAsDouble(x), exact.apply(x)));
    }
    return worst;
  }

  @Test
  void expIsWithinOneUnitInTheLastPlace() {
    assertTrue(worst(BlockMath::exp, ElementaryAccuracyTest::exactExp, -1, 1, 1) < 1);
    assertTrue(worst(BlockMath::exp, ElementaryAccuracyTest::exactExp, -40, 40, 2) < 1);
    assertTrue(worst(BlockMath::exp, ElementaryAccuracyTest::exactExp, -708.39, 709.78, 3) < 1);
  }

  @Test
  void logIsWithinOneUnitInTheLastPlace() {
    assertTrue(worst(BlockMath::log, ElementaryAccuracyTest::exactLog, 0.5, 2, 4) < 1);
    assertTrue(worst(BlockMath::log, ElementaryAccuracyTest::exactLog, 0.999, 1.001, 5) < 1);
    assertTrue(worst(BlockMath::log, ElementaryAccuracyTest::exactLog, 1e-9, 1e-3, 6) < 1);
    assertTrue(worst(BlockMath::log, ElementaryAccuracyTest::exactLog, 1, 1e300, 7) < 1);
  }

  @Test
  void expm1IsWithinThreeUnitsInTheLastPlace() {
    java.util.function.DoubleFunction<BigDecimal> exact = x -> exactExp(x).subtract(BigDecimal.ONE);
    assertTrue(worst(BlockMath::expm1, exact, -1e-3, 1e-3, 9) < 3);
    assertTrue(worst(BlockMath::expm1, exact, -1.2, 1.2, 10) < 3);
    assertTrue(worst(BlockMath::expm1, exact, -45, 709, 11) < 3);
  }

  @Test
  void log1pIsWithinTwoUnitsInTheLastPlace() {
    java.util.function.DoubleFunction<BigDecimal> exact =
        x -> exactLogOf(new BigDecimal(x).add(BigDecimal.ONE), Math.log1p(x));
    assertTrue(worst(BlockMath::log1p, exact, -1e-3, 1e-3, 12) < 2);
    assertTrue(worst(BlockMath::log1p, exact, -0.9999, 3, 13) < 2);
    assertTrue(worst(BlockMath::log1p, exact, 3, 1e9, 14) < 2);
  }

  /** x^y = exp(y log x) with 45 digits; relative errors. */
  private static double worstPower(double largestLog, double base, long seed) {
    UniformRandomProvider rng = new SplitMix64(seed);
    double worst = 0;
    for (int i = 0; i < POINTS; i++) {
      double x = Math.exp(base * (2 * rng.nextDouble() - 1));
      double y = largestLog * (2 * rng.nextDouble() - 1) / Math.log(x);
      BigDecimal exponent = new BigDecimal(y).multiply(exactLog(x), DIGITS);
      double whole = exponent.doubleValue();
      BigDecimal rest = exponent.subtract(new BigDecimal(whole));
      BigDecimal exact = exactExp(whole).multiply(BigDecimal.ONE.add(rest), DIGITS);
      BigDecimal error = new BigDecimal(BlockMath.pow(x, y)).subtract(exact).abs();
      worst = Math.max(worst, error.divide(exact, DIGITS).doubleValue());
    }
    return worst;
  }

  @Test
  void powerIsAsAccurateAsStated() {
    assertTrue(worstPower(5, 3, 15) < 1e-15);
    assertTrue(worstPower(700, 3, 16) < 5e-14);
    assertTrue(worstPower(700, 0.4, 17) < 5e-14);
    assertTrue(worstPower(700, 1e-3, 18) < 5e-14);
    assertTrue(worstPower(700, 300, 19) < 5e-14);
  }

  @Test
  void limitsOfExpm1Log1pAndPow() {
    assertEquals(-1.0, BlockMath.expm1(Double.NEGATIVE_INFINITY));
    assertEquals(Double.POSITIVE_INFINITY, BlockMath.expm1(710));
    assertEquals(Double.NaN, BlockMath.expm1(Double.NaN));
    assertEquals(1e-300, BlockMath.expm1(1e-300));
    assertEquals(Double.NEGATIVE_INFINITY, BlockMath.log1p(-1));
    assertEquals(Double.NaN, BlockMath.log1p(-1.5));
    assertEquals(Double.NaN, BlockMath.log1p(Double.NaN));
    assertEquals(Double.POSITIVE_INFINITY, BlockMath.log1p(Double.POSITIVE_INFINITY));
    assertEquals(-1e-300, BlockMath.log1p(-1e-300));
    assertEquals(-8.0, BlockMath.pow(-2, 3));
    assertEquals(Double.NaN, BlockMath.pow(-2, 0.5));
    assertEquals(0.0, BlockMath.pow(0, 2));
    assertEquals(1.0, BlockMath.pow(7, 0));
    assertEquals(Double.NaN, BlockMath.pow(Double.NaN, 0));
    assertEquals(Double.NaN, BlockMath.pow(2, Double.NaN));
    assertEquals(Double.POSITIVE_INFINITY, BlockMath.pow(2, 1024));
    assertEquals(StrictMath.pow(2, -1074), BlockMath.pow(2, -1074));
  }

  /** Math.exp and Math.log are themselves only promised to 1 unit in the last place. */
  @Test
  void agreesWithThePlatformToTwoUnits() {
    UniformRandomProvider rng = new SplitMix64(8);
    for (int i = 0; i < 1_000_000; i++) {
      double x = -708 + 1417 * rng.nextDouble();
      assertEquals(Math.exp(x), BlockMath.exp(x), 2 * Math.ulp(Math.exp(x)), () -> "exp " + x);
      double y = Double.longBitsToDouble(rng.nextLong() & Long.MAX_VALUE);
      if (y <= Double.MAX_VALUE) {
        double log = Math.log(y);
        assertEquals(log, BlockMath.log(y), 2 * Math.ulp(log), () -> "log " + y);
      }
    }
  }

  @Test
  void limitsOfExp() {
    assertEquals(1.0, BlockMath.exp(0.0));
    assertEquals(1.0, BlockMath.exp(-0.0));
    assertEquals(0.0, BlockMath.exp(Double.NEGATIVE_INFINITY));
    assertEquals(0.0, BlockMath.exp(-708.3900000000001));
    assertEquals(Math.exp(-708.39), BlockMath.exp(-708.39), 2 * Double.MIN_VALUE);
    assertEquals(Double.MAX_VALUE, BlockMath.exp(709.782712893384), 1e295);
    assertEquals(Double.POSITIVE_INFINITY, BlockMath.exp(709.7827128933841));
    assertEquals(Double.POSITIVE_INFINITY, BlockMath.exp(Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, BlockMath.exp(Double.NaN));
  }

  @Test
  void limitsOfLog() {
    assertEquals(0.0, BlockMath.log(1.0));
    assertEquals(Double.NEGATIVE_INFINITY, BlockMath.log(0.0));
    assertEquals(Double.NEGATIVE_INFINITY, BlockMath.log(-0.0));
    assertEquals(Double.NaN, BlockMath.log(-Double.MIN_VALUE));
    assertEquals(Double.NaN, BlockMath.log(Double.NEGATIVE_INFINITY));
    assertEquals(Double.NaN, BlockMath.log(Double.NaN));
    assertEquals(Double.POSITIVE_INFINITY, BlockMath.log(Double.POSITIVE_INFINITY));
    assertEquals(-744.4400719213812, BlockMath.log(Double.MIN_VALUE), 2.3e-13);
    assertEquals(709.782712893384, BlockMath.log(Double.MAX_VALUE), 2.3e-13);
  }
}
