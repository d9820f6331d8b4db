package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report says about single objects: shrinkage and effective sample sizes. */
final class ObjectSections {
  private ObjectSections() {}

  static Section shrinkage(List<ReportData.Shrinkage> all) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      html.append(shrinkage(i, all.get(i)));
    }
    return new Section(
        "shrinkage",
        "Shrinkage",
        "Each dot is an object: its mean under the interim prior against its mean under the fitted population. Objects with large errors move "
            + "most, towards where the population is dense, and their uncertainties shrink (ratios below 1).",
        html.toString());
  }

  private static String shrinkage(int index, ReportData.Shrinkage data) {
    ShrinkagePlot plot = new ShrinkagePlot(data);
    if (plot.shown() == 0) {
      return Section.note(
          "No object has finite means and standard deviations of " + data.label() + ".");
    }
    List<String> figures =
        new ArrayList<>(List.of(plot.means("shrinkage-" + index), plot.widths("widths-" + index)));
    data.truth().ifPresent(truth -> figures.add(plot.residuals("residuals-" + index, truth)));
    String note =
        plot.shown() < data.interimMean().size()
            ? Section.note(
                "Shown: "
                    + Numbers.whole(plot.shown())
                    + " of "
                    + Numbers.whole(data.interimMean().size())
                    + " objects.")
            : "";
    return Section.grid(figures) + note;
  }

  static Section effectiveSizes(ReportData.EffectiveSizes sizes) {
    StringBuilder html = new StringBuilder("<div class=\"grid\">\n<figure>");
    html.append(EffectiveSizePlot.svg("ess", sizes)).append("</figure>\n");
    if (!sizes.worst().isEmpty()) {
      html.append("<div><h3>Smallest effective sample sizes</h3>")
          .append(worst(sizes.worst()))
          .append("</div>\n");
    }
    return new Section(
        "effective-sizes",
        "Effective sample sizes",
        "How many equally weighted draws each object's weighted draws are worth under the fitted population. A few small ones are normal; many, "
            + "or a Pareto k\u0302 above 0.7, mean that the draws lie in the wrong place and another round would help.",
        html.append("</div>\n").toString());
  }

  private static String worst(List<ReportData.WorstObject> worst) {
    HtmlTable table = new HtmlTable().text("object").number("ESS").number("Pareto k\u0302");
    worst.forEach(
        w ->
            table.row(
                List.of(
                    w.id(),
                    Numbers.significant(w.ess(), 3),
                    w.khat().isPresent() ? twoDecimals(w.khat().getAsDouble()) : "–")));
    return table.html();
  }

  private static String twoDecimals(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.2f", value)
        : Numbers.significant(value, 2);
  }
}
