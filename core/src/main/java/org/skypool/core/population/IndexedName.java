package org.skypool.core.population;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
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

  private static final Pattern RANGE = Pattern.compile("1\\.\\.([1-9][0-9]{0,3})");

  /** The length of a vector, {@code 20} of {@code h[1..20]}; empty for another index. */
  OptionalInt length() {
    Matcher matcher = RANGE.matcher(index);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** Whether the index is written as a range, whether or not it can be one. */
  boolean isRange() {
    return index.contains("..");
  }

  /** Whether the index is one level rather than a covariate. */
  boolean isLevel() {
    return !isRange() && index.matches("-?[0-9.]+");
  }

  /** The name at one level: whole numbers are written without decimals. */
  String at(double level) {
    return base + "[" + new BigDecimal(level).stripTrailingZeros().toPlainString() + "]";
  }
}
