package org.skypool.core.inference;

/**
 * Updates the individual parameters of all objects given the hyperparameters.
 *
 * <p>An update is a function of its arguments: the random numbers of an object come from the seed,
 * its id, the chain and the iteration, so that it does not matter where, when or how often it is
 * made. It leaves {@code prod_i f(theta_i | x_i, phi) p(D_i | theta_i, phi)} of every chain
 * invariant, as long as steps are frozen.
 */
public interface ObjectSweeps {

  /**
   * The next states of all objects, in the order of the objects.
   *
   * @param states of all objects
   */
  ObjectStates sweep(SweepPlan plan, ObjectStates states);
}
