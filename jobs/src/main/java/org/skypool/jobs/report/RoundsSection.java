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
            .number("bias [sd]")
            .number("missed [sd]")
            .number("loss [bits]");
    for (ReportData.Round r : rounds) {
      table.row(
          List.of(
              Integer.toString(r.round()),
              Numbers.whole(r.objects()),
              Numbers.whole(r.draws()),
              Numbers.significant(r.driftSd(), 2),
              Numbers.significant(r.monteCarloSd(), 2),
              Numbers.significant(r.biasSd(), 2),
              Numbers.significant(r.missedSd(), 2),
              Numbers.significant(r.lossBits(), 2)));
    }
    ReportData.Round last = rounds.get(rounds.size() - 1);
    boolean exact = last.draws() == 1 && last.biasSd().orElse(Double.NaN) == 0;
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
        "Round 0 places every object's points by its interim prior; each later round aims them at the population fitted before. The "
            + "points show each hyperparameter's posterior mean with its sd, against the last round: they should stop moving. Drift, "
            + "Monte Carlo sd and bias are in posterior sd, the largest over the hyperparameters; missed is what the points of "
            + "round 0 would add to the answer, loss the information that the bias costs. "
            + (exact
                ? "Here the values have no error: each is the only point there is, and no audit is needed."
                : "The last round is audited."),
        html);
  }
}
