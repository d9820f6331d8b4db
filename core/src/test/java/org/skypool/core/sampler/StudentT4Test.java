package org.skypool.core.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class StudentT4Test {

  private static final MathContext DIGITS = new MathContext(60);
  private static final TDistribution REFERENCE = TDistribution.of(4);

  /** The distribution function 1/2 + r (3 - r^2) / 4 with r = z / sqrt(4 + z^2), to 55 digits. */
  private static BigDecimal cdf(double z) {
    BigDecimal x = new BigDecimal(z);
    BigDecimal norm = x.multiply(x).add(new BigDecimal(4)).sqrt(DIGITS);
    BigDecimal r = x.divide(norm, DIGITS);
    BigDecimal bracket = new BigDecimal(3).subtract(r.multiply(r, DIGITS));
    return new BigDecimal("0.5").add(r.multiply(bracket, DIGITS).multiply(new BigDecimal("0.25")));
  }

  /** (cdf(z) - u) / density is the error of z; both factors are known far better than needed. */
  private static double relativeError(double u) {
    double z = StudentT4.quantile(u);
    double density = 0.375 * Math.pow(1 + z * z / 4, -2.5);
    double difference = cdf(z).subtract(new BigDecimal(u)).doubleValue();
    return Math.abs(difference / density / z);
  }

  @Test
  void quantileIsAccurateEverywhere() {
    SplitMix64 rng = new SplitMix64(1);
    double worst = 0;
    for (int i = 0; i < 5000; i++) {
      double central = 0.5 + (rng.nextDouble() - 0.5) * Math.pow(10, -15 * rng.nextDouble());
      double tail = Math.pow(10, -14 * rng.nextDouble());
      for (double u : new double[] {rng.nextDouble(), central, tail, 1 - tail, tail * 1e-30}) {
        worst = u == 0.5 || u >= 1 ? worst : Math.max(worst, relativeError(u));
      }
    }
    assertTrue(worst < 2e-15, "largest relative error " + worst);
  }

  /** The reference solves for its quantile numerically, to about 1e-9. */
  @Test
  void agreesWithCommonsStatistics() {
    for (double u : new double[] {1e-12, 1e-6, 0.01, 0.2, 0.4999, 0.5, 0.7, 0.95, 1 - 1e-9}) {
      double z = StudentT4.quantile(u);
      assertEquals(REFERENCE.inverseCumulativeProbability(u), z, 1e-8 * Math.max(1, Math.abs(z)));
      assertEquals(REFERENCE.logDensity(z), StudentT4.logDensity(z), 1e-12);
    }
  }

  @Test
  void edges() {
    assertEquals(Double.NEGATIVE_INFINITY, StudentT4.quantile(0));
    assertEquals(Double.POSITIVE_INFINITY, StudentT4.quantile(1));
    assertEquals(0, StudentT4.quantile(0.5), 1e-30);
    assertEquals(Double.NaN, StudentT4.quantile(-1e-9));
    assertEquals(Double.NaN, StudentT4.quantile(1.0000001));
    assertEquals(Double.NaN, StudentT4.quantile(Double.NaN));
    assertEquals(Math.log(0.375), StudentT4.logDensity(0), 1e-16);
    assertEquals(Double.NEGATIVE_INFINITY, StudentT4.logDensity(Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, StudentT4.logDensity(Double.NaN));
  }

  @Test
  void symmetricAndIncreasing() {
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 4096; i++) {
      double z = StudentT4.quantile(i / 4096.0);
      assertEquals(-z, StudentT4.quantile(1 - i / 4096.0), 1e-30);
      assertTrue(z > last);
      last = z;
    }
  }

  @Test
  void arraysGiveTheScalarBits() {
    double[] u = new SplitMix64(2).doubles(1000).toArray();
    double[] z = new double[1000];
    double[] density = new double[1000];
    for (int pass = 0; pass < 300; pass++) {
      StudentT4.quantile(u, 3, 990, z);
      StudentT4.logDensity(z, 3, 990, density);
    }
    for (int i = 3; i < 990; i++) {
      assertEquals(StudentT4.quantile(u[i]), z[i]);
      assertEquals(StudentT4.logDensity(z[i]), density[i]);
    }
    assertEquals(0, z[2]);
    assertEquals(0, z[990]);
    assertThrows(IllegalArgumentException.class, () -> StudentT4.quantile(u, 0, 9, u));
  }
}
