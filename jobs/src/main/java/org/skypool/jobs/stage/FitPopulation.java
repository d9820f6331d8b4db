package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.NoSupportException;
import org.skypool.core.inference.PopulationFit;
import org.skypool.core.inference.SelectionSurvey;
import org.skypool.core.inference.SupportScan;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.UnusableInputException;

/**
 * Fits the population to the draws of one round, in the driver's memory. Objects that no population
 * supports are set aside by id.
 */
final class FitPopulation {
  private final RunConfig config;
  private final SurveyModel model;

  FitPopulation(RunConfig config, SurveyModel model) {
    this.config = config;
    this.model = model;
  }

  /**
   * A fit.
   *
   * @param fit what was found
   * @param blocks the draws it rests on
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
   * @param effective draws of the hyperposterior to reach
   */
  Result run(LoadDraws draws, Optional<Hyperposterior> before, int effective) {
    List<DrawBlock> blocks = draws.blocks();
    if (blocks.isEmpty()) {
      throw new UnusableInputException("no object has a finite likelihood anywhere");
    }
    Set<String> unsupported = new TreeSet<>();
    try (LocalEvaluator evaluator = evaluator(blocks)) {
      return new Result(fit(evaluator, blocks, before, effective), blocks, unsupported);
    } catch (NoSupportException none) {
      unsupported.addAll(unsupported(blocks, before));
      List<DrawBlock> supported =
          blocks.stream()
              .map(block -> block.without(unsupported))
              .filter(block -> block.objects() > 0)
              .toList();
      if (unsupported.isEmpty() || supported.isEmpty()) {
        throw new UnusableInputException(
            "no finite likelihood anywhere: no hyperparameters within population.hyperprior support "
                + (supported.isEmpty() ? "any object" : "all objects together"),
            none);
      }
      try (LocalEvaluator evaluator = evaluator(supported)) {
        return new Result(fit(evaluator, supported, before, effective), supported, unsupported);
      } catch (NoSupportException still) {
        throw new UnusableInputException(
            "no finite likelihood anywhere: no hyperparameters within population.hyperprior support"
                + " all objects together, without "
                + SupportScan.sample(unsupported)
                + " either",
            still);
      }
    }
  }

  private Set<String> unsupported(List<DrawBlock> blocks, Optional<Hyperposterior> before) {
    try (LocalEvaluator evaluator = evaluator(blocks)) {
      return SupportScan.withoutSupport(
          evaluator,
          model.population().hyperprior(),
          before.map(b -> List.of(b.mean())).orElse(List.of()),
          config.seed());
    }
  }

  private LocalEvaluator evaluator(List<DrawBlock> blocks) {
    return LocalEvaluator.of(
        model.population().logIntegrand(),
        model.population().hyperprior().names(),
        blocks,
        Runtime.getRuntime().availableProcessors());
  }

  private PopulationFit.Result fit(
      LocalEvaluator evaluator,
      List<DrawBlock> blocks,
      Optional<Hyperposterior> before,
      int effective) {
    PopulationModel population = model.population();
    Optional<SelectionSurvey> survey =
        population.selection().map(selection -> survey(population, blocks));
    return new PopulationFit(population, evaluator, survey, config.seed(), effective)
        .fit(before.map(b -> b.shape().centre()));
  }

  private SelectionSurvey survey(PopulationModel population, List<DrawBlock> blocks) {
    int objects = blocks.stream().mapToInt(DrawBlock::objects).sum();
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (String name : SelectionSurvey.covariatesOf(population)) {
      covariates.put(
          name,
          blocks.stream()
              .flatMapToDouble(b -> java.util.Arrays.stream(b.covariates().get(name)))
              .toArray());
    }
    List<Spread> spreads =
        model.thetas().stream().map(theta -> Spread.of(blocks, theta)).collect(Collectors.toList());
    return new SelectionSurvey(
        population,
        model.axes(false, Set.copyOf(model.thetas())),
        covariates,
        objects,
        spreads.stream().mapToDouble(Spread::mean).toArray(),
        spreads.stream().mapToDouble(Spread::sd).toArray());
  }

  /** Where the objects are, from the first point of each: enough to start an integral from. */
  private record Spread(double mean, double sd) {
    static Spread of(List<DrawBlock> blocks, String theta) {
      List<Double> centres = new ArrayList<>();
      for (DrawBlock block : blocks) {
        double[] values = block.thetas().get(theta);
        for (int i = 0; i < block.objects(); i++) {
          centres.add(heaviest(block, values, i));
        }
      }
      double mean = centres.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double variance =
          centres.stream().mapToDouble(c -> (c - mean) * (c - mean)).average().orElseThrow();
      return new Spread(mean, variance > 0 ? Math.sqrt(variance) : Math.max(1e-3, Math.abs(mean)));
    }

    private static double heaviest(DrawBlock block, double[] values, int i) {
      int best = block.offsets()[i];
      for (int k = best; k < block.offsets()[i + 1]; k++) {
        best = block.logWeight()[k] > block.logWeight()[best] ? k : best;
      }
      return values[best];
    }
  }
}
