package org.skypool.jobs.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.inference.Comparison;
import org.skypool.core.inference.RoundDraws;
import org.skypool.core.inference.RoundPlan;
import org.skypool.core.inference.RoundWork;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;

/**
 * The objects of a catalogue on the executors: sampled there, published as tables of draws, and
 * read back into the driver's memory.
 */
record SparkSurvey(
    RunConfig config,
    SurveyModel model,
    BucketedObjects catalogue,
    Configuration conf,
    Path output,
    String fingerprint,
    StageHashes hashes,
    StageClock clock,
    ProgressWatch watch)
    implements RoundWork {

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
  public RoundDraws draw(RoundPlan plan) {
    try {
      sample(plan);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Round round = Round.of(plan);
    return clock.time(
        "load",
        () ->
            LoadDraws.of(
                conf,
                new Path(output, round.table()),
                SampleObjects.schema(model, round),
                model.coordinates(),
                Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public List<Comparison.Scores> compare(Comparison comparison) {
    return clock.time(
        comparison.purpose(),
        () -> new ComparePlacements(config, catalogue, watch).run(comparison));
  }
}
