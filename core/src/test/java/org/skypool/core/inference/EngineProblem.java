package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.object.Observations;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * A small hierarchical problem for every engine.
 *
 * @param exact means and sds of the hyperparameters where they are known
 */
record EngineProblem(
    String name, GibbsModel model, ObjectBlock objects, Optional<double[][]> exact) {
  static final double[] SCHOOL_EFFECTS = {28, 8, -3, 7, -1, 1, 18, 12};
  static final double[] SCHOOL_ERRORS = {15, 10, 16, 11, 9, 11, 10, 18};

  @Override
  public String toString() {
    return name;
  }

  List<String> hyperparameters() {
    return model.problem().population().hyperprior().names();
  }

  static EngineProblem of(
      String name,
      String objectModel,
      Map<String, Map<String, String>> arguments,
      Map<String, String> interim,
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      ObjectBlock objects,
      Optional<double[][]> exact) {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.copyOf(arguments.keySet());
    List<String> columns = List.copyOf(objects.columns().keySet());
    List<String> rowColumns = new ArrayList<>(columns);
    objects.observations().ifPresent(several -> rowColumns.addAll(several.columns().keySet()));
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    arguments.forEach(
        (theta, texts) -> {
          Map<String, Expression> own = new LinkedHashMap<>();
          texts.forEach(
              (key, text) ->
                  own.put(
                      key,
                      parser.number(
                          text,
                          Scope.empty()
                              .withCovariates(rowColumns)
                              .withHyperparameters(List.copyOf(hyperpriors.keySet())))));
          values.put(theta, own);
        });
    ObjectModel kind = ObjectModels.find(objectModel).orElseThrow();
    ModelArguments bound = new ModelArguments(thetas, values, Map.of());
    Expression logLikelihood = kind.logLikelihood(bound);
    Map<String, DensityTerm> interims = new LinkedHashMap<>();
    interim.forEach(
        (theta, text) ->
            interims.put(
                theta,
                parser.density(text, List.of(theta), Scope.empty().withThetas(List.of(theta)))));
    PopulationModel population =
        PopulationParser.parse(
            parser,
            new PopulationText(
                thetas,
                columns,
                densities,
                hyperpriors,
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                NamesIn.of(logLikelihood).hyperparameters(),
                Map.of()));
    return new EngineProblem(
        name,
        new GibbsModel(
            new SurveyProblem(
                thetas,
                NamesIn.of(logLikelihood).hyperparameters().isEmpty() ? kind.bind(bound) : null,
                interims,
                population),
            logLikelihood),
        objects,
        exact);
  }

  static ObjectBlock block(Map<String, double[]> columns) {
    int n = columns.values().iterator().next().length;
    return new ObjectBlock(IntStream.range(0, n).mapToObj(i -> "g" + i).toList(), columns);
  }

  private static Map<String, double[]> columns(
      String one, double[] first, String other, double[] second) {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put(one, first);
    map.put(other, second);
    return map;
  }

  /** Rubin's eight schools (1981). */
  static EngineProblem eightSchools() {
    return of(
        "eight schools",
        "gaussian",
        Map.of("effect", Map.of("value", "d", "error", "e")),
        Map.of("effect", "normal(0, 30)"),
        Map.of("effect", "normal(mu, tau)"),
        TestSurvey.ordered("mu", "normal(0, 5)", "tau", "half_cauchy(5)"),
        block(columns("d", SCHOOL_EFFECTS, "e", SCHOOL_ERRORS)),
        Optional.of(schoolMoments()));
  }

  /**
   * Integrals over tau by the midpoint rule in {@code u = tau / (5 + tau)}; mu is normal given tau.
   */
  private static double[][] schoolMoments() {
    int steps = 20_000;
    double[] sums = new double[5];
    for (int k = 0; k < steps; k++) {
      double u = (k + 0.5) / steps;
      double tau = 5 * u / (1 - u);
      double precision = 1.0 / 25;
      double weighted = 0;
      double log = -Math.log(1 + tau * tau / 25) - 2 * Math.log(1 - u);
      for (int i = 0; i < 8; i++) {
        double w = 1 / (tau * tau + SCHOOL_ERRORS[i] * SCHOOL_ERRORS[i]);
        precision += w;
        weighted += w * SCHOOL_EFFECTS[i];
        log += Math.log(w) / 2 - w * SCHOOL_EFFECTS[i] * SCHOOL_EFFECTS[i] / 2;
      }
      double mean = weighted / precision;
      double weight = Math.exp(log + weighted * mean / 2 - Math.log(precision) / 2);
      sums[0] += weight;
      sums[1] += weight * mean;
      sums[2] += weight * (mean * mean + 1 / precision);
      sums[3] += weight * tau;
      sums[4] += weight * tau * tau;
    }
    double mu = sums[1] / sums[0];
    double tau = sums[3] / sums[0];
    return new double[][] {
      {mu, tau},
      {Math.sqrt(sums[2] / sums[0] - mu * mu), Math.sqrt(sums[4] / sums[0] - tau * tau)}
    };
  }

  /** Fifty objects of a normal population, errors as large as its width. */
  static EngineProblem normal() {
    SplittableRandom random = new SplittableRandom(50);
    double[] data = new double[50];
    Arrays.setAll(data, i -> 0.3 + random.nextGaussian() + random.nextGaussian());
    double[][] box = {{-5, 5}, {0.01, 5}};
    GridPosterior exact =
        GridPosterior.of(
            GridPosterior.Surface.of(
                (mu, tau) -> {
                  double variance = 1 + tau * tau;
                  double sum = tau > 0 ? 0 : Double.NEGATIVE_INFINITY;
                  for (double d : data) {
                    sum -= (d - mu) * (d - mu) / variance / 2 + Math.log(variance) / 2;
                  }
                  return sum;
                }),
            new double[] {0.3, 1},
            new double[] {0.2, 0.2},
            box,
            201);
    return of(
        "normal population",
        "gaussian",
        Map.of("x", Map.of("value", "d", "error", "1")),
        Map.of("x", "normal(0, 4)"),
        Map.of("x", "normal(mu, tau)"),
        TestSurvey.ordered("mu", "uniform(-5, 5)", "tau", "uniform(0.01, 5)"),
        block(Map.of("d", data)),
        Optional.of(new double[][] {exact.mean(), exact.sd()}));
  }

  /** Seventy-one groups with a few trials each, proportions of a beta population. */
  static EngineProblem proportions() {
    SplittableRandom random = new SplittableRandom(71);
    double[] trials = new double[71];
    double[] successes = new double[71];
    for (int i = 0; i < trials.length; i++) {
      trials[i] = 10 + random.nextInt(41);
      double p = 1 / (1 + Math.exp(1.9 - 0.7 * random.nextGaussian()));
      for (int t = 0; t < trials[i]; t++) {
        successes[i] += random.nextDouble() < p ? 1 : 0;
      }
    }
    GridPosterior exact =
        GridPosterior.of(
            GridPosterior.Surface.of((m, s) -> logBetaBinomial(successes, trials, m, s)),
            new double[] {0.15, 2.6},
            new double[] {0.02, 0.3},
            new double[][] {{0, 1}, {0, 6}},
            121);
    return of(
        "proportions",
        "binomial",
        Map.of("p", Map.of("successes", "y", "trials", "n")),
        Map.of("p", "uniform(0, 1)"),
        Map.of("p", "beta(m * exp(s), (1 - m) * exp(s))"),
        TestSurvey.ordered("m", "uniform(0, 1)", "s", "uniform(0, 6)"),
        block(columns("y", successes, "n", trials)),
        Optional.of(new double[][] {exact.mean(), exact.sd()}));
  }

  private static double logBetaBinomial(double[] y, double[] n, double mean, double logSize) {
    double a = mean * Math.exp(logSize);
    double b = (1 - mean) * Math.exp(logSize);
    double sum = a > 0 && b > 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (int i = 0; i < y.length && sum > Double.NEGATIVE_INFINITY; i++) {
      for (int k = 0; k < n[i]; k++) {
        sum += Math.log(k < y[i] ? a + k : b + k - y[i]) - Math.log(a + b + k);
      }
    }
    return sum;
  }

  /** A straight line through points with errors in both coordinates. */
  static EngineProblem line() {
    SplittableRandom random = new SplittableRandom(2);
    int n = 80;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double u = 1 + 1.2 * random.nextGaussian();
      double v = 0.5 + 0.8 * u + 0.6 * random.nextGaussian();
      x[i] = u + 0.5 * random.nextGaussian();
      y[i] = v + 0.5 * random.nextGaussian();
    }
    Map<String, Map<String, String>> arguments = new LinkedHashMap<>();
    arguments.put("u", Map.of("value", "x", "error", "0.5"));
    arguments.put("v", Map.of("value", "y", "error", "0.5"));
    return of(
        "line",
        "gaussian",
        arguments,
        TestSurvey.ordered("u", "normal(0, 4)", "v", "normal(0, 4)"),
        TestSurvey.ordered("u", "normal(m, w)", "v", "normal(a + b * u, s)"),
        TestSurvey.ordered(
            "m", "normal(0, 5)",
            "w", "half_normal(3)",
            "a", "normal(0, 5)",
            "b", "normal(0, 3)",
            "s", "half_normal(3)"),
        block(columns("x", x, "y", y)),
        Optional.empty());
  }

  /**
   * Thirty objects observed four times each with an unknown error: given it and the population's
   * width the mean is normal and integrates out, with its flat prior practically unbounded.
   */
  static EngineProblem repeated() {
    SplittableRandom random = new SplittableRandom(12);
    int n = 30;
    int k = 4;
    double[] y = new double[n * k];
    int[] offsets = IntStream.rangeClosed(0, n).map(i -> i * k).toArray();
    double[] means = new double[n];
    for (int i = 0; i < n; i++) {
      double theta = 1 + random.nextGaussian();
      for (int row = i * k; row < (i + 1) * k; row++) {
        y[row] = theta + 0.8 * random.nextGaussian();
        means[i] += y[row] / k;
      }
    }
    double centre = Arrays.stream(means).average().orElseThrow();
    double between = Arrays.stream(means).map(m -> (m - centre) * (m - centre)).sum();
    double within =
        IntStream.range(0, n * k).mapToDouble(r -> Math.pow(y[r] - means[r / k], 2)).sum();
    GridPosterior exact =
        GridPosterior.of(
            GridPosterior.Surface.of(
                (tau, sigma) -> {
                  double v = tau * tau + sigma * sigma / k;
                  return tau > 0 && sigma > 0
                      ? -n * (k - 1) * Math.log(sigma)
                          - within / (2 * sigma * sigma)
                          - (n - 1) / 2.0 * Math.log(v)
                          - between / (2 * v)
                      : Double.NEGATIVE_INFINITY;
                }),
            new double[] {1, 0.8},
            new double[] {0.15, 0.06},
            new double[][] {{0.01, 5}, {0.01, 5}},
            201);
    double v = square(exact, 0) + square(exact, 1) / k;
    String[] names = IntStream.range(0, n).mapToObj(i -> "g" + i).toArray(String[]::new);
    return of(
        "repeated observations",
        "gaussian",
        Map.of("x", Map.of("value", "y", "error", "sigma")),
        Map.of("x", "normal(0, 4)"),
        Map.of("x", "normal(mu, tau)"),
        TestSurvey.ordered(
            "mu", "uniform(-9, 11)", "tau", "uniform(0.01, 5)", "sigma", "uniform(0.01, 5)"),
        new ObjectBlock(
            List.of(names), Map.of(), Optional.of(new Observations(offsets, Map.of("y", y)))),
        Optional.of(
            new double[][] {
              {centre, exact.mean()[0], exact.mean()[1]},
              {Math.sqrt(v / n), exact.sd()[0], exact.sd()[1]}
            }));
  }

  private static double square(GridPosterior exact, int j) {
    return exact.mean()[j] * exact.mean()[j] + exact.sd()[j] * exact.sd()[j];
  }
}
