package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.expression.Replacement;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.Rate;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * The population that objects of a mock survey are drawn from: that of the survey at the true
 * hyperparameters, or one of its own, {@code catalog.mock.density}, which the survey's may only
 * approach.
 */
final class MockPopulation {
  private static final String SECTION = "catalog.mock.density";

  private MockPopulation() {}

  /** Whether the mock has a population of its own. */
  static boolean isOwn(RunConfig config) {
    return config.catalog().mock().map(mock -> !mock.densities().isEmpty()).orElse(false);
  }

  /**
   * The population.
   *
   * @param survey the population that is fitted
   * @throws KeyedFormulaException for a density that cannot be read
   * @throws ConfigException where a theta has no density
   */
  static PopulationModel of(RunConfig config, PopulationModel survey) {
    if (!isOwn(config)) {
      return survey;
    }
    RunConfig.Mock mock = config.catalog().mock().orElseThrow();
    List<String> thetas = survey.thetas();
    Scope scope = Scope.empty().withCovariates(mock.columns().keySet()).withThetas(thetas);
    List<DensityTerm> factors = new ArrayList<>();
    List<String> missing = new ArrayList<>(thetas);
    for (Map.Entry<String, String> entry : mock.densities().entrySet()) {
      List<String> variables = Arrays.stream(entry.getKey().split(",")).map(String::strip).toList();
      if (!missing.containsAll(variables)) {
        throw new KeyedFormulaException(
            SECTION + "." + entry.getKey(),
            entry.getValue(),
            "there must be one density of each of " + String.join(", ", thetas));
      }
      missing.removeAll(variables);
      try {
        factors.add(FormulaParser.standard().density(entry.getValue(), variables, scope));
      } catch (FormulaException wrong) {
        throw new KeyedFormulaException(SECTION + "." + entry.getKey(), wrong);
      }
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          SECTION + "." + missing.get(0) + " is required beside the other densities of the mock");
    }
    DensityTerm density = factors.size() == 1 ? factors.get(0) : ProductTerm.of(factors);
    return new PopulationModel(
        thetas,
        density,
        Hyperprior.of(List.of(), Optional.empty()),
        survey.selection(),
        survey.rate().map(rate -> at(rate, mock.truth())));
  }

  /** A rate at the true number of objects: what it depends on must be among the true values. */
  private static Rate at(Rate rate, Map<String, Double> truth) {
    return new Rate(Replacement.ofNumbers(rate.perElement(), truth), rate.elements());
  }
}
