package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Values of a Gaussian process of mean 0 at points one step apart, as expressions of independent
 * standard normal deviates {@code d_1, ..., d_n}: {@code f = sd L d} with {@code L L^T} the
 * correlation matrix.
 *
 * <p>The correlation is the Matern one of order 3/2, {@code (1 + a) exp(-a)} with {@code a =
 * sqrt(3) r / length} at a distance of r steps: paths have one derivative. With amplitude and
 * length as hyperparameters and deviates of their own this is the non-centred form, whose geometry
 * does not narrow with the amplitude.
 *
 * <p>The Cholesky factor costs n^3 / 6 products once per vector of hyperparameters, which is little
 * up to n = 50. It loses digits as {@code (length / step)^3}, which leaves eight or more at a
 * length of 1,000 steps. Source: Rasmussen and Williams (2006), Gaussian Processes for Machine
 * Learning, equation 4.17.
 */
public final class GaussianProcess {
  private GaussianProcess() {}

  /**
   * The values.
   *
   * @param sd standard deviation of each
   * @param length scale of correlation, in steps; above 0
   * @param deviates one per value
   */
  public static List<Expression> matern(
      Expression sd, Expression length, List<Expression> deviates) {
    int n = deviates.size();
    Expression[] correlation = new Expression[n];
    Expression rate =
        Expression.constant(StrictMath.sqrt(3))
            .dividedBy(length.plus(Expression.apply(Guard.LOG_OF_POSITIVE, length).times(0)));
    correlation[0] = Expression.constant(1);
    for (int r = 1; r < n; r++) {
      Expression a = rate.times(r);
      correlation[r] = a.plus(1).times(a.negate().exp());
    }
    Expression[][] root = new Expression[n][n];
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Expression sum = null;
      for (int j = 0; j <= i; j++) {
        Expression rest = correlation[i - j];
        for (int k = 0; k < j; k++) {
          rest = rest.minus(root[i][k].times(root[j][k]));
        }
        root[i][j] = i == j ? Expression.apply(Scientific.SQRT, rest) : rest.dividedBy(root[j][j]);
        Expression term = root[i][j].times(deviates.get(j));
        sum = sum == null ? term : sum.plus(term);
      }
      values.add(sd.times(sum));
    }
    return values;
  }
}
