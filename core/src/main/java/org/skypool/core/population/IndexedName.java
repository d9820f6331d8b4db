package org.skypool.core.population;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name with an index, {@code mu[state]} or {@code mu[3]}.
 *
 * @param base the name without it
 * @param index what stands between the brackets
 */
record IndexedName(String base, String index) {
  private static final Pattern PATTERN = Pattern.compile("([^\\[\\]]+)\\[([^\\[\\]]+)\\]");

  static Optional<IndexedName> of(String name) {
    Matcher matcher = PATTERN.matcher(name);
    return matcher.matches()
        ? Optional.of(new IndexedName(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether the index is one level rather than a covariate. */
  boolean isLevel() {
    return index.matches("-?[0-9.]+");
  }

  /** The name at one level: whole numbers are written without decimals. */
  String at(double level) {
    return base + "[" + new BigDecimal(level).stripTrailingZeros().toPlainString() + "]";
  }
}
