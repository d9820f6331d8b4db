package org.skypool.jobs.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Axes and plot areas in the report's style: white ground, thin light grid, numbers alike in every
 * locale.
 */
final class Axes {
  /** Tick steps are 1, 2 and 5 times a power of ten between these exponents. */
  private static final int SMALLEST_EXPONENT = -12;

  private static final int LARGEST_EXPONENT = 12;

  private Axes() {}

  /**
   * A linear axis over a range.
   *
   * @param label axis label, may be empty
   * @param low lower end
   * @param high upper end; an empty or undefined range is widened
   */
  static NumberAxis linear(String label, double low, double high) {
    NumberAxis axis = styled(new NumberAxis(label.isEmpty() ? null : label));
    axis.setStandardTickUnits(decimalUnits());
    double[] range = widened(low, high);
    axis.setRange(range[0], range[1]);
    return axis;
  }

  /**
   * An axis over base-10 logarithms, with ticks at whole powers of ten.
   *
   * @param label axis label
   * @param low log10 of the lower end
   * @param high log10 of the upper end
   */
  static NumberAxis decades(String label, double low, double high) {
    NumberAxis axis = styled(new NumberAxis(label));
    TickUnits units = new TickUnits();
    for (int step : new int[] {1, 2, 3, 5, 10, 20, 50, 100}) {
      units.add(new NumberTickUnit(step, new PowersOfTen()));
    }
    axis.setStandardTickUnits(units);
    double[] range = widened(low, high);
    axis.setRange(range[0], range[1]);
    return axis;
  }

  /** An axis of names at 0, 1, ..., the first at the top. */
  static NumberAxis names(List<String> names) {
    SymbolAxis axis = new SymbolAxis(null, names.toArray(String[]::new));
    styled(axis);
    axis.setGridBandsVisible(false);
    axis.setInverted(true);
    axis.setRange(-0.6, names.size() - 0.4);
    return axis;
  }

  /** A plot area between two axes, without data. */
  static XYPlot plot(NumberAxis x, NumberAxis y) {
    XYPlot plot = new XYPlot(null, x, y, null);
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinePaint(Palette.GRID);
    plot.setRangeGridlinePaint(Palette.GRID);
    plot.setDomainGridlineStroke(Palette.HAIR);
    plot.setRangeGridlineStroke(Palette.HAIR);
    plot.setDomainZeroBaselineVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setInsets(new RectangleInsets(6, 4, 4, 24));
    x.setTickLabelInsets(new RectangleInsets(2, 8, 2, 8));
    y.setTickLabelInsets(new RectangleInsets(9, 4, 9, 4));
    y.setLabelInsets(new RectangleInsets(3, 3, 3, 8));
    return plot;
  }

  private static NumberAxis styled(NumberAxis axis) {
    axis.setLabelFont(ReportFont.LABEL);
    axis.setTickLabelFont(ReportFont.TICK);
    axis.setLabelPaint(Palette.INK);
    axis.setTickLabelPaint(Palette.MUTED);
    axis.setAxisLinePaint(Palette.MUTED);
    axis.setTickMarkPaint(Palette.MUTED);
    axis.setAutoRangeIncludesZero(false);
    return axis;
  }

  /** A range that an axis accepts: finite, and wide enough for its numbers to differ. */
  static double[] widened(double low, double high) {
    if (!Double.isFinite(low) || !Double.isFinite(high) || !(low <= high)) {
      return new double[] {0, 1};
    }
    double least = 1e-9 * Math.max(1e-2, Math.max(Math.abs(low), Math.abs(high)));
    return high - low > least
        ? new double[] {low, high}
        : new double[] {low - 0.5 * least - 1e-9, high + 0.5 * least + 1e-9};
  }

  private static TickUnits decimalUnits() {
    TickUnits units = new TickUnits();
    for (int exponent = SMALLEST_EXPONENT; exponent <= LARGEST_EXPONENT; exponent++) {
      for (int digit : new int[] {1, 2, 5}) {
        units.add(new NumberTickUnit(Double.parseDouble(digit + "e" + exponent), format(exponent)));
      }
    }
    return units;
  }

  private static NumberFormat format(int exponent) {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
    symbols.setMinusSign('\u2212');
    symbols.setGroupingSeparator('\u2009');
    if (exponent >= 6) {
      return new DecimalFormat("0.##E0", symbols);
    }
    DecimalFormat format = new DecimalFormat("#,##0", symbols);
    format.setMinimumFractionDigits(Math.max(0, -exponent));
    format.setMaximumFractionDigits(Math.max(0, -exponent));
    return format;
  }

  /** Writes 10 to the power of the number; small whole powers are written out. */
  private static final class PowersOfTen extends NumberFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double power, StringBuffer out, FieldPosition position) {
      long exponent = Math.round(power);
      if (exponent >= -1 && exponent <= 3) {
        return out.append(new String[] {"0.1", "1", "10", "100", "1000"}[(int) exponent + 1]);
      }
      return out.append(Numbers.powerOfTen(exponent));
    }

    @Override
    public StringBuffer format(long power, StringBuffer out, FieldPosition position) {
      return format((double) power, out, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      throw new UnsupportedOperationException("axis labels are only written");
    }
  }
}
