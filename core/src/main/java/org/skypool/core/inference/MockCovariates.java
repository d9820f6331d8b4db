package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;

/** Where the exactly known columns of mock objects come from. */
public interface MockCovariates {

  /** Names of the columns, in order. */
  Set<String> names();

  /** The columns of one object, in the order of {@link #names}. */
  Map<String, Double> sample(UniformRandomProvider rng);

  /**
   * Independent columns, each a constant or drawn from a density.
   *
   * @param texts number or density formula by column
   * @throws KeyedFormulaException naming {@code catalog.mock.columns} and what is wrong
   */
  static MockCovariates parse(FormulaParser parser, Map<String, String> texts) {
    Map<String, Column> columns = new LinkedHashMap<>();
    texts.forEach((name, text) -> columns.put(name, Column.parse(parser, name, text)));
    return new MockCovariates() {
      @Override
      public Set<String> names() {
        return columns.keySet();
      }

      @Override
      public Map<String, Double> sample(UniformRandomProvider rng) {
        Map<String, Double> point = new LinkedHashMap<>();
        columns.forEach((name, column) -> column.sample(name, rng, point));
        return point;
      }
    };
  }

  /**
   * One column.
   *
   * @param density to draw from; empty for a constant
   * @param constant NaN where there is a density
   */
  record Column(Optional<DensityTerm> density, double constant) {
    private static Column parse(FormulaParser parser, String name, String text) {
      Optional<Double> number = parser.constant(text);
      if (number.isPresent()) {
        return new Column(Optional.empty(), number.get());
      }
      try {
        return new Column(
            Optional.of(
                parser.density(text, List.of(name), Scope.empty().withCovariates(List.of(name)))),
            Double.NaN);
      } catch (FormulaException wrong) {
        throw new KeyedFormulaException("catalog.mock.columns." + name, wrong);
      }
    }

    private void sample(String name, UniformRandomProvider rng, Map<String, Double> point) {
      if (density.isPresent()) {
        density.get().sample(rng, point);
      } else {
        point.put(name, constant);
      }
    }
  }
}
