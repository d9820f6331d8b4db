package org.skypool.core.likelihood;

/** Receives the gradient of what one object says at one hyperparameter vector. */
@FunctionalInterface
public interface ScoreReader {

  /**
   * Receives the derivatives of {@code log Z_i} by the hyperparameters.
   *
   * @param object its number in the block
   * @param vector number of the hyperparameter vector
   * @param score one value per hyperparameter; overwritten afterwards, so copy what is to stay
   */
  void accept(int object, int vector, double[] score);
}
