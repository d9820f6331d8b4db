package org.skypool.jobs.report;

import java.util.List;
import java.util.Optional;
import org.skypool.core.inference.ModelComparison;

/**
 * Two runs on the same data.
 *
 * @param first one of them
 * @param second the other
 * @param comparison differences, first minus second
 * @param without objects left out because one of the runs has no finite prediction of them
 * @param some differences of the log predictive densities of some objects
 * @param forFirst objects that speak most for the first, the clearest first
 * @param forSecond objects that speak most for the second
 */
public record ComparisonData(
    Model first,
    Model second,
    ModelComparison comparison,
    long without,
    Values some,
    List<Object> forFirst,
    List<Object> forSecond) {

  /**
   * A run.
   *
   * @param densities population densities by individual parameter, as written
   * @param elpd expected log predictive density
   * @param elpdError its standard error
   * @param doubtful objects whose prediction is not reliable
   * @param logEvidence of the population model, where it is known
   */
  public record Model(
      String name,
      List<String> densities,
      double elpd,
      double elpdError,
      long doubtful,
      Optional<Double> logEvidence) {}

  /**
   * An object.
   *
   * @param difference of its log predictive densities, first minus second
   */
  public record Object(String id, double difference) {}

  /** Copies the lists. */
  public ComparisonData {
    forFirst = List.copyOf(forFirst);
    forSecond = List.copyOf(forSecond);
  }
}
