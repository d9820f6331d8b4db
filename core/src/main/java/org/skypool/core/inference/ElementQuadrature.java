package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.math.GaussLegendre;
import org.skypool.core.population.Element;

/**
 * Integrals over the covariates of a survey whose elements are declared: Gauss-Legendre points of
 * every continuous one, every value of a discrete one, and all their combinations.
 */
final class ElementQuadrature {

  /** Points per interval of a grid, by number of continuous covariates. */
  private static final int[] SPARSE = {2, 2, 1, 1};

  private static final int[] DENSE = {8, 8, 4, 2};

  private ElementQuadrature() {}

  /**
   * Nodes at each of which a whole integral is computed.
   *
   * @param grid points of a grid of covariates; twice as fine a grid has twice the points
   * @throws UnusableSurveyException for more continuous covariates than a grid can cover
   */
  static CovariateNodes sparse(List<Element> elements, int grid) {
    return of(elements, grid, SPARSE);
  }

  /** The same where a node is cheap: four times the points in one covariate. */
  static CovariateNodes dense(List<Element> elements, int grid) {
    return of(elements, grid, DENSE);
  }

  private static CovariateNodes of(List<Element> elements, int grid, int[] perInterval) {
    int continuous = (int) elements.stream().filter(e -> e.values().isEmpty()).count();
    if (continuous >= perInterval.length) {
      throw new UnusableSurveyException(
          "population.element: %d continuous covariates; at most %d are integrated"
              .formatted(continuous, perInterval.length - 1));
    }
    double[][] points = new double[elements.size()][];
    double[][] shares = new double[elements.size()][];
    int total = 1;
    for (int c = 0; c < points.length; c++) {
      rule(elements.get(c), perInterval[continuous] * Math.max(1, grid - 1), c, points, shares);
      total *= points[c].length;
    }
    double[] weights = new double[total];
    java.util.Arrays.fill(weights, 1);
    Map<String, double[]> covariates = new LinkedHashMap<>();
    int stride = 1;
    for (int c = 0; c < points.length; c++) {
      double[] column = new double[total];
      for (int n = 0; n < total; n++) {
        int at = n / stride % points[c].length;
        column[n] = points[c][at];
        weights[n] *= shares[c][at];
      }
      stride *= points[c].length;
      covariates.put(elements.get(c).column(), column);
    }
    return new CovariateNodes(covariates, weights, continuous == 0);
  }

  private static void rule(Element element, int n, int c, double[][] points, double[][] shares) {
    if (!element.values().isEmpty()) {
      points[c] = element.values().stream().mapToDouble(Double::doubleValue).toArray();
      shares[c] = new double[points[c].length];
      java.util.Arrays.fill(shares[c], 1);
      return;
    }
    GaussLegendre rule = GaussLegendre.of(n, element.from(), element.to());
    points[c] = rule.points();
    shares[c] = rule.weights();
  }
}
