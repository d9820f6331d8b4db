package org.skypool.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The hyperposterior in one and two dimensions: densities on the diagonal, 68 and 95 % regions
 * below it.
 */
final class CornerPlot {
  /** More panels than this could not be read. */
  static final int MOST_PARAMETERS = 8;

  private static final int WIDTH = 1120;
  private static final int LARGEST_PANEL = 290;
  private static final int LEFT = 86;
  private static final int BOTTOM = 62;
  private static final int TOP = 26;
  private static final int GAP = 14;
  private static final int CELLS_1D = 120;
  private static final int CELLS_2D = 56;
  private static final double OUTER_QUANTILE = 0.002;
  private static final double PADDING = 0.12;

  /**
   * The truth widens a panel by at most this multiple of its range, so that a far one does not
   * squeeze the draws.
   */
  private static final double MOST_WIDENING = 1.0;

  private final ReportData.Posterior posterior;
  private final ReportData data;
  private final int parameters;
  private final int panel;
  private final List<Values> draws = new ArrayList<>();
  private final List<double[]> ranges = new ArrayList<>();

  /**
   * A plot.
   *
   * @param parameters how many of the posterior's hyperparameters are drawn, from the first one on
   */
  CornerPlot(ReportData data, ReportData.Posterior posterior, int parameters) {
    this.data = data;
    this.posterior = posterior;
    this.parameters = parameters;
    this.panel = Math.min(LARGEST_PANEL, (WIDTH - LEFT - 20) / Math.max(1, parameters) - GAP);
    for (int i = 0; i < parameters; i++) {
      draws.add(posterior.pooled(i));
      ranges.add(range(draws.get(i), truth(i)));
    }
  }

  String svg(String id) {
    int extent = parameters * (panel + GAP);
    return SvgFigure.draw(
        id,
        LEFT + extent + 20,
        TOP + extent + BOTTOM,
        "Corner plot of the hyperparameters",
        "Posterior densities of each hyperparameter on the diagonal and 68 and 95 % regions of each pair below it.",
        this::paint);
  }

