package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** Builds an HTML table; every cell is plain text and is escaped. */
final class HtmlTable {
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final List<Boolean> numeric = new ArrayList<>();

  /** Adds a column of text. */
  HtmlTable text(String header) {
    return column(header, false);
  }

  /** Adds a column of numbers, aligned to the right. */
  HtmlTable number(String header) {
    return column(header, true);
  }

  private HtmlTable column(String header, boolean isNumber) {
    numeric.add(isNumber);
    head.append("<th scope=\"col\"")
        .append(type(isNumber))
        .append('>')
        .append(Html.escape(header))
        .append("</th>");
    return this;
  }

  /**
   * Adds a row; its first cell is the row's heading.
   *
   * @param cells one text per column
   * @throws IllegalArgumentException if there are more or fewer cells than columns
   */
  HtmlTable row(List<String> cells) {
    return row("", cells);
  }

  /** Adds a row with a style class, which is not escaped. */
  HtmlTable row(String style, List<String> cells) {
    if (cells.size() != numeric.size()) {
      throw new IllegalArgumentException(
          "row has " + cells.size() + " cells, the table " + numeric.size() + " columns");
    }
    body.append(style.isEmpty() ? "<tr>" : "<tr class=\"" + style + "\">");
    for (int i = 0; i < cells.size(); i++) {
      String tag = i == 0 ? "th" : "td";
      body.append('<')
          .append(tag)
          .append(i == 0 ? " scope=\"row\"" : type(numeric.get(i)))
          .append('>');
      body.append(Html.escape(cells.get(i))).append("</").append(tag).append('>');
    }
    body.append("</tr>\n");
    return this;
  }

  /** The table, scrolling sideways where the page is narrow. */
  String html() {
    return "<div class=\"scroll\"><table>\n<thead><tr>"
        + head
        + "</tr></thead>\n<tbody>\n"
        + body
        + "</tbody></table></div>\n";
  }

  private static String type(boolean isNumber) {
    return isNumber ? " class=\"num\"" : "";
  }
}
