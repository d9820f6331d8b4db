package org.skypool.jobs.report;

/** Axis labels shared by the population's plots. */
final class PopulationLabels {
  private PopulationLabels() {}

  static String density(ReportData.Population population) {
    return population
        .unit()
        .map(unit -> "probability density [per " + unit + "]")
        .orElse("probability density");
  }
}
