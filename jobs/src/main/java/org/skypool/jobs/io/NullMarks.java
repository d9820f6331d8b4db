package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.skypool.jobs.config.TableReading;

/**
 * Values that stand for a missing one in a table, such as -99: those of all columns, and further
 * ones of some.
 */
final class NullMarks implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> everywhere;
  private final TreeMap<String, List<String>> further;

  private NullMarks(List<String> everywhere, Map<String, List<String>> further) {
    this.everywhere = new ArrayList<>(everywhere);
    this.further = new TreeMap<>(further);
  }

  /** Those of the configuration. */
  static NullMarks of(TableReading reading) {
    return new NullMarks(reading.nulls(), reading.nullsOf());
  }

  /** None at all. */
  static NullMarks none() {
    return new NullMarks(List.of(), Map.of());
  }

  /**
   * Checks that the table has the columns that are named.
   *
   * @throws UnusableInputException naming the first that it lacks
   */
  void check(SourceTable source) {
    for (String column : further.keySet()) {
      if (!source.columns().contains(column)) {
        throw SqlNames.absent("catalog.nulls-of", column, source.name(), source.columns());
      }
    }
  }

  /** Those of one column of the table. */
  ColumnNulls in(String column) {
    List<String> marks = new ArrayList<>(everywhere);
    marks.addAll(further.getOrDefault(column, List.of()));
    return new ColumnNulls(marks);
  }
}
