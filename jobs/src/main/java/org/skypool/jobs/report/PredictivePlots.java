package org.skypool.jobs.report;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Replicated marginals and leave-one-out ranks. */
final class PredictivePlots {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;

  private PredictivePlots() {}

  static String marginal(String id, PredictiveData.Column column) {
    Histogram h = column.observed();
    double tallest =
        Math.max(1, Math.max(h.counts().finite().quantile(1), column.high().finite().quantile(1)));
    Chart chart =
        new Chart(
            Axes.linear("measured " + column.label(), h.edges().get(0), h.edges().get(h.bins())),
            Axes.linear("objects per bin", 0, 1.08 * tallest));
    chart.area(
        "90 % of replicates",
        steps(h, column.low(), column.high()), Palette.FIT_95, Palette.FIT_68);
    chart.line(
        "median of replicates", middles(h, column.median()), v -> v, Palette.FIT, Palette.LINE);
    List<double[]> points = new ArrayList<>();
    for (int b = 0; b < h.bins(); b++) {
      double y = h.counts().get(b);
      points.add(new double[] {h.centre(b), h.edges().get(b), h.edges().get(b + 1), y, y, y});
    }
    chart.points("data", points, Palette.DATA);
    return draw(
        id,
        "Measured and replicated " + column.label(),
        "Objects per bin in the data over the range that 90 % of replicated surveys reach.",
        chart);
  }

  private static Path2D steps(Histogram h, Values low, Values high) {
    Path2D path = new Path2D.Double();
    path.moveTo(h.edges().get(0), low.get(0));
    for (int b = 0; b < h.bins(); b++) {
      path.lineTo(h.edges().get(b), high.get(b));
      path.lineTo(h.edges().get(b + 1), high.get(b));
    }
    for (int b = h.bins() - 1; b >= 0; b--) {
      path.lineTo(h.edges().get(b + 1), low.get(b));
      path.lineTo(h.edges().get(b), low.get(b));
    }
    path.closePath();
    return path;
  }

  private static Curve middles(Histogram h, Values y) {
    double[] x = new double[h.bins()];
    for (int b = 0; b < x.length; b++) {
      x[b] = h.centre(b);
    }
    return new Curve(Values.of(x), y);
  }

  static String ranks(String id, PredictiveData.Column column, Histogram h) {
    double mean = h.total() / h.bins();
    double spread = Math.sqrt(mean * (1 - 1.0 / h.bins()));
    double tallest = Math.max(h.counts().finite().quantile(1), mean + 3 * spread);
    Chart chart =
        new Chart(
            Axes.linear("leave-one-out rank, " + column.label(), 0, 1),
            Axes.linear("objects", 0, 1.08 * tallest));
    chart.area("objects", Bars.outline(h, v -> v, v -> v), Palette.FIT_68, Palette.FIT);
    chart.horizontal("uniform", mean, Palette.INK, Palette.LINE);
    chart.horizontal("\u00b1 2 sd per bin", mean - 2 * spread, Palette.INK, Palette.DOTTED);
    chart.horizontal("", mean + 2 * spread, Palette.INK, Palette.DOTTED);
    return draw(
        id,
        "Leave-one-out ranks of " + column.label(),
        "Histogram of where each object lies among what the others predict for it.",
        chart);
  }

  static String uniformity(
      String id, PredictiveData.Column column, PredictiveData.Uniformity uniformity) {
    int n = uniformity.z().size();
    double reach = 0;
    Path2D band = new Path2D.Double();
    band.moveTo(0, 0);
    for (int k = 0; k < n; k++) {
      band.lineTo(uniformity.z().get(k), uniformity.halfWidth().get(k));
      reach =
          Math.max(
              reach,
              Math.max(Math.abs(uniformity.difference().get(k)), uniformity.halfWidth().get(k)));
    }
    band.lineTo(1, 0);
    for (int k = n - 1; k >= 0; k--) {
      band.lineTo(uniformity.z().get(k), -uniformity.halfWidth().get(k));
    }
    band.closePath();
    Chart chart =
        new Chart(
            Axes.linear("leave-one-out rank, " + column.label(), 0, 1),
            Axes.linear("share of objects below, minus uniform", -1.15 * reach, 1.15 * reach));
    chart.area("holds 95 % of uniform samples", band, Palette.FIT_95, Palette.FIT_68);
    chart.horizontal("", 0, Palette.MUTED, Palette.HAIR);
    chart.line(
        "data",
        new Curve(uniformity.z(), uniformity.difference()),
        v -> v,
        Palette.INK,
        Palette.LINE);
    return draw(
        id,
        "Leave-one-out ranks of " + column.label() + " against uniform",
        "Empirical distribution function of the ranks minus the uniform one, with a simultaneous 95 % band.",
        chart);
  }

  private static String draw(String id, String title, String description, Chart chart) {
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        title,
        description,
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }
}
