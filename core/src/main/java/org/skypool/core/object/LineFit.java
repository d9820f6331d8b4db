package org.skypool.core.object;

import org.skypool.core.object.LinearLikelihood.Points;

/**
 * Weighted least squares of points with exact abscissae, which holds all that the likelihood of a
 * line needs: {@code log L = peak - (sxx (a - slope)^2 + weight (yMean - a xMean - b)^2) / 2}.
 *
 * @param peak log likelihood of the best line
 * @param slope of the best line, 0 where all abscissae are the same
 * @param sxx weighted sum of squares of the abscissae about their mean
 * @param weight sum of the weights, the inverse variances of y
 */
record LineFit(double peak, double slope, double sxx, double weight, double xMean, double yMean) {

  static LineFit of(Points points, int first, int end) {
    double weight = 0;
    double x = 0;
    double y = 0;
    for (int i = first; i < end; i++) {
      double w = 1 / points.noise()[i];
      weight += w;
      x += w * points.x()[i];
      y += w * points.y()[i];
    }
    double xMean = end == first + 1 ? points.x()[first] : x / weight;
    double yMean = end == first + 1 ? points.y()[first] : y / weight;
    double sxx = 0;
    double sxy = 0;
    for (int i = first; i < end; i++) {
      double dx = points.x()[i] - xMean;
      sxx += dx * dx / points.noise()[i];
      sxy += dx * (points.y()[i] - yMean) / points.noise()[i];
    }
    double slope = sxx > 0 ? sxy / sxx : 0;
    double peak = 0;
    for (int i = first; i < end; i++) {
      double rest = points.y()[i] - yMean - slope * (points.x()[i] - xMean);
      double noise = points.noise()[i];
      peak -= 0.5 * (rest * rest / noise + StrictMath.log(noise)) + LinearModel.LOG_SQRT_2PI;
    }
    return new LineFit(peak, slope, sxx, weight, xMean, yMean);
  }

  /**
   * Slope and intercept and their standard deviations; where the points do not fix a slope, wide
   * enough for lines through the origin and for level ones.
   */
  void locate(double[] centre, double[] scale) {
    double level = Math.max(Math.abs(yMean), 1 / Math.sqrt(weight));
    boolean fixed = sxx > 0;
    centre[0] = slope;
    scale[0] = fixed ? 1 / Math.sqrt(sxx) : level / (xMean == 0 ? 1 : Math.abs(xMean));
    centre[1] = yMean - slope * xMean;
    scale[1] = fixed ? Math.sqrt(1 / weight + xMean * xMean / sxx) : level;
  }
}
