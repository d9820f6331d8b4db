package org.skypool.core.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;

/**
 * Reads a population model from the text a user wrote. Errors name the key of the configuration.
 */
public final class PopulationParser {
  private final FormulaParser parser;
  private final PopulationText text;
  private final Map<String, Double> fixed = new LinkedHashMap<>();
  private final List<String> free = new ArrayList<>();

  private PopulationParser(FormulaParser parser, PopulationText text) {
    this.parser = parser;
    this.text = text;
    text.hyperpriors()
        .forEach(
            (name, prior) -> {
              Optional<Double> number = parser.constant(prior);
              if (number.isPresent()) {
                fixed.put(name, number.get());
              } else {
                free.add(name);
              }
            });
  }

  /**
   * Reads a model.
   *
   * @throws KeyedFormulaException naming key, formula and what is wrong with it
   */
  public static PopulationModel parse(FormulaParser parser, PopulationText text) {
    return new PopulationParser(parser, text).model();
  }

  private PopulationModel model() {
    Scope scope = scope();
    List<DensityTerm> factors = new ArrayList<>();
    text.densities()
        .forEach((variables, formula) -> factors.add(density(variables, formula, scope)));
    DensityTerm density = factors.size() == 1 ? factors.get(0) : product(factors);
    Set<String> used = new LinkedHashSet<>(NamesIn.of(density.logDensity()).hyperparameters());
    Optional<PopulationModel.Selection> selection = text.detection().map(d -> selection(d, scope));
    refuseUnused(used);
    return new PopulationModel(text.thetas(), density, hyperprior(), selection);
  }

  private Scope scope() {
    try {
      Scope scope =
          Scope.empty()
              .withHyperparameters(free)
              .withCovariates(text.covariates())
              .withThetas(text.thetas());
      for (Map.Entry<String, Double> constant : fixed.entrySet()) {
        scope = scope.with(constant.getKey(), Expression.constant(constant.getValue()));
      }
      return scope;
    } catch (IllegalArgumentException twice) {
      throw new KeyedFormulaException("population", "hyperprior", twice.getMessage());
    }
  }

  private DensityTerm density(String variables, String formula, Scope scope) {
    String key = "population.density." + quoted(variables);
    List<String> names = Arrays.stream(variables.split(",")).map(String::strip).toList();
    for (String name : names) {
      if (!text.thetas().contains(name)) {
        throw new KeyedFormulaException(
            key,
            formula,
            name + " is not an individual parameter; objects.theta has " + text.thetas());
      }
    }
    try {
      return parser.density(formula, names, scope);
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private DensityTerm product(List<DensityTerm> factors) {
    try {
      return ProductTerm.of(factors);
    } catch (IllegalArgumentException wrong) {
      throw new KeyedFormulaException(
          "population.density", String.join(", ", text.densities().keySet()), wrong.getMessage());
    }
  }

  private PopulationModel.Selection selection(String formula, Scope scope) {
    String key = "population.selection.detection";
    try {
      Expression probability = parser.number(formula, scope);
      NamesIn names = NamesIn.of(probability);
      if (!names.hyperparameters().isEmpty()) {
        throw new KeyedFormulaException(
            key,
            formula,
            "hyperparameters "
                + names.hyperparameters()
                + " cannot stand in a detection probability");
      }
      if (names.draws().isEmpty()) {
        throw new KeyedFormulaException(
            key, formula, "it must depend on one of the individual parameters " + text.thetas());
      }
      return new PopulationModel.Selection(probability, text.detectionActsOnTruth());
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private void refuseUnused(Set<String> used) {
    for (String name : free) {
      if (!used.contains(name)) {
        throw new KeyedFormulaException(
            "population.hyperprior." + name,
            text.hyperpriors().get(name),
            "no density uses it; densities use " + used);
      }
    }
  }

  private Hyperprior hyperprior() {
    List<Hyperprior.Factor> factors = new ArrayList<>();
    for (String name : free) {
      factors.add(factor(name, text.hyperpriors().get(name)));
    }
    return Hyperprior.of(factors, text.jointHyperprior().map(this::joint));
  }

  private Hyperprior.Factor factor(String name, String formula) {
    String key = "population.hyperprior." + quoted(name);
    try {
      Scope scope = Scope.empty().withHyperparameters(List.of(name));
      DensityTerm term = parser.density(formula, List.of(name), scope);
      if (!(term instanceof NamedTerm named)) {
        throw new KeyedFormulaException(
            key, formula, "a hyperprior must be a single named density or a number");
      }
      double[] arguments = new double[named.arguments().size()];
      for (int j = 0; j < arguments.length; j++) {
        if (!(named.arguments().get(j) instanceof Expression.Constant c)) {
          throw new KeyedFormulaException(key, formula, "its arguments must be numbers");
        }
        arguments[j] = c.value();
      }
      if (Double.isNaN(named.family().quantile(0.5, arguments))) {
        throw new KeyedFormulaException(
            key, formula, "no such density: the arguments are out of their domain or order");
      }
      return new Hyperprior.Factor(name, named.family(), arguments);
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private Expression joint(String formula) {
    String key = "population.hyperprior.joint";
    try {
      Scope scope = Scope.empty().withHyperparameters(free);
      for (Map.Entry<String, Double> constant : fixed.entrySet()) {
        scope = scope.with(constant.getKey(), Expression.constant(constant.getValue()));
      }
      return parser.number(formula, scope);
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "\"" + name + "\"";
  }
}
