package org.skypool.jobs.report;

import java.util.List;
import java.util.Locale;

/** Replicated surveys against the measured one. */
final class PredictiveSection {
  private static final String TITLE = "Predictive checks";

  private PredictiveSection() {}

  static Section of(PredictiveData data) {
    if (data.absent().isPresent()) {
      return new Section(
          "predictive", TITLE, "", Section.note("None: " + data.absent().get() + "."));
    }
    StringBuilder html = new StringBuilder();
    for (int c = 0; c < data.columns().size(); c++) {
      html.append(column(c, data.columns().get(c)));
    }
    html.append(Section.note(counts(data)));
    return new Section(
        "predictive",
        TITLE,
        "Would the fitted model make data like these? Surveys are replicated from the fit, with the objects' own errors and covariates and "
            + "the same selection, and compared with the measured one. The share of replicates above the data is displayed, not judged: the "
            + "data were used to fit, so it is no test; near 0 or 1 it names a feature that the model does not make. The leave-one-out "
            + "ranks say where each object lies among what the other objects predict for it, from 0 to 1, and should be uniform. A U shape: the "
            + "model is too narrow, or errors are larger than stated. A hump: too wide, or errors are overstated. A slope: shifted.",
        html.toString());
  }

  private static String column(int index, PredictiveData.Column column) {
    List<String> figures = new java.util.ArrayList<>();
    figures.add(PredictivePlots.marginal("predictive-" + index, column));
    column
        .transforms()
        .ifPresent(h -> figures.add(PredictivePlots.ranks("loo-ranks-" + index, column, h)));
    column
        .uniformity()
        .ifPresent(u -> figures.add(PredictivePlots.uniformity("loo-ecdf-" + index, column, u)));
    HtmlTable table =
        new HtmlTable()
            .text(column.label())
            .number("data")
            .number("replicates, median")
            .number("5 %")
            .number("95 %")
            .number("share above data");
    column.statistics().forEach(s -> table.row(row(s)));
    String verdict =
        column
            .uniformity()
            .map(
                u ->
                    Section.note(
                        u.isInside()
                            ? "The ranks stay inside the band that holds 95 % of uniform samples whole."
                            : "The ranks leave the band that holds 95 % of uniform samples whole."))
            .orElse("");
    return Section.grid(figures) + verdict + table.html();
  }

  private static List<String> row(PredictiveData.Statistic s) {
    double spread = Math.abs(s.high() - s.low()) / 10;
    return List.of(
        s.name(),
        Numbers.rounded(s.observed(), spread),
        Numbers.rounded(s.median(), spread),
        Numbers.rounded(s.low(), spread),
        Numbers.rounded(s.high(), spread),
        Double.isNaN(s.probability())
            ? "\u2013"
            : String.format(Locale.ROOT, "%.3f", s.probability()));
  }

  private static String counts(PredictiveData data) {
    String which =
        data.shown() < data.objects()
            ? Numbers.whole(data.shown())
                + " of "
                + Numbers.whole(data.objects())
                + " objects, chosen by a hash of their ids, data and replicates alike"
            : "All " + Numbers.whole(data.objects()) + " objects";
    String missing =
        data.missing() == 0
            ? ""
            : " In "
                + Numbers.whole(data.missing())
                + " cases the selection let none of a thousand attempts through; they are left out.";
    return which + ", " + Numbers.whole(data.replicates()) + " replicates." + missing;
  }
}
