package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;

/**
 * Every hyperparameter's estimate round by round, relative to the last round and in its posterior
 * sd.
 */
final class RoundsPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 320;
  private static final double SPREAD = 0.12;
  private static final double MARGIN = 0.4;

  /**
   * Estimates of early rounds can be far off; beyond this many sd the axis would hide the later
   * ones.
   */
  private static final double LARGEST_SHOWN = 30;

  private RoundsPlot() {}

  static String svg(String id, List<ReportData.Round> rounds) {
    List<ReportData.Estimate> last = rounds.get(rounds.size() - 1).estimates();
    List<List<double[]>> series = new ArrayList<>();
    double low = -1.2;
    double high = 1.2;
    for (int p = 0; p < last.size(); p++) {
      List<double[]> points = points(rounds, last.get(p), offset(p, last.size()));
      low =
          Math.min(
              low, points.stream().mapToDouble(r -> r[4]).filter(Double::isFinite).min().orElse(0));
      high =
          Math.max(
              high,
              points.stream().mapToDouble(r -> r[5]).filter(Double::isFinite).max().orElse(0));
      series.add(points);
    }
    NumberAxis x =
        Axes.linear(
            "round",
            rounds.get(0).round() - MARGIN,
            rounds.get(rounds.size() - 1).round() + MARGIN);
    x.setAutoTickUnitSelection(false);
    x.setTickUnit(new NumberTickUnit(1, NumberFormat.getIntegerInstance(Locale.ROOT)));
    x.setTickMarksVisible(false);
    Chart chart =
        new Chart(
            x,
            Axes.linear(
                "shift from the last round / sd",
                Math.max(-LARGEST_SHOWN, 1.1 * low),
                Math.min(LARGEST_SHOWN, 1.1 * high)));
    chart.horizontal("", 0, Palette.MUTED, Palette.DOTTED);
    for (int p = 0; p < series.size(); p++) {
      chart.line("", path(series.get(p)), y -> y, Palette.series(p), Palette.THIN);
      chart.points(last.get(p).name(), series.get(p), Palette.series(p));
    }
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        "Hyperparameters by round",
        "Estimates of every hyperparameter by round, relative to the last round, in posterior standard deviations.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  private static Curve path(List<double[]> points) {
    return new Curve(
        Values.of(points.stream().mapToDouble(p -> p[0]).toArray()),
        Values.of(points.stream().mapToDouble(p -> p[3]).toArray()));
  }

  private static double offset(int parameter, int parameters) {
    return parameters == 1 ? 0 : SPREAD * (2.0 * parameter / (parameters - 1) - 1);
  }

  private static List<double[]> points(
      List<ReportData.Round> rounds, ReportData.Estimate last, double offset) {
    List<double[]> points = new ArrayList<>();
    for (ReportData.Round round : rounds) {
      Optional<ReportData.Estimate> estimate =
          round.estimates().stream().filter(e -> e.name().equals(last.name())).findFirst();
      estimate.ifPresent(
          e -> {
            double x = round.round() + offset;
            double y = (e.mean() - last.mean()) / last.sd();
            double dy = e.sd() / last.sd();
            points.add(new double[] {x, x, x, y, y - dy, y + dy});
          });
    }
    return points;
  }
}
