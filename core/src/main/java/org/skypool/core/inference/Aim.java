package org.skypool.core.inference;

import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Replacement;
import org.skypool.core.population.PopulationModel;

/**
 * The density a round's points are aimed at besides the likelihood: the population fitted before,
 * flattened as {@code f^(1/b^2)} so that the next population may be wider or elsewhere.
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
   * The log density to aim at, for the population with hyperparameters {@code phi} (their posterior
   * mean: at a mode a width may be zero).
   */
  public static Expression at(PopulationModel model, double[] phi) {
    Expression tempered = model.logPopulation().times(1 / tempering(model.thetas().size()));
    return Replacement.ofNumbers(tempered, model.hyperprior().named(phi));
  }
}
