package org.skypool.jobs.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * One plot area that is filled layer by layer, the first layer lowest. Points with a coordinate
 * that is not finite are left out. Every layer with a name enters the legend.
 */
final class Chart {
  private static final Shape DOT = new Ellipse2D.Double(-3, -3, 6, 6);
  private static final Shape SWATCH = new Rectangle2D.Double(-9, -5, 18, 10);
  private static final Shape STROKE_SAMPLE = new Line2D.Double(-11, 0, 11, 0);

  private final XYPlot plot;
  private final LegendItemCollection legend = new LegendItemCollection();

  Chart(NumberAxis x, NumberAxis y) {
    plot = Axes.plot(x, y);
  }

  /** The plot area itself. */
  XYPlot plot() {
    return plot;
  }

  /**
   * A median with its 68 and 95 % bands.
   *
   * @param scale applied to the ordinates
   */
  Chart band(Band band, DoubleUnaryOperator scale) {
    YIntervalSeriesCollection data = new YIntervalSeriesCollection();
    data.addSeries(series("95", band, band.low95(), band.high95(), scale));
    data.addSeries(series("68", band, band.low68(), band.high68(), scale));
    DeviationRenderer renderer = new DeviationRenderer(true, false);
    renderer.setAlpha(1f);
    renderer.setSeriesFillPaint(0, Palette.FIT_95);
    renderer.setSeriesFillPaint(1, Palette.FIT_68);
    renderer.setSeriesLinesVisible(0, false);
    renderer.setSeriesPaint(1, Palette.FIT);
    renderer.setSeriesStroke(1, Palette.LINE);
    add(data, renderer);
    legend.add(lineItem("median of the fit", Palette.FIT, Palette.LINE));
    legend.add(swatch("68 %", Palette.FIT_68));
    legend.add(swatch("95 %", Palette.FIT_95));
    return this;
  }

  private static YIntervalSeries series(
      String key, Band band, Values low, Values high, DoubleUnaryOperator scale) {
    YIntervalSeries series = new YIntervalSeries(key);
    for (int i = 0; i < band.x().size(); i++) {
      if (band.drawable(i)) {
        series.add(
            band.x().get(i),
            scale.applyAsDouble(band.median().get(i)),
            scale.applyAsDouble(low.get(i)),
            scale.applyAsDouble(high.get(i)));
      }
    }
    return series;
  }

