package org.skypool.core.population;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;

/**
 * Numbers that follow from the hyperparameters, such as a rate in some range or a knee at redshift
 * 2. They change no inference: their posterior is that of the formula over the draws of the
 * hyperposterior.
 */
public final class DerivedQuantities {

  /** No quantities. */
  public static final DerivedQuantities NONE = new DerivedQuantities(Map.of());

  private final Map<String, ScalarFunction> functions;

  private DerivedQuantities(Map<String, ScalarFunction> functions) {
    this.functions = functions;
  }

  /**
   * Reads the formulas.
   *
   * @param formulas by name, over hyperparameters and numbers
   * @throws KeyedFormulaException naming key, formula and what is wrong with it
   */
  public static DerivedQuantities parse(
      FormulaParser parser, PopulationText text, Map<String, String> formulas) {
    Hyperparameters hyperparameters = Hyperparameters.of(parser, text);
    Map<String, ScalarFunction> functions = new LinkedHashMap<>();
    formulas.forEach(
        (name, formula) -> {
          try {
            Expression value = parser.number(formula, hyperparameters.alone());
            functions.put(name, ScalarFunction.of(value, hyperparameters.free()));
          } catch (FormulaException wrong) {
            throw new KeyedFormulaException("population.derived." + name, wrong);
          }
        });
    return new DerivedQuantities(functions);
  }

  /** Their names, in order. */
  public List<String> names() {
    return List.copyOf(functions.keySet());
  }

  /**
   * Values by name.
   *
   * @param draws of the hyperparameters, one row each, in the order of the hyperprior
   */
  public Map<String, double[]> of(double[][] draws) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Map.Entry<String, ScalarFunction> quantity : functions.entrySet()) {
      double[] column = new double[draws.length];
      for (int r = 0; r < column.length; r++) {
        column[r] = quantity.getValue().value(draws[r]);
      }
      values.put(quantity.getKey(), column);
    }
    return values;
  }
}
