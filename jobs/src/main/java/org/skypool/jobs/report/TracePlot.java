package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.List;

/** Value against draw number for one hyperparameter, one line per chain. */
final class TracePlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 220;
  private static final int MOST_POINTS = 1600;

  private TracePlot() {}

  /** Every how many draws one is shown. */
  static int stride(ReportData.Posterior posterior) {
    long all =
        posterior.chains().stream()
            .mapToLong(chain -> chain.isEmpty() ? 0 : chain.get(0).size())
            .sum();
    return (int) Math.max(1, (all + MOST_POINTS - 1) / MOST_POINTS);
  }

  static String svg(String id, ReportData data, ReportData.Posterior posterior, int parameter) {
    String name = posterior.names().get(parameter);
    Values pooled = posterior.pooled(parameter);
    double low = pooled.quantile(0);
    double high = pooled.quantile(1);
    int longest =
        posterior.chains().stream().mapToInt(chain -> chain.get(parameter).size()).max().orElse(1);
    Chart chart =
        new Chart(
            Axes.linear("draw", 0, longest),
            Axes.linear(name, low - 0.04 * (high - low), high + 0.04 * (high - low)));
    List<List<Values>> chains = posterior.chains();
    int stride = stride(posterior);
    for (int c = 0; c < chains.size(); c++) {
      chart.line(
          "",
          thinned(chains.get(c).get(parameter), stride),
          v -> v,
          Palette.series(c),
          Palette.HAIR);
    }
    data.truthOf(name).ifPresent(t -> chart.horizontal("", t, Palette.INK, Palette.DASHED));
    return SvgFigure.draw(
        id,
        WIDTH,
        HEIGHT,
        "Trace of " + name,
        "Value of " + name + " against draw number, one line per chain or replicate.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  private static Curve thinned(Values draws, int stride) {
    int n = (draws.size() + stride - 1) / stride;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (double) i * stride;
      y[i] = draws.get(i * stride);
    }
    return new Curve(Values.of(x), Values.of(y));
  }
}
