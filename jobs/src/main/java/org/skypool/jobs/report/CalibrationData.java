package org.skypool.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.skypool.core.diagnostics.RankUniformity;

/**
 * What the page of a calibration shows.
 *
 * @param name of the run
 * @param uniform whether the ranks are uniform
 * @param trustworthy whether moreover nearly all mocks could be ranked
 * @param line the verdict in one line
 * @param mocks made in the set that decides
 * @param firstMocks made before, where those were suspicious
 * @param objects per mock
 * @param draws each rank was taken among
 * @param guarded mocks of which a guard failed
 * @param guards how often each failed, by name
 * @param failures how often mocks failed, by reason
 * @param hyperparameters with their ranks
 */
public record CalibrationData(
    String name,
    boolean uniform,
    boolean trustworthy,
    String line,
    int mocks,
    OptionalInt firstMocks,
    int objects,
    int draws,
    int guarded,
    Map<String, Integer> guards,
    Map<String, Integer> failures,
    List<Hyperparameter> hyperparameters) {

  /**
   * One hyperparameter.
   *
   * @param ranks one per mock
   * @param tests of the ranks
   * @param adjusted Holm-adjusted p-values: chi-square, mean, variance
   */
  public record Hyperparameter(String name, int[] ranks, RankUniformity tests, double[] adjusted) {}
}
