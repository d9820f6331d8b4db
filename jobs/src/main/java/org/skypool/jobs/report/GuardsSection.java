package org.skypool.jobs.report;

import java.util.List;

/**
 * Every guard: what it measured, what it requires, what that means, and what to change where it
 * failed.
 */
final class GuardsSection {
  private GuardsSection() {}

  static Section of(List<ReportData.Guard> guards) {
    StringBuilder html = new StringBuilder("<ul class=\"guards\">\n");
    guards.forEach(guard -> html.append(item(guard)));
    return new Section(
        "guards",
        "Guards",
        "Each guard measures one way in which the answer could be wrong and compares it with what is tolerable. "
            + "One failed guard is enough for the run to end as not to be trusted.",
        html.append("</ul>\n").toString());
  }

  private static String item(ReportData.Guard guard) {
    String verdict = guard.passed() ? "passed" : "failed";
    StringBuilder html = new StringBuilder("<li class=\"" + verdict + "\">");
    html.append("<div class=\"verdict\"><span aria-hidden=\"true\">")
        .append(guard.passed() ? "✓" : "✗");
    html.append("</span> ").append(verdict).append("</div><div>");
    html.append("<h3>").append(Html.escape(guard.name())).append("</h3>");
    html.append("<p class=\"measure\">measured <b>").append(Html.escape(guard.measured()));
    html.append("</b>, required <b>").append(Html.escape(guard.threshold())).append("</b></p>");
    html.append("<p>").append(Html.escape(guard.meaning())).append("</p>");
    if (!guard.passed() && !guard.remedy().isEmpty()) {
      html.append("<p class=\"remedy\"><b>What to change:</b> ")
          .append(Html.escape(guard.remedy()))
          .append("</p>");
    }
    return html.append("</div></li>\n").toString();
  }
}
