package org.skypool.jobs.report;

import java.util.List;

/**
 * A titled part of the page.
 *
 * @param id anchor, unique on the page
 * @param title heading and entry in the contents
 * @param caption plain text on how to read what follows
 * @param html the content, already safe
 */
record Section(String id, String title, String caption, String html) {
  String render() {
    return "<section id=\""
        + id
        + "\">\n<h2>"
        + Html.escape(title)
        + "</h2>\n"
        + (caption.isEmpty() ? "" : "<p class=\"caption\">" + Html.escape(caption) + "</p>\n")
        + html
        + "</section>\n";
  }

  /** Figures side by side where the page is wide enough. */
  static String grid(List<String> figures) {
    StringBuilder out = new StringBuilder("<div class=\"grid\">\n");
    figures.forEach(svg -> out.append("<figure>").append(svg).append("</figure>\n"));
    return out.append("</div>\n").toString();
  }

  /** A remark under a figure. */
  static String note(String text) {
    return "<p class=\"note\">" + Html.escape(text) + "</p>\n";
  }
}
