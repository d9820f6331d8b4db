package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.object.ObjectBlock;

/**
 * Simulation-based calibration of mixtures, ordered hyperparameters and fractions, by mocks that
 * use none of the project's densities: sorted normal numbers, gamma numbers over their sum, trials
 * one by one. Judged as {@link JudgedCalibration} says.
 */
@Tag("nightly")
class MixtureCalibrationNightlyTest {

  /** One row of the catalogue. */
  private interface Row extends BiFunction<double[], Random, Map<String, Double>> {}

  private static final class Random {
    private final UniformRandomProvider rng;
    private final ZigguratSampler.NormalizedGaussian gaussian;

    Random(long seed) {
      rng = RandomSource.XO_SHI_RO_256_PP.create(seed);
      gaussian = ZigguratSampler.NormalizedGaussian.of(rng);
    }

    double uniform() {
      return rng.nextDouble();
    }

    double normal() {
      return gaussian.sample();
    }

    /** Gamma numbers over their sum. */
    double[] fractions(double... shapes) {
      double[] x = new double[shapes.length];
      double sum = 0;
      for (int k = 0; k < x.length; k++) {
        x[k] = AhrensDieterMarsagliaTsangGammaSampler.of(rng, shapes[k], 1).sample();
        sum += x[k];
      }
      for (int k = 0; k < x.length; k++) {
        x[k] /= sum;
      }
      return x;
    }

    /** Counts of the first two of three kinds. */
    Map<String, Double> counts(double[] p, int trials) {
      double first = 0;
      double second = 0;
      for (int t = 0; t < trials; t++) {
        double u = uniform();
        first += u < p[0] ? 1 : 0;
        second += u >= p[0] && u < p[0] + p[1] ? 1 : 0;
      }
      return Map.of("a", first, "b", second, "n", (double) trials);
    }
  }

  private static void calibrate(
      String what, SurveyProblem problem, int objects, Function<Random, double[]> truth, Row row) {
    MockCalibration.Source source =
        new MockCalibration.Source() {
          @Override
          public double[] truth(long seed) {
            return truth.apply(new Random(seed));
          }

          @Override
          public ObjectBlock survey(double[] phi, long seed) {
            Random random = new Random(~seed);
            List<String> ids = new ArrayList<>();
            Map<String, double[]> columns = new TreeMap<>();
            for (int i = 0; i < objects; i++) {
              int at = i;
              ids.add("object-" + i);
              row.apply(phi, random)
                  .forEach(
                      (name, value) ->
                          columns.computeIfAbsent(name, n -> new double[objects])[at] = value);
            }
            return new ObjectBlock(ids, columns);
          }
        };
    JudgedCalibration.judge(what, problem, source);
  }

  private static SurveyProblem measured(String density, Map<String, String> hyperpriors) {
    return new SurveyText(
            List.of("y", "e"), Map.of("x", "normal(0, 10)"), Map.of("x", density), hyperpriors)
        .with("gaussian", Map.of("x", Map.of("value", "y", "error", "e")), Map.of());
  }

  /** Counts {@code a} and {@code b} of two of three kinds among {@code n}. */
  static SurveyProblem counted(String density, Map<String, String> hyperpriors) {
    Map<String, String> interim = new LinkedHashMap<>();
    interim.put("p", "uniform(0, 1)");
    interim.put("q", "uniform(0, 1)");
    return new SurveyText(List.of("a", "b", "n"), interim, Map.of("p,q", density), hyperpriors)
        .with(
            "multinomial",
            Map.of(
                "p", Map.of("successes", "a", "trials", "n"),
                "q", Map.of("successes", "b", "trials", "n")),
            Map.of());
  }

  @Test
  void orderedGaussians() {
    calibrate(
        "two ordered Gaussians",
        measured(
            "mix(w, normal(m1, 0.7), normal(m2, 0.7))",
            TestSurvey.ordered("m1 < m2", "normal(0, 2)", "w", "beta(2, 2)")),
        60,
        random -> {
          double[] m = {2 * random.normal(), 2 * random.normal()};
          Arrays.sort(m);
          double[] w = random.fractions(2, 2);
          return new double[] {m[0], m[1], w[0]};
        },
        (phi, random) -> {
          double x = (random.uniform() < phi[2] ? phi[0] : phi[1]) + 0.7 * random.normal();
          double error = 0.2 + 0.6 * random.uniform();
          return Map.of("y", x + error * random.normal(), "e", error);
        });
  }

