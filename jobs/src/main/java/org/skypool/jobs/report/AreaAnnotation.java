package org.skypool.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * A filled polygon in data coordinates, perhaps with holes. Unlike the chart library's own, it may
 * be flat: a histogram without counts has no height.
 */
final class AreaAnnotation extends AbstractXYAnnotation {
  private static final long serialVersionUID = 1L;

  private final Path2D polygon;
  private final Stroke stroke;
  private final Color outline;
  private final Color fill;

  AreaAnnotation(Path2D polygon, Stroke stroke, Color outline, Color fill) {
    this.polygon = new Path2D.Double(polygon);
    this.stroke = stroke;
    this.outline = outline;
    this.fill = fill;
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
    Path2D drawn = new Path2D.Double(polygon.getWindingRule());
    double[] point = new double[6];
    for (PathIterator it = polygon.getPathIterator(null); !it.isDone(); it.next()) {
      int type = it.currentSegment(point);
      double x = xAxis.valueToJava2D(point[0], area, RectangleEdge.BOTTOM);
      double y = yAxis.valueToJava2D(point[1], area, RectangleEdge.LEFT);
      switch (type) {
        case PathIterator.SEG_MOVETO -> drawn.moveTo(x, y);
        case PathIterator.SEG_LINETO -> drawn.lineTo(x, y);
        case PathIterator.SEG_CLOSE -> drawn.closePath();
        default -> throw new IllegalStateException("a polygon has straight sides only");
      }
    }
    g.setPaint(fill);
    g.fill(drawn);
    g.setPaint(outline);
    g.setStroke(stroke);
    g.draw(drawn);
  }
}
