package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in the space of covariates a smooth function is computed so that its sum over all objects
 * follows: {@code sum_i g(x_i) = sum_n weight_n g(node_n)}.
 *
 * <p>Few distinct values are their own nodes, exactly. Many are covered by Chebyshev points of a
 * tensor grid between the smallest and the largest value, the weights being sums of Lagrange
 * polynomials (Berrut and Trefethen 2004, doi:10.1137/S0036144502417715). More covariates than a
 * grid can cover make every object a node.
 *
 * @param covariates names with one value per node
 * @param weights one per node; they sum to the number of objects
 * @param exact whether nothing is interpolated
 */
record CovariateNodes(Map<String, double[]> covariates, double[] weights, boolean exact) {
  private static final int MOST_DISTINCT = 64;
  private static final int MOST_GRID_DIMENSIONS = 3;

  /** Orders tuples of covariates. */
  private static final java.util.Comparator<double[]> LEXICOGRAPHIC = Arrays::compare;

  /**
   * Makes nodes for the values of some covariates.
   *
   * @param names of the covariates that matter
   * @param columns their values per object; empty where none matters
   * @param objects number of objects
   * @param perDimension Chebyshev points per covariate
   */
  static CovariateNodes of(List<String> names, double[][] columns, int objects, int perDimension) {
    if (names.isEmpty()) {
      return new CovariateNodes(Map.of(), new double[] {objects}, true);
    }
    TreeMap<double[], Integer> distinct = new TreeMap<>(LEXICOGRAPHIC);
    for (int i = 0; i < objects && distinct.size() <= MOST_DISTINCT; i++) {
      distinct.merge(tuple(columns, i), 1, Integer::sum);
    }
    if (distinct.size() <= MOST_DISTINCT) {
      return fromTuples(names, distinct);
    }
    return names.size() <= MOST_GRID_DIMENSIONS
        ? grid(names, columns, objects, perDimension)
        : everyObject(names, columns, objects);
  }

  private static double[] tuple(double[][] columns, int i) {
    double[] tuple = new double[columns.length];
    for (int c = 0; c < tuple.length; c++) {
      tuple[c] = columns[c][i];
    }
    return tuple;
  }

  private static CovariateNodes fromTuples(
      List<String> names, TreeMap<double[], Integer> distinct) {
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (int c = 0; c < names.size(); c++) {
      int column = c;
      covariates.put(
          names.get(c), distinct.keySet().stream().mapToDouble(t -> t[column]).toArray());
    }
    return new CovariateNodes(
        covariates, distinct.values().stream().mapToDouble(Integer::doubleValue).toArray(), true);
  }

  private static CovariateNodes everyObject(List<String> names, double[][] columns, int objects) {
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (int c = 0; c < names.size(); c++) {
      covariates.put(names.get(c), columns[c].clone());
    }
    double[] weights = new double[objects];
    Arrays.fill(weights, 1);
    return new CovariateNodes(covariates, weights, true);
  }

  private static CovariateNodes grid(
      List<String> names, double[][] columns, int objects, int perDimension) {
    int d = columns.length;
    double[][] points = new double[d][];
    int total = 1;
    for (int c = 0; c < d; c++) {
      double low = Arrays.stream(columns[c]).min().orElseThrow();
      double high = Arrays.stream(columns[c]).max().orElseThrow();
      points[c] = low == high ? new double[] {low} : Chebyshev.points(low, high, perDimension);
      total *= points[c].length;
    }
    double[] weights = new double[total];
    double[][] basis = new double[d][];
    for (int i = 0; i < objects; i++) {
      for (int c = 0; c < d; c++) {
        basis[c] = Chebyshev.basis(points[c], columns[c][i]);
      }
      for (int n = 0; n < total; n++) {
        double product = 1;
        int rest = n;
        for (int c = 0; c < d; c++) {
          product *= basis[c][rest % points[c].length];
          rest /= points[c].length;
        }
        weights[n] += product;
      }
    }
    Map<String, double[]> covariates = new LinkedHashMap<>();
    int stride = 1;
    for (int c = 0; c < d; c++) {
      double[] column = new double[total];
      for (int n = 0; n < total; n++) {
        column[n] = points[c][n / stride % points[c].length];
      }
      stride *= points[c].length;
      covariates.put(names.get(c), column);
    }
    return new CovariateNodes(covariates, weights, false);
  }

  /**
   * How much of each node is in one object's value: {@code g(x) = sum_n share_n g(node_n)}.
   *
   * @param tuple the object's covariates, in the order of the columns
   * @param object its number, for where every object is a node
   */
  double[] shares(double[] tuple, int object) {
    double[] shares = new double[size()];
    double[][] columns = covariates.values().toArray(double[][]::new);
    if (!exact) {
      gridShares(columns, tuple, shares);
    } else if (columns.length == 0) {
      shares[0] = 1;
    } else if (object < shares.length && Arrays.equals(tuple(columns, object), tuple)) {
      shares[object] = 1;
    } else {
      for (int n = 0; n < shares.length; n++) {
        shares[n] = Arrays.equals(tuple(columns, n), tuple) ? 1 : 0;
      }
    }
    return shares;
  }

  private static void gridShares(double[][] columns, double[] tuple, double[] shares) {
    Arrays.fill(shares, 1);
    int stride = 1;
    for (int c = 0; c < tuple.length; c++) {
      double[] points = Arrays.stream(columns[c]).distinct().toArray();
      double[] basis = Chebyshev.basis(points, tuple[c]);
      for (int n = 0; n < shares.length; n++) {
        shares[n] *= basis[n / stride % points.length];
      }
      stride *= points.length;
    }
  }

  /** Number of nodes. */
  int size() {
    return weights.length;
  }
}
