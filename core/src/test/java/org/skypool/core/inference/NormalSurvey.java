package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * Objects of a normal population N(0.3, tau), measured with unit errors, interim prior N(0, 3),
 * hyperpriors flat in mu and {@code uniform(0, 3)} in tau. With S the sum of squared deviations of
 * the data from their mean, {@code p(tau | d) = (1 + tau^2)^(-(N-1)/2) exp(-S / (2 (1 + tau^2)))},
 * and mu given tau is normal with variance {@code (1 + tau^2) / N}: moments by quadrature over tau.
 */
final class NormalSurvey {
  static final double MEAN = 0.3;
  private static final double LARGEST = 3;
  private static final int STEPS = 30_000;

  private final double[] data;
  private final double mean;
  private final double squares;

  NormalSurvey(double tau, int objects, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.data = new double[objects];
    Arrays.setAll(data, i -> MEAN + tau * random.nextGaussian() + random.nextGaussian());
    this.mean = Arrays.stream(data).average().orElseThrow();
    this.squares = Arrays.stream(data).map(d -> (d - mean) * (d - mean)).sum();
  }

  double[] data() {
    return data;
  }

  /** The problem as the rounds see it. */
  static SurveyProblem problem() {
    return problem(gaussian(), "normal(0, 3)", hyperpriors());
  }

  static Map<String, String> hyperpriors() {
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu", "uniform(-3, 3)");
    priors.put("tau", "uniform(0, 3)");
    return priors;
  }

  /** Another likelihood, interim prior or hyperpriors for a population {@code normal(mu, tau)}. */
  static SurveyProblem problem(
      ObjectLikelihood likelihood, String interim, Map<String, String> hyperpriors) {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.of("x");
    DensityTerm prior = parser.density(interim, thetas, Scope.empty().withThetas(thetas));
    return new SurveyProblem(
        thetas,
        likelihood,
        Map.of("x", prior),
        PopulationParser.parse(
            parser,
            new PopulationText(
                thetas,
                List.of("d", "e"),
                Map.of("x", "normal(mu, tau)"),
                hyperpriors,
                Optional.empty(),
                Optional.empty(),
                false)));
  }

  static ObjectLikelihood gaussian() {
    Map<String, Expression> arguments = new LinkedHashMap<>();
    arguments.put("value", Expression.covariate("d"));
    arguments.put("error", Expression.covariate("e"));
    return ObjectModels.find("gaussian")
        .orElseThrow()
        .bind(new ModelArguments(List.of("x"), Map.of("x", arguments), Map.of()));
  }

  ObjectBlock objects() {
    double[] errors = new double[data.length];
    Arrays.fill(errors, 1);
    return objects(data, errors);
  }

  static ObjectBlock objects(double[] values, double[] errors) {
    return new ObjectBlock(
        IntStream.range(0, values.length).mapToObj(i -> "g" + i).toList(),
        Map.of("d", values, "e", errors));
  }

  RoundWork work(int threads) {
    return LocalSurvey.of(problem(), List.of(objects()), threads);
  }

  /** Independent draws of every object's interim posterior, which is normal, in equal weight. */
  LocalDraws interimDraws(int perObject, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double variance = 0.9;
    int[] offsets = new int[data.length + 1];
    double[] x = new double[data.length * perObject];
    double[] logPrior = new double[x.length];
    double[] logWeight = new double[x.length];
    for (int i = 0; i < data.length; i++) {
      offsets[i + 1] = (i + 1) * perObject;
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        x[k] = variance * data[i] + Math.sqrt(variance) * random.nextGaussian();
        logPrior[k] = -x[k] * x[k] / 18 - Math.log(3 * Math.sqrt(2 * Math.PI));
        logWeight[k] = -logPrior[k] - Math.log(perObject);
      }
    }
    ObjectBlock objects = objects();
    DrawBlock block =
        new DrawBlock(
            objects.ids(), offsets, Map.of("x", x), objects.columns(), logWeight, logPrior);
    return new LocalDraws(List.of(block), Map.of(), 1);
  }

  private double expectation(DoubleUnaryOperator of) {
    double[] log = new double[STEPS];
    Arrays.setAll(
        log,
        k -> {
          double variance = 1 + square(tau(k));
          return -(data.length - 1) * Math.log(variance) / 2 - squares / (2 * variance);
        });
    double top = Arrays.stream(log).max().orElseThrow();
    double mass = 0;
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      double w = Math.exp(log[k] - top);
      mass += w;
      sum += w * of.applyAsDouble(tau(k));
    }
    return sum / mass;
  }

  /** Midpoints. */
  private static double tau(int k) {
    return LARGEST * (k + 0.5) / STEPS;
  }

  private static double square(double x) {
    return x * x;
  }

  /** Exact posterior means of mu and tau. */
  double[] exactMean() {
    return new double[] {mean, expectation(t -> t)};
  }

  /** Exact posterior sds of mu and tau. */
  double[] exactSd() {
    double tau = expectation(t -> t);
    return new double[] {
      Math.sqrt(expectation(t -> (1 + t * t) / data.length)),
      Math.sqrt(expectation(t -> square(t - tau)))
    };
  }

  /** How far the means of a posterior are off, in exact sds. */
  double[] errors(Hyperposterior posterior) {
    double[] exact = exactMean();
    double[] sd = exactSd();
    return new double[] {
      (posterior.mean()[0] - exact[0]) / sd[0], (posterior.mean()[1] - exact[1]) / sd[1]
    };
  }

  /** Whether means and sds are near the exact ones, see {@link ExactMoments#isNear}. */
  boolean isNear(Hyperposterior posterior, double tolerance) {
    return new ExactMoments(exactMean(), exactSd()).isNear(posterior, tolerance);
  }

  /** What a run found, on one line. */
  String figures(Rounds.Outcome found) {
    StringBuilder text = new StringBuilder();
    for (RoundRecord r : found.rounds()) {
      double[] errors = errors(r.posterior());
      text.append(
          String.format(
              Locale.ROOT,
              "round %d K %d%s: off %+.3f %+.3f sd, moved %.3f",
              r.round(),
              r.plan().points(),
              r.plan().repair() ? " repaired" : "",
              errors[0],
              errors[1],
              r.drift()));
      r.audit().ifPresent(a -> text.append(figures(a)));
      text.append("; ");
    }
    double[] sd = exactSd();
    return text.append(
            String.format(
                Locale.ROOT,
                "widths %.3f %.3f; %s: %s; effective %.0f %s",
                found.posterior().sd(0) / sd[0],
                found.posterior().sd(1) / sd[1],
                found.points().points(),
                found.points().reason(),
                found.posterior().effective(),
                found.posterior().sampler()))
        .toString();
  }

  static String figures(Audit a) {
    return String.format(
        Locale.ROOT,
        ", audit n %d bias %s +- %s mc %s pooled %s +- %s bits %.4f",
        a.objects(),
        shown(a.bias()),
        shown(a.biasError()),
        shown(a.monteCarloSd()),
        shown(a.pooled()),
        shown(a.pooledError()),
        a.bits());
  }

  private static String shown(double[] values) {
    return Arrays.toString(
        Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.3f", v)).toArray());
  }
}
