package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.List;

/**
 * Says why a column has no value in a row.
 *
 * @param name the column's name in the configuration
 * @param isPlain whether it is a column of the file unchanged
 * @param sources columns of the file it is computed from
 */
record CellDescription(String name, boolean isPlain, List<String> sources) implements Serializable {

  /** The reason, from the cells of the row that spell no value of their column. */
  String missing(List<String> badCells) {
    for (String source : sources) {
      for (String entry : badCells) {
        String cell = RecordColumns.badCell(entry, source);
        if (cell != null) {
          return isPlain ? spelled(name, cell) : name + ": " + spelled(source, cell);
        }
      }
    }
    return name + (isPlain ? " is empty" : " has no value");
  }

  /** Whether nothing is there, rather than a text that spells no number. */
  boolean isEmpty(List<String> badCells) {
    for (String source : sources) {
      for (String entry : badCells) {
        String cell = RecordColumns.badCell(entry, source);
        if (cell != null && !isEmpty(cell)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isEmpty(String cell) {
    Double number = Cells.number(cell);
    return RecordColumns.emptyCell(cell) != null || number != null && number.isNaN();
  }

  /** The reason for a text where a number is needed. */
  static String spelled(String name, String cell) {
    String empty = RecordColumns.emptyCell(cell);
    if (empty != null) {
      return name + " is empty (" + Cells.quoted(empty) + ")";
    }
    Double number = Cells.number(cell);
    return number != null && number.isNaN()
        ? name + " is NaN"
        : name + ": " + Cells.quoted(cell) + " is not a number";
  }
}
