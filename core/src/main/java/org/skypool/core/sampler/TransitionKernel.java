package org.skypool.core.sampler;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A Markov chain: a first state, and steps between states that leave a density invariant.
 *
 * <p>States are immutable and hold all the next step needs, adaptation included, so a chain can be
 * stopped, stored and taken up again. Same state and same random stream give the same next state.
 *
 * @param <S> state of the chain
 */
public interface TransitionKernel<S extends TransitionKernel.State> {

  /** Where a chain is. */
  interface State {

    /** The point; read-only. */
    double[] position();

    /** Log density there, finite. */
    double logDensity();
  }

  /**
   * The first state.
   *
   * @throws IllegalArgumentException if the log density there is not finite
   */
  S init(double[] position);

  /** The next state. */
  S step(UniformRandomProvider rng, S state);
}
