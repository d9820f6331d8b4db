package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.Normal;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;

/** A standard normal surrogate compared with densities whose moments are known. */
class UnseenPointsTest {
  private static final int POINTS = 4096;

  private static Hyperprior prior() {
    Normal normal = new Normal();
    return Hyperprior.of(
        List.of(
            new Hyperprior.Factor("a", normal, new double[] {0, 1}),
            new Hyperprior.Factor("b", normal, new double[] {3, 2})),
        Optional.empty());
  }

  private static Optional<SurrogateCheck> check(int points, ToDoubleFunction<double[]> residual) {
    KnownPosterior known = new KnownPosterior("prior", prior(), (phi, gradient) -> 0, List.of());
    Laplace unit = new Laplace(new double[2], new double[][] {{1, 0}, {0, 1}});
    WeightedPoints sample =
        new AdaptiveImportanceSampler(known.target(), 1, List.of(unit)).sample(8000).orElseThrow();
    UnseenPoints unseen = UnseenPoints.of(prior(), sample, points, new Streams(3), 0).orElseThrow();
    double[] surrogate = known.target().values(unseen.z());
    double[] exact = surrogate.clone();
    for (int k = 0; k < exact.length; k++) {
      exact[k] += 1000 + residual.applyAsDouble(unseen.z()[k]);
    }
    return unseen.compare(exact, surrogate);
  }

  @Test
  void nothingBetweenEqualDensities() {
    SurrogateCheck check = check(64, z -> 0).orElseThrow();
    assertEquals(0, check.shift(), 1e-9);
    assertEquals(0, check.residualSd(), 1e-9);
    assertEquals(0, check.imbalance(), 1e-9);
    assertTrue(check.passes());
  }

  /** A slope s moves the mean by s; equal weights estimate it to 3 s / sqrt(points) and better. */
  @Test
  void measuresAMovedMean() {
    double slope = 0.05;
    SurrogateCheck check = check(POINTS, z -> slope * z[1]).orElseThrow();
    assertEquals(slope, check.shift(), 4 * slope * 3 / Math.sqrt(POINTS));
    assertEquals(slope, check.residualSd(), 4 * slope / Math.sqrt(POINTS));
    assertTrue(!check.passes());
  }

  /** A curvature c changes the variance by the factor 1 / (1 - 2c), half of that the sd. */
  @Test
  void measuresAnotherWidth() {
    double c = -0.04;
    SurrogateCheck check = check(POINTS, z -> c * z[0] * z[0]).orElseThrow();
    double halfOfVariance = (1 - 1 / (1 - 2 * c)) / 2;
    assertEquals(halfOfVariance, check.shift(), 4 * 0.04 * 3 / Math.sqrt(POINTS));
    assertTrue(!check.passes());
  }

  /** Mass beyond 2.5 sd that the surrogate lacks is seen by the broader half. */
  @Test
  void seesMassThatTheSurrogateLacks() {
    SurrogateCheck check = check(64, z -> z[0] > 2.5 ? 4 : 0).orElseThrow();
    assertTrue(!check.passes(), check.text());
  }

  @Test
  void noSupportAtAPointIsNoAgreement() {
    assertEquals(Optional.empty(), check(64, z -> z[0] > 1 ? Double.NEGATIVE_INFINITY : 0));
    assertEquals(Optional.empty(), check(64, z -> z[0] > 1 ? Double.NaN : 0));
  }

  @Test
  void everyThresholdCounts() {
    SurrogateCheck good = new SurrogateCheck(64, 0.01, 1e6, 0.01, 0.01, 0);
    assertTrue(good.passes());
    List<SurrogateCheck> bad =
        List.of(
            new SurrogateCheck(64, 0.09, 1e6, 0.01, 0.01, 0),
            new SurrogateCheck(64, 0.01, 999, 0.01, 0.01, 0),
            new SurrogateCheck(64, 0.01, 1e6, 0.031, 0.01, 0),
            new SurrogateCheck(64, 0.01, 1e6, 0.01, -0.06, 0),
            new SurrogateCheck(64, Double.NaN, 1e6, 0.01, 0.01, 0),
            SurrogateCheck.NONE);
    assertTrue(bad.stream().noneMatch(SurrogateCheck::passes), Arrays.toString(bad.toArray()));
  }
}
