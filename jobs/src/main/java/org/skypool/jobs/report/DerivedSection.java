package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** The table of derived quantities. */
final class DerivedSection {
  private DerivedSection() {}

  static Section of(List<ReportData.Derived> all) {
    boolean known = all.stream().anyMatch(d -> d.truth().isPresent());
    HtmlTable table = new HtmlTable().text("quantity");
    List.of("mean", "sd", "median", "68 %", "90 %").forEach(table::number);
    if (known) {
      table.number("truth");
    }
    for (ReportData.Derived d : all) {
      List<String> cells = new ArrayList<>();
      cells.add(d.name());
      cells.add(Numbers.rounded(d.mean(), d.sd()));
      cells.add(Numbers.rounded(d.sd(), d.sd()));
      cells.add(Numbers.rounded(d.median(), d.sd()));
      cells.add(Numbers.rounded(d.q16(), d.sd()) + " … " + Numbers.rounded(d.q84(), d.sd()));
      cells.add(Numbers.rounded(d.q05(), d.sd()) + " … " + Numbers.rounded(d.q95(), d.sd()));
      if (known) {
        cells.add(d.truth().isPresent() ? Numbers.rounded(d.truth().getAsDouble(), d.sd()) : "–");
      }
      table.row(cells);
    }
    return new Section(
        "derived",
        "Derived quantities",
        "What follows from the hyperparameters by the formulas of population.derived, over the draws of the hyperposterior.",
        table.html());
  }
}
