package org.skypool.core.inference;

/**
 * How a hyperposterior was reached, and why that way.
 *
 * @param taken {@code importance} or {@code chains} over all draws, or {@code subset}: sampled on
 *     some of the objects, verified on all
 * @param reason one line
 * @param subsetObjects objects of the last subset, 0 without one
 * @param subsetEvaluations vectors evaluated over subsets
 * @param check of the last subset's surrogate; {@link SurrogateCheck#NONE} where none was made
 */
public record FitPath(
    String taken, String reason, long subsetObjects, long subsetEvaluations, SurrogateCheck check) {

  /** Without a subset. */
  static FitPath withoutSubset(String reason) {
    return new FitPath("importance", reason, 0, 0, SurrogateCheck.NONE);
  }

  /** The path over all draws that was taken where the subset was refused. */
  FitPath instead(String path) {
    return new FitPath(path, reason, subsetObjects, subsetEvaluations, check);
  }

  /** Which path is wanted. */
  public enum Wanted {
    /** A subset where it saves much, behind it importance sampling over all draws. */
    AUTO,
    /** No subset. */
    IMPORTANCE,
    /** A subset however few draws there are; what is not verified is refused all the same. */
    SUBSET,
    /** Chains over all draws. */
    CHAINS
  }
}
