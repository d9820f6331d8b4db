package org.skypool.core.astro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The integral against Simpson's rule in redshift with Richardson's extrapolation, its derivatives
 * against the same of the differentiated integrand.
 */
class FlatUniverseTest {

  /** Romberg's method, relative error below 1e-13 for these integrands. */
  private static double romberg(DoubleUnaryOperator f, double to) {
    int levels = 18;
    double[] row = new double[levels];
    row[0] = to * (f.applyAsDouble(0) + f.applyAsDouble(to)) / 2;
    long n = 1;
    for (int level = 1; level < levels; level++) {
      double sum = 0;
      for (long k = 0; k < n; k++) {
        sum += f.applyAsDouble(to * (k + 0.5) / n);
      }
      double refined = row[0] / 2 + to * sum / (2 * n);
      double factor = 1;
      double[] next = new double[levels];
      next[0] = refined;
      for (int j = 1; j <= level && j < 8; j++) {
        factor *= 4;
        next[j] = next[j - 1] + (next[j - 1] - row[j - 1]) / (factor - 1);
      }
      row = next;
      n *= 2;
    }
    return row[7];
  }

  private static double square(double z, double matter, double state) {
    return matter * Math.pow(1 + z, 3) + (1 - matter) * Math.pow(1 + z, 3 * (1 + state));
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 0.3, -1", "0.1, 0.3, -1", "1, 0.3, -1", "3, 0.3, -1", "20, 0.3, -1", "20, 0.05, -1",
    "2, 0.05, -2", "20, 0.05, -2", "1, 0.5, -0.8", "20, 0.3, -0.3333333333", "2, 1, -1",
        "20, 1, -0.7"
  })
  void againstQuadrature(double z, double matter, double state) {
    FlatUniverse flat = FlatUniverse.at(z, matter, state);
    double integral = romberg(t -> 1 / Math.sqrt(square(t, matter, state)), z);
    assertEquals(integral, flat.integral(), 1e-13 * integral + 1e-15);
    double byMatter =
        romberg(
            t ->
                -(Math.pow(1 + t, 3) - Math.pow(1 + t, 3 * (1 + state)))
                    / (2 * Math.pow(square(t, matter, state), 1.5)),
            z);
    assertEquals(byMatter, flat.byMatter(), 1e-11 * Math.abs(byMatter) + 1e-14);
    double byState =
        romberg(
            t ->
                -3
                    * Math.log(1 + t)
                    * (1 - matter)
                    * Math.pow(1 + t, 3 * (1 + state))
                    / (2 * Math.pow(square(t, matter, state), 1.5)),
            z);
    assertEquals(byState, flat.byState(), 1e-11 * Math.abs(byState) + 1e-14);
    assertEquals(Math.sqrt(square(z, matter, state)), flat.expansion(), 1e-14 * flat.expansion());
  }

  /** {@code I = 2 (1 - (1+z)^(-1/2))} of matter alone. */
  @Test
  void einsteinDeSitter() {
    assertEquals(1, FlatUniverse.at(3, 1, -1).integral(), 1e-14);
    assertEquals(0, FlatUniverse.at(0, 0.3, -1).integral());
  }

  @Test
  void noUniverse() {
    assertTrue(Double.isNaN(FlatUniverse.at(1, -0.5, -1).expansion()));
  }
}
