package org.skypool.core.object;

import java.util.List;
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

  /** Arguments given once per individual parameter. */
  List<ModelArgument> arguments();

  /** Whether measurement errors of two individual parameters may be correlated. */
  default boolean allowsCorrelation() {
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
   * Binds the model to its arguments.
   *
   * @throws IllegalArgumentException if an argument is missing or unknown
   */
  ObjectLikelihood bind(ModelArguments arguments);
}
