package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.skypool.core.density.DensityTerm;
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
 * A survey problem as a user writes it.
 *
 * @param interim density by individual parameter, whose names these are
 * @param densities of the population
 */
record SurveyText(
    List<String> columns,
    Map<String, String> interim,
    Map<String, String> densities,
    Map<String, String> hyperpriors) {

  private static final FormulaParser PARSER = FormulaParser.standard();

  /** Objects called g0, g1, ... */
  static ObjectBlock objects(Map<String, double[]> columns) {
    int n = columns.values().iterator().next().length;
    return new ObjectBlock(IntStream.range(0, n).mapToObj(i -> "g" + i).toList(), columns);
  }

  private List<String> thetas() {
    return List.copyOf(interim.keySet());
  }

  /** The problem with a likelihood of the tests' own. */
  SurveyProblem with(ObjectLikelihood likelihood) {
    Map<String, DensityTerm> priors = new LinkedHashMap<>();
    interim.forEach(
        (theta, text) ->
            priors.put(
                theta,
                PARSER.density(text, List.of(theta), Scope.empty().withThetas(List.of(theta)))));
    return new SurveyProblem(
        thetas(),
        likelihood,
        priors,
        PopulationParser.parse(
            PARSER,
            new PopulationText(
                thetas(),
                columns,
                densities,
                hyperpriors,
                Optional.empty(),
                Optional.empty(),
                false)));
  }

  /**
   * The problem with a model of the registry.
   *
   * @param arguments formula by individual parameter and argument
   * @param correlations formula by pair of individual parameters
   */
  SurveyProblem with(
      String model,
      Map<String, Map<String, String>> arguments,
      Map<ModelArguments.Pair, String> correlations) {
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    arguments.forEach(
        (theta, texts) -> {
          Map<String, Expression> own = new LinkedHashMap<>();
          texts.forEach((name, text) -> own.put(name, number(text)));
          values.put(theta, own);
        });
    Map<ModelArguments.Pair, Expression> rho = new LinkedHashMap<>();
    correlations.forEach((pair, text) -> rho.put(pair, number(text)));
    return with(
        ObjectModels.find(model).orElseThrow().bind(new ModelArguments(thetas(), values, rho)));
  }

  private Expression number(String text) {
    return PARSER.number(text, Scope.empty().withCovariates(columns));
  }
}
