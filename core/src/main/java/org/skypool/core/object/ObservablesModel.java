package org.skypool.core.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.expression.Expression;

/**
 * Measurements of quantities that follow from the individual parameters by a formula, with Gaussian
 * errors: {@code value_o ~ Normal(predicted_o(theta), C)} with {@code C_op = rho_op s_o s_p}.
 *
 * <p>A parallax is {@code 1 / r}, a magnitude the sum of an absolute one and a distance modulus, a
 * colour a polynomial in the temperature. Arguments per observable: {@code predicted}, a formula
 * over individual parameters, columns and hyperparameters; {@code value} and {@code error},
 * formulas over columns and hyperparameters.
 *
 * <p>A prediction that is not a finite number makes the individual parameters impossible.
 */
public final class ObservablesModel implements ObjectModel {
  static final String PREDICTED = "predicted";
  static final String VALUE = "value";
  static final String ERROR = "error";

  /** Begins the names of columns of predicted observables in tables of draws. */
  public static final String COLUMN = "predicted_";

  static final ModelArgument MEASURED =
      new ModelArgument(VALUE, "the measured value", ModelArgument.Domain.FINITE);
  static final ModelArgument UNCERTAINTY =
      new ModelArgument(ERROR, "its standard deviation", ModelArgument.Domain.POSITIVE);

  @Override
  public String name() {
    return "observables";
  }

  @Override
  public String description() {
    return "measurements of quantities predicted from the thetas by formulas, with Gaussian errors";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        MEASURED,
        new ModelArgument(
            PREDICTED, "the observable, from thetas and columns", ModelArgument.Domain.FINITE),
        UNCERTAINTY);
  }

  @Override
  public boolean predictsObservables() {
    return true;
  }

  @Override
  public boolean allowsCorrelation() {
    return true;
  }

  @Override
  public String example() {
    return "observable.parallax { predicted = \"1 / r\", value = plx, error = e_plx }";
  }

  @Override
  public Optional<String> refuses(ModelArguments arguments) {
    return arguments.determined().keySet().stream()
        .findFirst()
        .map(
            theta ->
                ModelArguments.path(theta, "equals")
                    + ": write the formula in objects.observable instead");
  }

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    List<String> names = arguments.keys(this);
    return GaussianResiduals.logDensity(
        names.stream()
            .map(o -> arguments.values().get(o))
            .map(o -> o.get(VALUE).minus(o.get(PREDICTED)))
            .toList(),
        j -> arguments.values().get(names.get(j)).get(ERROR),
        (j, l) -> arguments.correlationOf(names.get(j), names.get(l)));
  }

  @Override
  public Map<String, Expression> observables(ModelArguments arguments) {
    Map<String, Expression> stored = new LinkedHashMap<>();
    arguments
        .values()
        .forEach(
            (name, own) -> {
              if (!own.get(PREDICTED).dependsOnHyperparameters()) {
                stored.put(COLUMN + name, own.get(PREDICTED));
              }
            });
    return stored;
  }

  @Override
  public ModelArguments reading(ModelArguments arguments) {
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    arguments
        .values()
        .forEach(
            (name, own) -> {
              Map<String, Expression> changed = new LinkedHashMap<>(own);
              if (!own.get(PREDICTED).dependsOnHyperparameters()) {
                changed.put(PREDICTED, Expression.draw(COLUMN + name));
              }
              values.put(name, changed);
            });
    return arguments.withValues(values);
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    ModelArguments complete = arguments.complete(this);
    return RowsLikelihood.of(complete, new ObservablesLikelihood(this, complete));
  }
}
