package org.skypool.jobs.stage;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.inference.Rounds;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.CatalogueReader;
import org.skypool.jobs.io.MatchedTables;
import org.skypool.jobs.io.ObservationsReader;
import org.skypool.jobs.io.RowCheck;

/**
 * The objects of a catalogue, with their observations where they have several, brought to their
 * buckets.
 *
 * @param input what was read
 * @param objects in their buckets
 * @param interim the first round, where objects can be integrated one by one
 * @param resumed the earlier answer from whose points the run goes on, if it does
 */
record SurveyObjects(
    SurveyInput input,
    BucketedObjects objects,
    Optional<Round> interim,
    Optional<EarlierAnswer> resumed) {

  /**
   * Reads them.
   *
   * @param source the catalogue, a mock survey's where there is one
   * @param earlier the answer that is there
   */
  static SurveyObjects read(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      RunConfig.Catalog source,
      Earlier earlier,
      StageClock clock,
      OptionalInt partitions) {
    ArgumentCheck check = new ArgumentCheck(ModelText.of(config));
    RowCheck ofObjects = model.objectColumns().observed().isEmpty() ? check : RowCheck.ANY;
    Catalogue read =
        clock.time(
            "catalogue", () -> CatalogueReader.read(spark, source, model.columns(), ofObjects));
    Optional<MatchedTables> matched =
        source
            .observations()
            .map(
                several ->
                    clock.time(
                        "catalogue",
                        () ->
                            MatchedTables.of(
                                read,
                                ObservationsReader.read(
                                    spark, several, model.objectColumns().observed(), check))));
    Catalogue catalogue = matched.map(MatchedTables::objects).orElse(read);
    Optional<Catalogue> observations = matched.map(MatchedTables::observations);
    SurveyInput input = SurveyInput.of(config, catalogue, observations);
    IntFunction<BucketedObjects> bucketed =
        points ->
            BucketedObjects.of(
                spark,
                catalogue,
                observations,
                model.objectColumns(),
                earlier.bucketsFor(
                    Buckets.of(
                        catalogue.size(),
                        SampleObjects.bytesPerObject(model, points),
                        config.objects().bucketMib())),
                partitions);
    if (!model.isIntegrable()) {
      return new SurveyObjects(input, bucketed.apply(1), Optional.empty(), Optional.empty());
    }
    int start = Rounds.start(model.problem(), config.objects().draws(), input.objects()).points();
    Optional<EarlierAnswer> resumed =
        earlier.toResume(input.fingerprint()).filter(e -> e.interim().points() >= start);
    int points = resumed.map(e -> e.interim().points()).orElse(start);
    BucketedObjects objects = bucketed.apply(points);
    Set<String> doubles = Precision.storedAsDouble(config, model, objects);
    Optional<EarlierAnswer> precise =
        resumed.filter(e -> e.interim().storedAsDouble().containsAll(doubles));
    return new SurveyObjects(
        input,
        objects,
        Optional.of(
            precise
                .map(e -> Round.of(e.interim()))
                .orElseGet(() -> Round.interim(start, config.seed(), doubles))),
        precise);
  }

  /**
   * The answer that is there, as far as a run has to do with it.
   *
   * @param answer its placement of points
   * @param keys of the run
   */
  record Earlier(Optional<EarlierAnswer> answer, EarlierAnswer.Keys keys) {

    /** Its number of buckets is kept where rows of its tables may serve. */
    Buckets bucketsFor(Buckets wanted) {
      return answer
          .filter(e -> e.keys().objects().equals(keys.objects()))
          .map(e -> e.bucketsFor(wanted))
          .orElse(wanted);
    }

    Optional<EarlierAnswer> toResume(String fingerprint) {
      return answer
          .filter(e -> e.keys().aimed().equals(keys.aimed()))
          .filter(e -> e.isToResume(keys.with(fingerprint).sampling()));
    }
  }
}
