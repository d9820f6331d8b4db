package org.skypool.jobs.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.skypool.core.inference.Comparison;
import org.skypool.core.inference.RoundPlan;
import org.skypool.core.inference.RoundWork;
import org.skypool.jobs.Version;

/**
 * The objects of a catalogue on the executors: sampled there, published as tables of draws, and
 * fitted wherever the draws have room.
 */
final class SparkSurvey implements RoundWork {
  private final RunScope run;
  private final BucketedObjects catalogue;
  private final String fingerprint;

  /**
   * The objects of a run.
   *
   * @param fingerprint of the catalogue
   */
  SparkSurvey(RunScope run, BucketedObjects catalogue, String fingerprint) {
    this.run = run;
    this.catalogue = catalogue;
    this.fingerprint = fingerprint;
  }

  @Override
  public long objects() {
    return catalogue.size();
  }

  /** Samples a round unless its table is already there. */
  void sample(RoundPlan plan) throws IOException {
    String hash = plan.isInterim() ? run.hashes().interim() : run.hashes().sampling();
    SampleObjects sampling =
        new SampleObjects(run.config(), catalogue, run.conf(), run.output(), run.ledger().watch());
    boolean isNew =
        run.ledger()
            .clock()
            .<Boolean, IOException>time(
                "sample",
                () ->
                    sampling.run(
                        Round.of(plan), fingerprint, hash, rowKey(plan), run.sampled().release()));
    if (isNew) {
      run.sampled().add(plan.number());
    }
  }

  /** Where hyperparameters stand in the likelihood the interim round depends on their prior. */
  private String rowKey(RoundPlan plan) {
    boolean alone = plan.isInterim() && run.model().problem().hyper().isEmpty();
    return SampleObjects.rowKey(
        alone ? run.hashes().objects() : run.hashes().aimed(),
        plan,
        run.model(),
        Version.current());
  }

  @Override
  public StoredDraws draw(RoundPlan plan) {
    try {
      sample(plan);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return StoredDraws.of(
        DrawsTable.of(run.conf(), run.output(), ModelText.of(run.config()), Round.of(plan)),
        catalogue.context(),
        run.layout().evaluator());
  }

  @Override
  public List<Comparison.Scores> compare(Comparison comparison) {
    return run.ledger()
        .clock()
        .time(
            comparison.purpose(),
            () ->
                new ComparePlacements(run.config(), catalogue, run.ledger().watch())
                    .run(comparison));
  }
}
