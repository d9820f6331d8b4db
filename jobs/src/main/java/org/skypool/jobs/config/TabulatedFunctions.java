package org.skypool.jobs.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.ReservedNames;

/** Reads the section {@code population.tables}. */
final class TabulatedFunctions {
  private static final String SECTION = "population.tables";

  private final ConfigValues values;

  TabulatedFunctions(ConfigValues values) {
    this.values = values;
  }

  /**
   * The tables by name.
   *
   * @throws ConfigException naming the key, for a name that is taken, a key that is missing or
   *     cells that do not make a grid
   */
  Map<String, TabulatedFunction> all() {
    Map<String, TabulatedFunction> tables = new TreeMap<>();
    for (String name : values.names(SECTION)) {
      TabulatedFunction table = table(name, Names.key(SECTION, name));
      table.table();
      tables.put(name, table);
    }
    return Collections.unmodifiableMap(tables);
  }

  private TabulatedFunction table(String name, String key) {
    boolean taken =
        FormulaParser.standard().functions().find(name).isPresent()
            || FormulaParser.standard().densities().find(name).isPresent();
    if (taken || !ReservedNames.isName(name) || name.contains("[")) {
      throw new ConfigException(
          key
              + (taken
                  ? ": a function or density is called so already"
                  : ": no name of a function"));
    }
    double outside = this.<Double>at(name, "outside").orElse(0.0);
    Optional<String> path = at(name, "path");
    if (path.isEmpty()) {
      return new TabulatedFunction(
          name,
          require(name, key, "edges", "or path, low, high and value"),
          require(name, key, "values", "one per cell"),
          outside);
    }
    if (values.at(SECTION, name, "edges").isPresent()
        || values.at(SECTION, name, "values").isPresent()) {
      throw new ConfigException(key + ": path, or edges and values, not both");
    }
    List<String> low = require(name, key, "low", "columns of lower edges, by axis");
    List<String> high = require(name, key, "high", "columns of upper edges, by axis");
    if (low.size() != high.size() || low.isEmpty()) {
      throw new ConfigException(
          "%s: low has %d columns and high %d; one of each per axis"
              .formatted(key, low.size(), high.size()));
    }
    String value = require(name, key, "value", "column of values");
    return new CellFile(key, path.get(), low, high, value).read(name, outside);
  }

  @SuppressWarnings("unchecked") // the type of a value is that of its key in the table of keys
  private <T> Optional<T> at(String name, String key) {
    return values.at(SECTION, name, key).map(value -> (T) value);
  }

  private <T> T require(String name, String key, String last, String what) {
    return this.<T>at(name, last)
        .orElseThrow(
            () -> new ConfigException("%s.%s is required (%s)".formatted(key, last, what)));
  }
}
