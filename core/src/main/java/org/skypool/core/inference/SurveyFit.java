package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;

/**
 * Fits the population to the points of one round, wherever they are. Objects that no population
 * supports are set aside by id.
 */
final class SurveyFit {
  private final SurveyProblem problem;
  private final long seed;
  private final FitPath.Wanted path;

  SurveyFit(SurveyProblem problem, long seed, FitPath.Wanted path) {
    this.problem = problem;
    this.seed = seed;
    this.path = path;
  }

  /**
   * A fit.
   *
   * @param fit what was found
   * @param objects objects in the fit
   * @param draws their points
   * @param unsupported ids of the objects set aside
   */
  record Result(PopulationFit.Result fit, long objects, long draws, Set<String> unsupported) {}

  /**
   * Fits.
   *
   * @param before the fit of the round before, to start from
   * @param goal what the hyperposterior's draws are for, and how many
   * @throws UnusableSurveyException if there is no finite likelihood anywhere
   */
  Result run(RoundDraws draws, Optional<Hyperposterior> before, SamplingGoal goal) {
    Set<String> unsupported;
    try (PopulationEvaluator evaluator = draws.evaluator(problem.population())) {
      if (evaluator.objects() == 0) {
        throw new UnusableSurveyException("no object has a finite likelihood anywhere");
      }
      try {
        return fit(evaluator, draws, Set.of(), before, goal);
      } catch (NoSupportException none) {
        unsupported = unsupported(evaluator, before, none);
      }
    }
    return withoutUnsupported(draws.without(unsupported), unsupported, before, goal);
  }

  private Set<String> unsupported(
      PopulationEvaluator evaluator, Optional<Hyperposterior> before, NoSupportException none) {
    Set<String> unsupported =
        SupportScan.withoutSupport(
            evaluator,
            problem.population().hyperprior(),
            before.map(b -> List.of(b.mean())).orElse(List.of()),
            seed);
    boolean all = unsupported.size() == evaluator.objects();
    if (all || unsupported.isEmpty()) {
      throw new UnusableSurveyException(
          "no finite likelihood anywhere: no hyperparameters within population.hyperprior support "
              + (all
                  ? "any object, or the population is so narrow that no point lies in it"
                  : "all objects together"),
          none);
    }
    return unsupported;
  }

  private Result withoutUnsupported(
      RoundDraws supported,
      Set<String> unsupported,
      Optional<Hyperposterior> before,
      SamplingGoal goal) {
    try (PopulationEvaluator evaluator = supported.evaluator(problem.population())) {
      return fit(evaluator, supported, unsupported, before, goal);
    } catch (NoSupportException still) {
      throw new UnusableSurveyException(
          "no finite likelihood anywhere: no hyperparameters within population.hyperprior support"
              + " all objects together, without "
              + SupportScan.sample(unsupported)
              + " either",
          still);
    }
  }

  private Result fit(
      PopulationEvaluator evaluator,
      RoundDraws draws,
      Set<String> unsupported,
      Optional<Hyperposterior> before,
      SamplingGoal goal) {
    PopulationModel population = problem.population();
    Optional<SelectionSurvey> survey =
        population.selection().map(selection -> survey(population, draws));
    PopulationFit.Result found =
        new PopulationFit(population, evaluator, survey, seed, goal, path)
            .fit(before.map(b -> b.shape().centre()));
    return new Result(found, evaluator.objects(), evaluator.draws(), unsupported);
  }

  private SelectionSurvey survey(PopulationModel population, RoundDraws draws) {
    List<String> names = SelectionSurvey.covariatesOf(population);
    DrawsSummary summary = draws.summary(names, problem.thetas());
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (int c = 0; c < names.size(); c++) {
      covariates.put(names.get(c), summary.covariates()[c]);
    }
    return new SelectionSurvey(
        population,
        problem.axes(false, Set.copyOf(problem.thetas())),
        covariates,
        summary.objects(),
        summary.spreads().stream().mapToDouble(Spread::mean).toArray(),
        summary.spreads().stream().mapToDouble(Spread::sd).toArray());
  }
}
