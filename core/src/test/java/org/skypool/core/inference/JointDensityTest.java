package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.Observations;
import org.skypool.core.random.Streams;

class JointDensityTest {
  private static final double STEP = 1e-5;

  /** Of central differences of step 1e-5 in densities of order 100. */
  private static final double TOLERANCE = 1e-5;

  private static Map<String, String> densities() {
    Map<String, String> densities = new LinkedHashMap<>();
    densities.put("a", "normal(mu + slope * x, tau)");
    densities.put("b", "log_normal(0.1 * a, 0.3 * tau)");
    densities.put("c", "beta(2, 1 + tau)");
    densities.put("d", "student_t(4, mu, 0.5)");
    densities.put("e", "gamma(3, tau)");
    densities.put("f", "truncated(normal(0, 1), -inf, mu + 9)");
    return densities;
  }

  private static JointModel model() {
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu", "normal(0, 2)");
    priors.put("slope", "normal(mu, 1)");
    priors.put("tau", "half_normal(2)");
    priors.put("noise", "uniform(0.5, 2)");
    double[] y = {0.3, -1, 2, 0.1, 0.7, 1.5};
    Observations rows = new Observations(new int[] {0, 3, 3, 6}, Map.of("y", y));
    ObjectBlock objects =
        JointFixture.objects(Map.of("x", new double[] {-1, 0.5, 2}), Optional.of(rows));
    String likelihood =
        "-0.5 * ((y - a * c - 0.1 * b - 0.1 * e * x - f - d) / noise)^2 - log(noise)";
    return JointFixture.model(densities(), priors, likelihood, objects);
  }

  private static double[] position(int dimension, long seed) {
    UniformRandomProvider rng = new Streams(seed).stream("position", "", 0, 0);
    return rng.doubles(dimension, -1, 1).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "b", "d", "a,b", "a,b,d"})
  void gradientIsThatOfTheDensity(String nonCentred) {
    Set<String> names = nonCentred.isEmpty() ? Set.of() : Set.of(nonCentred.split(","));
    Set<String> others = new java.util.TreeSet<>(densities().keySet());
    others.removeAll(names);
    JointDensity density = JointDensity.of(model(), new Parameterisation(others, names)).copy();
    assertEquals(4 + 3 * 6, density.dimension());
    assertEquals(names, Set.copyOf(density.nonCentred()));
    double[] at = position(density.dimension(), 3);
    double[] gradient = new double[at.length];
    double[] ignored = new double[at.length];
    assertTrue(Double.isFinite(density.logDensity(at, gradient)));
    for (int k = 0; k < at.length; k++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[k] += STEP;
      below[k] -= STEP;
      double slope =
          (density.logDensity(above, ignored) - density.logDensity(below, ignored)) / (2 * STEP);
      assertEquals(slope, gradient[k], TOLERANCE * (1 + Math.abs(slope)), "coordinate " + k);
    }
  }

  /** log p(u) = log p(theta) + log |d theta / d u|: for a, log tau; for d, log 0.5, per object. */
  @Test
  void nonCentredIsTheSameDensityInOtherCoordinates() {
    Set<String> all = densities().keySet();
    JointDensity centred = JointDensity.of(model(), new Parameterisation(all, Set.of()));
    Set<String> scaled = Set.of("a", "d");
    Set<String> rest = new java.util.TreeSet<>(all);
    rest.removeAll(scaled);
    JointDensity nonCentred = JointDensity.of(model(), new Parameterisation(rest, scaled));
    double[] at = position(nonCentred.dimension(), 5);
    double[] phi = nonCentred.hyperparameters(at);
    double[][] thetas = nonCentred.thetas(at);
    double[] same = at.clone();
    double jacobian = 0;
    for (int i = 0; i < 3; i++) {
      same[4 + 6 * i] = thetas[0][i];
      same[4 + 6 * i + 3] = thetas[3][i];
      jacobian += StrictMath.log(phi[2]) + StrictMath.log(0.5);
    }
    double[] gradient = new double[at.length];
    assertEquals(
        centred.logDensity(same, gradient) + jacobian, nonCentred.logDensity(at, gradient), 1e-10);
    assertEquals(centred.logDensityOfThetas(same), nonCentred.logDensityOfThetas(at), 1e-10);
    for (int j = 0; j < 6; j++) {
      for (int i = 0; i < 3; i++) {
        assertEquals(thetas[j][i], centred.thetas(same)[j][i], 1e-12);
      }
    }
  }

  @Test
  void whatCannotBeNonCentredIsRefused() {
    Parameterisation wanted = new Parameterisation(Set.of(), Set.of("c"));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> JointDensity.of(model(), wanted));
    assertTrue(refused.getMessage().startsWith("c cannot be non-centred"), refused.getMessage());
  }

  private static JointModel measured(double scatter, double error) {
    double[] y = {-1.3, -0.8, -0.4, 0, 0.2, 0.6, 0.9, 1.4};
    double[] s = new double[8];
    Arrays.fill(s, error);
    ObjectBlock objects =
        JointFixture.objects(
            Map.of("y", Arrays.stream(y).map(v -> scatter * v).toArray(), "s", s),
            Optional.empty());
    Map<String, String> priors = Map.of("mu", "normal(0, 5)", "tau", "half_cauchy(5)");
    return JointFixture.gaussian("normal(mu, tau)", priors, objects);
  }

  @Test
  void preciseObjectsAreCentredAndVagueOnesAreNot() {
    assertEquals(
        List.of("t"), JointDensity.of(measured(10, 12), Parameterisation.AUTOMATIC).nonCentred());
    assertEquals(
        List.of(), JointDensity.of(measured(10, 2), Parameterisation.AUTOMATIC).nonCentred());
  }
}
