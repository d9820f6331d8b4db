package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skypool.core.diagnostics.CalibrationTest;

/**
 * A calibration as one HTML page in the style of the report: nothing is requested from the network,
 * no script runs.
 */
public final class CalibrationPage {
  private static final String READING =
      "Each mock survey was drawn with hyperparameters from the hyperprior and fitted like real data. If the "
          + "fit is right, the truth falls anywhere among its posterior draws equally often, and the ranks "
          + "are flat.";

  private static final String SHAPES =
      "A U (both ends too full) means posteriors too narrow: raise objects.draws, or look for a scatter or "
          + "an error the model leaves out. A hump (the middle too full) means posteriors too wide. A slope means a "
          + "bias: ranks piling up high say that the fit comes out below the truth, piling up low, above. Usual causes of a slope are a "
          + "selection function that does not describe the cut, a Jacobian missing from a density, and "
          + "an interim prior too narrow for the population.";

  private CalibrationPage() {}

  /**
   * Renders the page.
   *
   * @return an HTML 5 document, to be written as UTF-8
   */
  public static String render(CalibrationData data) {
    StringBuilder page =
        new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>").append(Html.escape(data.name())).append(" – calibration</title>\n");
    page.append("<style>\n").append(ReportPage.style()).append("</style>\n</head>\n<body>\n");
    page.append(header(data)).append("<main>\n");
    if (!data.hyperparameters().isEmpty()) {
      page.append(table(data).render()).append(ranks(data).render());
    }
    page.append(mocks(data).render());
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String header(CalibrationData data) {
    return "<header>\n<p class=\"kicker\">Skypool calibration</p>\n<h1>"
        + Html.escape(data.name())
        + "</h1>\n<p class=\"counts\">"
        + Numbers.whole((long) data.mocks())
        + " mock surveys of "
        + Numbers.whole((long) data.objects())
        + " objects</p>\n<p class=\"banner "
        + (data.trustworthy() ? "ok" : "bad")
        + "\" role=\"status\"><strong>"
        + Html.escape(data.line())
        + "</strong></p>\n</header>\n";
  }

  private static Section table(CalibrationData data) {
    HtmlTable table =
        new HtmlTable()
            .text("hyperparameter")
            .number("chi-square")
            .number("p")
            .number("mean z")
            .number("p")
            .number("variance z")
            .number("p")
            .number("smallest adjusted p");
    for (CalibrationData.Hyperparameter h : data.hyperparameters()) {
      double[] adjusted = h.adjusted();
      table.row(
          List.of(
              h.name(),
              Numbers.significant(h.tests().chiSquare(), 3),
              Numbers.significant(h.tests().chiSquareP(), 2),
              Numbers.significant(h.tests().meanZ(), 2),
              Numbers.significant(h.tests().meanP(), 2),
              Numbers.significant(h.tests().varianceZ(), 2),
              Numbers.significant(h.tests().varianceP(), 2),
              Numbers.significant(Math.min(adjusted[0], Math.min(adjusted[1], adjusted[2])), 2)));
    }
    return new Section(
        "tests",
        "Tests",
        "Three tests per hyperparameter: the histogram of ranks, and mean and variance of their normal scores. "
            + "A positive mean z: the truth tends to lie above the fit; a positive variance z: posteriors are too narrow. "
            + "Adjusted p-values (Holm) allow for the number of tests; the calibration fails below "
            + CalibrationTest.FAIL
            + ", and below "
            + CalibrationTest.SUSPECT
            + " it is repeated with new mocks, which decide.",
        table.html());
  }

  private static Section ranks(CalibrationData data) {
    int count = data.hyperparameters().get(0).ranks().length;
    RankPlots plots = new RankPlots(count, data.draws());
    List<String> figures = new ArrayList<>();
    for (int j = 0; j < data.hyperparameters().size(); j++) {
      CalibrationData.Hyperparameter h = data.hyperparameters().get(j);
      figures.add(plots.histogram("ranks-" + j, h.name(), h.tests().histogram()));
      figures.add(plots.difference("ecdf-" + j, h.name(), h.ranks()));
    }
    return new Section(
        "ranks",
        "Ranks",
        READING
            + " Bands hold all bins, or the whole curve, of 95 % of calibrations that are right.",
        Section.grid(figures) + Section.note(SHAPES));
  }

  private static Section mocks(CalibrationData data) {
    HtmlTable table = new HtmlTable().text("mock surveys").number("count");
    data.firstMocks()
        .ifPresent(
            n ->
                table.row(
                    List.of("made before, suspicious, and repeated", Numbers.whole((long) n))));
    table.row(List.of("made", Numbers.whole((long) data.mocks())));
    table.row(
        List.of("with a failed guard (their ranks count)", Numbers.whole((long) data.guarded())));
    rows(table, "guard ", data.guards());
    int failed = data.failures().values().stream().mapToInt(Integer::intValue).sum();
    table.row(List.of("failed, without ranks", Numbers.whole((long) failed)));
    rows(table, "failed: ", data.failures());
    return new Section(
        "mocks",
        "Mock surveys",
        "Mocks whose fit ends with a failed guard stay in the histograms: dropping them would hide where "
            + "the fit struggles. More than 1 % of failed mocks make the calibration untrustworthy.",
        table.html());
  }

  private static void rows(HtmlTable table, String label, Map<String, Integer> counts) {
    counts.forEach((name, count) -> table.row(List.of(label + name, Numbers.whole((long) count))));
  }
}
