package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.density.Normal;
import org.skypool.core.density.Uniform;
import org.skypool.core.math.LogSumExp;
import org.skypool.core.population.Hyperprior;

class ModeFinderTest {
  private static final double TOLERANCE = 1e-3;

  private static KnownPosterior posterior(KnownPosterior.Likelihood likelihood) {
    Normal normal = new Normal();
    return new KnownPosterior(
        "test",
        Hyperprior.of(
            List.of(
                new Hyperprior.Factor("a", normal, new double[] {0, 1}),
                new Hyperprior.Factor("b", normal, new double[] {0, 1})),
            Optional.empty()),
        likelihood,
        List.of());
  }

  /** Prior precision 1, likelihood precision [[9, 4], [4, 5]] around (1, -1): all exact. */
  @Test
  void quadratic() {
    KnownPosterior known =
        posterior(
            (phi, gradient) -> {
              double a = phi[0] - 1;
              double b = phi[1] + 1;
              gradient[0] = -9 * a - 4 * b;
              gradient[1] = -4 * a - 5 * b;
              return (a * gradient[0] + b * gradient[1]) / 2;
            });
    HyperposteriorTarget target = known.target();
    Laplace mode = new ModeFinder(target, TOLERANCE).climb(new double[2]);
    double determinant = 10 * 6 - 16;
    double[][] covariance = {
      {6 / determinant, -4 / determinant}, {-4 / determinant, 10 / determinant}
    };
    double[] right = {9 - 4, 4 - 5};
    double[] centre = {
      covariance[0][0] * right[0] + covariance[0][1] * right[1],
      covariance[1][0] * right[0] + covariance[1][1] * right[1]
    };
    assertArrayEquals(centre, mode.centre(), 1e-6);
    for (int j = 0; j < 2; j++) {
      assertArrayEquals(covariance[j], mode.covariance()[j], 1e-6);
    }
    assertEquals(2, target.passes(), "a quadratic takes one step and a check");
  }

  /** From wherever it starts, also where the curvature is wrong, it ends at the only peak. */
  @ParameterizedTest
  @CsvSource({"0, 0", "5, 5", "-7, 3", "0.01, -6"})
  void bananaFromAfar(double a, double b) {
    KnownPosterior known =
        posterior(
            (phi, gradient) -> {
              double u = phi[0] - 1;
              double v = phi[1] - phi[0] * phi[0];
              gradient[0] = -u + 40 * v * phi[0];
              gradient[1] = -20 * v;
              return -u * u / 2 - 10 * v * v;
            });
    double[] start = {a, b};
    Laplace mode = new ModeFinder(known.target(), TOLERANCE).climb(start);
    double[] z = mode.centre();
    double v = z[1] - z[0] * z[0];
    assertEquals(0, -(z[0] - 1) + 40 * v * z[0] - z[0], 0.02);
    assertEquals(0, -20 * v - z[1], 0.02);
    double determinant =
        mode.covariance()[0][0] * mode.covariance()[1][1]
            - mode.covariance()[0][1] * mode.covariance()[1][0];
    assertTrue(determinant > 0 && mode.covariance()[0][0] > 0);
  }

  /** Two straight slopes with a rounded ridge between them: whole Newton steps leap to and fro. */
  @ParameterizedTest
  @CsvSource({"0", "-3.7", "2.2"})
  void shortensStepsThatOvershoot(double start) {
    KnownPosterior known =
        posterior(
            (phi, gradient) -> {
              double u = 100 * (phi[0] - 1);
              gradient[0] = -100 * u / Math.sqrt(1 + u * u);
              gradient[1] = 0;
              return -Math.sqrt(1 + u * u);
            });
    Laplace mode = new ModeFinder(known.target(), TOLERANCE).climb(new double[] {start, 0});
    assertEquals(1, mode.centre()[0], 2e-4);
    assertEquals(0.01, Math.sqrt(mode.covariance()[0][0]), 2e-4);
  }

