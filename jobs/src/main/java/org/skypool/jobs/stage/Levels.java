package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.CatalogueReader;
import org.skypool.jobs.io.RowCheck;

/**
 * The values of columns that index hyperparameters: {@code "mu[state]"} is one hyperparameter per
 * value of {@code state}. They are those of {@code population.levels}; else of a mock survey those
 * that have a true value, {@code truth { "mu[1]" = 2 }}, and of a catalogue those it holds.
 */
final class Levels {
  private static final Pattern INDEXED = Pattern.compile("([^\\[\\]]+)\\[([^\\[\\]]+)\\]");
  private static final String NUMBER = "-?[0-9.]+";
  private static final int MOST = 1000;

  private final SparkSession spark;
  private final RunConfig config;

  private Levels(SparkSession spark, RunConfig config) {
    this.spark = spark;
    this.config = config;
  }

  /**
   * The configuration with the levels of all indexing columns in it.
   *
   * @throws ConfigException naming the key where levels cannot be found
   * @throws org.skypool.jobs.io.UnusableInputException if the catalogue cannot be read
   */
  static RunConfig in(SparkSession spark, RunConfig config) {
    return new Levels(spark, config).filled();
  }

  private RunConfig filled() {
    Map<String, List<String>> keys = indexedKeys();
    keys.keySet().removeAll(config.population().levels().keySet());
    if (keys.isEmpty()) {
      return config;
    }
    Map<String, List<Double>> levels =
        switch (config.catalog().source()) {
          case MOCK -> ofTruth(keys);
          case CSV, PARQUET, FITS, VOTABLE, HIVE, INLINE -> ofCatalogue(keys);
          case DRAWS, NONE -> throw missing(keys);
        };
    return ConfigLoader.withLevels(config, levels);
  }

  /** Keys of hyperpriors by the column that indexes them. */
  private Map<String, List<String>> indexedKeys() {
    Map<String, List<String>> keys = new TreeMap<>();
    for (String key : config.population().hyperpriors().keySet()) {
      Matcher matcher = INDEXED.matcher(key);
      if (matcher.matches() && !matcher.group(2).matches(NUMBER)) {
        keys.computeIfAbsent(matcher.group(2), column -> new ArrayList<>()).add(key);
      }
    }
    return keys;
  }

  private Map<String, List<Double>> ofTruth(Map<String, List<String>> keys) {
    Map<String, List<Double>> levels = new LinkedHashMap<>();
    keys.forEach(
        (column, indexed) -> {
          TreeSet<Double> values = new TreeSet<>();
          for (String name : config.catalog().mock().orElseThrow().truth().keySet()) {
            Matcher level = INDEXED.matcher(name);
            if (level.matches()
                && level.group(2).matches(NUMBER)
                && indexed.contains(level.group(1) + "[" + column + "]")) {
              values.add(Double.parseDouble(level.group(2)));
            }
          }
          if (values.isEmpty()) {
            String base = indexed.get(0).replaceAll("\\[.*", "");
            throw new ConfigException(
                "catalog.mock.truth.\"%s[1]\" is required: must be the true value for %s = 1, and so on for every value of %s"
                    .formatted(base, column, column));
          }
          levels.put(column, List.copyOf(values));
        });
    return levels;
  }

  private Map<String, List<Double>> ofCatalogue(Map<String, List<String>> keys) {
    List<String> columns = List.copyOf(keys.keySet());
    Map<String, List<Double>> levels = new LinkedHashMap<>();
    try (Catalogue catalogue =
        CatalogueReader.read(spark, config.catalog(), columns, RowCheck.ANY)) {
      for (String column : columns) {
        levels.put(
            column,
            catalogue
                .objects()
                .select(functions.col("`" + column + "`").cast("double"))
                .distinct()
                .limit(MOST + 1)
                .collectAsList()
                .stream()
                .map(row -> row.getDouble(0))
                .sorted()
                .toList());
      }
    }
    return levels;
  }

  private static ConfigException missing(Map<String, List<String>> keys) {
    String column = keys.keySet().iterator().next();
    return new ConfigException(
        "population.levels.%s is required by the hyperprior %s: must be a list of numbers such as [1, 2, 3]"
            .formatted(column, keys.get(column).get(0)));
  }
}
