package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/** A survey of one individual parameter fitted on this machine: rounds, audit, shrinkage. */
final class TestSurvey {
  private static final int THREADS = 2;
  private static final int OBJECTS_PER_BLOCK = 2048;
  private static final int DRAWS_BETWEEN_ROUNDS = 500;

  private final Formulas formulas;
  private final PopulationModel model;
  private final ObjectLikelihood likelihood;
  private final DensityTerm interim;
  private final List<ObjectBlock> slices;
  private final int points;
  private final long seed;

  /**
   * What a user would write.
   *
   * @param theta name of the individual parameter
   * @param arguments of the object model, formulas over the columns
   * @param support of both densities where the formulas do not say it
   */
  record Formulas(
      String model,
      String theta,
      Map<String, String> arguments,
      String interim,
      String density,
      Map<String, String> hyperpriors,
      Optional<String> detection,
      Optional<double[]> support) {}

  /**
   * A fit of one round.
   *
   * @param draws one block per slice of the objects
   */
  record Fitted(PopulationFit.Result result, List<DrawBlock> draws) {
    Hyperposterior posterior() {
      return result.posterior();
    }
  }

  TestSurvey(Formulas formulas, ObjectBlock objects, int points, long seed) {
    FormulaParser parser = FormulaParser.standard();
    List<String> columns = List.copyOf(objects.columns().keySet());
    Scope scope = Scope.empty().withCovariates(columns);
    Map<String, Expression> arguments = new LinkedHashMap<>();
    formulas.arguments().forEach((name, text) -> arguments.put(name, parser.number(text, scope)));
    List<String> thetas = List.of(formulas.theta());
    this.formulas = formulas;
    this.likelihood =
        ObjectModels.find(formulas.model())
            .orElseThrow()
            .bind(new ModelArguments(thetas, Map.of(formulas.theta(), arguments), Map.of()));
    this.interim = parser.density(formulas.interim(), thetas, Scope.empty().withThetas(thetas));
    this.model =
        PopulationParser.parse(
            parser,
            new PopulationText(
                thetas,
                columns,
                Map.of(formulas.theta(), formulas.density()),
                formulas.hyperpriors(),
                Optional.empty(),
                formulas.detection(),
                false));
    this.slices = slices(objects, OBJECTS_PER_BLOCK);
    this.points = points;
    this.seed = seed;
  }

