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

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    List<String> thetas = arguments.thetas();
    return GaussianResiduals.logDensity(
        thetas.stream()
            .map(t -> arguments.values().get(t).get(VALUE).minus(arguments.theta(t)))
            .toList(),
        j -> arguments.values().get(thetas.get(j)).get(ERROR),
        (j, l) -> arguments.correlationOf(thetas.get(j), thetas.get(l)));
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    ModelArguments complete = arguments.complete(this);
    return RowsLikelihood.of(complete, new GaussianLikelihood(this, complete));
  }
}
