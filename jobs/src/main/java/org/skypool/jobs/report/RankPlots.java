package org.skypool.jobs.report;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.jfree.chart.axis.NumberAxis;
import org.skypool.core.diagnostics.RankBand;
import org.skypool.core.diagnostics.RankUniformity;

/**
 * Plots of ranks that ought to be uniform: the histogram, and the empirical distribution function
 * minus the uniform one, each with its simultaneous 95 % band.
 */
final class RankPlots {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 300;
  private static final double COVERAGE = 0.95;
  private static final int FINE_POINTS = 100;
  private static final int COARSE_POINTS = 20;

  /** From here on the band of 100 points takes longer than a reader waits. */
  private static final int MANY_RANKS = 2_000;

  private final int ranks;
  private final int largest;
  private final RankBand histogram;
  private final RankBand distribution;

  /** Plots of so many ranks in 0 .. largest. */
  RankPlots(int ranks, int largest) {
    this.ranks = ranks;
    this.largest = largest;
    this.histogram = RankBand.ofHistogram(ranks, RankUniformity.binsFor(ranks), COVERAGE);
    this.distribution =
        RankBand.ofDistribution(ranks, ranks > MANY_RANKS ? COARSE_POINTS : FINE_POINTS, COVERAGE);
  }

  /** Counts of ranks, with the band all of them stay in. */
  String histogram(String id, String name, int[] counts) {
    double expected = (double) ranks / counts.length;
    double top = Math.max(histogram.high()[0], Arrays.stream(counts).max().orElseThrow());
    Chart chart =
        new Chart(
            Axes.linear("rank of the truth of " + name, 0, largest + 1.0),
            Axes.linear("mocks", 0, 1.1 * top));
    Path2D band = rectangle(0, largest + 1.0, histogram.low()[0], histogram.high()[0]);
    chart.area("95 % of uniform ranks", band, Palette.translucent(Palette.MUTED, 60), Palette.GRID);
    chart.area("mocks", bars(counts), Palette.translucent(Palette.FIT, 90), Palette.FIT);
    chart.horizontal("expected", expected, Palette.INK, Palette.DOTTED);
    return svg(
        id,
        "Ranks of " + name,
        "Histogram of the rank of the true " + name + " among draws of its posterior.",
        chart);
  }

  private Path2D bars(int[] counts) {
    double[] edges = new double[counts.length + 1];
    Arrays.setAll(edges, b -> (double) b * (largest + 1) / counts.length);
    return Bars.outline(
        new Histogram(
            Values.of(edges), Values.of(Arrays.stream(counts).asDoubleStream().toArray())),
        x -> x,
        y -> y);
  }

  private static Path2D rectangle(double left, double right, double bottom, double top) {
    Path2D path = new Path2D.Double();
    path.append(new Rectangle2D.Double(left, bottom, right - left, top - bottom), false);
    return path;
  }

  /** The empirical distribution function minus the uniform one, with the band it stays in. */
  String difference(String id, String name, int[] all) {
    int points = distribution.low().length;
    int[] counts = RankUniformity.histogram(all, largest, points);
    Arrays.parallelPrefix(counts, Integer::sum);
    double[] low = difference(distribution.low());
    double[] high = difference(distribution.high());
    double[] seen = difference(counts);
    double widest = 0;
    for (int p = 0; p <= points; p++) {
      widest = Math.max(widest, Math.max(Math.abs(seen[p]), Math.max(-low[p], high[p])));
    }
    NumberAxis y = Axes.linear("ECDF − uniform", -1.15 * widest, 1.15 * widest);
    Chart chart = new Chart(Axes.linear("rank / " + (largest + 1) + ", " + name, 0, 1), y);
    chart.area("95 % of uniform ranks", between(low, high), Palette.FIT_95, Palette.FIT_68);
    chart.horizontal("", 0, Palette.MUTED, Palette.DOTTED);
    double[] x = new double[points + 1];
    Arrays.setAll(x, p -> (double) p / points);
    chart.line(
        "mocks", new Curve(Values.of(x), Values.of(seen)), v -> v, Palette.FIT, Palette.LINE);
    return svg(
        id,
        "Distribution of the ranks of " + name,
        "Empirical distribution function of the ranks of " + name + " minus the uniform one.",
        chart);
  }

  /** Cumulative counts as differences from uniform, with the point at rank 0 in front. */
  private double[] difference(int[] cumulative) {
    double[] difference = new double[cumulative.length + 1];
    for (int p = 1; p <= cumulative.length; p++) {
      difference[p] = (double) cumulative[p - 1] / ranks - (double) p / cumulative.length;
    }
    return difference;
  }

  private static Path2D between(double[] low, double[] high) {
    Path2D path = new Path2D.Double();
    int points = low.length - 1;
    path.moveTo(0, low[0]);
    for (int p = 1; p <= points; p++) {
      path.lineTo((double) p / points, low[p]);
    }
    for (int p = points; p >= 0; p--) {
      path.lineTo((double) p / points, high[p]);
    }
    path.closePath();
    return path;
  }

  private static String svg(String id, String title, String description, Chart chart) {
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        title,
        description,
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }
}
