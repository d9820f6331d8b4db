package org.skypool.jobs.stage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skypool.core.formula.ReservedNames;
import org.skypool.jobs.config.RunConfig;

/** Names of columns that the formulas of a configuration may use. */
final class ConfiguredColumns {
  /** A name that is no call. */
  private static final Pattern NAME =
      Pattern.compile("(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*+(?!\\s*\\()");

  private ConfiguredColumns() {}

  /**
   * Every name a formula may use for a value of an object. Where a column and an individual
   * parameter share a name it means the column in {@code objects.theta} and the parameter in {@code
   * population}.
   */
  static List<String> all(RunConfig config) {
    Set<String> names = new LinkedHashSet<>(config.catalog().columns().keySet());
    config.catalog().mock().ifPresent(mock -> names.addAll(mock.columns().keySet()));
    config.catalog().mock().ifPresent(m -> names.addAll(config.population().elements().keySet()));
    config.catalog().rows().forEach(row -> names.addAll(row.keySet()));
    config.catalog().id().ifPresent(names::remove);
    names.addAll(observed(config));
    if (config.catalog().source() != RunConfig.Source.DRAWS) {
      names.addAll(plainArguments(config));
    }
    return List.copyOf(names);
  }

  /**
   * Names that stand for a value of an observation, where objects have several: the columns of
   * their table, and plain names in {@code objects.theta} that are no column of the catalogue.
   */
  static Set<String> observed(RunConfig config) {
    RunConfig.Catalog catalog = config.catalog();
    Optional<Set<String>> named =
        catalog
            .observations()
            .map(several -> several.columns().keySet())
            .or(
                () ->
                    catalog
                        .mock()
                        .flatMap(RunConfig.Mock::observations)
                        .map(several -> several.columns().keySet()));
    if (named.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>(plainArguments(config));
    names.removeAll(catalog.columns().keySet());
    catalog.rows().forEach(row -> names.removeAll(row.keySet()));
    catalog.mock().ifPresent(mock -> names.removeAll(mock.columns().keySet()));
    names.addAll(named.get());
    return names;
  }

  private static Set<String> plainArguments(RunConfig config) {
    Set<String> names = new LinkedHashSet<>();
    config
        .objects()
        .thetas()
        .values()
        .forEach(
            values ->
                values.values().stream()
                    .filter(text -> text.matches("[A-Za-z_][A-Za-z0-9_]*"))
                    .forEach(names::add));
    names.addAll(valueColumns(config));
    config.population().hyperparameters().forEach(names::remove);
    return names;
  }

  /** Names in measured values of observables, functions and constants left out. */
  private static Set<String> valueColumns(RunConfig config) {
    Set<String> names = new LinkedHashSet<>();
    for (Map<String, String> arguments : config.objects().observables().values()) {
      Matcher name = NAME.matcher(arguments.getOrDefault("value", ""));
      while (name.find()) {
        names.add(name.group());
      }
      String error = arguments.getOrDefault("error", "");
      if (error.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        names.add(error);
      }
    }
    names.removeAll(ReservedNames.all());
    names.remove("pi");
    return names;
  }
}
