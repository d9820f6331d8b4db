package org.skypool.jobs.io;

import java.util.Optional;
import org.skypool.core.formula.ReservedNames;

/** Judges names of columns: those the tables use themselves are refused. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * Why a name cannot be a column of its own, or nothing.
   *
   * @return one line naming the name and the reserved ones
   */
  public static Optional<String> refusal(String name) {
    if (name.isBlank()) {
      return Optional.of("a name is blank");
    }
    return ReservedNames.contains(name)
        ? Optional.of(
            name
                + " is a reserved column name; reserved are "
                + String.join(", ", ReservedNames.all()))
        : Optional.empty();
  }
}
