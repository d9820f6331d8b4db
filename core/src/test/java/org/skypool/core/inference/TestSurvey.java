package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** A one-parameter survey fitted without Spark: what a pipeline does, in a few lines, for tests. */
final class TestSurvey {
  private final String theta;
  private final PopulationModel model;
  private final ObjectLikelihood likelihood;
  private final DensityTerm interim;
  private final ObjectBlock objects;
  private final int points;
  private final long seed;

  /** A fit of one round. */
  record Fitted(PopulationFit.Result result, DrawBlock draws) {}

  TestSurvey(
      String theta,
      Map<String, String> arguments,
      String model,
      String interim,
      String density,
      Map<String, String> hyperpriors,
      Optional<String> detection,
      ObjectBlock objects,
      int points,
      long seed) {
    FormulaParser parser = FormulaParser.standard();
    List<String> columns = List.copyOf(objects.columns().keySet());
    Scope scope = Scope.empty().withCovariates(columns);
    Map<String, Expression> expressions = new LinkedHashMap<>();
    arguments.forEach((name, text) -> expressions.put(name, parser.number(text, scope)));
    this.theta = theta;
    this.likelihood =
        ObjectModels.find(model)
            .orElseThrow()
            .bind(new ModelArguments(List.of(theta), Map.of(theta, expressions), Map.of()));
    this.interim =
        parser.density(interim, List.of(theta), Scope.empty().withThetas(List.of(theta)));
    this.model =
        PopulationParser.parse(
            parser,
            new PopulationText(
                List.of(theta),
                columns,
                Map.of(theta, density),
                hyperpriors,
                Optional.empty(),
                detection,
                false));
    this.objects = objects;
    this.points = points;
    this.seed = seed;
  }

  PopulationModel model() {
    return model;
  }

  /** Rounds 0 to {@code last}, each aimed at the mean of the one before. */
  List<Fitted> fit(int last, int draws) {
    List<Fitted> rounds = new ArrayList<>();
    double[] aim = null;
    Optional<double[]> start = Optional.empty();
    for (int round = 0; round <= last; round++) {
      DrawBlock block = sample(round, aim, 0, SamplerSettings.of(1, points));
      PopulationFit.Result result = fit(block, start, round == last ? draws : 500);
      rounds.add(new Fitted(result, block));
      aim = result.posterior().mean();
      start = Optional.of(result.posterior().shape().centre());
    }
    return rounds;
  }

  DrawBlock sample(int round, double[] aim, int replicate, SamplerSettings settings) {
    boolean first = aim == null;
    var support = first ? interim.support(theta) : model.density().support(theta);
    Axis axis = Axis.of(theta, constant(support.lower()), constant(support.upper()), true);
    Expression logAim = first ? interim.logDensity() : Aim.at(model, aim);
    return new ObjectSampling(
            likelihood,
            List.of(axis),
            settings,
            logAim,
            interim.logDensity(),
            new ObjectSampling.Stream(seed, round, replicate))
        .sample(objects)
        .draws();
  }

  private static double constant(Expression expression) {
    return ((Expression.Constant) expression).value();
  }

  private PopulationFit.Result fit(DrawBlock block, Optional<double[]> start, int draws) {
    Optional<SelectionSurvey> survey =
        model
            .selection()
            .map(
                s ->
                    new SelectionSurvey(
                        model,
                        List.of(
                            Axis.of(
                                theta,
                                constant(model.density().support(theta).lower()),
                                constant(model.density().support(theta).upper()),
                                false)),
                        block.covariates(),
                        block.objects(),
                        new double[] {mean(block)},
                        new double[] {1}));
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(
            model.logIntegrand(), model.hyperprior().names(), split(block), 2)) {
      return new PopulationFit(model, evaluator, survey, seed, draws).fit(start);
    }
  }

  private double mean(DrawBlock block) {
    double sum = 0;
    for (double x : block.thetas().get(theta)) {
      sum += x;
    }
    return sum / block.draws();
  }

  private static List<DrawBlock> split(DrawBlock block) {
    return List.of(block);
  }

  Set<String> hyperparameters() {
    return Set.copyOf(model.hyperprior().names());
  }
}
