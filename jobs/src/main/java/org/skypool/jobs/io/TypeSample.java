package org.skypool.jobs.io;

import java.util.Arrays;

/**
 * Guesses the types of text columns from their first 1,000 non-empty cells: numbers where at least
 * nine in ten spell one, so that a few bad cells do not turn a column into text.
 */
final class TypeSample {
  private static final int CELLS = 1_000;

  /** Records looked at, at most, in search of non-empty cells. */
  static final int RECORDS = 10_000;

  private final int[] filled;
  private final int[] numbers;
  private final int[] wholes;

  TypeSample(int columns) {
    filled = new int[columns];
    numbers = new int[columns];
    wholes = new int[columns];
  }

  /** Looks at one record. */
  void add(String[] cells) {
    for (int i = 0; i < filled.length && i < cells.length; i++) {
      if (cells[i] != null && !cells[i].isBlank() && filled[i] < CELLS) {
        filled[i]++;
        numbers[i] += Cells.number(cells[i]) == null ? 0 : 1;
        wholes[i] += Cells.whole(cells[i]) == null ? 0 : 1;
      }
    }
  }

  /** Whether every column has been seen often enough. */
  boolean isComplete() {
    return Arrays.stream(filled).allMatch(count -> count >= CELLS);
  }

  /** The type of a column; of an id, whole numbers if all are. */
  CellType type(int column, boolean isId) {
    if (isId && filled[column] > 0 && wholes[column] == filled[column]) {
      return CellType.WHOLE;
    }
    return numbers[column] * 10 >= filled[column] * 9 ? CellType.NUMBER : CellType.TEXT;
  }
}
