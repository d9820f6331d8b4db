package org.skypool.core.inference;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;

/**
 * The points of all objects of a survey in one round, in memory or on a cluster. What is computed
 * from them has the same bits wherever they are.
 */
public interface RoundDraws {

  /** Reason by id of the objects that have no points. */
  Map<String, String> unusable();

  /**
   * Brings the points to where a population is evaluated over them. There may be no objects.
   *
   * @param summarised what the summary is to hold, see {@link Bound#summary}
   */
  Bound bind(PopulationModel population, Summarised summarised);

  /**
   * What is known of the objects beside their points.
   *
   * @param covariates names of columns
   * @param thetas individual parameters
   */
  record Summarised(List<String> covariates, List<String> thetas) implements Serializable {
    static final Summarised NOTHING = new Summarised(List.of(), List.of());
  }

  /**
   * Points bound to a population, held until this is closed.
   *
   * @param evaluator over the points
   * @param summary of the objects
   */
  record Bound(PopulationEvaluator evaluator, DrawsSummary summary) implements AutoCloseable {
    @Override
    public void close() {
      evaluator.close();
    }
  }

  /** The same without some objects. */
  RoundDraws without(Set<String> ids);

  /** The first part of every object's draws, one in {@code divisor}, as if there were no others. */
  RoundDraws part(int divisor);
}
