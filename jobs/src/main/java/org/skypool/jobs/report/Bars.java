package org.skypool.jobs.report;

import java.awt.geom.Path2D;
import java.util.function.DoubleUnaryOperator;

/** A histogram as one outline in data coordinates. */
final class Bars {
  private Bars() {}

  /**
   * The outline over a base line at 0.
   *
   * @param histogram the counts; those not finite are drawn as 0
   * @param x applied to the edges
   * @param height applied to the counts
   */
  static Path2D outline(Histogram histogram, DoubleUnaryOperator x, DoubleUnaryOperator height) {
    Path2D path = new Path2D.Double();
    path.moveTo(x.applyAsDouble(histogram.edges().get(0)), 0);
    for (int i = 0; i < histogram.bins(); i++) {
      double count = histogram.counts().get(i);
      double top = Double.isFinite(count) ? height.applyAsDouble(count) : 0;
      path.lineTo(x.applyAsDouble(histogram.edges().get(i)), top);
      path.lineTo(x.applyAsDouble(histogram.edges().get(i + 1)), top);
    }
    path.lineTo(x.applyAsDouble(histogram.edges().get(histogram.bins())), 0);
    path.closePath();
    return path;
  }
}
