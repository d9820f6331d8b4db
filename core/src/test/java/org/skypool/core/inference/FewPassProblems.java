package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Surveys on which thresholds of the bucket's surrogate were chosen, and others held out. */
final class FewPassProblems {
  private FewPassProblems() {}

  private static double normal(UniformRandomProvider rng) {
    return ZigguratSampler.NormalizedGaussian.of(rng).sample();
  }

  private static double gamma(UniformRandomProvider rng, double shape) {
    return AhrensDieterMarsagliaTsangGammaSampler.of(rng, shape, 1).sample();
  }

  /** Draws about a value measured with a normal error, the interim prior flat. */
  private static void measure(UniformRandomProvider rng, double truth, double error, double[] out) {
    double value = truth + error * normal(rng);
    for (int k = 0; k < out.length; k++) {
      out[k] = value + error * normal(rng);
    }
  }

  /** A value of a density on a grid between two ends. */
  private static double inverse(
      UniformRandomProvider rng, double low, double high, DoubleUnaryOperator density) {
    int n = 2000;
    double[] sum = new double[n + 1];
    for (int k = 0; k < n; k++) {
      sum[k + 1] = sum[k] + density.applyAsDouble(low + (high - low) * (k + 0.5) / n);
    }
    double u = rng.nextDouble() * sum[n];
    int at = Arrays.binarySearch(sum, u);
    double cell = at >= 0 ? at : -at - 2 + rng.nextDouble();
    return low + (high - low) * cell / n;
  }

  private static double schechter(
      UniformRandomProvider rng, double slope, double knee, double low) {
    return inverse(
        rng,
        low,
        knee + 1.5,
        x -> Math.pow(10, (slope + 1) * (x - knee)) * Math.exp(-Math.pow(10, x - knee)));
  }

  /** Draws above a limit, the interim prior flat above it. */
  private static void measureAbove(
      UniformRandomProvider rng, double truth, double error, double limit, double[] out) {
    double value = truth + error * normal(rng);
    for (int k = 0; k < out.length; k++) {
      do {
        out[k] = value + error * normal(rng);
      } while (out[k] < limit && value > limit - 2 * error);
      out[k] = Math.max(out[k], limit);
    }
  }