  /** The component with the smaller first mean is the first. */
  @Test
  void inThreeDimensions() {
    calibrate(
        "two Gaussians in three dimensions",
        new SurveyText(
                List.of("a", "b", "c", "e"),
                TestSurvey.ordered(
                    "x", "normal(0, 10)", "y", "normal(0, 10)", "z", "normal(0, 10)"),
                Map.of(
                    "x,y,z",
                    "mix(w, multi_normal(x1, y1, z1, 0.7, 0.7, 0.7, r, 0, 0),"
                        + " multi_normal(x2, y2, z2, 1.5, 1.5, 1.5, 0, 0, 0))"),
                TestSurvey.ordered(
                    "x1,y1,z1 < x2,y2,z2",
                    "multi_normal(0, 0, 0, 2, 2, 2, 0, 0, 0)",
                    "r",
                    "uniform(-0.9, 0.9)",
                    "w",
                    "beta(2, 2)"))
            .with(
                "gaussian",
                Map.of(
                    "x", Map.of("value", "a", "error", "e"),
                    "y", Map.of("value", "b", "error", "e"),
                    "z", Map.of("value", "c", "error", "e")),
                Map.of()),
        60,
        random -> {
          double[][] means = new double[2][3];
          for (double[] mean : means) {
            Arrays.setAll(mean, j -> 2 * random.normal());
          }
          double[] first = means[0][0] < means[1][0] ? means[0] : means[1];
          double[] second = means[0][0] < means[1][0] ? means[1] : means[0];
          double r = -0.9 + 1.8 * random.uniform();
          return new double[] {
            first[0],
            first[1],
            first[2],
            second[0],
            second[1],
            second[2],
            r,
            random.fractions(2, 2)[0]
          };
        },
        (phi, random) -> {
          boolean first = random.uniform() < phi[7];
          double sd = first ? 0.7 : 1.5;
          double one = random.normal();
          double r = first ? phi[6] : 0;
          double other = r * one + Math.sqrt(1 - r * r) * random.normal();
          double error = 0.2 + 0.6 * random.uniform();
          int at = first ? 0 : 3;
          return Map.of(
              "a", phi[at] + sd * one + error * random.normal(),
              "b", phi[at + 1] + sd * other + error * random.normal(),
              "c", phi[at + 2] + sd * random.normal() + error * random.normal(),
              "e", error);
        });
  }

  @Test
  void threeWeights() {
    calibrate(
        "three weights",
        measured(
            "mix(w1, normal(-2, 0.5), w2, normal(0, 0.5), normal(2, 0.5))",
            TestSurvey.ordered("w1,w2", "dirichlet(1, 1, 1)")),
        40,
        random -> Arrays.copyOf(random.fractions(1, 1, 1), 2),
        (phi, random) -> {
          double u = random.uniform();
          double mean = u < phi[0] ? -2 : u < phi[0] + phi[1] ? 0 : 2;
          double error = 0.2 + 0.6 * random.uniform();
          return Map.of("y", mean + 0.5 * random.normal() + error * random.normal(), "e", error);
        });
  }

  @Test
  void colours() {
    calibrate(
        "three colours",
        counted(
            "dirichlet(size * a1, size * a2, size * (1 - a1 - a2))",
            TestSurvey.ordered("a1,a2", "dirichlet(1, 1, 1)", "size", "gamma(4, 0.2)")),
        20,
        random -> {
          double[] a = random.fractions(1, 1, 1);
          double size = AhrensDieterMarsagliaTsangGammaSampler.of(random.rng, 4, 5).sample();
          return new double[] {a[0], a[1], size};
        },
        (phi, random) ->
            random.counts(
                random.fractions(phi[2] * phi[0], phi[2] * phi[1], phi[2] * (1 - phi[0] - phi[1])),
                30));
  }

  @Test
  void twoFactories() {
    calibrate(
        "two factories",
        counted(
            "mix(share, dirichlet(50 * a1, 50 * b1, 50 * (1 - a1 - b1)),"
                + " dirichlet(50 * a2, 50 * b2, 50 * (1 - a2 - b2)))",
            TestSurvey.ordered("a1,b1 < a2,b2", "dirichlet(2, 2, 2)", "share", "beta(2, 2)")),
        20,
        random -> {
          double[] one = random.fractions(2, 2, 2);
          double[] other = random.fractions(2, 2, 2);
          double[] first = one[0] < other[0] ? one : other;
          double[] second = one[0] < other[0] ? other : one;
          return new double[] {first[0], first[1], second[0], second[1], random.fractions(2, 2)[0]};
        },
        (phi, random) -> {
          int from = random.uniform() < phi[4] ? 0 : 2;
          double rest = 1 - phi[from] - phi[from + 1];
          return random.counts(random.fractions(50 * phi[from], 50 * phi[from + 1], 50 * rest), 30);
        });
  }

  /** Velocities in units of 1,000 km/s. */
  @Test
  void velocityDispersion() {
    calibrate(
        "a velocity dispersion with interlopers",
        measured(
            "mix(share, truncated(normal(v, s), -3, 3), uniform(-3, 3))",
            TestSurvey.ordered(
                "share", "beta(4, 2)", "v", "normal(0, 0.5)", "s", "log_uniform(0.2, 2)")),
        60,
        random ->
            new double[] {
              random.fractions(4, 2)[0], 0.5 * random.normal(), 0.2 * Math.pow(10, random.uniform())
            },
        (phi, random) -> {
          double x = 6 * random.uniform() - 3;
          if (random.uniform() < phi[0]) {
            do {
              x = phi[1] + phi[2] * random.normal();
            } while (Math.abs(x) > 3);
          }
          double error = 0.02 + 0.08 * random.uniform();
          return Map.of("y", x + error * random.normal(), "e", error);
        });
  }
}
