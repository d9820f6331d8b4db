package org.skypool.core.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Measured;

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
 *
 * <p>An observable that objects may lack ({@link ModelArguments#mayLack}) is left out of the
 * product for an object whose value or error is NaN: its likelihood is that of the others, whose
 * errors keep their correlations. An object that lacks all of them is rejected.
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
    MissingValues missing = new MissingValues(arguments);
    List<Expression> present = names.stream().map(missing::present).toList();
    List<Expression> residuals = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      String name = names.get(j);
      Expression residual =
          missing.filled(name, VALUE).minus(arguments.values().get(name).get(PREDICTED));
      residuals.add(
          missing.mayLack(name)
              ? Expression.apply(Measured.WHERE, present.get(j), residual)
              : residual);
    }
    return GaussianResiduals.logDensity(
        residuals,
        j -> missing.filled(names.get(j), ERROR),
        (j, l) ->
            arguments
                .correlationOf(names.get(j), names.get(l))
                .times(present.get(j))
                .times(present.get(l)),
        present);
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