  static GivenDrawsProblem schechter(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "Schechter",
        GivenDrawsProblem.Text.of(
            "schechter(slope = slope, knee = knee, above = 9)",
            List.of(),
            "slope",
            "uniform(-2, 0)",
            "knee",
            "uniform(9.5, 11.5)"),
        objects,
        perObject,
        1,
        (rng, x, theta, interim) ->
            measureAbove(rng, schechter(rng, -1.2, 10.6, 9), 0.15, 9, theta[0]));
  }

  static GivenDrawsProblem evolving(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "evolving Schechter",
        GivenDrawsProblem.Text.of(
            "schechter(slope = a0 + a1 * z, knee = m0 + m1 * z + m2 * z^2, above = 9)",
            List.of("z"),
            "a0",
            "uniform(-2, 0)",
            "a1",
            "normal(0, 1)",
            "m0",
            "uniform(9.5, 11.5)",
            "m1",
            "normal(0, 1)",
            "m2",
            "normal(0, 1)"),
        objects,
        perObject,
        2,
        (rng, x, theta, interim) -> {
          x[0] = rng.nextDouble();
          double knee = 10.7 - 0.3 * x[0] + 0.2 * x[0] * x[0];
          measureAbove(rng, schechter(rng, -1.1 - 0.3 * x[0], knee, 9), 0.15, 9, theta[0]);
        });
  }

  static GivenDrawsProblem mixture(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "mixture",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(m1, s1), normal(m2, s2))",
            List.of(),
            "f",
            "uniform(0, 1)",
            "m1",
            "uniform(-5, 1)",
            "s1",
            "uniform(0.1, 3)",
            "m2",
            "uniform(1, 5)",
            "s2",
            "uniform(0.1, 3)"),
        objects,
        perObject,
        3,
        (rng, x, theta, interim) -> {
          boolean first = rng.nextDouble() < 0.35;
          double truth = first ? -0.5 + 0.8 * normal(rng) : 2.5 + 1.0 * normal(rng);
          measure(rng, truth, 0.4, theta[0]);
        });
  }

  /** Three overlapping components whose means move with a covariate. */
  static GivenDrawsProblem threeComponents(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "three moving components",
        GivenDrawsProblem.Text.of(
            "mix(f1, normal(m1 + n1 * z, s1), f2, normal(m2 + n2 * z, s2), normal(m3 + n3 * z, s3))",
            List.of("z"),
            "f1",
            "uniform(0, 0.5)",
            "f2",
            "uniform(0, 0.5)",
            "m1",
            "normal(-3, 1)",
            "n1",
            "normal(0, 1)",
            "s1",
            "log_uniform(0.2, 3)",
            "m2",
            "normal(0, 1)",
            "n2",
            "normal(0, 1)",
            "s2",
            "log_uniform(0.2, 3)",
            "m3",
            "normal(3, 1)",
            "n3",
            "normal(0, 1)",
            "s3",
            "log_uniform(0.2, 3)"),
        objects,
        perObject,
        4,
        (rng, x, theta, interim) -> {
          x[0] = 2 * rng.nextDouble() - 1;
          double u = rng.nextDouble();
          double truth =
              u < 0.25
                  ? -2.5 + 0.5 * x[0] + 0.9 * normal(rng)
                  : u < 0.6 ? 0.8 * normal(rng) : 2.5 - 0.3 * x[0] + normal(rng);
          measure(rng, truth, 0.4, theta[0]);
        });
  }

  /** A relation with five covariates, its scatter with two, and outliers. */
  static GivenDrawsProblem outliers(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "relation with outliers",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(0, w),"
                + " normal(m0 + m1 * x1 + m2 * x2 + m3 * x3 + m4 * x4 + m5 * x5,"
                + " exp(t0 + t1 * x1 + t2 * x2)))",
            List.of("x1", "x2", "x3", "x4", "x5"),
            "f",
            "uniform(0, 0.5)",
            "w",
            "log_uniform(3, 50)",
            "m0",
            "normal(0, 3)",
            "m1",
            "normal(0, 1)",
            "m2",
            "normal(0, 1)",
            "m3",
            "normal(0, 1)",
            "m4",
            "normal(0, 1)",
            "m5",
            "normal(0, 1)",
            "t0",
            "normal(0, 1)",
            "t1",
            "normal(0, 0.5)",
            "t2",
            "normal(0, 0.5)"),
        objects,
        perObject,
        6,
        (rng, x, theta, interim) -> {
          double mean = 1;
          for (int j = 0; j < x.length; j++) {
            x[j] = normal(rng);
            mean += 0.2 * (j + 1) * x[j];
          }
          double truth =
              rng.nextDouble() < 0.06
                  ? 8 * normal(rng)
                  : mean + Math.exp(-0.4 + 0.2 * x[0] - 0.1 * x[1]) * normal(rng);
          measure(rng, truth, 0.4, theta[0]);
        });
  }

  /** Mean and width of a normal population, each linear in nine covariates. */
  static GivenDrawsProblem regression(int objects, int perObject) {
    List<String> names = new ArrayList<>();
    List<String> priors = new ArrayList<>(List.of("m0", "normal(0, 5)", "t0", "normal(0, 2)"));
    StringBuilder mean = new StringBuilder("m0");
    StringBuilder logSd = new StringBuilder("t0");
    for (int j = 1; j <= 9; j++) {
      names.add("x" + j);
      priors.addAll(List.of("m" + j, "normal(0, 2)", "t" + j, "normal(0, 1)"));
      mean.append(" + m").append(j).append(" * x").append(j);
      logSd.append(" + t").append(j).append(" * x").append(j);
    }
    return GivenDrawsProblem.of(
        "20 coefficients",
        GivenDrawsProblem.Text.of(
            "normal(%s, exp(%s))".formatted(mean, logSd), names, priors.toArray(String[]::new)),
        objects,
        perObject,
        5,
        (rng, x, theta, interim) -> {
          double m = 1;
          double t = -0.2;
          for (int j = 0; j < x.length; j++) {
            x[j] = normal(rng);
            m += 0.1 * j * x[j];
            t += 0.03 * (j - 4) * x[j];
          }
          measure(rng, m + Math.exp(t) * normal(rng), 0.5, theta[0]);
        });
  }

  static GivenDrawsProblem normalPopulation(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "normal",
        GivenDrawsProblem.Text.of(
            "normal(mu, tau)", List.of(), "mu", "normal(0, 10)", "tau", "half_cauchy(3)"),
        objects,
        perObject,
        11,
        (rng, x, theta, interim) -> measure(rng, 3 + 0.7 * normal(rng), 1, theta[0]));
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
          measure(rng, 1 - 2 * x[0] + 0.3 * normal(rng), 0.3 * rng.nextDouble() + 0.2, theta[0]);
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
          double u = gamma(rng, 2);
          double p = u / (u + gamma(rng, 6));
          int hits = 0;
          for (int trial = 0; trial < 20; trial++) {
            hits += rng.nextDouble() < p ? 1 : 0;
          }
          for (int k = 0; k < theta[0].length; k++) {
            double yes = gamma(rng, hits + 1);
            theta[0][k] = yes / (yes + gamma(rng, 21 - hits));
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
          int count = PoissonSampler.of(rng, gamma(rng, 3) / 0.5).sample();
          for (int k = 0; k < theta[0].length; k++) {
            theta[0][k] = gamma(rng, count + 1);
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
          measure(rng, 0.5 + 1.1 * normal(rng), 0.3 + 0.5 * rng.nextDouble(), theta[0]);
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
          double stretch = Math.sqrt(4 / (2 * gamma(rng, 2)));
          measure(rng, -1 + 0.8 * stretch * normal(rng), 0.4, theta[0]);
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
          double u = -0.1 + normal(rng);
          double c = -0.02 + 0.08 * normal(rng);
          measure(rng, x[0] - 19.3 - 0.14 * u + 3.1 * c + 0.1 * normal(rng), 0.1, theta[0]);
          measure(rng, u, 0.4, theta[1]);
          measure(rng, c, 0.03, theta[2]);
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
          double truth = member ? 5 + 1.5 * normal(rng) : -60 + 120 * rng.nextDouble();
          measure(rng, truth, 1, theta[0]);
        });
  }

  /** So few members of a second population that a bucket holds none or counts one manifold. */
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
          measure(rng, member ? 12 + 1.5 * normal(rng) : normal(rng), 0.4, theta[0]);
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
          double truth = first ? -0.5 + 0.8 * normal(rng) : 2.5 + 1.0 * normal(rng);
          measure(rng, truth, 0.4, theta[0]);
        });
  }
}
