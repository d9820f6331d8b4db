package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** Corner plot and traces of the hyperposterior. */
final class PosteriorSections {
  /** More would make the page long and say little. */
  private static final int MOST_TRACES = 24;

  private PosteriorSections() {}

  static Section corner(ReportData data, ReportData.Posterior posterior) {
    DrawnHyperparameters drawn =
        DrawnHyperparameters.of(posterior.names(), CornerPlot.MOST_PARAMETERS);
    CornerPlot plot = new CornerPlot(data, posterior, drawn.count());
    StringBuilder html =
        new StringBuilder("<figure class=\"corner\">" + plot.svg("corner") + "</figure>\n");
    html.append(notDrawn(drawn));
    if (!plot.truthsOutside().isEmpty()) {
      html.append(
          Section.note(
              "The truth lies outside the panels for "
                  + String.join(", ", plot.truthsOutside())
                  + "."));
    }
    boolean truth = posterior.names().stream().anyMatch(name -> data.truthOf(name).isPresent());
    return new Section(
        "corner",
        "Hyperposterior",
        "On the diagonal the density of each hyperparameter, with its median and central 68 % interval; below it the smallest "
            + "regions that hold 68 and 95 % of the draws of each pair. A tilted region means that the data fix a combination of the two better "
            + "than either alone."
            + (truth ? " Dashed orange lines mark the truth of the mock survey." : ""),
        html.toString());
  }

  static Section traces(ReportData data, ReportData.Posterior posterior) {
    List<String> figures = new ArrayList<>();
    DrawnHyperparameters drawn = DrawnHyperparameters.of(posterior.names(), MOST_TRACES);
    for (int i = 0; i < drawn.count(); i++) {
      figures.add(TracePlot.svg("trace-" + i, data, posterior, i));
    }
    int stride = TracePlot.stride(posterior);
    boolean truth = posterior.names().stream().anyMatch(name -> data.truthOf(name).isPresent());
    return new Section(
        "traces",
        "Traces",
        "The draws of each hyperparameter in order, one colour per chain or replicate. All colours should cover the same band without drifts "
            + "or steps."
            + (stride > 1 ? " One draw in " + stride + " is shown." : "")
            + (truth ? " The dashed line is the truth." : ""),
        Section.grid(figures) + notDrawn(drawn));
  }

  private static String notDrawn(DrawnHyperparameters drawn) {
    return drawn.others().isEmpty()
        ? ""
        : Section.note("Not drawn here: " + String.join(", ", drawn.others()) + ".");
  }
}
