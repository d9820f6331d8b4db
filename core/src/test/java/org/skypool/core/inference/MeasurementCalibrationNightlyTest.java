package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.Guess;
import org.skypool.core.object.HyperLikelihood;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.Hyperparameters;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * Simulation-based calibration of values without error, of predicted observables and of
 * hyperparameters in the likelihood. The mocks are made here with {@link Random} alone. Each
 * problem is judged as {@link JudgedCalibration} says.
 */
@Tag("nightly")
class MeasurementCalibrationNightlyTest {
  private static final FormulaParser PARSER = FormulaParser.standard();

  /**
   * A problem as text.
   *
   * @param arguments by theta or observable
   */
  private record Problem(
      String model,
      List<String> columns,
      Map<String, Map<String, String>> arguments,
      Map<String, String> interim,
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      Set<String> inLikelihood) {

    SurveyProblem build() {
      List<String> thetas = List.copyOf(densities.keySet());
      List<String> covariates = columns.stream().filter(c -> !thetas.contains(c)).toList();
      PopulationText text =
          new PopulationText(
              thetas,
              covariates,
              densities,
              hyperpriors,
              Optional.empty(),
              Optional.empty(),
              false,
              Set.of(),
              inLikelihood,
              Map.of());
      Scope scope = Hyperparameters.of(PARSER, text).in(Scope.empty().withCovariates(columns));
      Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
      arguments.forEach(
          (key, own) -> {
            Map<String, Expression> formulas = new LinkedHashMap<>();
            own.forEach(
                (name, formula) ->
                    formulas.put(
                        name,
                        PARSER.number(
                            formula, name.equals("predicted") ? scope.withThetas(thetas) : scope)));
            values.put(key, formulas);
          });
      Map<String, DensityTerm> priors = new LinkedHashMap<>();
      Map<String, Guess> guesses = new LinkedHashMap<>();
      interim.forEach(
          (theta, formula) -> {
            DensityTerm prior =
                PARSER.density(formula, List.of(theta), Scope.empty().withThetas(List.of(theta)));
            priors.put(theta, prior);
            guesses.put(theta, PriorGuess.of(theta, prior));
          });
      ModelArguments all = new ModelArguments(thetas, values, Map.of(), Map.of(), guesses);
      PopulationModel population = PopulationParser.parse(PARSER, text);
      return inLikelihood.isEmpty()
          ? new SurveyProblem(
              thetas, ObjectModels.find(model).orElseThrow().bind(all), priors, population)
          : SurveyProblem.of(
              thetas,
              new HyperLikelihood(ObjectModels.find(model).orElseThrow(), all),
              priors,
              population);
    }
  }

  /** One object's columns. */
  private interface Maker {
    Map<String, Double> next(double[] truth, Random random);
  }

