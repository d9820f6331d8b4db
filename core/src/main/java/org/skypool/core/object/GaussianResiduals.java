package org.skypool.core.object;

import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.skypool.core.expression.Expression;

/**
 * The log density of residuals that are jointly normal with mean 0 and covariance {@code rho_jl s_j
 * s_l}, as an expression: residuals are whitened by the Cholesky factor of their correlations.
 */
final class GaussianResiduals {
  private static final double LOG_SQRT_2PI = 0.91893853320467274178;

  /** Correlation of two residuals by index. */
  interface Correlation {
    Expression of(int j, int l);
  }

  private GaussianResiduals() {}

  /**
   * The sum of the log densities.
   *
   * @param residuals measured minus expected
   * @param errors standard deviation by index
   */
  static Expression logDensity(
      List<Expression> residuals, IntFunction<Expression> errors, Correlation correlation) {
    List<Expression> all = Collections.nCopies(residuals.size(), Expression.constant(1));
    return logDensity(residuals, errors, correlation, all);
  }

  /**
   * The same for residuals some of which may be missing.
   *
   * @param residuals 0 where missing
   * @param errors some positive number where missing
   * @param correlation 0 where one of the two is missing
   * @param present 1, or 0 where missing
   */
  static Expression logDensity(
      List<Expression> residuals,
      IntFunction<Expression> errors,
      Correlation correlation,
      List<Expression> present) {
    int d = residuals.size();
    Expression[][] factor = new Expression[d][d];
    Expression[] white = new Expression[d];
    Expression sum = Expression.constant(0);
    for (int j = 0; j < d; j++) {
      Expression error = errors.apply(j);
      Expression residual = residuals.get(j).dividedBy(error);
      Expression rest = Expression.constant(1);
      for (int l = 0; l < j; l++) {
        Expression element = correlation.of(j, l);
        for (int m = 0; m < l; m++) {
          element = element.minus(factor[j][m].times(factor[l][m]));
        }
        factor[j][l] = element.dividedBy(factor[l][l]);
        residual = residual.minus(factor[j][l].times(white[l]));
        rest = rest.minus(factor[j][l].square());
      }
      factor[j][j] = rest.log().times(0.5).exp();
      white[j] = residual.dividedBy(factor[j][j]);
      sum =
          sum.minus(white[j].square().times(0.5))
              .minus(error.log().times(present.get(j)))
              .minus(rest.log().times(0.5))
              .minus(present.get(j).times(LOG_SQRT_2PI));
    }
    return sum;
  }
}
