package org.skypool.core.inference;

import java.util.function.DoubleConsumer;
import java.util.function.Predicate;

/**
 * What a sample of the hyperposterior is for: an answer, of draws that can be trusted, or the aim
 * of the next round's points, for which whereabouts do. Which of them may depend on what is found.
 */
public final class SamplingGoal {

  /** Effective draws that place the aim of the next round; its width hardly matters. */
  private static final int AIMING_DRAWS = 400;

  private final int effective;
  private final Predicate<Hyperposterior> onlyAims;
  private final DoubleConsumer heard;

  private SamplingGoal(int effective, Predicate<Hyperposterior> onlyAims, DoubleConsumer heard) {
    if (effective < 1) {
      throw new IllegalArgumentException("effective draws must be positive: " + effective);
    }
    this.effective = effective;
    this.onlyAims = onlyAims;
    this.heard = heard;
  }

  /** An answer of a number of effective draws. */
  public static SamplingGoal answer(int effective) {
    return new SamplingGoal(effective, found -> false, draws -> {});
  }

  /** An aim where a first look says so, else the answer. */
  public SamplingGoal orAimIf(Predicate<Hyperposterior> onlyAims) {
    return new SamplingGoal(effective, onlyAims, heard);
  }

  /** The same, with somebody told of the effective draws there are by now. */
  SamplingGoal heardBy(RoundsListener listener) {
    return new SamplingGoal(effective, onlyAims, draws -> listener.effective(draws, effective));
  }

  /** Tells how many effective draws there are by now. */
  void has(double draws) {
    heard.accept(draws);
  }

  /** An answer that is only compared with others. */
  public SamplingGoal rough() {
    return answer(aimingDraws());
  }

  int effective() {
    return effective;
  }

  /** Effective draws of a first look. */
  int aimingDraws() {
    return Math.min(AIMING_DRAWS, effective);
  }

  /** Whether a first look is all that is needed. */
  boolean onlyAims(Hyperposterior found) {
    return onlyAims.test(found);
  }
}
