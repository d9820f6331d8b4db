package org.skypool.core.inference;

import java.util.OptionalInt;
import java.util.Set;

/**
 * How rounds are run.
 *
 * @param points integration points per object; empty: a pilot and the audit choose
 * @param most number of rounds, the interim round included; empty: as many as are useful
 * @param drift largest move of a hyperparameter between two rounds, in posterior sd, that ends them
 * @param effective effective draws of the hyperposterior of the last round
 * @param seed of the run
 * @param storedAsDouble individual parameters that single precision cannot hold
 * @param path how the hyperposterior is to be reached
 */
public record RoundSettings(
    OptionalInt points,
    OptionalInt most,
    double drift,
    int effective,
    long seed,
    Set<String> storedAsDouble,
    FitPath.Wanted path) {

  /** Largest move between rounds that ends them, where nothing else is asked. */
  public static final double DRIFT = 0.1;

  /** Checks the ranges. */
  public RoundSettings {
    if (points.orElse(1) < 1 || most.orElse(1) < 1 || !(drift > 0) || effective < 1) {
      throw new IllegalArgumentException(
          "points %s, rounds %s, drift %s and effective draws %d must be positive"
              .formatted(points, most, drift, effective));
    }
    storedAsDouble = Set.copyOf(storedAsDouble);
  }

  /** Any path. */
  public RoundSettings(
      OptionalInt points,
      OptionalInt most,
      double drift,
      int effective,
      long seed,
      Set<String> storedAsDouble) {
    this(points, most, drift, effective, seed, storedAsDouble, FitPath.Wanted.AUTO);
  }

  /**
   * Everything chosen, points kept in double precision.
   *
   * @param effective effective draws of the hyperposterior
   */
  public static RoundSettings of(SurveyProblem problem, int effective, long seed) {
    return new RoundSettings(
        OptionalInt.empty(),
        OptionalInt.empty(),
        DRIFT,
        effective,
        seed,
        Set.copyOf(problem.thetas()));
  }

  /** What the last round's hyperposterior is for. */
  SamplingGoal goal() {
    return SamplingGoal.answer(effective);
  }

  /** With a fixed number of points per object. */
  public RoundSettings withPoints(int number) {
    return new RoundSettings(
        OptionalInt.of(number), most, drift, effective, seed, storedAsDouble, path);
  }

  /** With a hard limit on the number of rounds. */
  public RoundSettings withMost(int rounds) {
    return new RoundSettings(
        points, OptionalInt.of(rounds), drift, effective, seed, storedAsDouble, path);
  }

  /** With a path of the hyperposterior. */
  public RoundSettings withPath(FitPath.Wanted wanted) {
    return new RoundSettings(points, most, drift, effective, seed, storedAsDouble, wanted);
  }
}
