package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.function.DoubleUnaryOperator;
import org.jfree.chart.axis.NumberAxis;

/**
 * Histogram of the objects' effective sample sizes; logarithmic abscissa where they span more than
 * two decades.
 */
final class EffectiveSizePlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final double LINEAR_RATIO = 100;

  private EffectiveSizePlot() {}

  static String svg(String id, ReportData.EffectiveSizes sizes) {
    Histogram histogram = sizes.histogram();
    double low = histogram.edges().get(0);
    double counted = histogram.edges().get(histogram.bins());
    double high = Math.max(counted, 1.02 * sizes.drawsPerObject().orElse(0));
    boolean logarithmic = low > 0 && high / low > LINEAR_RATIO;
    DoubleUnaryOperator scale = logarithmic ? Math::log10 : v -> v;
    String label = "effective sample size per object";
    NumberAxis x =
        logarithmic
            ? Axes.decades(label, Math.log10(low), Math.log10(high))
            : Axes.linear(label, low, high);
    double tallest = Math.max(1, histogram.counts().finite().quantile(1));
    Chart chart =
        new Chart(x, Axes.linear("objects", 0, Double.isFinite(tallest) ? 1.08 * tallest : 1));
    chart.area("objects", Bars.outline(histogram, scale, v -> v), Palette.FIT_68, Palette.FIT);
    chart.vertical("median", scale.applyAsDouble(sizes.median()), Palette.FIT, Palette.LINE);
    chart.vertical("smallest", scale.applyAsDouble(sizes.minimum()), Palette.TRUTH, Palette.DASHED);
    sizes
        .drawsPerObject()
        .ifPresent(
            k ->
                chart.vertical(
                    "draws per object",
                    scale.applyAsDouble((double) k),
                    Palette.INK,
                    Palette.DOTTED));
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        "Effective sample sizes",
        "Histogram of the effective sample size of every object under the fitted population.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }
}
