package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.inference.Rounds;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.CatalogueReader;
import org.skypool.jobs.io.ObservationsReader;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.io.RowCheck;

/** Says what a run would do, and writes nothing. */
public final class CheckRun {
  private CheckRun() {}

  /**
   * The answer, in a few lines.
   *
   * @param evaluator where draws are to be during the fit
   */
  public static String run(SparkSession spark, RunConfig written, Layout.Evaluator evaluator)
      throws IOException {
    RunConfig config = Levels.in(spark, written);
    SurveyModel model = SurveyModel.of(config);
    model.refuseUnsupported(config);
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    OutputFolder.check(conf, OutputFolder.path(conf, config.output()), config.name());
    StringBuilder out = new StringBuilder();
    line(out, "run", config.name() + " into " + config.output());
    line(out, "individual parameters", String.join(", ", model.thetas()));
    line(out, "hyperparameters", String.join(", ", model.population().hyperprior().names()));
    line(out, "columns read", String.join(", ", model.columns()));
    if (!model.objectColumns().observed().isEmpty()) {
      line(out, "of observations", String.join(", ", model.objectColumns().observed()));
    }
    long objects;
    if (config.catalog().source() == RunConfig.Source.MOCK) {
      OptionalInt wanted = config.catalog().mock().orElseThrow().objects();
      objects = wanted.isPresent() ? wanted.getAsInt() : MockSurvey.expected(config, model);
      String about = wanted.isPresent() ? "" : "about ";
      line(out, "catalogue", "a mock survey of %s%,d objects".formatted(about, objects));
    } else if (config.catalog().source() == RunConfig.Source.NONE) {
      line(out, "catalogue", "none");
      return out.toString();
    } else if (config.catalog().source() == RunConfig.Source.DRAWS) {
      line(out, "catalogue", "draws made elsewhere, " + config.catalog().path().orElse(""));
      return out.toString();
    } else {
      ArgumentCheck check = new ArgumentCheck(ModelText.of(config));
      RowCheck ofObjects = model.objectColumns().observed().isEmpty() ? check : RowCheck.ANY;
      try (Catalogue catalogue =
          CatalogueReader.read(spark, config.catalog(), model.columns(), ofObjects)) {
        objects = catalogue.size();
        line(
            out,
            "catalogue",
            "%,d rows, %,d not selected, %,d rejected, %,d objects"
                .formatted(
                    catalogue.rows(), catalogue.notSelected(), catalogue.rejectedRows(), objects));
        if (!model.arguments().mayLack().isEmpty() && model.objectColumns().observed().isEmpty()) {
          line(out, "objects without", MissingObservables.counts(model, catalogue.objects()));
        }
      }
      config
          .catalog()
          .observations()
          .ifPresent(several -> observations(out, spark, model, check, several));
    }
    if (!model.isIntegrable()) {
      return out.toString();
    }
    int points = Rounds.start(model.problem(), config.objects().draws(), objects).points();
    long perObject = SampleObjects.bytesPerObject(model, points);
    long bytes = objects * perObject;
    Buckets buckets = Buckets.of(objects, perObject, config.objects().bucketMib());
    line(out, "draws a round", "%,d x %d = %,d".formatted(objects, points, objects * points));
    line(
        out,
        "draws table",
        String.format(
            Locale.ROOT,
            "about %.1f MB a round; buckets: %d, files: %d",
            bytes / 1e6,
            buckets.count(),
            buckets.files(bytes).count()));
    DrawsPlace place =
        DrawsPlace.of(
            evaluator,
            objects * points,
            BoundDraws.program(ModelText.of(config)).bytesPerDraw(),
            JavaSparkContext.fromSparkContext(spark.sparkContext()));
    line(out, "population fit", "by the " + place.name() + ", " + place.reason());
    return out.toString();
  }

  private static void observations(
      StringBuilder out,
      SparkSession spark,
      SurveyModel model,
      RowCheck check,
      RunConfig.Observations several) {
    try (Catalogue rows =
        ObservationsReader.read(spark, several, model.objectColumns().observed(), check)) {
      line(
          out,
          "observations",
          "%,d rows, %,d rejected".formatted(rows.rows(), rows.rejectedRows()));
    }
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(String.format(Locale.ROOT, "%-22s %s%n", key, value));
  }
}
