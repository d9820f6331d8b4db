package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The binned measurements over what the fit predicts for them, where both are known well. */
final class RatioPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 260;

  /** Below so many objects the Poisson bars hide the band anyway. */
  private static final long LEAST_OBJECTS = 1_000;

  /** Bins with fewer expected objects say nothing on a linear scale. */
  private static final double LEAST_EXPECTED = 10;

  private static final int PER_BIN = 8;

  private RatioPlot() {}

  /** The figure; empty where it would show nothing. */
  static Optional<String> svg(
      String id, ReportData.Population population, ReportData.Measured measured) {
    if (measured.predicted().isEmpty() || measured.objects() < LEAST_OBJECTS) {
      return Optional.empty();
    }
    Band band = measured.predicted().get();
    Histogram h = measured.counts();
    List<double[]> points = new ArrayList<>();
    double reach = 0.02;
    double first = Double.NaN;
    double last = Double.NaN;
    for (int b = 0; b < h.bins(); b++) {
      double expected = mean(band, h, b) * measured.objects() * h.width(b);
      double count = h.counts().get(b);
      if (expected >= LEAST_EXPECTED && Double.isFinite(count)) {
        PoissonInterval bars = PoissonInterval.of(count);
        points.add(
            new double[] {
              h.centre(b),
              h.edges().get(b),
              h.edges().get(b + 1),
              count / expected,
              bars.low() / expected,
              bars.high() / expected
            });
        reach = Math.max(reach, Math.max(bars.high() / expected - 1, 1 - bars.low() / expected));
        first = Double.isNaN(first) ? h.edges().get(b) : first;
        last = h.edges().get(b + 1);
      }
    }
    if (points.isEmpty()) {
      return Optional.empty();
    }
    Chart chart =
        new Chart(
            Axes.linear("measured " + population.label(), first, last),
            Axes.linear("measured / predicted", Math.max(0, 1 - 1.1 * reach), 1 + 1.1 * reach));
    chart.band(relative(band, first, last), v -> v);
    chart.points("measured, with Poisson 68 % bars", points, Palette.DATA);
    return Optional.of(
        SvgFigure.draw(
            id,
            WIDTH,
            HEIGHT,
            "Measured over predicted " + population.label(),
            "Binned measurements divided by the median of the predicted distribution, with its 68 and 95 % bands.",
            g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT))));
  }

  /** The predicted density averaged over a bin. */
  private static double mean(Band band, Histogram h, int bin) {
    double sum = 0;
    for (int k = 0; k < PER_BIN; k++) {
      sum += median(band, h.edges().get(bin) + (k + 0.5) / PER_BIN * h.width(bin));
    }
    return sum / PER_BIN;
  }

  private static double median(Band band, double x) {
    int n = band.x().size();
    int above = 1;
    while (above < n - 1 && band.x().get(above) < x) {
      above++;
    }
    double low = band.x().get(above - 1);
    double share = (x - low) / (band.x().get(above) - low);
    return (1 - share) * band.median().get(above - 1) + share * band.median().get(above);
  }

  private static Band relative(Band band, double first, double last) {
    double[][] columns = new double[6][band.x().size()];
    int n = 0;
    for (int i = 0; i < band.x().size(); i++) {
      double median = band.median().get(i);
      if (band.drawable(i) && median > 0 && band.x().get(i) >= first && band.x().get(i) <= last) {
        columns[0][n] = band.x().get(i);
        columns[1][n] = band.low95().get(i) / median;
        columns[2][n] = band.low68().get(i) / median;
        columns[3][n] = 1;
        columns[4][n] = band.high68().get(i) / median;
        columns[5][n++] = band.high95().get(i) / median;
      }
    }
    Values[] v = new Values[columns.length];
    for (int c = 0; c < v.length; c++) {
      v[c] = Values.of(java.util.Arrays.copyOf(columns[c], n));
    }
    return new Band(v[0], v[1], v[2], v[3], v[4], v[5]);
  }
}
