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
 * <p>All values together cost n^4 / 12 operations per vector of hyperparameters, which is little up
 * to n = 50. Source: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning,
 * equation 4.17.
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
    List<Expression> values = new ArrayList<>();
    for (int i = 1; i <= deviates.size(); i++) {
      List<Expression> arguments = new ArrayList<>(List.of(length));
      arguments.addAll(deviates.subList(0, i));
      values.add(
          sd.times(Expression.apply(MaternValue.of(i), arguments.toArray(Expression[]::new))));
    }
    return values;
  }
}
