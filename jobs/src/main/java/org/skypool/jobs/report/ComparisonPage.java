package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import org.skypool.core.inference.ModelComparison;

/**
 * Two models of the same data as one HTML page in the style of the report: nothing is requested
 * from the network, no script runs.
 */
public final class ComparisonPage {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final int BINS = 40;

  private ComparisonPage() {}

  /**
   * Renders the page.
   *
   * @return an HTML 5 document, to be written as UTF-8
   */
  public static String render(ComparisonData data) {
    StringBuilder page =
        new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    String title = data.first().name() + " and " + data.second().name();
    page.append("<title>").append(Html.escape(title)).append(" \u2013 comparison</title>\n");
    page.append("<style>\n").append(ReportPage.style()).append("</style>\n</head>\n<body>\n");
    page.append("<header>\n<p class=\"kicker\">Skypool comparison</p>\n<h1>")
        .append(Html.escape(title))
        .append("</h1>\n<p class=\"banner ok\" role=\"status\"><strong>")
        .append(Html.escape(verdict(data)))
        .append("</strong></p>\n</header>\n<main>\n");
    page.append(models(data).render()).append(objects(data).render());
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  /** What the predictions decide, in one line. */
  public static String verdict(ComparisonData data) {
    ModelComparison.Difference d = data.comparison().prediction();
    String size =
        "elpd differs by "
            + Numbers.rounded(Math.abs(d.value()), d.error())
            + " \u00b1 "
            + Numbers.significant(d.error(), 2);
    return d.verdict()
        .map(side -> of(data, side).name() + " predicts better: " + size)
        .orElse(
            "No verdict: "
                + size
                + ", below "
                + Numbers.significant(ModelComparison.LEAST, 1)
                + " or "
                + Numbers.significant(ModelComparison.LEAST_ERRORS, 1)
                + " standard errors");
  }

  /** What the evidences say, in one line. */
  public static String evidence(ComparisonData data) {
    Optional<ModelComparison.Difference> known = data.comparison().evidence();
    if (known.isEmpty()) {
      return "log evidence: not known for both (chains ran, or the hyperprior has a joint factor)";
    }
    ModelComparison.Difference d = known.get();
    String size =
        "log evidence differs by "
            + Numbers.rounded(Math.abs(d.value()), d.error())
            + " \u00b1 "
            + Numbers.significant(d.error(), 2)
            + " (numerical)";
    return d.verdict()
        .map(side -> size + ", in favour of " + of(data, side).name())
        .orElse(size + ", which decides nothing");
  }

  private static ComparisonData.Model of(ComparisonData data, ModelComparison.Side side) {
    return side == ModelComparison.Side.FIRST ? data.first() : data.second();
  }

  private static Section models(ComparisonData data) {
    HtmlTable table =
        new HtmlTable()
            .text("model")
            .text("population")
            .number("elpd")
            .number("k\u0302 above 0.7")
            .number("log evidence");
    for (ComparisonData.Model m : List.of(data.first(), data.second())) {
      table.row(
          List.of(
              m.name(),
              String.join("; ", m.densities()),
              Numbers.rounded(m.elpd(), m.elpdError())
                  + " \u00b1 "
                  + Numbers.significant(m.elpdError(), 2),
              Numbers.whole(m.doubtful()),
              m.logEvidence().map(e -> Numbers.significant(e, 7)).orElse("\u2013")));
    }
    return new Section(
        "models",
        "Two models of the same data",
        "elpd is the sum over objects of the log density that a fit without the object gives to its measurement. The models are compared "
            + "object by object, so that the error of the difference is smaller than those of the sums. A difference below 4, or below 2 of "
            + "its standard errors, decides nothing. The evidence is the probability of the data under the model, hyperprior included: a wide "
            + "hyperprior lowers it, however well the model predicts.",
        table.html() + Section.note(evidence(data)));
  }

  private static Section objects(ComparisonData data) {
    StringBuilder html = new StringBuilder("<div class=\"grid\">\n<figure>");
    html.append(svg(data)).append("</figure>\n<div>");
    html.append(list("Objects that speak most for " + data.first().name(), data.forFirst()));
    html.append(list("Objects that speak most for " + data.second().name(), data.forSecond()));
    html.append("</div>\n</div>\n");
    if (data.without() > 0) {
      html.append(
          Section.note(
              Numbers.whole(data.without())
                  + " objects have no finite prediction in one of the runs and are left out."));
    }
    return new Section(
        "objects",
        "Which objects decide",
        "Difference of the log predictive density of each object. A sum that rests on a few objects says that they are exceptions, not that "
            + "one population describes the others better.",
        html.toString());
  }

  private static String list(String title, List<ComparisonData.Object> objects) {
    HtmlTable table = new HtmlTable().text("object").number("difference");
    objects.forEach(o -> table.row(List.of(o.id(), Numbers.significant(o.difference(), 3))));
    return "<h3>" + Html.escape(title) + "</h3>" + table.html();
  }

  private static String svg(ComparisonData data) {
    double[] finite = data.some().stream().filter(Double::isFinite).sorted().toArray();
    double low = finite.length == 0 ? -1 : Math.min(finite[0], 0);
    double high = finite.length == 0 ? 1 : Math.max(finite[finite.length - 1], 0);
    double margin = high > low ? 0.02 * (high - low) : 1;
    Histogram histogram = Histogram.of(data.some(), low - margin, high + margin, BINS);
    double tallest = Math.max(1, histogram.counts().finite().quantile(1));
    Chart chart =
        new Chart(
            Axes.linear(
                "log predictive density, " + data.first().name() + " minus " + data.second().name(),
                low - margin,
                high + margin),
            Axes.linear("objects", 0, 1.08 * tallest));
    chart.area("objects", Bars.outline(histogram, v -> v, v -> v), Palette.FIT_68, Palette.FIT);
    chart.vertical("equal", 0, Palette.TRUTH, Palette.DASHED);
    return SvgFigure.draw(
        "differences",
        WIDTH,
        HEIGHT,
        "Differences of log predictive densities",
        "Histogram of the difference of the log predictive density of each object between the two models.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }
}
