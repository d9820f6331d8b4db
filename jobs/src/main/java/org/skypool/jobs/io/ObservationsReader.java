package org.skypool.jobs.io;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * Reads a table of observations: one row per observation, with the id of the object it belongs to.
 * Rows are judged one by one as those of a catalogue are; an object may have any number of them.
 */
public final class ObservationsReader {
  private ObservationsReader() {}

  /**
   * Reads and judges observations.
   *
   * @param numericColumns names of {@code catalog.observations.columns}, or of the file
   * @param check what is demanded of the numbers, in their order
   * @throws UnusableInputException in one line when the table cannot be read, lacks a column, or
   *     has no usable row
   * @throws ConfigException in one line when SQL of the configuration is refused
   */
  public static Catalogue read(
      SparkSession spark,
      RunConfig.Observations observations,
      List<String> numericColumns,
      RowCheck check) {
    SparkSession session = JudgedRows.session(spark);
    RunConfig.Catalog table = asCatalogue(observations);
    SourceTable source = JudgedRows.open(session, table, format(session, table));
    Dataset<Row> judged =
        JudgedRows.judged(new CataloguePlan(session, source, table, numericColumns), check);
    try {
      return JudgedRows.split(judged, source, numericColumns, table.reading().maxRejected());
    } catch (Exception failed) {
      judged.unpersist();
      throw ReadFailures.translate(source, failed);
    }
  }

  private static String format(SparkSession session, RunConfig.Catalog table) {
    return table
        .path()
        .map(
            path ->
                InputFiles.of(session.sparkContext().hadoopConfiguration(), path)
                    .format(session.sparkContext().hadoopConfiguration()))
        .orElse("inline");
  }

  private static RunConfig.Catalog asCatalogue(RunConfig.Observations observations) {
    return new RunConfig.Catalog(
        observations.path().isPresent() ? RunConfig.Source.CSV : RunConfig.Source.INLINE,
        observations.path(),
        Optional.empty(),
        Optional.of(observations.id()),
        Optional.empty(),
        Map.copyOf(observations.columns()),
        observations.rows(),
        Optional.empty(),
        Optional.empty());
  }
}
