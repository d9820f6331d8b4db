package org.skypool.core.object;

import java.util.List;
import org.skypool.core.expression.Expression;

/**
 * Values measured with Gaussian errors: {@code D ~ Normal(theta, C)} with {@code C_jl = rho_jl s_j
 * s_l}.
 *
 * <p>Arguments per individual parameter: {@code value}, the measurement, and {@code error}, its
 * standard deviation, both in the units of the parameter. Errors of different parameters are
 * independent unless a correlation is given.
 */
public final class GaussianModel implements ObjectModel {

  private static final double LOG_SQRT_2PI = 0.91893853320467274178;

  static final String VALUE = "value";
  static final String ERROR = "error";

  @Override
  public String name() {
    return "gaussian";
  }

  @Override
  public String description() {
    return "values measured with Gaussian errors, correlated where objects.correlation says so";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(VALUE, "the measured value", ModelArgument.Domain.FINITE),
        new ModelArgument(ERROR, "its standard deviation", ModelArgument.Domain.POSITIVE));
  }

  @Override
  public boolean allowsCorrelation() {
    return true;
  }

  @Override
  public String example() {
    return "theta.log_mass { value = logm, error = 0.2 }";
  }

  /** Residuals are whitened by the Cholesky factor of their correlations. */
  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    int d = arguments.thetas().size();
    Expression[][] factor = new Expression[d][d];
    Expression[] white = new Expression[d];
    Expression sum = Expression.constant(0);
    for (int j = 0; j < d; j++) {
      String theta = arguments.thetas().get(j);
      Expression error = arguments.values().get(theta).get(ERROR);
      Expression residual =
          arguments.values().get(theta).get(VALUE).minus(arguments.theta(theta)).dividedBy(error);
      Expression rest = Expression.constant(1);
      for (int l = 0; l < j; l++) {
        Expression element = arguments.correlationOf(j, l);
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
              .minus(error.log())
              .minus(rest.log().times(0.5))
              .minus(LOG_SQRT_2PI);
    }
    return sum;
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    ModelArguments complete = arguments.complete(this);
    return RowsLikelihood.of(complete, new GaussianLikelihood(this, complete));
  }
}
