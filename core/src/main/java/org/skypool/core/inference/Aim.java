package org.skypool.core.inference;

import java.util.List;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.Replacement;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.sampler.Axis;

/**
 * The density a round's points are aimed at besides the likelihood: the population fitted before,
 * flattened so that the next population may be wider or elsewhere: the power {@code 1/b^2} of its
 * density in the coordinates y without edges in which points are placed, {@code f^(1/b^2) |d theta
 * / d y|^(1/b^2 - 1)}. A power of f alone would not reach as far where f piles up at an edge: of
 * {@code (theta - a)^(s - 1)}, s below 1, it has less near a than f itself, of {@code exp(s y)} it
 * has more.
 */
public final class Aim {
  private static final double ONE_DIMENSION = 2;
  private static final double MORE_DIMENSIONS = 1.5;

  /** Flattening and widening multiply, and points get thin with the power of the dimension. */
  private static final double MANY_DIMENSIONS = 1.25;

  private static final int MANY = 5;

  private Aim() {}

  /** {@code b^2}: 4 in one dimension, 2.25 in two to four, 1.5625 in more. */
  static double tempering(int dimension) {
    double b =
        dimension == 1 ? ONE_DIMENSION : dimension < MANY ? MORE_DIMENSIONS : MANY_DIMENSIONS;
    return b * b;
  }

  /**
   * The log density to aim at, up to a constant, for the population with hyperparameters {@code
   * phi} (their posterior mean: at a mode a width may be zero).
   *
   * @param axes on which the points are placed
   */
  public static Expression at(PopulationModel model, double[] phi, List<Axis> axes) {
    double power = 1 / tempering(model.thetas().size());
    Expression flattened = model.logPopulation().times(power);
    for (Axis axis : axes) {
      flattened = flattened.plus(logSlope(axis).times(power - 1));
    }
    return Replacement.ofNumbers(flattened, model.hyperprior().named(phi));
  }

  /** {@code log |d theta / d y|} up to a constant: logarithms of the distances from the edges. */
  private static Expression logSlope(Axis axis) {
    Expression theta = Expression.draw(axis.name());
    Expression sum = Expression.constant(0);
    if (axis.lower() > Double.NEGATIVE_INFINITY) {
      sum = sum.plus(log(theta.minus(Expression.constant(axis.lower()))));
    }
    if (axis.upper() < Double.POSITIVE_INFINITY) {
      sum = sum.plus(log(Expression.constant(axis.upper()).minus(theta)));
    }
    return sum;
  }

  private static Expression log(Expression distance) {
    return Expression.apply(Guard.LOG_INSIDE, distance);
  }
}
