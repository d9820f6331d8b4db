package org.skypool.jobs.report;

import java.util.List;

/** The rounds: what each cost, how far the answer moved, and how well it is known. */
final class RoundsSection {
  private RoundsSection() {}

  static Section of(List<ReportData.Round> rounds) {
    HtmlTable table =
        new HtmlTable()
            .text("round")
            .number("objects")
            .number("draws per object")
            .number("drift [sd]")
            .number("Monte Carlo sd [sd]")
            .number("bias [sd]");
    for (ReportData.Round r : rounds) {
      table.row(
          List.of(
              Integer.toString(r.round()),
              Numbers.whole(r.objects()),
              Numbers.whole(r.draws()),
              Numbers.significant(r.driftSd(), 2),
              Numbers.significant(r.monteCarloSd(), 2),
              Numbers.significant(r.biasSd(), 2)));
    }
    boolean estimates = !rounds.get(rounds.size() - 1).estimates().isEmpty();
    String html =
        estimates
            ? "<div class=\"grid\">\n<figure>"
                + RoundsPlot.svg("rounds-plot", rounds)
                + "</figure>\n<div>"
                + table.html()
                + "</div></div>\n"
            : table.html();
    return new Section(
        "rounds",
        "Rounds",
        "Round 0 draws every object under its interim prior; each later round aims the draws at the population fitted before. The answer should stop "
            + "moving: drift, Monte Carlo sd and bias are in units of the posterior sd, the largest over the hyperparameters.",
        html);
  }
}
