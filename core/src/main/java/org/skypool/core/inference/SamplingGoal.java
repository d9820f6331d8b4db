package org.skypool.core.inference;

/**
 * What a sample of the hyperposterior is for.
 *
 * @param effective effective draws to reach
 * @param isAnswer whether it is an answer, of draws that can be trusted; else it only aims the next
 *     round's points, for which whereabouts do
 */
public record SamplingGoal(int effective, boolean isAnswer) {

  /** Effective draws that place the aim of the next round; its width hardly matters. */
  private static final int AIMING_DRAWS = 400;

  /** Checks the range. */
  public SamplingGoal {
    if (effective < 1) {
      throw new IllegalArgumentException("effective draws must be positive: " + effective);
    }
  }

  /** An answer of a number of effective draws. */
  public static SamplingGoal answer(int effective) {
    return new SamplingGoal(effective, true);
  }

  /** An aim for the next round. */
  public SamplingGoal aim() {
    return new SamplingGoal(Math.min(AIMING_DRAWS, effective), false);
  }

  /** An answer that is only compared with others. */
  public SamplingGoal rough() {
    return new SamplingGoal(Math.min(AIMING_DRAWS, effective), isAnswer);
  }
}
