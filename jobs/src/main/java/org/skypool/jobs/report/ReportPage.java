package org.skypool.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The report as one HTML page: styles and plots are inline, nothing is requested from the network,
 * no script runs. The same data give the same text on every machine.
 */
public final class ReportPage {
  private static final String STYLE = "report.css";

  private ReportPage() {}

  /**
   * Renders the page.
   *
   * @param data what to show
   * @return an HTML 5 document, to be written as UTF-8
   */
  public static String render(ReportData data) {
    List<Section> sections = sections(data);
    StringBuilder page =
        new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>").append(Html.escape(data.name())).append(" – Skypool</title>\n");
    page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
    page.append(header(data));
    page.append(contents(sections));
    page.append("<main>\n");
    sections.forEach(section -> page.append(section.render()));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static List<Section> sections(ReportData data) {
    List<Section> sections = new ArrayList<>();
    if (!data.hyperparameters().isEmpty()) {
      sections.add(HyperparameterSection.of(data.hyperparameters()));
    }
    if (!data.derived().isEmpty()) {
      sections.add(DerivedSection.of(data.derived()));
    }
    if (data.populations().stream()
        .anyMatch(p -> p.measured().isPresent() || p.density().isPresent())) {
      sections.add(PopulationSection.of(data.populations()));
    }
    data.posterior()
        .filter(
            p -> p.chains().stream().anyMatch(chain -> !chain.isEmpty() && chain.get(0).size() > 0))
        .ifPresent(
            posterior -> {
              sections.add(PosteriorSections.corner(data, posterior));
              sections.add(PosteriorSections.traces(data, posterior));
            });
    data.checks().memberships().ifPresent(m -> sections.add(MembershipSection.of(m)));
    if (!data.shrinkage().isEmpty()) {
      sections.add(ObjectSections.shrinkage(data.shrinkage()));
    }
    if (!data.checks().compare().isEmpty()) {
      sections.add(CompareSection.of(data.checks().compare()));
    }
    data.checks().predictive().ifPresent(p -> sections.add(PredictiveSection.of(p)));
    data.checks().leaveOneOut().ifPresent(l -> sections.add(LeaveOneOutSection.of(l)));
    data.effectiveSizes().ifPresent(sizes -> sections.add(ObjectSections.effectiveSizes(sizes)));
    if (!data.rounds().isEmpty()) {
      sections.add(RoundsSection.of(data.rounds()));
    }
    if (!data.guards().isEmpty()) {
      sections.add(failed(data).isEmpty() ? sections.size() : 0, GuardsSection.of(data.guards()));
    }
    sections.add(RunSection.of(data.run()));
    return sections;
  }

  private static List<ReportData.Guard> failed(ReportData data) {
    return data.guards().stream().filter(guard -> !guard.passed()).toList();
  }

  private static String header(ReportData data) {
    boolean ok = data.run().status() == ReportData.Status.OK;
    String guards =
        failed(data).stream().map(ReportData.Guard::name).collect(Collectors.joining(", "));
    String verdict =
        ok
            ? "<strong>Status: ok.</strong> "
                + (data.guards().isEmpty() ? "" : "All " + data.guards().size() + " guards passed.")
            : "<strong>Status: not to be trusted.</strong> "
                + (guards.isEmpty() ? "" : "Failed: " + Html.escape(guards) + ".");
    return "<header>\n<p class=\"kicker\">Skypool report</p>\n<h1>"
        + Html.escape(data.name())
        + "</h1>\n<p class=\"counts\">"
        + Numbers.whole(data.run().input().objects())
        + " objects from "
        + Numbers.whole(data.run().input().rows())
        + " rows</p>\n<p class=\"banner "
        + (ok ? "ok" : "bad")
        + "\" role=\"status\">"
        + verdict
        + "</p>\n</header>\n";
  }

  private static String contents(List<Section> sections) {
    StringBuilder nav = new StringBuilder("<nav aria-label=\"Contents\"><ul>\n");
    for (Section section : sections) {
      nav.append("<li><a href=\"#")
          .append(section.id())
          .append("\">")
          .append(Html.escape(section.title()))
          .append("</a></li>\n");
    }
    return nav.append("</ul></nav>\n").toString();
  }

  /** The style sheet of every page. */
  static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the report's style sheet " + STYLE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the report's style sheet cannot be read", e);
    }
  }
}
