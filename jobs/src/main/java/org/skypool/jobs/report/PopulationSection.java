package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** Measured distribution and population density of every individual parameter. */
final class PopulationSection {
  private PopulationSection() {}

  static Section of(List<ReportData.Population> populations) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < populations.size(); i++) {
      html.append(panel(i, populations.get(i)));
    }
    return new Section(
        "population",
        "Population",
        "Measured values are compared with what this survey would measure: the population, blurred by the errors and cut by the "
            + "selection; the points should scatter about the median as their bars say. The population density itself, of true values "
            + "before errors and selection, is a different curve. The dotted one stacks the interim posteriors of the objects in the "
            + "catalogue: it is what they say one by one, blurred twice by their errors and without those the selection lost, and "
            + "no estimate of the population.",
        html.toString());
  }

  private static String panel(int index, ReportData.Population population) {
    List<String> figures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    population
        .measured()
        .ifPresent(
            measured -> {
              figures.add(MeasuredPlot.svg("measured-" + index, population, measured));
              long empty = measured.counts().counts().stream().filter(c -> c == 0).count();
              if (empty > 0) {
                notes.add(
                    "Empty bins: " + empty + ", without a point where the axis is logarithmic.");
              }
              measured.predicted().ifPresent(band -> undrawable(band, notes));
            });
    population
        .density()
        .ifPresent(
            density -> {
              figures.add(PopulationPlot.svg("population-" + index, population, density));
              undrawable(density.band(), notes);
            });
    population
        .measured()
        .flatMap(measured -> RatioPlot.svg("ratio-" + index, population, measured))
        .ifPresent(figures::add);
    if (figures.isEmpty()) {
      return "";
    }
    return Section.grid(figures) + (notes.isEmpty() ? "" : Section.note(String.join(" ", notes)));
  }

  private static void undrawable(Band band, List<String> notes) {
    if (band.undrawable() > 0) {
      notes.add(
          "Points of a band that are not finite and are not drawn: " + band.undrawable() + ".");
    }
  }
}
