package org.skypool.jobs.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * Many small dots as few paths: each dot is a line of no length with a round cap, about 15 bytes of
 * SVG. Within a path overlaps do not darken, so the dots are dealt to several paths and dense
 * regions still look dense.
 */
final class DotCloud extends AbstractXYAnnotation {
  private static final long serialVersionUID = 1L;
  private static final int DOTS_PER_PATH = 40;
  private static final BasicStroke DOT =
      new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final double[] x;
  private final double[] y;
  private final Color color;

  DotCloud(double[] x, double[] y, Color color) {
    this.x = x.clone();
    this.y = y.clone();
    this.color = color;
  }

  @Override
  public void draw(
      Graphics2D g,
      XYPlot plot,
      Rectangle2D area,
      ValueAxis xAxis,
      ValueAxis yAxis,
      int rendererIndex,
      PlotRenderingInfo info) {
    g.setPaint(color);
    g.setStroke(DOT);
    int paths = Math.max(1, x.length / DOTS_PER_PATH);
    for (int first = 0; first < paths; first++) {
      Path2D path = new Path2D.Double();
      for (int i = first; i < x.length; i += paths) {
        double px = xAxis.valueToJava2D(x[i], area, RectangleEdge.BOTTOM);
        double py = yAxis.valueToJava2D(y[i], area, RectangleEdge.LEFT);
        if (area.contains(px, py)) {
          path.moveTo(px, py);
          path.lineTo(px, py);
        }
      }
      g.draw(path);
    }
  }
}
