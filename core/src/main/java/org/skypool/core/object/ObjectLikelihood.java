package org.skypool.core.object;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/** An object model bound to its arguments: the likelihood of every object of a survey. */
public interface ObjectLikelihood {

  /** Likelihoods of the objects of a block. */
  BlockLikelihood of(ObjectBlock block);

  /**
   * Draws the measurements of one object.
   *
   * @param theta its individual parameters
   * @param columns its covariates by name; receives the simulated measurement columns
   * @throws IllegalArgumentException if an argument that is to be simulated is not a plain column
   */
  void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng);

  /**
   * Whether individual parameters are known without error: {@link BlockLikelihood#locate} gives
   * them, and they are the only points there are.
   */
  default boolean isExact() {
    return false;
  }

  /** Likelihoods of the objects of one block. */
  interface BlockLikelihood {

    /** Why object {@code i} has no likelihood (an argument outside its domain), or null. */
    String reject(int i);

    /**
     * Why object {@code i} was given up while its likelihood was evaluated, or null: what was found
     * of it is then not to be used.
     */
    default String givenUp(int i) {
      return null;
    }

    /**
     * Where the likelihood of an object is large, as a first guess.
     *
     * @param centre receives one location per individual parameter, in natural units
     * @param scale receives one width per individual parameter
     */
    void locate(int i, double[] centre, double[] scale);

    /**
     * {@code out[k] = log p(D_i | theta_k)} for {@code from <= k < to}, normalised over the data;
     * minus infinity where impossible.
     *
     * @param theta one column of values per individual parameter
     */
    void logLikelihood(int i, double[][] theta, int from, int to, double[] out);
  }
}
