package org.skypool.core.population;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;

/** Reads the priors of the hyperparameters. */
final class HyperpriorParser {
  private final FormulaParser parser;
  private final PopulationText text;
  private final Hyperparameters hyperparameters;

  HyperpriorParser(FormulaParser parser, PopulationText text, Hyperparameters hyperparameters) {
    this.parser = parser;
    this.text = text;
    this.hyperparameters = hyperparameters;
  }

  Hyperprior parse() {
    refuseUnknownCentred();
    Map<String, Hyperprior.Factor> factors = new LinkedHashMap<>();
    hyperparameters.free().forEach(name -> factors.put(name, factor(name)));
    List<Hyperprior.Factor> list = List.copyOf(factors.values());
    FactorOrder.cycle(list)
        .ifPresent(
            cycle -> {
              throw refused(
                  cycle.get(0),
                  "hyperpriors name one another in a cycle: " + String.join(" -> ", cycle));
            });
    ArgumentCheck check = new ArgumentCheck(list);
    check
        .firstOutside()
        .ifPresent(
            outside -> {
              throw refused(outside.name(), outside.reason());
            });
    return Hyperprior.of(list, text.jointHyperprior().map(this::joint));
  }

  private KeyedFormulaException refused(String name, String reason) {
    String key = hyperparameters.key(name);
    return new KeyedFormulaException(
        Hyperparameters.keyOf(key), text.hyperpriors().get(key), reason);
  }

  private void refuseUnknownCentred() {
    List<String> known = new ArrayList<>(hyperparameters.free());
    hyperparameters.free().forEach(name -> known.add(hyperparameters.key(name)));
    for (String name : text.centred()) {
      if (!known.contains(name)) {
        throw new KeyedFormulaException(
            "population.centred",
            name,
            "no such hyperparameter; there are " + hyperparameters.free());
      }
    }
  }

  private Hyperprior.Factor factor(String name) {
    String key = hyperparameters.key(name);
    String formula = text.hyperpriors().get(key);
    try {
      if (HyperpriorGroup.isGroup(key)) {
        return checked(grouped(name, key, formula));
      }
      DensityTerm term = parser.density(formula, List.of(name), hyperparameters.priorOf(name));
      if (!(term instanceof NamedTerm named)) {
        throw refused(name, "a hyperprior must be a single named density or a number");
      }
      boolean centred = hyperparameters.isNamedBy(text.centred(), name);
      return checked(new Hyperprior.Factor(name, named.family(), named.arguments(), centred));
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(Hyperparameters.keyOf(key), wrong);
    }
  }

  private Hyperprior.Factor grouped(String name, String key, String formula) {
    HyperpriorGroup group = HyperpriorGroup.of(key);
    List<DensityTerm> terms =
        group.vectors().stream()
            .map(names -> parser.density(formula, names, hyperparameters.alone()))
            .toList();
    try {
      NamedTerm own =
          group.factors(terms).stream()
              .filter(factor -> factor.variables().contains(name))
              .findFirst()
              .orElseThrow();
      boolean centred = hyperparameters.isNamedBy(text.centred(), name);
      return new Hyperprior.Factor(name, own.family(), own.arguments(), centred);
    } catch (IllegalArgumentException wrong) {
      throw refused(name, wrong.getMessage());
    }
  }

  private Hyperprior.Factor checked(Hyperprior.Factor factor) {
    if (factor.centred()) {
      try {
        ConditionalFactor.line(factor);
      } catch (IllegalArgumentException noLine) {
        throw new KeyedFormulaException("population.centred", factor.name(), noLine.getMessage());
      }
    }
    return factor;
  }

  private org.skypool.core.expression.Expression joint(String formula) {
    try {
      return parser.number(formula, hyperparameters.alone());
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException("population.hyperprior.joint", wrong);
    }
  }
}
