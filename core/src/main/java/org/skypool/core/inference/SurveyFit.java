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
  Result run(RoundDraws draws, Optional<PopulationFit.Result> before, SamplingGoal goal) {
    Set<String> unsupported;
    try (RoundDraws.Bound bound = bind(draws)) {
      if (bound.evaluator().objects() == 0) {
        throw new UnusableSurveyException("no object has a finite likelihood anywhere");
      }
      try {
        return fit(bound, Set.of(), before, goal);
      } catch (NoSupportException none) {
        unsupported = unsupported(bound.evaluator(), before, none);
      }
    }
    return withoutUnsupported(draws.without(unsupported), unsupported, before, goal);
  }

  private Set<String> unsupported(
      PopulationEvaluator evaluator,
      Optional<PopulationFit.Result> before,
      NoSupportException none) {
    Set<String> unsupported =
        SupportScan.withoutSupport(
            evaluator,
            problem.population().hyperprior(),
            before.map(b -> List.of(b.posterior().mean())).orElse(List.of()),
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
      Optional<PopulationFit.Result> before,
      SamplingGoal goal) {
    try (RoundDraws.Bound bound = bind(supported)) {
      return fit(bound, unsupported, before, goal);
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
      RoundDraws.Bound bound,
      Set<String> unsupported,
      Optional<PopulationFit.Result> before,
      SamplingGoal goal) {
    PopulationModel population = problem.population();
    PopulationEvaluator evaluator = bound.evaluator();
    Optional<SelectionSurvey> survey =
        problem.isSelected() ? Optional.of(survey(population, bound.summary())) : Optional.empty();
    PopulationFit fit = new PopulationFit(population, evaluator, survey, seed, goal, path);
    PopulationFit.Result found = before.map(fit::goOn).orElseGet(() -> fit.fit(Optional.empty()));
    return new Result(found, evaluator.objects(), evaluator.draws(), unsupported);
  }

  /** With what a selection term needs to know, where there is one. */
  private RoundDraws.Bound bind(RoundDraws draws) {
    PopulationModel population = problem.population();
    return draws.bind(
        population,
        problem.isSelected()
            ? new RoundDraws.Summarised(SelectionSurvey.covariatesOf(population), problem.thetas())
            : RoundDraws.Summarised.NOTHING);
  }

  private SelectionSurvey survey(PopulationModel population, DrawsSummary summary) {
    List<String> names = SelectionSurvey.covariatesOf(population);
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
        summary.spreads().stream().mapToDouble(Spread::sd).toArray(),
        problem.injections());
  }
}
