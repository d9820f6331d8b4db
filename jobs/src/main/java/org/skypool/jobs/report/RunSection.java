package org.skypool.jobs.report;

import java.util.List;
import java.util.Map;

/** What was run, on what, at what cost, and the resolved configuration. */
final class RunSection {
  private RunSection() {}

  static Section of(ReportData.Run run) {
    StringBuilder html = new StringBuilder("<div class=\"columns\">\n");
    html.append("<div><h3>Run</h3>").append(facts(run)).append("</div>\n");
    html.append("<div><h3>Input</h3>").append(input(run.input())).append("</div>\n");
    if (!run.seconds().isEmpty()) {
      html.append("<div><h3>Time by stage</h3>").append(seconds(run.seconds())).append("</div>\n");
    }
    html.append("</div>\n");
    if (!run.configuration().isEmpty()) {
      html.append("<details><summary>Resolved configuration</summary><pre>")
          .append(Html.escape(run.configuration()))
          .append("</pre></details>\n");
    }
    return new Section(
        "run",
        "What was run",
        "Enough to repeat the run. The configuration is shown after substitution and with every override from the command line.",
        html.toString());
  }

  private static String facts(ReportData.Run run) {
    Facts facts = new Facts();
    facts.add("Skypool", run.version());
    run.when().ifPresent(when -> facts.add("when", when));
    facts.code("command", run.command());
    facts.add("sampler", run.sampler());
    run.khat()
        .ifPresent(k -> facts.add("Pareto k\u0302 of its weights", Numbers.significant(k, 2)));
    run.evaluations().ifPresent(n -> facts.add("likelihood evaluations", Numbers.whole(n)));
    run.passes().ifPresent(n -> facts.add("passes over the draws", Numbers.whole(n)));
    run.sparkVersion().ifPresent(v -> facts.add("Apache Spark", v));
    run.sparkMaster().ifPresent(v -> facts.code("master", v));
    return facts.html();
  }

  private static String input(ReportData.Input input) {
    Facts facts = new Facts();
    facts.code("catalogue", input.path());
    facts.add("rows", Numbers.whole(input.rows()));
    facts.add("not selected", Numbers.whole(input.notSelected()));
    facts.add("set aside", Numbers.whole(input.rejected()));
    input.reasons().forEach((reason, count) -> facts.add("\u2003" + reason, Numbers.whole(count)));
    facts.add("objects in the fit", Numbers.whole(input.objects()));
    input.expected().ifPresent(expected -> facts.add("expected by the fit", expected));
    return facts.html();
  }

  private static String seconds(Map<String, Double> seconds) {
    HtmlTable table = new HtmlTable().text("stage").number("seconds");
    seconds.forEach((stage, s) -> table.row(List.of(stage, Numbers.significant(s, 3))));
    double sum = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return table.row("sum", List.of("together", Numbers.significant(sum, 3))).html();
  }

  /** A list of names with their values; empty values are left out. */
  private static final class Facts {
    private final StringBuilder html = new StringBuilder("<dl>\n");

    void add(String name, String value) {
      if (!value.isEmpty()) {
        html.append("<dt>")
            .append(Html.escape(name))
            .append("</dt><dd>")
            .append(Html.escape(value))
            .append("</dd>\n");
      }
    }

    void code(String name, String value) {
      if (!value.isEmpty()) {
        html.append("<dt>").append(Html.escape(name)).append("</dt><dd><code>");
        html.append(Html.escape(value)).append("</code></dd>\n");
      }
    }

    String html() {
      return html + "</dl>\n";
    }
  }
}
