package org.skypool.jobs.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.skypool.core.formula.NearestName;
import org.skypool.core.formula.ReservedNames;

/** Rules for the names a configuration chooses: they become names in formulas and table columns. */
final class Names {
  private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
  private static final Pattern NAME = Pattern.compile(IDENTIFIER);
  private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?";
  private static final Pattern INDEXED =
      Pattern.compile("%s\\[(%s|%s|1\\.\\.[0-9]+)\\]".formatted(IDENTIFIER, IDENTIFIER, NUMBER));
  private static final Pattern ONE = Pattern.compile(IDENTIFIER + "\\[" + NUMBER + "\\]");

  private Names() {}

  /**
   * Checks the names of one table: identifiers, not reserved, different even where upper and lower
   * case are not told apart (as in Spark SQL and DuckDB).
   *
   * @param section dotted section in which the names stand
   * @throws ConfigException naming the key and the rule
   */
  static void check(String section, Collection<String> names) {
    Map<String, String> seen = new TreeMap<>();
    for (String name : names) {
      String key = key(section, name);
      if (!NAME.matcher(name).matches()) {
        throw new ConfigException(
            key + ": a name must be letters, digits and _, not beginning with a digit");
      }
      checkFree(key, name);
      checkDifferent(section, key, seen.put(name.toLowerCase(Locale.ROOT), name));
    }
  }

  /**
   * As {@link #check}, for hyperparameters: {@code mu[state]} and {@code h[1..20]} are names too,
   * and {@code mu[2]} may stand beside them.
   */
  static void checkHyperparameters(String section, Collection<String> names) {
    Map<String, String> seen = new TreeMap<>();
    for (String name : names) {
      String key = key(section, name);
      boolean one = ONE.matcher(name).matches();
      boolean replaces =
          one && names.stream().anyMatch(n -> !n.equals(name) && base(n).equals(base(name)));
      if (!NAME.matcher(name).matches() && !INDEXED.matcher(name).matches() || one && !replaces) {
        throw new ConfigException(
            key
                + ": a hyperparameter must be a name of letters, digits and _, or name[covariate],"
                + " or name[1..n] for a vector; name[2] beside one of them replaces one element");
      }
      checkFree(key, base(name));
      if (!one) {
        checkDifferent(section, key, seen.put(base(name).toLowerCase(Locale.ROOT), name));
      }
    }
  }

  /** The name without its index: {@code mu} of {@code mu[state]}. */
  static String base(String name) {
    int bracket = name.indexOf('[');
    return bracket < 0 ? name : name.substring(0, bracket);
  }

  /** The full dotted key of a name in a section. */
  static String key(String section, String name) {
    return section + "." + ConfigSchema.dotted(List.of(name));
  }

  private static void checkFree(String key, String name) {
    if (ReservedNames.all().contains(name.toLowerCase(Locale.ROOT))) {
      throw new ConfigException(
          key
              + ": the name is reserved for Skypool's tables; not allowed: "
              + String.join(", ", ReservedNames.all()));
    }
  }

  private static void checkDifferent(String section, String key, String other) {
    if (other != null) {
      throw new ConfigException(
          key
              + ": names must differ in more than upper and lower case; "
              + key(section, other)
              + " is there already");
    }
  }

  /** Which name of a section is meant by one that it does not have. */
  static String nearest(String name, Collection<String> known, String section) {
    return NearestName.closest(name, known)
        .map(near -> "the nearest is " + key(section, near))
        .orElse(section + " has none");
  }
}
