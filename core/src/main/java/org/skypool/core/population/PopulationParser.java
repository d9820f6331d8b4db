package org.skypool.core.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.FreeTerm;
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
  private final Hyperparameters hyperparameters;

  private PopulationParser(FormulaParser parser, PopulationText text) {
    this.parser = parser;
    this.text = text;
    this.hyperparameters = Hyperparameters.of(parser, text);
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
    Optional<Rate> rate = text.rate().map(r -> rate(r, density, selection, scope));
    rate.ifPresent(r -> used.addAll(NamesIn.of(r.logIntensity()).hyperparameters()));
    Hyperprior hyperprior = new HyperpriorParser(parser, text, hyperparameters).parse();
    if (!text.thetas().isEmpty()) {
      refuseUnused(used, hyperprior);
    }
    return new PopulationModel(text.thetas(), density, hyperprior, selection, rate);
  }

  private Rate rate(
      RateText number,
      DensityTerm density,
      Optional<PopulationModel.Selection> selection,
      Scope scope) {
    List<Expression> model = new ArrayList<>(List.of(density.logDensity()));
    selection.ifPresent(s -> model.add(s.probability()));
    return new RateParser(parser, text, scope).parse(number, model);
  }

  private Scope scope() {
    try {
      return hyperparameters.in(
          Scope.empty().withCovariates(text.covariates()).withThetas(text.thetas()));
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
    if (factors.isEmpty() && text.thetas().isEmpty()) {
      return FreeTerm.of(List.of(), Expression.constant(0));
    }
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
        throw FormulaException.at(
            names.hyperparameters().iterator().next(),
            formula,
            "hyperparameters "
                + names.hyperparameters()
                + " cannot stand in a detection probability");
      }
      if (names.draws().isEmpty()) {
        throw new FormulaException(
            formula, 1, "it must depend on one of the individual parameters " + text.thetas());
      }
      return new PopulationModel.Selection(probability, text.detectionActsOnTruth());
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private void refuseUnused(Set<String> inDensities, Hyperprior hyperprior) {
    Set<String> used = new LinkedHashSet<>(inDensities);
    used.addAll(text.inLikelihood());
    List<String> parentsFirst = hyperprior.parentsFirst();
    for (int k = parentsFirst.size() - 1; k >= 0; k--) {
      if (used.contains(parentsFirst.get(k))) {
        used.addAll(hyperprior.parents(parentsFirst.get(k)));
      }
    }
    Set<String> keys = new LinkedHashSet<>();
    used.forEach(name -> keys.add(hyperparameters.key(name)));
    for (String name : hyperparameters.free()) {
      String key = hyperparameters.key(name);
      if (!keys.contains(key)) {
        throw new KeyedFormulaException(
            Hyperparameters.keyOf(key),
            text.hyperpriors().get(key),
            "no density uses it; densities use " + used);
      }
    }
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "\"" + name + "\"";
  }
}
