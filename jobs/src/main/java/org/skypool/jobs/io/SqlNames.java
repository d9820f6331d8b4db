package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.sql.Column;

/** Column names, taken literally and looked for among others. */
final class SqlNames {
  private static final int SHOWN = 3;

  private SqlNames() {}

  /** The column of exactly this name, whatever characters are in it. */
  static Column exact(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /**
   * The few names most like the one given, by letters to change, in their order where equally so.
   */
  static List<String> nearest(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    Comparator<String> byDistance =
        Comparator.comparingInt(
            other ->
                LevenshteinDistance.getDefaultInstance()
                    .apply(lower, other.toLowerCase(Locale.ROOT)));
    return known.stream().sorted(byDistance).limit(SHOWN).toList();
  }

  /** The refusal of a name that the input does not have. */
  static UnusableInputException absent(
      String key, String name, String input, Collection<String> known) {
    return new UnusableInputException(
        "%s: column %s is absent from %s; nearest: %s"
            .formatted(key, name, input, String.join(", ", nearest(name, known))));
  }
}
