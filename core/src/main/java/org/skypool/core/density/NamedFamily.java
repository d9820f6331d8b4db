package org.skypool.core.density;

import java.util.List;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/** What all families have in common: a name, parameters, an example. */
abstract class NamedFamily implements Density {

  private final String name;
  private final String example;
  private final List<Parameter> parameters;

  NamedFamily(String name, String example, Parameter... parameters) {
    this.name = name;
    this.example = example;
    this.parameters = List.of(parameters);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String example() {
    return example;
  }

  @Override
  public final List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public final String toString() {
    return name + "(" + String.join(", ", parameters.stream().map(Parameter::name).toList()) + ")";
  }

  /** {@code log(x)}; NaN unless {@code x} is positive and finite. */
  static Expression logOfPositive(Expression x) {
    return Expression.apply(Guard.LOG_OF_POSITIVE, x);
  }

  /** 0; NaN unless {@code x} is positive and finite. */
  static Expression zeroIfPositive(Expression x) {
    return logOfPositive(x).times(0);
  }

  static boolean positive(double x) {
    return x > 0 && x < Double.POSITIVE_INFINITY;
  }

  static boolean finite(double x) {
    return Math.abs(x) < Double.POSITIVE_INFINITY;
  }

  static double clamp(double x, double low, double high) {
    return Math.min(Math.max(x, low), high);
  }

  /** {@code log(x / y)} of positive numbers, without cancellation where they are close. */
  static double logRatio(double x, double y) {
    return Math.abs(x - y) < 0.5 * y
        ? StrictMath.log1p((x - y) / y)
        : StrictMath.log(x) - StrictMath.log(y);
  }
}
