package org.skypool.jobs.report;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the population taught about single objects: means against means, widths against widths, and
 * both against the truth.
 */
final class ShrinkagePlot {
  /** Points beyond this number are thinned evenly. */
  static final int MOST_POINTS = 2000;

  private static final int MOST_BARS = 25;
  private static final int WIDTH = 560;
  private static final int HEIGHT = 420;
  private static final int BINS = 40;
  private static final double RESIDUAL_RANGE = 5;

  private final ReportData.Shrinkage data;
  private final int[] shown;

  ShrinkagePlot(ReportData.Shrinkage data) {
    this.data = data;
    int[] finite =
        IntStream.range(0, data.interimMean().size())
            .filter(
                i -> Double.isFinite(data.interimMean().get(i) + data.hierarchicalMean().get(i)))
            .filter(i -> Double.isFinite(data.interimSd().get(i) + data.hierarchicalSd().get(i)))
            .toArray();
    this.shown = evenly(finite, MOST_POINTS);
  }

  /** How many objects are drawn. */
  int shown() {
    return shown.length;
  }

  private static int[] evenly(int[] all, int most) {
    if (all.length <= most) {
      return all;
    }
    return IntStream.range(0, most).map(i -> all[(int) ((long) i * all.length / most)]).toArray();
  }

  private Values pick(Values values) {
    return Values.of(IntStream.of(shown).mapToDouble(values::get).toArray());
  }

  /**
   * Hierarchical against interim mean, with the one-to-one line and some objects' standard
   * deviations.
   */
  String means(String id) {
    Values x = pick(data.interimMean());
    Values y = pick(data.hierarchicalMean());
    double low = Math.min(x.quantile(0), y.quantile(0));
    double high = Math.max(x.quantile(1), y.quantile(1));
    double pad = 0.04 * (high - low);
    double[] range = Axes.widened(low - pad, high + pad);
    Chart chart =
        new Chart(
            Axes.linear("interim mean of " + data.label(), range[0], range[1]),
            Axes.linear("hierarchical mean", range[0], range[1]));
    chart.line(
        "", new Curve(Values.of(range), Values.of(range)), v -> v, Palette.INK, Palette.DASHED);
    chart.points("", bars(), Palette.TRUTH);
    chart.dots("", x.toArray(), y.toArray(), Palette.FIT);
    chart
        .named("one to one", Palette.INK, Palette.DASHED)
        .named("objects", Palette.FIT)
        .named("some with their sds", Palette.TRUTH);
    return figure(
        id,
        "Shrinkage of " + data.label(),
        "Hierarchical against interim mean of each object, with the one-to-one line.",
        chart);
  }

  private List<double[]> bars() {
    List<double[]> rows = new ArrayList<>();
    for (int i : evenly(shown, MOST_BARS)) {
      double x = data.interimMean().get(i);
      double dx = data.interimSd().get(i);
      double y = data.hierarchicalMean().get(i);
      double dy = data.hierarchicalSd().get(i);
      rows.add(new double[] {x, x - dx, x + dx, y, y - dy, y + dy});
    }
    return rows;
  }

  /** Histogram of hierarchical over interim standard deviation. */
  String widths(String id) {
    double[] ratio =
        IntStream.of(shown)
            .mapToDouble(i -> data.hierarchicalSd().get(i) / data.interimSd().get(i))
            .toArray();
    Values ratios = Values.of(ratio).finite();
    double high = Math.max(1.1, ratios.size() == 0 ? 0 : ratios.quantile(1) * 1.02);
    Histogram histogram = Histogram.of(ratios, 0, high, BINS);
    Chart chart =
        new Chart(
            Axes.linear("hierarchical sd / interim sd", 0, high),
            Axes.linear("objects", 0, 1.08 * Math.max(1, histogram.counts().quantile(1))));
    chart.area("objects", Bars.outline(histogram, v -> v, v -> v), Palette.FIT_68, Palette.FIT);
    chart.vertical("no change", 1, Palette.INK, Palette.DASHED);
    chart.vertical("median", ratios.quantile(0.5), Palette.FIT, Palette.LINE);
    return figure(
        id,
        "Change of the widths of " + data.label(),
        "Histogram of hierarchical over interim standard deviation.",
        chart);
  }

  /**
   * Error of both means against the truth, in their own standard deviations, over the unit normal.
   */
  String residuals(String id, Values truth) {
    Histogram interim = residual(truth, data.interimMean(), data.interimSd());
    Histogram hierarchical = residual(truth, data.hierarchicalMean(), data.hierarchicalSd());
    double unit = shown.length * interim.width(0);
    double peak =
        Math.max(interim.counts().quantile(1), hierarchical.counts().quantile(1))
            / Math.max(1e-9, unit);
    Chart chart =
        new Chart(
            Axes.linear("(mean \u2212 truth) / sd", -RESIDUAL_RANGE, RESIDUAL_RANGE),
            Axes.linear("probability density", 0, 1.08 * Math.max(0.42, peak)));
    Path2D lower = Bars.outline(hierarchical, v -> v, v -> v / Math.max(1, unit));
    chart.area("hierarchical", lower, Palette.FIT_68, Palette.FIT);
    Path2D upper = Bars.outline(interim, v -> v, v -> v / Math.max(1, unit));
    chart.area("", upper, Palette.translucent(Palette.INTERIM, 0), Palette.INTERIM);
    chart.named("interim", Palette.INTERIM, Palette.THIN);
    chart.line("unit normal", unitNormal(), v -> v, Palette.INK, Palette.DASHED);
    return figure(
        id,
        "Errors of " + data.label(),
        "Errors of the means against the truth in standard deviations, over the unit normal.",
        chart);
  }

  private Histogram residual(Values truth, Values mean, Values sd) {
    double[] scaled =
        IntStream.of(shown).mapToDouble(i -> (mean.get(i) - truth.get(i)) / sd.get(i)).toArray();
    return Histogram.of(Values.of(scaled).finite(), -RESIDUAL_RANGE, RESIDUAL_RANGE, BINS);
  }

  private static Curve unitNormal() {
    double[] x = IntStream.rangeClosed(-50, 50).mapToDouble(i -> i * RESIDUAL_RANGE / 50).toArray();
    double[] y =
        Arrays.stream(x).map(v -> Math.exp(-0.5 * v * v) / Math.sqrt(2 * Math.PI)).toArray();
    return new Curve(Values.of(x), Values.of(y));
  }

  private static String figure(String id, String title, String description, Chart chart) {
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        title,
        description,
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }
}
