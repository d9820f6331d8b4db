package org.skypool.core.sampler;

/**
 * Normal equations of a regression on a few features, solved by a Cholesky factor in arrays that
 * are reused. One per thread.
 */
final class WeightedLeastSquares {
  private final double[][] matrix;
  private final double[] right;

  /**
   * Room for regressions.
   *
   * @param most features
   */
  WeightedLeastSquares(int most) {
    this.matrix = new double[most][most];
    this.right = new double[most];
  }

  /** Lower triangle of the matrix, to be filled; overwritten by {@link #solve}. */
  double[][] matrix() {
    return matrix;
  }

  /** Right-hand side, to be filled; the solution after {@link #solve}. */
  double[] right() {
    return right;
  }

  /** Solves for the first {@code p} features; false where the matrix is not positive definite. */
  boolean solve(int p) {
    for (int a = 0; a < p; a++) {
      double[] row = matrix[a];
      double sum = right[a];
      for (int b = 0; b < a; b++) {
        double element = row[b];
        for (int c = 0; c < b; c++) {
          element -= row[c] * matrix[b][c];
        }
        row[b] = element / matrix[b][b];
        sum -= row[b] * right[b];
      }
      double pivot = row[a];
      for (int c = 0; c < a; c++) {
        pivot -= row[c] * row[c];
      }
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        return false;
      }
      row[a] = Math.sqrt(pivot);
      right[a] = sum / row[a];
    }
    for (int a = p - 1; a >= 0; a--) {
      double sum = right[a];
      for (int b = a + 1; b < p; b++) {
        sum -= matrix[b][a] * right[b];
      }
      right[a] = sum / matrix[a][a];
    }
    return true;
  }
}
