package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The binned measurements with Poisson bars over the predicted distribution of measured values. */
final class MeasuredPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 420;

  private MeasuredPlot() {}

  static String svg(String id, ReportData.Population population, ReportData.Measured measured) {
    List<double[]> points = points(measured);
    DensityScale scale = scale(measured, points);
    Histogram counts = measured.counts();
    Chart chart =
        new Chart(
            Axes.linear(
                "measured " + population.label(),
                counts.edges().get(0),
                counts.edges().get(counts.bins())),
            scale.axis(PopulationLabels.density(population)));
    measured.predicted().ifPresent(band -> chart.band(band, scale));
    chart.points("measured, with Poisson 68 % bars", scaled(points, scale), Palette.DATA);
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        "Distribution of measured " + population.label(),
        "Binned measurements with Poisson error bars over the predicted distribution with its 68 and 95 % bands.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  /** Rows of x, lower and upper edge, density, lower and upper end of its Poisson interval. */
  private static List<double[]> points(ReportData.Measured measured) {
    Histogram h = measured.counts();
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < h.bins(); i++) {
      double count = h.counts().get(i);
      if (count >= 0 && Double.isFinite(count)) {
        PoissonInterval interval = PoissonInterval.of(count);
        double unit = Math.max(1, measured.objects()) * h.width(i);
        points.add(
            new double[] {
              h.centre(i),
              h.edges().get(i),
              h.edges().get(i + 1),
              count / unit,
              interval.low() / unit,
              interval.high() / unit
            });
      }
    }
    return points;
  }

  private static DensityScale scale(ReportData.Measured measured, List<double[]> points) {
    double smallest = points.stream().filter(p -> p[3] > 0).mapToDouble(p -> p[4]).min().orElse(0);
    double largest = points.stream().mapToDouble(p -> p[5]).max().orElse(0);
    DoubleStream predicted =
        measured.predicted().stream()
            .flatMapToDouble(band -> band.high95().stream().map(v -> Math.max(v, smallest)));
    return DensityScale.over(
        DoubleStream.concat(DoubleStream.of(smallest, largest), predicted), smallest);
  }

  private static List<double[]> scaled(List<double[]> points, DensityScale scale) {
    return points.stream()
        .filter(p -> p[3] > 0 || !scale.logarithmic())
        .map(
            p ->
                new double[] {
                  p[0],
                  p[1],
                  p[2],
                  scale.applyAsDouble(p[3]),
                  scale.applyAsDouble(p[4]),
                  scale.applyAsDouble(p[5])
                })
        .toList();
  }
}