  /** Hyperparameters whose truth lies too far outside to be shown. */
  List<String> truthsOutside() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      OptionalDouble truth = truth(i);
      if (truth.isPresent()
          && !(truth.getAsDouble() >= ranges.get(i)[0]
              && truth.getAsDouble() <= ranges.get(i)[1])) {
        names.add(posterior.names().get(i));
      }
    }
    return names;
  }

  private OptionalDouble truth(int parameter) {
    return data.truthOf(posterior.names().get(parameter));
  }

  private static double[] range(Values draws, OptionalDouble truth) {
    double low = draws.quantile(OUTER_QUANTILE);
    double high = draws.quantile(1 - OUTER_QUANTILE);
    double width = high - low;
    double at = truth.orElse(Double.NaN);
    if (at < low && at > low - MOST_WIDENING * width) {
      low = at;
    }
    if (at > high && at < high + MOST_WIDENING * width) {
      high = at;
    }
    double[] range = Axes.widened(low - PADDING * width, high + PADDING * width);
    if (draws.quantile(0) >= 0) {
      range[0] = Math.max(0, range[0]);
    }
    return range;
  }

  private void paint(Graphics2D g) {
    for (int row = 0; row < parameters; row++) {
      for (int column = 0; column <= row; column++) {
        double x = LEFT + column * (panel + GAP);
        double y = TOP + row * (panel + GAP);
        XYPlot plot = row == column ? diagonal(row) : pair(column, row);
        paintPanel(
            g,
            plot,
            new Rectangle2D.Double(x, y, panel, panel),
            row == parameters - 1,
            column == 0 && row > 0);
        if (row == column) {
          g.setPaint(Palette.INK);
          SvgFigure.centred(g, summary(row), ReportFont.STRONG, x + 0.5 * panel, y - 6, 0);
        }
      }
    }
    labels(g);
  }

  private static void paintPanel(
      Graphics2D g, XYPlot plot, Rectangle2D area, boolean bottom, boolean left) {
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setOutlineVisible(true);
    plot.setOutlinePaint(Palette.GRID);
    NumberAxis x = (NumberAxis) plot.getDomainAxis();
    NumberAxis y = (NumberAxis) plot.getRangeAxis();
    x.setTickLabelsVisible(bottom);
    x.setTickMarksVisible(bottom);
    y.setTickLabelsVisible(left);
    y.setTickMarksVisible(left);
    x.setTickLabelInsets(new RectangleInsets(2, 12, 2, 12));
    AxisSpace below = new AxisSpace();
    below.setBottom(bottom ? 24 : 0);
    AxisSpace beside = new AxisSpace();
    beside.setLeft(left ? 52 : 0);
    plot.setFixedDomainAxisSpace(below);
    plot.setFixedRangeAxisSpace(beside);
    double extraLeft = left ? 52 : 0;
    double extraBottom = bottom ? 24 : 0;
    plot.draw(
        g,
        new Rectangle2D.Double(
            area.getX() - extraLeft,
            area.getY(),
            area.getWidth() + extraLeft,
            area.getHeight() + extraBottom),
        null,
        null,
        null);
  }

  private void labels(Graphics2D g) {
    double extent = parameters * (panel + GAP) - GAP;
    g.setPaint(Palette.INK);
    for (int i = 0; i < parameters; i++) {
      String name = posterior.names().get(i);
      double middle = i * (panel + GAP) + 0.5 * panel;
      SvgFigure.centred(g, name, ReportFont.LABEL, LEFT + middle, TOP + extent + 43, 0);
      if (i > 0) {
        SvgFigure.centred(g, name, ReportFont.LABEL, 22, TOP + middle, -Math.PI / 2);
      }
    }
  }

  /**
   * Median with the distances to the 16 and 84 % quantiles; the name alone where the panel is
   * narrow.
   */
  private String summary(int parameter) {
    Values all = draws.get(parameter);
    double median = all.quantile(0.5);
    double half = 0.5 * (all.quantile(0.84) - all.quantile(0.16));
    String full =
        posterior.names().get(parameter)
            + " = "
            + Numbers.rounded(median, half)
            + " ± "
            + Numbers.rounded(half, half);
    String figures = Numbers.rounded(median, half) + " ± " + Numbers.rounded(half, half);
    return SansMetrics.width(full, ReportFont.STRONG.getSize2D(), true) <= panel ? full : figures;
  }

  private XYPlot diagonal(int parameter) {
    double[] range = ranges.get(parameter);
    Values all = draws.get(parameter);
    Curve density = SmoothedDensity.of(all, range, CELLS_1D);
    double top = density.y().finite().stream().max().orElse(1);
    NumberAxis y = Axes.linear("", 0, top > 0 ? 1.1 * top : 1);
    y.setVisible(false);
    XYPlot plot = Axes.plot(axis(range), y);
    plot.setRangeGridlinesVisible(false);
    Chart.behind(
        plot, new AreaAnnotation(under(density), Palette.LINE, Palette.FIT, Palette.FIT_95));
    if (all.finite().size() > 0) {
      plot.addDomainMarker(new ValueMarker(all.quantile(0.5), Palette.FIT, Palette.THIN));
      plot.addDomainMarker(new ValueMarker(all.quantile(0.16), Palette.FIT, Palette.DOTTED));
      plot.addDomainMarker(new ValueMarker(all.quantile(0.84), Palette.FIT, Palette.DOTTED));
    }
    finiteTruth(parameter).ifPresent(t -> plot.addDomainMarker(truthMarker(t)));
    return plot;
  }

  private static ValueMarker truthMarker(double truth) {
    return new ValueMarker(truth, Palette.TRUTH, Palette.DASHED);
  }

  private OptionalDouble finiteTruth(int parameter) {
    return truth(parameter).stream().filter(Double::isFinite).findFirst();
  }

  private static Path2D under(Curve density) {
    Path2D path = new Path2D.Double();
    int n = density.x().size();
    path.moveTo(density.x().get(0), 0);
    for (int i = 0; i < n; i++) {
      path.lineTo(density.x().get(i), density.y().get(i));
    }
    path.lineTo(density.x().get(n - 1), 0);
    path.closePath();
    return path;
  }

  private XYPlot pair(int column, int row) {
    XYPlot plot = Axes.plot(axis(ranges.get(column)), axis(ranges.get(row)));
    SmoothedGrid grid =
        SmoothedGrid.of(
            draws.get(column), draws.get(row), ranges.get(column), ranges.get(row), CELLS_2D);
    contour(plot, grid, 0.95, Palette.FIT_95);
    contour(plot, grid, 0.68, Palette.FIT_68);
    finiteTruth(column).ifPresent(t -> plot.addDomainMarker(truthMarker(t)));
    finiteTruth(row).ifPresent(t -> plot.addRangeMarker(truthMarker(t)));
    return plot;
  }

  private static void contour(XYPlot plot, SmoothedGrid grid, double probability, Color fill) {
    double level = grid.highestDensityLevel(probability);
    if (level > 0) {
      Path2D outline = ContourTracer.outlines(grid, level);
      Chart.behind(plot, new AreaAnnotation(outline, Palette.THIN, Palette.FIT, fill));
    }
  }

  private static NumberAxis axis(double[] range) {
    return Axes.linear("", range[0], range[1]);
  }
}
