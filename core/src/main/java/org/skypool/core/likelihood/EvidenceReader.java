package org.skypool.core.likelihood;

/** Receives what one object says at several hyperparameter vectors. */
@FunctionalInterface
public interface EvidenceReader {

  /**
   * Receives {@code log Z_i} at every vector.
   *
   * @param object its number in the block
   * @param logEvidence one value per vector; overwritten afterwards, so copy what is to stay
   */
  void accept(int object, double[] logEvidence);
}
