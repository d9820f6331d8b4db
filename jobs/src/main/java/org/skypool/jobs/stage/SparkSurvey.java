package org.skypool.jobs.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.inference.Comparison;
import org.skypool.core.inference.RoundPlan;
import org.skypool.core.inference.RoundWork;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;

/**
 * The objects of a catalogue on the executors: sampled there, published as tables of draws, and
 * fitted wherever the draws have room.
 */
final class SparkSurvey implements RoundWork {
  private final RunConfig config;
  private final BucketedObjects catalogue;
  private final Configuration conf;
  private final Path output;
  private final String fingerprint;
  private final StageHashes hashes;
  private final StageClock clock;
  private final ProgressWatch watch;
  private final Layout.Evaluator evaluator;

  SparkSurvey(
      RunConfig config,
      BucketedObjects catalogue,
      Configuration conf,
      Path output,
      String fingerprint,
      StageHashes hashes,
      StageClock clock,
      ProgressWatch watch,
      Layout.Evaluator evaluator) {
    this.config = config;
    this.catalogue = catalogue;
    this.conf = conf;
    this.output = output;
    this.fingerprint = fingerprint;
    this.hashes = hashes;
    this.clock = clock;
    this.watch = watch;
    this.evaluator = evaluator;
  }

  @Override
  public long objects() {
    return catalogue.size();
  }

  /** Samples a round unless its table is already there. */
  void sample(RoundPlan plan) throws IOException {
    String hash = plan.isInterim() ? hashes.interim() : hashes.sampling();
    clock.<Boolean, IOException>time(
        "sample",
        () ->
            new SampleObjects(config, catalogue, conf, output, watch)
                .run(Round.of(plan), fingerprint, hash));
  }

  @Override
  public StoredDraws draw(RoundPlan plan) {
    try {
      sample(plan);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return StoredDraws.of(
        DrawsTable.of(conf, output, ModelText.of(config), Round.of(plan)),
        catalogue.context(),
        evaluator);
  }

  @Override
  public List<Comparison.Scores> compare(Comparison comparison) {
    return clock.time(
        comparison.purpose(),
        () -> new ComparePlacements(config, catalogue, watch).run(comparison));
  }
}
