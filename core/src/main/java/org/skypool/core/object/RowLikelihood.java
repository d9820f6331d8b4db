package org.skypool.core.object;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The likelihood of rows of measurements under an object model with its arguments, all individual
 * parameters being given. {@link RowsLikelihood} makes objects of rows.
 */
public interface RowLikelihood {

  /** The likelihoods of a block in which every object is one row. */
  Rows of(ObjectBlock rows);

  /** Draws the measurements of one row, as {@link ObjectLikelihood#simulate} does. */
  void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng);

  /** Likelihoods of runs of rows, each run an object. */
  interface Rows {

    /** Why a row has no likelihood, or null. */
    String reject(int row);

    /** Where the likelihood of the rows {@code first <= row < end} together is large. */
    void locate(int first, int end, double[] centre, double[] scale);

    /**
     * {@code out[k] = sum over rows of log p(D_row | theta_k)} for {@code from <= k < to}; rows are
     * added in their order.
     */
    void logLikelihood(int first, int end, double[][] theta, int from, int to, double[] out);
  }
}
