package org.skypool.core.likelihood;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates {@code sum_i log Z_i(phi)} over all draws for many hyperparameter vectors at once,
 * {@code Z_i(phi) = sum_k exp(logWeight_ik) f(theta_ik | x_i, phi)}.
 *
 * <p>The result has the same bits for any number of threads or machines. A vector for which some
 * object has no support gives minus infinity; one for which something is not a number gives NaN.
 */
public interface PopulationEvaluator extends AutoCloseable {

  /** Most vectors in one scan of the draws. */
  int VECTORS_PER_PASS = 64;

  /** Sums of log evidences, one per vector. */
  double[] values(double[][] phis);

  /** Sums of log evidences with their gradients by the hyperparameters. */
  Gradients gradients(double[][] phis);

  /** Ids, in order, of the objects that have no support at any of the vectors. */
  Set<String> withoutSupport(double[][] phis);

  /**
   * An evaluator of some of the objects, in this machine's memory: those whose {@link SubsetKey} is
   * smallest, folded in the order of these keys, so that neither the choice nor a bit of a sum
   * depends on blocks, machines or threads. A larger subset of the same seed holds the smaller one.
   * It works on this evaluator's threads and ends with it.
   *
   * @param objects how many, at most {@link #objects()}
   * @param seed of the choice
   * @return empty where objects cannot be evaluated apart
   */
  default Optional<LocalEvaluator> subset(int objects, long seed) {
    return Optional.empty();
  }

  /** Number of objects. */
  long objects();

  /** Number of draws of all objects. */
  long draws();

  /** Lets go of the draws; threads and executors that hold them are free afterwards. */
  @Override
  default void close() {}

  /**
   * Values and gradients at several vectors.
   *
   * @param values one per vector
   * @param gradients one row per vector
   */
  record Gradients(double[] values, double[][] gradients) implements Serializable {

    /** Zeros of several vectors. */
    static Gradients zeros(int vectors, int derivatives) {
      return new Gradients(new double[vectors], new double[vectors][derivatives]);
    }

    void add(Gradients other) {
      for (int v = 0; v < values.length; v++) {
        values[v] += other.values[v];
        for (int d = 0; d < gradients[v].length; d++) {
          gradients[v][d] += other.gradients[v][d];
        }
      }
    }
  }
}
