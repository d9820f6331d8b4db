package org.skypool.core.object;

import org.skypool.core.object.LinearLikelihood.Points;

/** Points on a line with exact abscissae: a few sums stand for all points of an object. */
final class LineRows implements RowLikelihood.Rows {
  private final ArgumentColumns columns;
  private final Points points;

  LineRows(ArgumentColumns columns, Points points) {
    this.columns = columns;
    this.points = points;
  }

  @Override
  public String reject(int row) {
    return columns.reject(row);
  }

  @Override
  public void locate(int first, int end, double[] centre, double[] scale) {
    LineFit.of(points, first, end).locate(centre, scale);
  }

  @Override
  public void logLikelihood(int first, int end, double[][] theta, int from, int to, double[] out) {
    LineFit fit = LineFit.of(points, first, end);
    double[] slope = theta[0];
    double[] intercept = theta[1];
    double peak = fit.peak();
    double best = fit.slope();
    double sxx = 0.5 * fit.sxx();
    double weight = 0.5 * fit.weight();
    double xMean = fit.xMean();
    double yMean = fit.yMean();
    for (int k = from; k < to; k++) {
      double turn = slope[k] - best;
      double shift = yMean - slope[k] * xMean - intercept[k];
      out[k] = peak - sxx * turn * turn - weight * shift * shift;
    }
  }
}
