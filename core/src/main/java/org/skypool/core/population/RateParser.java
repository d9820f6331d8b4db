package org.skypool.core.population;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;

/** Reads how many objects a population has. */
final class RateParser {
  static final String RATE = "population.rate";
  private static final String ELEMENT = "population.element.";

  private final FormulaParser parser;
  private final PopulationText text;
  private final Scope scope;

  RateParser(FormulaParser parser, PopulationText text, Scope scope) {
    this.parser = parser;
    this.text = text;
    this.scope = scope;
  }

  /**
   * Reads the rate.
   *
   * @param model what else uses covariates: density and detection probability
   */
  Rate parse(RateText rate, List<Expression> model) {
    Expression perElement = number(RATE, rate.formula());
    List<Element> elements = new ArrayList<>();
    rate.elements().forEach((column, element) -> elements.add(element(column, element)));
    Rate parsed = new Rate(perElement, List.copyOf(elements));
    List<Expression> all = new ArrayList<>(model);
    all.add(parsed.logIntensity());
    refuseUndeclared(NamesIn.of(all).covariates(), parsed);
    return parsed;
  }

  private Expression number(String key, String formula) {
    try {
      Expression number = parser.number(formula, scope);
      Set<String> thetas = NamesIn.of(number).draws();
      if (!thetas.isEmpty()) {
        throw FormulaException.at(
            thetas.iterator().next(),
            formula,
            thetas
                + " are individual parameters: how objects spread over them is population.density,"
                + " and a rate may name hyperparameters and columns");
      }
      return number;
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private Element element(String column, RateText.Element element) {
    String key = ELEMENT + column;
    if (!text.covariates().contains(column)) {
      throw new KeyedFormulaException(
          key, element.density(), column + " is not a column; there are " + text.covariates());
    }
    Expression density = number(key + ".density", element.density());
    if (!element.values().isEmpty()) {
      return Element.at(column, density, element.values());
    }
    if (element.from().isEmpty() || element.to().isEmpty()) {
      throw new KeyedFormulaException(
          key, element.density(), "needs from and to, or a list of values");
    }
    double from = element.from().get();
    double to = element.to().get();
    if (!(from < to)) {
      throw new KeyedFormulaException(
          key + ".from", Double.toString(from), "must be below " + key + ".to = " + to);
    }
    return Element.between(column, density, from, to);
  }

  /** The expected number is an integral over every covariate that matters. */
  private void refuseUndeclared(Set<String> used, Rate rate) {
    Set<String> missing = new TreeSet<>(used);
    missing.removeAll(rate.columns());
    for (String column : missing) {
      Map<String, RateText.Element> declared = text.rate().orElseThrow().elements();
      throw new KeyedFormulaException(
          ELEMENT + column,
          declared.keySet().toString(),
          "is required: with population.rate the number of objects at every "
              + column
              + " must be known, such as element."
              + column
              + " { density = \"1\", from = 0, to = 1 }, or { density = \"1\", values = [1, 2] }");
    }
  }
}
