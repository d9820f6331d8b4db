package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;

/**
 * Surveys that the subset's surrogate met when its thresholds stood, some of them to be refused.
 */
final class HeldOutProblems {
  private HeldOutProblems() {}

  static GivenDrawsProblem normalPopulation(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "normal",
        GivenDrawsProblem.Text.of(
            "normal(mu, tau)", List.of(), "mu", "normal(0, 10)", "tau", "half_cauchy(3)"),
        objects,
        perObject,
        11,
        (rng, x, theta, interim) ->
            MockDraws.measure(rng, 3 + 0.7 * MockDraws.normal(rng), 1, theta[0]));
  }

  static GivenDrawsProblem relation(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "linear relation",
        GivenDrawsProblem.Text.of(
            "normal(a + b * c, s)",
            List.of("c"),
            "a",
            "normal(0, 10)",
            "b",
            "normal(0, 5)",
            "s",
            "half_normal(2)"),
        objects,
        perObject,
        12,
        (rng, x, theta, interim) -> {
          x[0] = 4 * rng.nextDouble();
          MockDraws.measure(
              rng,
              1 - 2 * x[0] + 0.3 * MockDraws.normal(rng),
              0.3 * rng.nextDouble() + 0.2,
              theta[0]);
        });
  }

  static GivenDrawsProblem proportions(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "beta-binomial",
        GivenDrawsProblem.Text.of(
            "beta(a, b)", List.of(), "a", "log_uniform(0.1, 100)", "b", "log_uniform(0.1, 100)"),
        objects,
        perObject,
        13,
        (rng, x, theta, interim) -> {
          double u = MockDraws.gamma(rng, 2);
          double p = u / (u + MockDraws.gamma(rng, 6));
          int hits = 0;
          for (int trial = 0; trial < 20; trial++) {
            hits += rng.nextDouble() < p ? 1 : 0;
          }
          for (int k = 0; k < theta[0].length; k++) {
            double yes = MockDraws.gamma(rng, hits + 1);
            theta[0][k] = yes / (yes + MockDraws.gamma(rng, 21 - hits));
          }
        });
  }

  static GivenDrawsProblem rates(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "Poisson rates",
        GivenDrawsProblem.Text.of(
            "gamma(shape, rate)",
            List.of(),
            "shape",
            "log_uniform(0.1, 50)",
            "rate",
            "log_uniform(0.01, 10)"),
        objects,
        perObject,
        14,
        (rng, x, theta, interim) -> {
          int count = PoissonSampler.of(rng, MockDraws.gamma(rng, 3) / 0.5).sample();
          for (int k = 0; k < theta[0].length; k++) {
            theta[0][k] = MockDraws.gamma(rng, count + 1);
          }
        });
  }

  static GivenDrawsProblem logNormal(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "log-normal",
        GivenDrawsProblem.Text.of(
            "log_normal(mu, tau)", List.of(), "mu", "normal(0, 5)", "tau", "uniform(0, 5)"),
        objects,
        perObject,
        15,
        (rng, x, theta, interim) -> {
          MockDraws.measure(
              rng, 0.5 + 1.1 * MockDraws.normal(rng), 0.3 + 0.5 * rng.nextDouble(), theta[0]);
          for (int k = 0; k < interim.length; k++) {
            interim[k] = -theta[0][k];
            theta[0][k] = Math.exp(theta[0][k]);
          }
        });
  }

  static GivenDrawsProblem studentT(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "Student-t",
        GivenDrawsProblem.Text.of(
            "student_t(df, mu, s)",
            List.of(),
            "df",
            "log_uniform(1, 100)",
            "mu",
            "normal(0, 10)",
            "s",
            "half_cauchy(2)"),
        objects,
        perObject,
        16,
        (rng, x, theta, interim) -> {
          double stretch = Math.sqrt(4 / (2 * MockDraws.gamma(rng, 2)));
          MockDraws.measure(rng, -1 + 0.8 * stretch * MockDraws.normal(rng), 0.4, theta[0]);
        });
  }

  /** Brightness standardised by stretch and colour. */
  static GivenDrawsProblem supernovae(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "supernovae",
        new GivenDrawsProblem.Text(
            List.of("m", "u", "c"),
            List.of("d"),
            Map.of(
                "m,u,c",
                "normal(m, d + m0 - a * u + b * c, s) * normal(u, um, us) * normal(c, cm, cs)"),
            TestSurvey.ordered(
                "m0",
                "uniform(-21, -17)",
                "a",
                "uniform(-1, 1)",
                "b",
                "uniform(0, 6)",
                "s",
                "uniform(0, 1)",
                "um",
                "uniform(-3, 3)",
                "us",
                "uniform(0, 3)",
                "cm",
                "uniform(-0.5, 0.5)",
                "cs",
                "uniform(0, 0.5)")),
        objects,
        perObject,
        17,
        (rng, x, theta, interim) -> {
          x[0] = 36 + 8 * rng.nextDouble();
          double u = -0.1 + MockDraws.normal(rng);
          double c = -0.02 + 0.08 * MockDraws.normal(rng);
          MockDraws.measure(
              rng, x[0] - 19.3 - 0.14 * u + 3.1 * c + 0.1 * MockDraws.normal(rng), 0.1, theta[0]);
          MockDraws.measure(rng, u, 0.4, theta[1]);
          MockDraws.measure(rng, c, 0.03, theta[2]);
        });
  }

  /** A cluster in front of a field. */
  static GivenDrawsProblem cluster(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "cluster in a field",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(mu, s), uniform(-60, 60))",
            List.of(),
            "f",
            "uniform(0, 1)",
            "mu",
            "normal(0, 20)",
            "s",
            "log_uniform(0.1, 20)"),
        objects,
        perObject,
        18,
        (rng, x, theta, interim) -> {
          boolean member = rng.nextDouble() < 0.3;
          double truth = member ? 5 + 1.5 * MockDraws.normal(rng) : -60 + 120 * rng.nextDouble();
          MockDraws.measure(rng, truth, 1, theta[0]);
        });
  }

  /** So few members of a second population that a subset holds none or counts one manifold. */
  static GivenDrawsProblem rareMembers(int objects, int perObject, int rare) {
    return GivenDrawsProblem.of(
        "rare members",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(mu, s), normal(0, t))",
            List.of(),
            "f",
            "log_uniform(1e-6, 0.1)",
            "mu",
            "uniform(8, 20)",
            "s",
            "log_uniform(0.1, 5)",
            "t",
            "half_normal(3)"),
        objects,
        perObject,
        21,
        (rng, x, theta, interim) -> {
          boolean member = rng.nextDouble() < rare / (double) objects;
          MockDraws.measure(
              rng,
              member ? 12 + 1.5 * MockDraws.normal(rng) : MockDraws.normal(rng),
              0.4,
              theta[0]);
        });
  }

  /** Two components that may change their names. */
  static GivenDrawsProblem twoModes(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "exchangeable components",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(m1, s1), normal(m2, s2))",
            List.of(),
            "f",
            "uniform(0, 1)",
            "m1",
            "normal(0, 5)",
            "s1",
            "uniform(0.1, 3)",
            "m2",
            "normal(0, 5)",
            "s2",
            "uniform(0.1, 3)"),
        objects,
        perObject,
        22,
        (rng, x, theta, interim) -> {
          boolean first = rng.nextDouble() < 0.35;
          double truth =
              first ? -0.5 + 0.8 * MockDraws.normal(rng) : 2.5 + 1.0 * MockDraws.normal(rng);
          MockDraws.measure(rng, truth, 0.4, theta[0]);
        });
  }
}
