package org.skypool.core.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skypool.core.density.Density;
import org.skypool.core.density.DensityRegistry;
import org.skypool.core.expression.Expression;
import org.skypool.core.random.Streams;

class HyperpriorTest {
  private static final Expression A = Expression.hyperparameter("a");
  private static final Expression B = Expression.hyperparameter("b");

  /** Every family, with arguments inside its domain. */
  static List<Hyperprior.Factor> factors() {
    Map<String, double[]> arguments =
        Map.ofEntries(
            Map.entry("uniform", new double[] {-2, 0.5}),
            Map.entry("normal", new double[] {10, 0.2}),
            Map.entry("log_uniform", new double[] {0.01, 100}),
            Map.entry("log_normal", new double[] {0.5, 1.5}),
            Map.entry("half_normal", new double[] {3}),
            Map.entry("half_cauchy", new double[] {5}),
            Map.entry("power_law", new double[] {-2.35, 0.1, 100}),
            Map.entry("schechter", new double[] {-1.25, 10.7, 8.5}),
            Map.entry("student_t", new double[] {4, 1, 2}),
            Map.entry("exponential", new double[] {0.3}),
            Map.entry("gamma", new double[] {2.5, 1.2}),
            Map.entry("beta", new double[] {2, 3.5}));
    List<Hyperprior.Factor> factors = new ArrayList<>();
    for (Density family : DensityRegistry.standard().densities()) {
      double[] given = arguments.get(family.name());
      if (given != null && given.length == family.parameters().size()) {
        factors.add(new Hyperprior.Factor(family.name(), family, given));
      }
    }
    return factors;
  }

  private static double[] numbers(Hyperprior.Factor factor) {
    return factor.arguments().stream()
        .mapToDouble(e -> ((Expression.Constant) e).value())
        .toArray();
  }

  private static Hyperprior of(Hyperprior.Factor factor) {
    return Hyperprior.of(List.of(factor), Optional.empty());
  }

  @Test
  void theUsualFamiliesAreTried() {
    assertTrue(factors().size() >= 8, () -> "only " + factors());
  }

  /** Up to four standard deviations; beyond, the upper tail of 1 - p loses digits. */
  @ParameterizedTest
  @MethodSource("factors")
  void roundTrip(Hyperprior.Factor factor) {
    Hyperprior prior = of(factor);
    for (double z = -4; z <= 4; z += 0.125) {
      double[] phi = prior.natural(new double[] {z});
      assertEquals(z, prior.standard(phi)[0], 1e-8, factor.name());
    }
  }

  /** The share of the prior below natural(z) is that of the standard normal below z. */
  @ParameterizedTest
  @MethodSource("factors")
  void standardNormalCoordinates(Hyperprior.Factor factor) {
    NormalDistribution normal = new NormalDistribution();
    for (double z = -5; z <= 5; z += 0.5) {
      double phi = of(factor).natural(new double[] {z})[0];
      double p = factor.family().cumulative(phi, numbers(factor));
      assertEquals(normal.cumulativeProbability(z), p, 1e-10);
    }
  }

  private static double slope(Hyperprior prior, double z) {
    double[] at = {z};
    double[] out = new double[1];
    prior.pullBack(at, prior.natural(at), new double[] {1}, out);
    return out[0] + z;
  }

  /** Central differences with step 1e-4: relative error 1e-8 times third derivatives. */
  @ParameterizedTest
  @MethodSource("factors")
  void slopesAgreeWithFiniteDifferences(Hyperprior.Factor factor) {
    Hyperprior prior = of(factor);
    double h = 1e-4;
    for (double z = -3; z <= 3; z += 0.25) {
      double up = prior.natural(new double[] {z + h})[0];
      double down = prior.natural(new double[] {z - h})[0];
      double slope = slope(prior, z);
      assertEquals(1, (up - down) / (2 * h) / slope, 1e-6, factor.name() + " at " + z);
    }
  }

  /** With slopes the density of phi becomes that of the standard normal. */
  @ParameterizedTest
  @MethodSource("factors")
  void densityAndSlope(Hyperprior.Factor factor) {
    Hyperprior prior = of(factor);
    NormalDistribution normal = new NormalDistribution();
    for (double z = -4; z <= 4; z += 0.5) {
      double[] at = {z};
      double[] phi = prior.natural(at);
      double slope = slope(prior, z);
      assertEquals(normal.logDensity(z), prior.logDensity(phi) + Math.log(slope), 1e-9);
    }
  }

