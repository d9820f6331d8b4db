package org.skypool.jobs.io;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skypool.jobs.config.RunConfig;

/**
 * A unit as tables and people write it. Two are the same if they are the same product of powers, so
 * that {@code mas/yr}, {@code mas yr-1}, {@code mas.yr**-1} and {@code yr^-1 mas} agree; what is no
 * such product, such as {@code log(solMass)}, is compared as text. Names are compared as they are:
 * {@code deg} is not {@code degree}, and nothing is converted.
 */
final class DeclaredUnit {
  private static final Pattern FACTOR =
      Pattern.compile(
          "\\s*(?<by>[/.*]?)\\s*(?<name>[A-Za-z%]+|'[^']*')(?:(?:\\*\\*|\\^)?(?<power>[+-]?\\d+|\\([+-]?\\d+\\)))?");

  private final String text;

  private DeclaredUnit(String text) {
    this.text = text.strip();
  }

  /**
   * Checks the units of a table against those of the configuration.
   *
   * @throws UnusableInputException when a column is absent, declares no unit or another one
   */
  static void check(RunConfig.Catalog catalog, SourceTable source) {
    catalog
        .reading()
        .units()
        .forEach(
            (name, unit) -> {
              String column = catalog.columns().getOrDefault(name, name);
              String key = "catalog.units." + name + " = " + unit;
              if (!source.columns().contains(column)) {
                throw SqlNames.absent("catalog.units", column, source.name(), source.columns());
              }
              String declared = source.unit(column).map(String::strip).orElse("");
              if (declared.isEmpty()) {
                throw new UnusableInputException(
                    "%s: %s declares no unit for its column %s; leave it out"
                        .formatted(key, source.name(), column));
              }
              if (!same(declared, unit)) {
                throw new UnusableInputException(
                    "%s: the column %s of %s is in %s; convert it in catalog.columns"
                        .formatted(key, column, source.name(), declared));
              }
            });
  }

  /** Whether two texts are one unit. */
  static boolean same(String one, String other) {
    return new DeclaredUnit(one).isSame(other);
  }

  private boolean isSame(String other) {
    DeclaredUnit unit = new DeclaredUnit(other);
    Map<String, Integer> powers = powers();
    return text.equals(unit.text) || powers != null && powers.equals(unit.powers());
  }

  /** Powers by name, or null where the text is no product of powers. */
  private Map<String, Integer> powers() {
    Map<String, Integer> powers = new TreeMap<>();
    Matcher factor = FACTOR.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!factor.find(at) || factor.start() != at) {
        return null;
      }
      String power = factor.group("power");
      int sign = factor.group("by").equals("/") ? -1 : 1;
      int value = power == null ? 1 : Integer.parseInt(power.replaceAll("[()]", ""));
      powers.merge(factor.group("name"), sign * value, Integer::sum);
      at = factor.end();
    }
    powers.values().removeIf(value -> value == 0);
    return powers;
  }
}
