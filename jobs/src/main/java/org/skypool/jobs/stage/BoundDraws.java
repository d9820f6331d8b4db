package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.Program;
import org.skypool.core.inference.DrawsSummary;
import org.skypool.core.inference.RoundDraws;
import org.skypool.core.likelihood.EvidenceBlock;
import org.skypool.core.likelihood.SubsetKey;
import org.skypool.core.population.PopulationModel;

/**
 * The draws of one bucket, bound to the population of a run, as executors keep them: flat arrays,
 * in memory or, where that is short, on their disks.
 */
final class BoundDraws implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Programs of this JVM by the run's text, which is what serialised draws remember. */
  private static final Map<ModelText, Program> PROGRAMS = new ConcurrentHashMap<>();

  private final ModelText text;
  private final List<BoundProgram.Chunk> chunks;
  private final List<String> ids;
  private final DrawsSummary summary;

  private BoundDraws(ModelText text, EvidenceBlock block, DrawsSummary summary) {
    this.text = text;
    this.summary = summary;
    this.chunks = block.chunks();
    this.ids = block.ids();
  }

  /** Reads, binds and summarises one file of a table. */
  static BoundDraws read(DrawsTable table, int file, RoundDraws.Summarised summarised) {
    DrawBlock block = table.read(file);
    return new BoundDraws(
        table.text(),
        EvidenceBlock.of(program(table.text()), block),
        DrawsSummary.of(block, summarised));
  }

  /** What is evaluated over the draws of a run. */
  static Program program(ModelText text) {
    return PROGRAMS.computeIfAbsent(
        text,
        t -> {
          PopulationModel population = t.model().population();
          return EvidenceBlock.program(population.logIntegrand(), population.hyperprior().names());
        });
  }

  /** Those of its objects whose key is not above a bound, without their summary. */
  BoundDraws first(long seed, long bound) {
    return new BoundDraws(
        text,
        block().where(id -> SubsetKey.of(seed, id).key() <= bound),
        DrawsSummary.concatenate(List.of()));
  }

  /** How much there is of it, and its summary. */
  Contents contents() {
    EvidenceBlock block = block();
    return new Contents(block.objects(), block.draws(), summary);
  }

  /**
   * What the driver knows of a bucket.
   *
   * @param objects number of objects
   * @param draws number of draws
   * @param summary of the objects
   */
  record Contents(long objects, long draws, DrawsSummary summary) implements Serializable {}

  /** Ready to be evaluated. */
  EvidenceBlock block() {
    return EvidenceBlock.of(program(text), chunks, ids);
  }
}