  /** A flat direction keeps the prior's width. */
  @Test
  void saysNothingWhereTheDataSayNothing() {
    KnownPosterior known =
        posterior(
            (phi, gradient) -> {
              gradient[0] = -100 * (phi[0] - 2);
              gradient[1] = 0;
              return -50 * (phi[0] - 2) * (phi[0] - 2);
            });
    Laplace mode = new ModeFinder(known.target(), TOLERANCE).climb(new double[2]);
    assertArrayEquals(new double[] {200.0 / 101, 0}, mode.centre(), 1e-5);
    assertEquals(1 / 101.0, mode.covariance()[0][0], 1e-6);
    assertEquals(1, mode.covariance()[1][1], 1e-6);
  }

  /** Beyond a wall the density vanishes; steps are shortened until they stay inside. */
  @Test
  void staysInsideTheSupport() {
    KnownPosterior known =
        posterior(
            (phi, gradient) -> {
              gradient[0] = 200 / phi[0] - 100;
              gradient[1] = 0;
              return phi[0] > 0 ? 200 * Math.log(phi[0]) - 100 * phi[0] : Double.NaN;
            });
    Laplace mode = new ModeFinder(known.target(), TOLERANCE).climb(new double[] {0.01, 0});
    double z = mode.centre()[0];
    assertEquals(0, 200 / z - 100 - z, 0.1);
  }

  @Test
  void withoutSupportAtTheStart() {
    KnownPosterior known =
        new KnownPosterior(
            "impossible",
            Hyperprior.of(
                List.of(new Hyperprior.Factor("a", new Uniform(), new double[] {2, 6})),
                Optional.empty()),
            (phi, gradient) -> Double.NEGATIVE_INFINITY,
            List.of());
    NoSupportException exception =
        assertThrows(
            NoSupportException.class,
            () -> new ModeFinder(known.target(), TOLERANCE).climb(new double[1]));
    assertArrayEquals(new double[] {4}, exception.phi(), 1e-12);
    assertTrue(exception.getMessage().contains("[4.0"), exception.getMessage());
  }

  /** Two peaks of unequal height and width, and a start where the density is 0. */
  @Test
  void climbsTogetherEndWhereEachWouldAlone() {
    KnownPosterior known =
        posterior(
            (phi, gradient) -> {
              if (phi[1] > 2.5) {
                return Double.NEGATIVE_INFINITY;
              }
              double[] log = new double[2];
              for (int peak = 0; peak < 2; peak++) {
                double sd = 0.2 + 0.2 * peak;
                double a = (phi[0] - 1 + 2 * peak) / sd;
                double b = (phi[1] + peak) / sd;
                log[peak] = peak - (a * a + b * b) / 2;
              }
              double sum = LogSumExp.of(log, 0, 2);
              for (int peak = 0; peak < 2; peak++) {
                double sd = 0.2 + 0.2 * peak;
                double share = Math.exp(log[peak] - sum);
                gradient[0] -= share * (phi[0] - 1 + 2 * peak) / (sd * sd);
                gradient[1] -= share * (phi[1] + peak) / (sd * sd);
              }
              return sum;
            });
    List<double[]> starts =
        List.of(
            new double[] {1.4, 0.3},
            new double[] {0, 2.7},
            new double[] {-2, 1},
            new double[] {0.3, 0.2});
    List<Optional<Laplace>> together = new ModeFinder(known.target(), TOLERANCE).climb(starts);
    for (int s = 0; s < starts.size(); s++) {
      double[] start = starts.get(s);
      if (s == 1) {
        assertEquals(Optional.empty(), together.get(s));
        assertThrows(
            NoSupportException.class, () -> new ModeFinder(known.target(), TOLERANCE).climb(start));
      } else {
        Laplace alone = new ModeFinder(known.target(), TOLERANCE).climb(start);
        assertArrayEquals(alone.centre(), together.get(s).orElseThrow().centre());
        assertTrue(Arrays.deepEquals(alone.covariance(), together.get(s).get().covariance()));
      }
    }
    assertTrue(together.get(0).orElseThrow().centre()[0] > 0.5);
    assertTrue(together.get(2).orElseThrow().centre()[0] < -0.5);
  }
}
