package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.population.PopulationModel;

/**
 * The points of all objects of a survey in this machine's memory.
 *
 * @param blocks in an order that depends on the survey alone; none of them empty
 * @param unusable reason by id of the objects that have no points
 * @param threads how many evaluate a population; no result depends on it
 */
public record LocalDraws(List<DrawBlock> blocks, Map<String, String> unusable, int threads)
    implements RoundDraws {

  @Override
  public Bound bind(PopulationModel population, Summarised summarised) {
    return new Bound(
        LocalEvaluator.of(
            population.logIntegrand(), population.hyperprior().names(), blocks, threads),
        DrawsSummary.concatenate(
            blocks.stream().map(block -> DrawsSummary.of(block, summarised)).toList()));
  }

  @Override
  public LocalDraws without(Set<String> ids) {
    return new LocalDraws(
        blocks.stream()
            .map(block -> block.without(ids))
            .filter(block -> block.objects() > 0)
            .toList(),
        unusable,
        threads);
  }

  @Override
  public LocalDraws part(int divisor) {
    return new LocalDraws(
        blocks.stream().map(block -> block.part(divisor)).toList(), unusable, threads);
  }
}
