package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.inference.MockCovariates;
import org.skypool.jobs.config.ConfigException;

/** Covariates of mock objects drawn from those of the catalogue's own rows, a row for each. */
final class RowCovariates implements MockCovariates {
  private final Set<String> names;
  private final List<Map<String, Double>> rows;

  private RowCovariates(Set<String> names, List<Map<String, Double>> rows) {
    this.names = names;
    this.rows = rows;
  }

  /**
   * Rows as the configuration has them.
   *
   * @param rows values by column, as text
   * @param needed columns to draw
   * @throws ConfigException where a value is missing or not a finite number
   */
  static RowCovariates of(List<Map<String, String>> rows, List<String> needed) {
    List<Map<String, Double>> numbers = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      Map<String, Double> row = new LinkedHashMap<>();
      for (String name : needed) {
        row.put(name, number("catalog.rows[" + r + "]." + name, rows.get(r).get(name)));
      }
      numbers.add(row);
    }
    return new RowCovariates(new LinkedHashSet<>(needed), numbers);
  }

  private static double number(String key, String text) {
    try {
      double value = Double.parseDouble(text == null ? "" : text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException noNumber) {
      // told below
    }
    throw new ConfigException(
        "%s = %s: calibrate draws mock objects' columns from the rows; allowed are finite numbers, or a section catalog.mock that says how to draw them"
            .formatted(key, text));
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public Map<String, Double> sample(UniformRandomProvider rng) {
    return new LinkedHashMap<>(rows.get(rng.nextInt(rows.size())));
  }
}
