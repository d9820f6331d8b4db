package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.Normal;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;

class AdaptiveImportanceSamplerTest extends HyperposteriorSamplingContract {

  @Override
  Hyperposterior sample(HyperposteriorTarget target, Laplace start, long seed) {
    WeightedPoints points =
        new AdaptiveImportanceSampler(target, seed, List.of(start)).sample(WANTED).orElseThrow();
    return ImportanceSummary.of(
        target.prior(), points, WANTED, new Streams(seed).stream("resampling", "", 0, 0));
  }

  @Override
  String sampler() {
    return "importance";
  }

  private static Hyperprior prior() {
    Normal normal = new Normal();
    return Hyperprior.of(
        List.of(
            new Hyperprior.Factor("a", normal, new double[] {0, 1}),
            new Hyperprior.Factor("b", normal, new double[] {0, 1})),
        Optional.empty());
  }

  /** Two narrow peaks far apart, the proposal on one of them: never an answer without a warning. */
  @Test
  void givesUpWhereWeightsCannotBeTrusted() {
    double sd = 0.002;
    KnownPosterior known =
        new KnownPosterior(
            "ring",
            prior(),
            (phi, gradient) -> {
              double r = Math.hypot(phi[0], phi[1]);
              return -(r - 1) * (r - 1) / (2 * sd * sd);
            },
            List.of());
    Laplace onTheRing =
        new Laplace(new double[] {1, 0}, new double[][] {{sd * sd, 0}, {0, sd * sd}});
    assertEquals(
        Optional.empty(),
        new AdaptiveImportanceSampler(known.target(), 1, List.of(onTheRing)).sample(4000));
  }

  /**
   * A start five times too narrow: there are enough points long before their weights lose their
   * tail. It goes on, or gives up where one far point came too early, but never answers with such
   * weights.
   */
  @Test
  void goesOnUntilWeightsCanBeTrusted() {
    KnownPosterior known = new KnownPosterior("prior", prior(), (phi, gradient) -> 0, List.of());
    Laplace narrow = new Laplace(new double[2], new double[][] {{0.04, 0}, {0, 0.04}});
    int answers = 0;
    for (int seed = 0; seed < 10; seed++) {
      Optional<WeightedPoints> points =
          new AdaptiveImportanceSampler(known.target(), seed, List.of(narrow)).sample(8);
      answers += points.isPresent() ? 1 : 0;
      points.ifPresent(p -> assertTrue(p.khat() < 0.7, "k-hat " + p.khat()));
    }
    assertTrue(answers >= 5, answers + " answers");
  }

  @Test
  void weightsAreNormalisedAndCounted() {
    KnownPosterior known = KnownPosterior.skewed();
    HyperposteriorTarget target = known.target();
    Laplace mode = new ModeFinder(known.target(), 0.05).climb(new double[2]);
    WeightedPoints points =
        new AdaptiveImportanceSampler(target, 5, List.of(mode)).sample(1000).orElseThrow();
    double sum = 0;
    double squares = 0;
    for (double log : points.logWeight()) {
      sum += Math.exp(log);
      squares += Math.exp(2 * log);
    }
    assertEquals(1, sum, 1e-12);
    assertEquals(1 / squares, points.effective(), 1e-9 / squares);
    assertTrue(points.effective() >= 1000 && points.khat() < 0.7);
    assertEquals(points.z().length, target.evaluations());
    assertEquals(points.z().length / 64, target.passes());
  }
}
