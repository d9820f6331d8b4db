package org.skypool.core.inference;

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
   * Evaluates a population over the points, of which it may hold a copy until it is closed. There
   * may be no objects.
   */
  PopulationEvaluator evaluator(PopulationModel population);

  /**
   * What selection integrals need to know of the objects.
   *
   * @param covariates names of columns wanted
   * @param thetas individual parameters
   */
  DrawsSummary summary(List<String> covariates, List<String> thetas);

  /** The same without some objects. */
  RoundDraws without(Set<String> ids);

  /** The first part of every object's draws, one in {@code divisor}, as if there were no others. */
  RoundDraws part(int divisor);
}
