package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.object.Observations;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/** Joint models written as formulas. */
final class JointFixture {
  private static final FormulaParser PARSER = FormulaParser.standard();

  private JointFixture() {}

  /** Objects of given columns, called 0, 1, ... */
  static ObjectBlock objects(Map<String, double[]> columns, Optional<Observations> observations) {
    int n =
        observations
            .map(several -> several.offsets().length - 1)
            .orElseGet(() -> columns.values().iterator().next().length);
    List<String> ids = IntStream.range(0, n).mapToObj(Integer::toString).toList();
    return new ObjectBlock(ids, columns, observations);
  }

  /** A population whose likelihood is a formula over thetas, columns and hyperparameters. */
  static JointModel model(
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      String logLikelihood,
      ObjectBlock objects) {
    List<String> columns = new ArrayList<>(objects.columns().keySet());
    Scope observed = Scope.empty().withHyperparameters(hyperpriors.keySet());
    PopulationModel population = population(densities, hyperpriors, columns);
    objects.observations().ifPresent(several -> columns.addAll(several.columns().keySet()));
    return JointModel.of(
        population,
        PARSER.number(
            logLikelihood, observed.withCovariates(columns).withThetas(densities.keySet())),
        Optional.empty(),
        SelectionTerm.NONE,
        objects);
  }

  /** A likelihood over hyperparameters and columns, without individual parameters. */
  static JointModel regression(
      Map<String, String> hyperpriors, String logLikelihood, ObjectBlock objects) {
    Hyperprior prior = hyperprior(hyperpriors);
    Scope scope =
        Scope.empty().withHyperparameters(prior.names()).withCovariates(objects.columns().keySet());
    return new JointModel(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        prior,
        Optional.of(PARSER.number(logLikelihood, scope)),
        Optional.empty(),
        SelectionTerm.NONE,
        objects);
  }

  /** Objects measured with Gaussian errors in the columns y and s. */
  static JointModel gaussian(String density, Map<String, String> hyperpriors, ObjectBlock objects) {
    PopulationModel population =
        population(Map.of("t", density), hyperpriors, List.copyOf(objects.columns().keySet()));
    Map<String, Expression> columns =
        Map.of("value", Expression.covariate("y"), "error", Expression.covariate("s"));
    ModelArguments arguments = new ModelArguments(List.of("t"), Map.of("t", columns), Map.of());
    return JointModel.of(
        population,
        ObjectModels.find("gaussian").orElseThrow().logLikelihood(arguments),
        Optional.of(ObjectModels.find("gaussian").orElseThrow().bind(arguments)),
        SelectionTerm.NONE,
        objects);
  }

  private static PopulationModel population(
      Map<String, String> densities, Map<String, String> hyperpriors, List<String> columns) {
    return PopulationParser.parse(
        PARSER,
        new PopulationText(
            List.copyOf(densities.keySet()),
            columns,
            densities,
            hyperpriors,
            Optional.empty(),
            Optional.empty(),
            false,
            Set.of(),
            hyperpriors.keySet(),
            Map.of()));
  }

  private static Hyperprior hyperprior(Map<String, String> texts) {
    List<Hyperprior.Factor> factors = new ArrayList<>();
    texts.forEach(
        (name, text) -> {
          Scope scope = Scope.empty().withHyperparameters(texts.keySet());
          NamedTerm term = (NamedTerm) PARSER.density(text, List.of(name), scope);
          factors.add(new Hyperprior.Factor(name, term.family(), term.arguments(), false));
        });
    return Hyperprior.of(factors, Optional.empty());
  }
}
