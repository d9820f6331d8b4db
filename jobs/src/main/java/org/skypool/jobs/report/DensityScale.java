package org.skypool.jobs.report;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.NumberAxis;

/**
 * The vertical scale of a density: logarithmic where it spans decades, linear else.
 *
 * @param logarithmic whether ordinates are base-10 logarithms
 * @param floor smallest density shown on a logarithmic scale
 * @param top largest density shown
 */
record DensityScale(boolean logarithmic, double floor, double top) implements DoubleUnaryOperator {
  /**
   * Above this ratio of the largest to the smallest density a linear axis hides most of the curve.
   */
  private static final double LINEAR_RATIO = 40;

  /** Six decades below the frame. */
  private static final double OUT_OF_SIGHT = 1e-6;

  /**
   * Chooses the scale.
   *
   * @param shown the densities that must be legible; those at or below zero, or not finite, do not
   *     count
   * @param floor smallest density worth showing
   */
  static DensityScale over(DoubleStream shown, double floor) {
    double[] positive = shown.filter(v -> v > 0 && Double.isFinite(v)).sorted().toArray();
    if (positive.length == 0) {
      return new DensityScale(false, 0, 1);
    }
    double top = positive[positive.length - 1];
    double bottom = Math.max(positive[0], floor > 0 ? floor : 0);
    boolean logarithmic = top / bottom > LINEAR_RATIO;
    return new DensityScale(
        logarithmic, logarithmic ? bottom / 1.5 : 0, top * (logarithmic ? 1.6 : 1.06));
  }

  /**
   * The ordinate of a density. Far below the floor, at 0 for example, it stops, outside the frame;
   * NaN stays NaN.
   */
  @Override
  public double applyAsDouble(double density) {
    return logarithmic ? Math.log10(Math.max(density, floor * OUT_OF_SIGHT)) : density;
  }

  NumberAxis axis(String label) {
    return logarithmic
        ? Axes.decades(label, Math.log10(floor), Math.log10(top))
        : Axes.linear(label, floor, top);
  }
}
