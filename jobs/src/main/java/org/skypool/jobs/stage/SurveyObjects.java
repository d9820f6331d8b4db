package org.skypool.jobs.stage;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.inference.Rounds;
import org.skypool.jobs.config.RunConfig;
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
 */
record SurveyObjects(SurveyInput input, BucketedObjects objects, Optional<Round> interim) {

  /**
   * Reads them.
   *
   * @param source the catalogue, a mock survey's where there is one
   */
  static SurveyObjects read(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      RunConfig.Catalog source,
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
    int points =
        model.isIntegrable()
            ? Rounds.start(model.problem(), config.objects().draws(), input.objects()).points()
            : 1;
    long bytes = (4L * model.thetas().size() + 16) * points;
    BucketedObjects objects =
        BucketedObjects.of(
            spark, catalogue, observations, model.objectColumns(), bytes, partitions);
    Optional<Round> interim =
        model.isIntegrable()
            ? Optional.of(
                Round.interim(
                    points, config.seed(), Precision.storedAsDouble(config, model, objects)))
            : Optional.empty();
    return new SurveyObjects(input, objects, interim);
  }
}
