package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.List;

/** How well the other objects predict each. */
final class LeaveOneOutSection {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final double BOUND = 0.7;

  private LeaveOneOutSection() {}

  static Section of(LeaveOneOutData data) {
    StringBuilder html = new StringBuilder("<div class=\"grid\">\n<figure>");
    html.append(svg(data)).append("</figure>\n");
    if (!data.worst().isEmpty()) {
      html.append("<div><h3>Objects the others predict worst</h3>")
          .append(worst(data.worst()))
          .append("</div>\n");
    }
    html.append("</div>\n").append(Section.note(sentence(data)));
    return new Section(
        "leave-one-out",
        "Leave-one-out",
        "Each object is predicted from all the others: the log density that the fit without it gives to its measurement. The sum, elpd, "
            + "compares two models of the same data; a difference below 4, or below 2 of its standard errors, decides nothing. Pareto k\u0302 says "
            + "how much the fit rests on the object: above 0.7 its prediction is not reliable, and the object deserves a look. Objects "
            + "predicted worst are those the population explains least.",
        html.toString());
  }

  private static String sentence(LeaveOneOutData data) {
    String without =
        data.without() == 0
            ? ""
            : " "
                + Numbers.whole(data.without())
                + " objects have no finite prediction and are left out.";
    return "elpd = "
        + Numbers.rounded(data.value(), data.standardError())
        + " \u00b1 "
        + Numbers.significant(data.standardError(), 2)
        + " over "
        + Numbers.whole(data.objects())
        + " objects; k\u0302 above 0.7: "
        + Numbers.whole(data.aboveBound())
        + "."
        + without;
  }

  private static String svg(LeaveOneOutData data) {
    Histogram khat = data.khat();
    double tallest = Math.max(1, khat.counts().finite().quantile(1));
    double low = khat.edges().get(0);
    double high = khat.edges().get(khat.bins());
    Chart chart =
        new Chart(
            Axes.linear("Pareto k\u0302 of leaving an object out", low, high),
            Axes.linear("objects", 0, 1.08 * tallest));
    chart.area("objects", Bars.outline(khat, v -> v, v -> v), Palette.FIT_68, Palette.FIT);
    chart.vertical("0.7", BOUND, Palette.TRUTH, Palette.DASHED);
    return SvgFigure.draw(
        "loo-khat",
        WIDTH,
        HEIGHT,
        "Pareto k-hat of leaving objects out",
        "Histogram of the Pareto k-hat of the weights that leave each object out, with the bound of 0.7.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  private static String worst(List<LeaveOneOutData.Object> worst) {
    HtmlTable table =
        new HtmlTable().text("object").number("log predictive density").number("Pareto k\u0302");
    worst.forEach(
        w ->
            table.row(
                List.of(
                    w.id(),
                    Numbers.significant(w.logPredictive(), 4),
                    Double.isNaN(w.khat()) ? "\u2013" : Numbers.significant(w.khat(), 2))));
    return table.html();
  }
}
