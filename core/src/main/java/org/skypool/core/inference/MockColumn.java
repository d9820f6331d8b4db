package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;

/** One column of a mock survey: where its values come from, each drawn alone. */
interface MockColumn {

  /** {@code integer(low, high)}: every whole number of the range, both ends included, alike. */
  Pattern INTEGER =
      Pattern.compile("\\s*integer\\(\\s*(-?\\d{1,9})\\s*,\\s*(-?\\d{1,9})\\s*\\)\\s*");

  /** The next value. */
  double sample(UniformRandomProvider rng);

  /**
   * Reads a column.
   *
   * @param key of the configuration, for messages
   * @param name of the column
   * @param text a number, {@code integer(low, high)} or a density
   * @throws KeyedFormulaException naming the key and what is wrong
   */
  static MockColumn parse(FormulaParser parser, String key, String name, String text) {
    Optional<Double> number = parser.constant(text);
    if (number.isPresent()) {
      return rng -> number.get();
    }
    Matcher integer = INTEGER.matcher(text);
    if (integer.matches()) {
      return integer(
          key, text, Integer.parseInt(integer.group(1)), Integer.parseInt(integer.group(2)));
    }
    try {
      DensityTerm density =
          parser.density(text, List.of(name), Scope.empty().withCovariates(List.of(name)));
      return rng -> {
        Map<String, Double> point = new LinkedHashMap<>();
        density.sample(rng, point);
        return point.get(name);
      };
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private static MockColumn integer(String key, String text, int low, int high) {
    if (low > high) {
      throw new KeyedFormulaException(key, text, "the first number must not be above the second");
    }
    return rng -> low + (double) rng.nextInt(high - low + 1);
  }
}
