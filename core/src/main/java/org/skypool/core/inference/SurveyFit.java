package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.population.PopulationModel;

/**
 * Fits the population to the points of one round, in this machine's memory. Objects that no
 * population supports are set aside by id.
 */
final class SurveyFit {
  private final SurveyProblem problem;
  private final long seed;
  private final int threads;
  private final FitPath.Wanted path;

  SurveyFit(SurveyProblem problem, long seed, int threads, FitPath.Wanted path) {
    this.problem = problem;
    this.seed = seed;
    this.threads = threads;
    this.path = path;
  }

  /**
   * A fit.
   *
   * @param fit what was found
   * @param blocks the points it rests on
   * @param unsupported ids of the objects set aside
   */
  record Result(PopulationFit.Result fit, List<DrawBlock> blocks, Set<String> unsupported) {
    long objects() {
      return blocks.stream().mapToLong(DrawBlock::objects).sum();
    }

    long draws() {
      return blocks.stream().mapToLong(DrawBlock::draws).sum();
    }
  }

  /**
   * Fits.
   *
   * @param before the fit of the round before, to start from
   * @param goal what the hyperposterior's draws are for, and how many
   * @throws UnusableSurveyException if there is no finite likelihood anywhere
   */
  Result run(List<DrawBlock> blocks, Optional<Hyperposterior> before, SamplingGoal goal) {
    if (blocks.isEmpty()) {
      throw new UnusableSurveyException("no object has a finite likelihood anywhere");
    }
    try (LocalEvaluator evaluator = evaluator(blocks)) {
      return new Result(fit(evaluator, blocks, before, goal), blocks, Set.of());
    } catch (NoSupportException none) {
      return withoutUnsupported(blocks, before, goal, none);
    }
  }

  private Result withoutUnsupported(
      List<DrawBlock> blocks,
      Optional<Hyperposterior> before,
      SamplingGoal goal,
      NoSupportException none) {
    Set<String> unsupported = new TreeSet<>(unsupported(blocks, before));
    List<DrawBlock> supported =
        blocks.stream()
            .map(block -> block.without(unsupported))
            .filter(block -> block.objects() > 0)
            .toList();
    if (unsupported.isEmpty() || supported.isEmpty()) {
      throw new UnusableSurveyException(
          "no finite likelihood anywhere: no hyperparameters within population.hyperprior support "
              + (supported.isEmpty()
                  ? "any object, or the population is so narrow that no point lies in it"
                  : "all objects together"),
          none);
    }
    try (LocalEvaluator evaluator = evaluator(supported)) {
      return new Result(fit(evaluator, supported, before, goal), supported, unsupported);
    } catch (NoSupportException still) {
      throw new UnusableSurveyException(
          "no finite likelihood anywhere: no hyperparameters within population.hyperprior support"
              + " all objects together, without "
              + SupportScan.sample(unsupported)
              + " either",
          still);
    }
  }

  private Set<String> unsupported(List<DrawBlock> blocks, Optional<Hyperposterior> before) {
    try (LocalEvaluator evaluator = evaluator(blocks)) {
      return SupportScan.withoutSupport(
          evaluator,
          problem.population().hyperprior(),
          before.map(b -> List.of(b.mean())).orElse(List.of()),
          seed);
    }
  }

  private LocalEvaluator evaluator(List<DrawBlock> blocks) {
    return LocalEvaluator.of(
        problem.population().logIntegrand(),
        problem.population().hyperprior().names(),
        blocks,
        threads);
  }

  private PopulationFit.Result fit(
      LocalEvaluator evaluator,
      List<DrawBlock> blocks,
      Optional<Hyperposterior> before,
      SamplingGoal goal) {
    PopulationModel population = problem.population();
    Optional<SelectionSurvey> survey =
        population.selection().map(selection -> survey(population, blocks));
    return new PopulationFit(population, evaluator, survey, seed, goal, path)
        .fit(before.map(b -> b.shape().centre()));
  }

  private SelectionSurvey survey(PopulationModel population, List<DrawBlock> blocks) {
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (String name : SelectionSurvey.covariatesOf(population)) {
      covariates.put(
          name,
          blocks.stream().flatMapToDouble(b -> Arrays.stream(b.covariates().get(name))).toArray());
    }
    List<Spread> spreads =
        problem.thetas().stream().map(theta -> Spread.of(blocks, theta)).toList();
    return new SelectionSurvey(
        population,
        problem.axes(false, Set.copyOf(problem.thetas())),
        covariates,
        blocks.stream().mapToInt(DrawBlock::objects).sum(),
        spreads.stream().mapToDouble(Spread::mean).toArray(),
        spreads.stream().mapToDouble(Spread::sd).toArray());
  }
}
