package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures by row and column, for people and for programs.
 *
 * @param section what was measured, one word
 * @param title one line
 * @param columns their headings
 * @param rows labels with one number per column; NaN where there is none
 * @param notes lines below the table
 */
public record BenchTable(
    String section, String title, List<String> columns, List<Row> rows, List<String> notes) {

  /** First line of what {@link #csv} gives. */
  public static final String CSV_HEADER = "section,row,column,value";

  /** One row. */
  public record Row(String label, double... numbers) {}

  /** The table as text, with an empty line after it. */
  public String text() {
    int label = rows.stream().mapToInt(r -> r.label().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(title).append("\n\n").append(" ".repeat(label));
    for (String column : columns) {
      text.append("  ").append(String.format(Locale.ROOT, "%" + width(column) + "s", column));
    }
    text.append('\n');
    for (Row row : rows) {
      text.append(String.format(Locale.ROOT, "%-" + Math.max(1, label) + "s", row.label()));
      for (int c = 0; c < columns.size(); c++) {
        text.append("  ")
            .append(
                String.format(
                    Locale.ROOT, "%" + width(columns.get(c)) + "s", number(row.numbers()[c])));
      }
      text.append('\n');
    }
    notes.forEach(note -> text.append(note).append('\n'));
    return text.append('\n').toString();
  }

  private static int width(String column) {
    return Math.max(10, column.length());
  }

  private static String number(double x) {
    if (Double.isNaN(x)) {
      return "-";
    }
    boolean whole = x == Math.rint(x) || Math.abs(x) >= 1000;
    return String.format(Locale.ROOT, whole ? "%,.0f" : Math.abs(x) < 100 ? "%.2f" : "%.1f", x);
  }

  /** One line per number, under {@link #CSV_HEADER}; numbers that are missing are left out. */
  public List<String> csv() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      for (int c = 0; c < columns.size(); c++) {
        if (!Double.isNaN(row.numbers()[c])) {
          lines.add(
              "%s,\"%s\",\"%s\",%s"
                  .formatted(section, row.label(), columns.get(c), row.numbers()[c]));
        }
      }
    }
    return lines;
  }
}