  /** Names and texts in the order given. */
  static Map<String, String> ordered(String... namesAndTexts) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      map.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return map;
  }

  /** Objects called g0, g1, ... with the given columns. */
  static ObjectBlock objects(Map<String, double[]> columns) {
    int n = columns.values().iterator().next().length;
    return new ObjectBlock(IntStream.range(0, n).mapToObj(i -> "g" + i).toList(), columns);
  }

  private static List<ObjectBlock> slices(ObjectBlock objects, int size) {
    List<ObjectBlock> slices = new ArrayList<>();
    for (int from = 0; from < objects.size(); from += size) {
      slices.add(slice(objects, from, Math.min(objects.size(), from + size)));
    }
    return slices;
  }

  private static ObjectBlock slice(ObjectBlock objects, int from, int to) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    objects
        .columns()
        .forEach((name, values) -> columns.put(name, Arrays.copyOfRange(values, from, to)));
    return new ObjectBlock(objects.ids().subList(from, to), columns);
  }

  PopulationModel model() {
    return model;
  }

  long objects() {
    return slices.stream().mapToLong(ObjectBlock::size).sum();
  }

  /** Rounds 0 to {@code last}, each aimed at the mean of the one before. */
  List<Fitted> fit(int last, int draws) {
    List<Fitted> rounds = new ArrayList<>();
    double[] aim = null;
    Optional<double[]> start = Optional.empty();
    for (int round = 0; round <= last; round++) {
      List<DrawBlock> blocks = sample(round, aim);
      PopulationFit.Result result =
          fit(blocks, start, round == last ? draws : DRAWS_BETWEEN_ROUNDS);
      rounds.add(new Fitted(result, blocks));
      aim = result.posterior().mean();
      start = Optional.of(result.posterior().shape().centre());
    }
    return rounds;
  }

  /** Draws of a round aimed at hyperparameters {@code aim}; null: at the interim prior. */
  List<DrawBlock> sample(int round, double[] aim) {
    return sample(slices, round, aim, 0, SamplerSettings.of(1, points));
  }

  private List<DrawBlock> sample(
      List<ObjectBlock> blocks, int round, double[] aim, int replicate, SamplerSettings settings) {
    return blocks.parallelStream()
        .map(block -> sample(block, round, aim, replicate, settings))
        .toList();
  }

  private DrawBlock sample(
      ObjectBlock objects, int round, double[] aim, int replicate, SamplerSettings settings) {
    List<Axis> axes = List.of(axis(aim == null ? interim : model.density(), true));
    Expression logAim = aim == null ? interim.logDensity() : Aim.at(model, aim, axes);
    ObjectSampling.Result sampled =
        new ObjectSampling(
                likelihood,
                axes,
                settings,
                logAim,
                interim.logDensity(),
                new ObjectSampling.Stream(seed, round, replicate))
            .sample(objects);
    if (!sampled.unusable().isEmpty()) {
      throw new AssertionError("objects without points: " + sampled.unusable());
    }
    return sampled.draws();
  }

  private Axis axis(DensityTerm density, boolean stored) {
    var support = density.support(formulas.theta());
    double[] ends =
        formulas
            .support()
            .orElseGet(() -> new double[] {constant(support.lower()), constant(support.upper())});
    return Axis.of(formulas.theta(), ends[0], ends[1], stored);
  }

  private static double constant(Expression expression) {
    return ((Expression.Constant) expression).value();
  }

  private PopulationFit.Result fit(List<DrawBlock> blocks, Optional<double[]> start, int draws) {
    return fit(blocks, start, draws, FitPath.Wanted.AUTO);
  }

  /** Fits given draws along a path. */
  PopulationFit.Result fit(
      List<DrawBlock> blocks, Optional<double[]> start, int draws, FitPath.Wanted wanted) {
    try (LocalEvaluator evaluator = evaluator(blocks)) {
      return new PopulationFit(
              model,
              evaluator,
              model.selection().map(s -> survey(blocks)),
              seed,
              SamplingGoal.answer(draws),
              wanted)
          .fit(start);
    }
  }

  private LocalEvaluator evaluator(List<DrawBlock> blocks) {
    return LocalEvaluator.of(model.logIntegrand(), model.hyperprior().names(), blocks, THREADS);
  }

  private SelectionSurvey survey(List<DrawBlock> blocks) {
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (String name : blocks.get(0).covariates().keySet()) {
      covariates.put(
          name,
          blocks.stream().flatMapToDouble(b -> Arrays.stream(b.covariates().get(name))).toArray());
    }
    double centre =
        blocks.stream()
            .flatMapToDouble(b -> Arrays.stream(b.thetas().get(formulas.theta())))
            .average()
            .orElseThrow();
    return new SelectionSurvey(
        model,
        List.of(axis(model.density(), false)),
        covariates,
        (int) objects(),
        new double[] {centre},
        new double[] {1});
  }

  /** Audits the first {@code n} objects of a round whose points were aimed at {@code aim}. */
  Audit audit(int round, double[] aim, Hyperposterior posterior, int n) {
    SamplerSettings own = SamplerSettings.of(1, points);
    SamplerSettings finer = SamplerSettings.of(1, 8 * points).widenedBy(1.4);
    List<ObjectBlock> some = new ArrayList<>();
    int left = n;
    for (ObjectBlock slice : slices) {
      if (left > 0) {
        some.add(slice(slice, 0, Math.min(left, slice.size())));
        left -= slice.size();
      }
    }
    double[] phi = posterior.mean();
    List<double[][]> placed =
        List.of(
            scores(sample(some, round, aim, 0, own), phi),
            scores(sample(some, round, aim, 1, own), phi),
            scores(sample(some, round, aim, 2, finer), phi));
    List<Comparison.Scores> scores =
        IntStream.range(0, placed.get(0).length)
            .mapToObj(
                i ->
                    new Comparison.Scores(
                        "g" + i,
                        placed.stream().map(s -> s[i]).toArray(double[][]::new),
                        new double[3][0],
                        new double[3]))
            .toList();
    return Audit.of(scores, posterior.covariance(), objects());
  }

  private double[][] scores(List<DrawBlock> blocks, double[] phi) {
    try (LocalEvaluator evaluator = evaluator(blocks)) {
      return evaluator.evidence(phi).scores();
    }
  }
}
