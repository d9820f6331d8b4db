package org.skypool.core.object;

import org.skypool.core.math.BlockMath;
import org.skypool.core.object.LinearLikelihood.Points;

/** Points on a line with errors on both axes, the true abscissae being normal. */
final class LineAndAbscissaeRows implements RowLikelihood.Rows {
  private final ArgumentColumns columns;
  private final Points points;

  LineAndAbscissaeRows(ArgumentColumns columns, Points points) {
    this.columns = columns;
    this.points = points;
  }

  @Override
  public String reject(int row) {
    return columns.reject(row);
  }

  /**
   * Moments: the variance of the true abscissae is that of the measured ones less their errors, and
   * the slope that of least squares over the share of the variance that is left.
   */
  @Override
  public void locate(int first, int end, double[] centre, double[] scale) {
    int n = end - first;
    double x = 0;
    double y = 0;
    double errors = 0;
    double noise = 0;
    for (int i = first; i < end; i++) {
      x += points.x()[i] / n;
      y += points.y()[i] / n;
      errors += points.xError()[i] * points.xError()[i] / n;
      noise += points.noise()[i] / n;
    }
    double sxx = 0;
    double sxy = 0;
    for (int i = first; i < end; i++) {
      double dx = points.x()[i] - x;
      sxx += dx * dx / Math.max(1, n - 1);
      sxy += dx * (points.y()[i] - y) / Math.max(1, n - 1);
    }
    double variance = n > 1 ? sxx : errors;
    double truth = Math.max(variance - errors, 0.2 * variance);
    double slope = sxy / truth;
    double residual = noise + slope * slope * errors;
    double level = Math.max(Math.abs(y), Math.sqrt(noise));
    centre[0] = slope;
    scale[0] =
        n > 1
            ? Math.sqrt(residual / (n * truth)) + Math.abs(slope) * errors / (truth * Math.sqrt(n))
            : level / (x == 0 ? 1 : Math.abs(x));
    centre[1] = y - slope * x;
    scale[1] = n > 1 ? Math.sqrt(residual / n) + Math.abs(x) * scale[0] : level;
    centre[2] = x;
    scale[2] = Math.sqrt((truth + errors) / n);
    centre[3] = Math.sqrt(truth);
    scale[3] = n > 1 ? (truth + errors) / Math.sqrt(2.0 * n * truth) : 2 * Math.sqrt(variance);
  }

  @Override
  public void logLikelihood(int first, int end, double[][] theta, int from, int to, double[] out) {
    PieceOfPoints piece = PieceOfPoints.ofThread();
    for (int start = from; start < to; start += PieceOfPoints.MOST) {
      int next = PieceOfPoints.end(start, to);
      for (int row = first; row < end; row++) {
        logDensity(row, theta, start, next, piece);
        piece.put(row == first, start, next, out);
      }
    }
    for (int k = from; k < to; k++) {
      out[k] = theta[3][k] < 0 ? Double.NEGATIVE_INFINITY : out[k];
    }
  }

  /** As the expression of the model: the density of x, times that of y given x. */
  private void logDensity(int row, double[][] theta, int start, int end, PieceOfPoints piece) {
    double x = points.x()[row];
    double y = points.y()[row];
    double errors = points.xError()[row] * points.xError()[row];
    double noise = points.noise()[row];
    double[] slopes = theta[0];
    double[] intercepts = theta[1];
    double[] means = theta[2];
    double[] widths = theta[3];
    double[] square = piece.term;
    double[] determinant = piece.part;
    for (int k = start; k < end; k++) {
      double slope = slopes[k];
      double width = widths[k] * widths[k];
      double variance = width + errors;
      double dx = x - means[k];
      double share = dx / variance;
      double given = y - slope * means[k] - intercepts[k] - slope * width * share;
      double product = slope * slope * width * errors + variance * noise;
      square[k - start] = dx * share + given * given * variance / product;
      determinant[k - start] = product;
    }
    BlockMath.log(determinant, 0, end - start, determinant);
    for (int k = 0; k < end - start; k++) {
      piece.term[k] = -0.5 * (square[k] + determinant[k]) - 2 * LinearModel.LOG_SQRT_2PI;
    }
  }
}
