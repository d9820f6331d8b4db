package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;

/** Where the exactly known columns of mock objects come from. */
public interface MockCovariates {

  /** Names of the columns, in order. */
  Set<String> names();

  /** The columns of one object, in the order of {@link #names}. */
  Map<String, Double> sample(UniformRandomProvider rng);

  /**
   * Independent columns of the objects, each a constant, drawn from a density, or {@code
   * integer(low, high)}.
   *
   * @param texts number or density formula by column
   * @throws KeyedFormulaException naming {@code catalog.mock.columns} and what is wrong
   */
  static MockCovariates parse(FormulaParser parser, Map<String, String> texts) {
    return parse(parser, "catalog.mock.columns", texts);
  }

  /**
   * The same of another section.
   *
   * @param section of the configuration that the texts stand in, for messages
   * @throws KeyedFormulaException naming the key and what is wrong
   */
  static MockCovariates parse(FormulaParser parser, String section, Map<String, String> texts) {
    Map<String, MockColumn> columns = new LinkedHashMap<>();
    texts.forEach(
        (name, text) ->
            columns.put(name, MockColumn.parse(parser, section + "." + name, name, text)));
    return new MockCovariates() {
      @Override
      public Set<String> names() {
        return columns.keySet();
      }

      @Override
      public Map<String, Double> sample(UniformRandomProvider rng) {
        Map<String, Double> point = new LinkedHashMap<>();
        columns.forEach((name, column) -> point.put(name, column.sample(rng)));
        return point;
      }
    };
  }
}