  @ParameterizedTest
  @MethodSource("factors")
  void edges(Hyperprior.Factor factor) {
    Hyperprior prior = of(factor);
    for (double z : new double[] {-8, -8.5, -40, 8, 8.5, 40}) {
      double[] phi = prior.natural(new double[] {z});
      assertTrue(Double.isFinite(phi[0]), factor.name() + " at " + z + ": " + phi[0]);
      assertArrayEquals(prior.natural(new double[] {8 * Math.signum(z)}), phi);
      if (Math.abs(z) > 8) {
        assertEquals(0, slope(prior, z));
      }
      assertTrue(Math.abs(prior.standard(phi)[0]) <= 8);
    }
    double end = factor.family().quantile(0, numbers(factor));
    assertEquals(-8, prior.standard(new double[] {end})[0]);
    end = factor.family().quantile(1, numbers(factor));
    assertEquals(8, prior.standard(new double[] {end})[0]);
  }

  @ParameterizedTest
  @MethodSource("factors")
  void cumulativeInNaturalUnits(Hyperprior.Factor factor) {
    Hyperprior prior = of(factor);
    for (double p : new double[] {0.001, 0.2, 0.5, 0.9, 0.995}) {
      double phi = factor.family().quantile(p, numbers(factor));
      assertEquals(p, prior.cumulative(0, phi, new double[] {phi}), 1e-9);
    }
  }

  /** Kolmogorov's sqrt(n) D is above 2.694 once in a million times. */
  @ParameterizedTest
  @MethodSource("factors")
  void sampleFollowsTheDensity(Hyperprior.Factor factor) {
    Hyperprior prior = of(factor);
    UniformRandomProvider rng = new Streams(1).stream("hyperprior", factor.name(), 0, 0);
    int n = 10_000;
    double[] p = new double[n];
    Arrays.setAll(p, i -> factor.family().cumulative(prior.sample(rng)[0], numbers(factor)));
    Arrays.sort(p);
    double distance = 0;
    for (int i = 0; i < n; i++) {
      distance = Math.max(distance, Math.abs(p[i] - (i + 0.5) / n));
    }
    assertTrue(distance * Math.sqrt(n) < 2.694, factor.name() + ": " + distance);
  }

  private static Hyperprior two(Optional<Expression> joint) {
    Density uniform = DensityRegistry.standard().find("uniform").orElseThrow();
    Density normal = DensityRegistry.standard().find("normal").orElseThrow();
    return Hyperprior.of(
        List.of(
            new Hyperprior.Factor("a", uniform, new double[] {1, 3}),
            new Hyperprior.Factor("b", normal, new double[] {0, 2})),
        joint);
  }

  @Test
  void severalHyperparametersKeepTheirOrder() {
    Hyperprior prior = two(Optional.empty());
    assertEquals(List.of("a", "b"), prior.names());
    assertEquals(2, prior.dimension());
    assertArrayEquals(new double[] {2, 2}, prior.natural(new double[] {0, 1}), 1e-12);
    assertEquals(List.of("a", "b"), List.copyOf(prior.named(new double[] {5, 7}).keySet()));
    assertEquals(Map.of("a", 5.0, "b", 7.0), prior.named(new double[] {5, 7}));
    double expected = -Math.log(2) - Math.log(2 * Math.sqrt(2 * Math.PI)) - 0.125;
    assertEquals(expected, prior.logDensity(new double[] {2.5, 1}), 1e-14);
    double outside = prior.logDensity(new double[] {3.5, 1});
    assertEquals(Double.NEGATIVE_INFINITY, outside);
  }

  @Test
  void jointFactorIsAddedWithItsGradient() {
    Hyperprior prior = two(Optional.of(A.times(B).minus(B.square())));
    double[] gradient = {10, 20};
    double value = prior.logJoint(new double[] {2, 0.5}, gradient);
    assertEquals(0.75, value, 1e-15);
    assertArrayEquals(new double[] {10.5, 21}, gradient, 1e-14);
    assertFalse(prior.isProper());
    assertTrue(two(Optional.empty()).isProper());
    double alone = two(Optional.empty()).logDensity(new double[] {2, 0.5});
    assertEquals(alone + 0.75, prior.logDensity(new double[] {2, 0.5}), 1e-14);
    double[] untouched = {1, 2};
    assertEquals(0, two(Optional.empty()).logJoint(new double[] {2, 0.5}, untouched));
    assertArrayEquals(new double[] {1, 2}, untouched);
  }
}
