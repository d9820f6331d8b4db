package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.stream.DoubleStream;

/** The population density f with its credible bands, the interim estimate and the truth. */
final class PopulationPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 420;

  /** Fewer expected objects per unit than this are not shown: the data say nothing there. */
  private static final double LEAST_EXPECTED = 0.1;

  private PopulationPlot() {}

  static String svg(String id, ReportData.Population population, ReportData.Density density) {
    Band band = density.band();
    DensityScale scale =
        DensityScale.over(
            DoubleStream.concat(
                band.median().stream(),
                DoubleStream.concat(
                    band.high95().stream(),
                    density.truth().stream().flatMapToDouble(c -> c.y().stream()))),
            LEAST_EXPECTED / Math.max(1, density.objects()));
    double[] range = shownRange(band, scale);
    Chart chart =
        new Chart(
            Axes.linear("true " + population.label(), range[0], range[1]),
            scale.axis(PopulationLabels.density(population)));
    chart.band(band, scale);
    density
        .interim()
        .ifPresent(
            c ->
                chart.line(
                    "stacked interim posteriors", c, scale, Palette.INTERIM, Palette.DOTTED));
    density.truth().ifPresent(c -> chart.line("truth", c, scale, Palette.TRUTH, Palette.DASHED));
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        "Population density of " + population.label(),
        "Population density with its 68 and 95 % bands, the stacked interim posteriors and, where known, the truth.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  /** From the first to the last point whose upper band reaches the scale's floor. */
  private static double[] shownRange(Band band, DensityScale scale) {
    double low = Double.NaN;
    double high = Double.NaN;
    for (int i = 0; i < band.x().size(); i++) {
      if (band.drawable(i) && band.high95().get(i) >= scale.floor()) {
        low = Double.isNaN(low) ? band.x().get(i) : low;
        high = band.x().get(i);
      }
    }
    return new double[] {low, high};
  }
}