  private static MockCalibration.Source source(
      int objects, Function<Random, double[]> truth, Maker maker) {
    return new MockCalibration.Source() {
      @Override
      public double[] truth(long seed) {
        return truth.apply(new Random(seed));
      }

      @Override
      public ObjectBlock survey(double[] hyperparameters, long seed) {
        Random random = new Random(~seed);
        Map<String, double[]> columns = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
          int at = i;
          ids.add("object-" + i);
          maker
              .next(hyperparameters, random)
              .forEach(
                  (name, value) ->
                      columns.computeIfAbsent(name, n -> new double[objects])[at] = value);
        }
        return new ObjectBlock(ids, columns);
      }
    };
  }

  private static void calibrate(String what, Problem text, MockCalibration.Source source) {
    JudgedCalibration.judge(what, text.build(), source);
  }

  private static double uniform(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** A line in x with outliers, sums over who is one done by the density. */
  @Test
  void lineWithOutliers() {
    calibrate(
        "a line with outliers",
        new Problem(
            "exact",
            List.of("x", "y", "s"),
            Map.of("t", Map.of("value", "y")),
            Map.of(),
            Map.of("t", "mix(1 - p, normal(m * x + b, s), normal(c, sqrt(4 + s^2)))"),
            TestSurvey.ordered(
                "b",
                "normal(0, 1)",
                "c",
                "normal(0, 2)",
                "m",
                "normal(0, 1)",
                "p",
                "uniform(0, 0.5)"),
            Set.of()),
        source(
            40,
            random ->
                new double[] {
                  random.nextGaussian(),
                  2 * random.nextGaussian(),
                  random.nextGaussian(),
                  uniform(random, 0, 0.5)
                },
            (truth, random) -> {
              double x = uniform(random, -2, 2);
              double s = uniform(random, 0.2, 0.6);
              double mean =
                  random.nextDouble() < truth[3]
                      ? truth[1] + 2 * random.nextGaussian()
                      : truth[2] * x + truth[0];
              return Map.of("x", x, "y", mean + s * random.nextGaussian(), "s", s);
            }));
  }

  /** A line with scatter through points with correlated errors on both axes. */
  @Test
  void lineBothAxes() {
    calibrate(
        "a line with errors on both axes",
        new Problem(
            "exact",
            List.of("x", "y", "sx", "sy", "rho"),
            Map.of("x", Map.of("value", "x"), "y", Map.of("value", "y")),
            Map.of(),
            TestSurvey.ordered(
                "x",
                "normal(x_mean, sqrt(x_sd^2 + sx^2))",
                "y",
                "normal(m * x_mean + b + (m * x_sd^2 + rho * sx * sy) / (x_sd^2 + sx^2) * (x -"
                    + " x_mean), sqrt(m^2 * x_sd^2 + scatter^2 + sy^2"
                    + " - (m * x_sd^2 + rho * sx * sy)^2 / (x_sd^2 + sx^2)))"),
            TestSurvey.ordered(
                "b",
                "normal(0, 1)",
                "m",
                "normal(0, 1)",
                "scatter",
                "half_normal(1)",
                "x_mean",
                "normal(0, 1)",
                "x_sd",
                "log_normal(0, 0.5)"),
            Set.of()),
        source(
            40,
            random ->
                new double[] {
                  random.nextGaussian(),
                  random.nextGaussian(),
                  Math.abs(random.nextGaussian()),
                  random.nextGaussian(),
                  Math.exp(0.5 * random.nextGaussian())
                },
            (truth, random) -> {
              double x = truth[3] + truth[4] * random.nextGaussian();
              double y = truth[1] * x + truth[0] + truth[2] * random.nextGaussian();
              double sx = uniform(random, 0.2, 0.6);
              double sy = uniform(random, 0.2, 0.6);
              double rho = uniform(random, -0.9, 0.9);
              double one = random.nextGaussian();
              double other = rho * one + Math.sqrt(1 - rho * rho) * random.nextGaussian();
              return Map.of("x", x + sx * one, "y", y + sy * other, "sx", sx, "sy", sy, "rho", rho);
            }));
  }

  /** Distances of a cluster and a field from parallaxes with a common zero-point. */
  @Test
  void clusterDistance() {
    calibrate(
        "a cluster's distance",
        new Problem(
            "observables",
            List.of("w", "e"),
            Map.of("plx", Map.of("predicted", "1 / r", "value", "w + zero", "error", "e")),
            Map.of("r", "gamma(3, 2)"),
            Map.of("r", "mix(1 - f, truncated(normal(mu, sigma), 0, inf), gamma(3, 2))"),
            TestSurvey.ordered(
                "f",
                "uniform(0, 0.5)",
                "mu",
                "uniform(0.3, 0.6)",
                "sigma",
                "uniform(0.005, 0.05)",
                "zero",
                "normal(0.04, 0.02)"),
            Set.of("zero")),
        source(
            100,
            random ->
                new double[] {
                  uniform(random, 0, 0.5),
                  uniform(random, 0.3, 0.6),
                  uniform(random, 0.005, 0.05),
                  0.04 + 0.02 * random.nextGaussian()
                },
            (truth, random) -> {
              double r = truth[1] + truth[2] * random.nextGaussian();
              if (random.nextDouble() < truth[0]) {
                r = 0;
                for (int k = 0; k < 3; k++) {
                  r -= 0.5 * Math.log(1 - random.nextDouble());
                }
              }
              double e = 0.02 * Math.exp(uniform(random, 0, Math.log(5)));
              return Map.of("w", 1 / r + e * random.nextGaussian() - truth[3], "e", e);
            }));
  }

  /** Three bands of two unknowns, two of them with offsets. */
  @Test
  void calibrationOffsets() {
    calibrate(
        "offsets of bands",
        new Problem(
            "observables",
            List.of("r", "g", "i", "e"),
            Map.of(
                "r", Map.of("predicted", "m", "value", "r", "error", "e"),
                "g", Map.of("predicted", "m + c", "value", "g + zg", "error", "e"),
                "i",
                    Map.of(
                        "predicted", "m - 0.4 * c - 0.05 * c^2", "value", "i + zi", "error", "e")),
            Map.of("m", "normal(17, 3)", "c", "normal(0.6, 0.6)"),
            TestSurvey.ordered("c", "normal(c0, cs)", "m", "normal(m0, 1)"),
            TestSurvey.ordered(
                "c0",
                "normal(0.6, 0.02)",
                "cs",
                "uniform(0.1, 0.5)",
                "m0",
                "normal(17, 1)",
                "zg",
                "normal(0, 0.05)",
                "zi",
                "normal(0, 0.05)"),
            Set.of("zg", "zi")),
        source(
            100,
            random ->
                new double[] {
                  0.6 + 0.02 * random.nextGaussian(),
                  uniform(random, 0.1, 0.5),
                  17 + random.nextGaussian(),
                  0.05 * random.nextGaussian(),
                  0.05 * random.nextGaussian()
                },
            (truth, random) -> {
              double m = truth[2] + random.nextGaussian();
              double c = truth[0] + truth[1] * random.nextGaussian();
              double e = uniform(random, 0.02, 0.06);
              return Map.of(
                  "r", m + e * random.nextGaussian(),
                  "g", m + c - truth[3] + e * random.nextGaussian(),
                  "i", m - 0.4 * c - 0.05 * c * c - truth[4] + e * random.nextGaussian(),
                  "e", e);
            }));
  }

  /** Errors known but for a common factor. */
  @Test
  void unknownNoise() {
    calibrate(
        "an unknown noise",
        new Problem(
            "gaussian",
            List.of("y", "e"),
            Map.of("x", Map.of("value", "y", "error", "k * e")),
            Map.of("x", "normal(0, 10)"),
            Map.of("x", "normal(mu, tau)"),
            TestSurvey.ordered(
                "k", "log_normal(0, 0.3)", "mu", "normal(0, 2)", "tau", "uniform(0.3, 2)"),
            Set.of("k")),
        source(
            100,
            random ->
                new double[] {
                  Math.exp(0.3 * random.nextGaussian()),
                  2 * random.nextGaussian(),
                  uniform(random, 0.3, 2)
                },
            (truth, random) -> {
              double e = Math.exp(uniform(random, Math.log(0.2), Math.log(2)));
              double x = truth[1] + truth[2] * random.nextGaussian();
              return Map.of("y", x + truth[0] * e * random.nextGaussian(), "e", e);
            }));
  }
}
