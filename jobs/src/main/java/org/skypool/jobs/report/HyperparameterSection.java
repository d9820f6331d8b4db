package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The table of hyperparameters; columns that nobody fills are left out. */
final class HyperparameterSection {
  private HyperparameterSection() {}

  static Section of(List<ReportData.Hyperparameter> all) {
    List<Column> columns = columns(all);
    HtmlTable table = new HtmlTable().text("hyperparameter");
    columns.forEach(column -> table.number(column.header));
    for (ReportData.Hyperparameter h : all) {
      List<String> cells = new ArrayList<>(List.of(h.name()));
      columns.forEach(column -> cells.add(column.cell.apply(h)));
      table.row(cells);
    }
    return new Section(
        "hyperparameters",
        "Hyperparameters",
        "Posterior summaries, each with the digits that its sd supports; the 68 and 90 % intervals are central. "
            + "MCSE is the error of the mean from drawing the hyperposterior, in the unit of the parameter; Monte Carlo sd and bias "
            + "come from the objects' draws and are in posterior sd.",
        table.html());
  }

  private static List<Column> columns(List<ReportData.Hyperparameter> all) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("mean", h -> Numbers.rounded(h.mean(), h.sd())));
    columns.add(new Column("sd", h -> Numbers.rounded(h.sd(), h.sd())));
    columns.add(new Column("median", h -> Numbers.rounded(h.median(), h.sd())));
    columns.add(new Column("68 %", h -> interval(h.q16(), h.q84(), h.sd())));
    columns.add(new Column("90 %", h -> interval(h.q05(), h.q95(), h.sd())));
    if (any(all, ReportData.Hyperparameter::truth)) {
      columns.add(
          new Column(
              "truth",
              h -> h.truth().isPresent() ? Numbers.rounded(h.truth().getAsDouble(), h.sd()) : "–"));
      columns.add(new Column("(mean − truth)/sd", HyperparameterSection::pull));
    }
    columns.add(new Column("ESS bulk", h -> Numbers.whole(h.essBulk())));
    columns.add(new Column("ESS tail", h -> Numbers.whole(h.essTail())));
    if (any(all, ReportData.Hyperparameter::rhat)) {
      columns.add(new Column("R\u0302", h -> Numbers.significant(h.rhat(), 4)));
    }
    columns.add(new Column("MCSE", h -> Numbers.significant(h.mcseMean(), 2)));
    if (any(all, ReportData.Hyperparameter::monteCarloSd)) {
      columns.add(new Column("Monte Carlo sd", h -> Numbers.significant(h.monteCarloSd(), 2)));
    }
    if (any(all, ReportData.Hyperparameter::biasSd)) {
      columns.add(new Column("bias", h -> Numbers.significant(h.biasSd(), 2)));
    }
    return columns;
  }

  private static boolean any(
      List<ReportData.Hyperparameter> all,
      Function<ReportData.Hyperparameter, OptionalDouble> value) {
    return all.stream().anyMatch(h -> value.apply(h).isPresent());
  }

  private static String interval(double low, double high, double sd) {
    return Numbers.rounded(low, sd) + " … " + Numbers.rounded(high, sd);
  }

  private static String pull(ReportData.Hyperparameter h) {
    return h.truth().isPresent()
        ? Numbers.significant((h.mean() - h.truth().getAsDouble()) / h.sd(), 2)
        : "–";
  }

  private record Column(String header, Function<ReportData.Hyperparameter, String> cell) {}
}
