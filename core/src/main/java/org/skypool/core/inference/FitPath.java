package org.skypool.core.inference;

/**
 * How a hyperposterior was reached, and why that way.
 *
 * @param taken {@code importance} or {@code chains} over all draws, or {@code bucket}: sampled on
 *     some of the objects, verified on all
 * @param reason one line
 * @param bucketObjects objects of the last bucket, 0 without one
 * @param bucketEvaluations vectors evaluated over buckets
 * @param check of the last bucket's surrogate; {@link SurrogateCheck#NONE} where none was made
 */
public record FitPath(
    String taken, String reason, long bucketObjects, long bucketEvaluations, SurrogateCheck check) {

  /** Without a bucket. */
  static FitPath withoutBucket(String reason) {
    return new FitPath("importance", reason, 0, 0, SurrogateCheck.NONE);
  }

  /** The path over all draws that was taken where the bucket was refused. */
  FitPath instead(String path) {
    return new FitPath(path, reason, bucketObjects, bucketEvaluations, check);
  }

  /** Which path is wanted. */
  public enum Wanted {
    /** A bucket where it saves much, behind it importance sampling over all draws. */
    AUTO,
    /** No bucket. */
    IMPORTANCE,
    /** A bucket however few draws there are; what is not verified is refused all the same. */
    BUCKET
  }
}
