package org.skypool.core.object;

import java.util.List;
import java.util.Optional;
import org.skypool.core.expression.Expression;

/**
 * A kind of measurement: {@code p(D | theta)} for one object.
 *
 * <p>A model declares its arguments, which the configuration gives as formulas over the catalogue's
 * columns; bound to them it becomes an {@link ObjectLikelihood}.
 */
public interface ObjectModel {

  /** Name in the configuration. */
  String name();

  /** What is measured, in one line. */
  String description();

  /** Arguments given once per individual parameter, or once for all: {@link #sharesArguments}. */
  List<ModelArgument> arguments();

  /**
   * Whether the arguments belong to all individual parameters together (a line: slope and
   * intercept). They are then given once, under the names of the parameters separated by commas,
   * and what each parameter means follows from its place.
   */
  default boolean sharesArguments() {
    return false;
  }

  /** Why the model cannot be used with these arguments, beyond what {@link #arguments} says. */
  default Optional<String> refuses(ModelArguments arguments) {
    return Optional.empty();
  }

  /** Whether measurement errors of two individual parameters may be correlated. */
  default boolean allowsCorrelation() {
    return false;
  }

  /**
   * Whether the individual parameters are the values themselves: there is nothing to integrate and
   * no interim prior.
   */
  default boolean isExact() {
    return false;
  }

  /** One line of configuration that uses it. */
  String example();

  /**
   * {@code log p(D | theta)} of one observation, normalised over the data: an expression over draw
   * columns (the individual parameters), covariates (columns of the catalogue or of the
   * observations) and, where arguments depend on them, hyperparameters. The log likelihood of an
   * object with several observations is the sum over them.
   *
   * @throws IllegalArgumentException if an argument is missing or unknown
   */
  Expression logLikelihood(ModelArguments arguments);

  /**
   * Binds the model to its arguments, whose hyperparameters have been replaced by numbers ({@link
   * ModelArguments#at}). Its individual parameters are those that are not determined, in order;
   * there may be none.
   *
   * @throws IllegalArgumentException if an argument is missing or unknown, or depends on a
   *     hyperparameter
   */
  ObjectLikelihood bind(ModelArguments arguments);
}