  /** A line through points. */
  Chart line(String name, Curve curve, DoubleUnaryOperator scale, Color color, Stroke stroke) {
    int n = curve.x().size();
    double[][] kept = new double[2][n];
    int size = 0;
    for (int i = 0; i < n; i++) {
      double y = scale.applyAsDouble(curve.y().get(i));
      if (Double.isFinite(curve.x().get(i)) && Double.isFinite(y)) {
        kept[0][size] = curve.x().get(i);
        kept[1][size++] = y;
      }
    }
    DefaultXYDataset data = new DefaultXYDataset();
    data.addSeries(
        "line", new double[][] {Arrays.copyOf(kept[0], size), Arrays.copyOf(kept[1], size)});
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, color);
    renderer.setSeriesStroke(0, stroke);
    add(data, renderer);
    return named(name, lineItem(name, color, stroke));
  }

  /**
   * Points with bars.
   *
   * @param points one row per point: x, lower x, upper x, y, lower y, upper y; rows that are not
   *     finite are left out
   */
  Chart points(String name, Iterable<double[]> points, Color color) {
    XYIntervalSeries series = new XYIntervalSeries("points");
    for (double[] p : points) {
      if (Double.isFinite(p[0] + p[1] + p[2] + p[3] + p[4] + p[5])) {
        series.add(p[0], p[1], p[2], p[3], p[4], p[5]);
      }
    }
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    data.addSeries(series);
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setCapLength(0);
    renderer.setErrorPaint(color);
    renderer.setErrorStroke(Palette.THIN);
    renderer.setSeriesPaint(0, color);
    renderer.setSeriesShape(0, DOT);
    add(data, renderer);
    return named(name, new LegendItem(name, null, null, null, DOT, color));
  }

  /** An outlined area in data coordinates, behind lines, points and markers. */
  Chart area(String name, Path2D area, Color fill, Color outline) {
    behind(plot, new AreaAnnotation(area, Palette.THIN, outline, fill));
    return named(name, swatch(name, fill));
  }

  /** Small translucent dots, at most one per row of coordinates. */
  Chart dots(String name, double[] x, double[] y, Color color) {
    behind(plot, new DotCloud(x, y, Palette.translucent(color, 110)));
    return named(name, new LegendItem(name, null, null, null, DOT, color));
  }

  /** A vertical line at a value; nothing where the value is not finite. */
  Chart vertical(String name, double at, Color color, Stroke stroke) {
    if (!Double.isFinite(at)) {
      return this;
    }
    plot.addDomainMarker(new ValueMarker(at, color, stroke), Layer.FOREGROUND);
    return named(name, lineItem(name, color, stroke));
  }

  /** A horizontal line at a value; nothing where the value is not finite. */
  Chart horizontal(String name, double at, Color color, Stroke stroke) {
    if (!Double.isFinite(at)) {
      return this;
    }
    plot.addRangeMarker(new ValueMarker(at, color, stroke), Layer.FOREGROUND);
    return named(name, lineItem(name, color, stroke));
  }

  /** Adds a drawing behind everything but the grid and earlier drawings. */
  static void behind(XYPlot plot, XYAnnotation drawing) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.addAnnotation(drawing, Layer.BACKGROUND);
    append(plot, new DefaultXYDataset(), renderer);
  }

  /** Draws the plot with its axes and, if any layer has a name, the legend above it. */
  void paint(Graphics2D g, Rectangle2D area) {
    plot.setFixedLegendItems(legend);
    JFreeChart chart = new JFreeChart(null, ReportFont.LABEL, plot, false);
    chart.setBackgroundPaint(null);
    if (legend.getItemCount() > 0) {
      chart.addSubtitle(legendTitle());
    }
    chart.draw(g, area);
  }

  private LegendTitle legendTitle() {
    LegendTitle title = new LegendTitle(plot);
    title.setPosition(RectangleEdge.TOP);
    title.setFrame(BlockBorder.NONE);
    title.setBackgroundPaint(null);
    title.setItemFont(ReportFont.TICK);
    title.setItemPaint(Palette.INK);
    title.setItemLabelPadding(new RectangleInsets(1, 5, 1, 10));
    title.setLegendItemGraphicPadding(new RectangleInsets(1, 4, 1, 4));
    return title;
  }

  /** A line in the legend alone. */
  Chart named(String name, Color color, Stroke stroke) {
    return named(name, lineItem(name, color, stroke));
  }

  /** A dot in the legend alone. */
  Chart named(String name, Color color) {
    return named(name, new LegendItem(name, null, null, null, DOT, color));
  }

  private Chart named(String name, LegendItem item) {
    if (!name.isEmpty()) {
      legend.add(item);
    }
    return this;
  }

  private void add(XYDataset data, XYItemRenderer renderer) {
    append(plot, data, renderer);
  }

  /** Adds a layer. Markers and drawings need a data set too, or the library leaves them out. */
  private static void append(XYPlot plot, XYDataset data, XYItemRenderer renderer) {
    int next = plot.getDataset(0) == null ? 0 : plot.getDatasetCount();
    plot.setDataset(next, data);
    plot.setRenderer(next, renderer);
  }

  private static LegendItem lineItem(String name, Color color, Stroke stroke) {
    return new LegendItem(name, null, null, null, STROKE_SAMPLE, stroke, color);
  }

  private static LegendItem swatch(String name, Color fill) {
    return new LegendItem(name, null, null, null, SWATCH, fill, new BasicStroke(0f), fill);
  }
}
