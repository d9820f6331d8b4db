package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * Reads draws made elsewhere in long form: one row per draw, the object's id in {@code catalog.id},
 * equally weighted draws of the interim posterior.
 *
 * <p>Rows are judged as those of a catalogue, one by one: a draw with a bad cell is set aside and
 * the object keeps its other draws. A covariate belongs to the object; its value is that of the
 * object's first usable row by file and row, and rows with another value are set aside.
 */
public final class DrawsCatalogueReader {
  private static final String KEY = "_skypool_key";
  private static final String FIRST = "_skypool_first";
  private static final String BUCKET = "bucket";

  private DrawsCatalogueReader() {}

  /**
   * Reads, selects, judges and sorts draws.
   *
   * @param drawColumns names with a value per draw: thetas, and {@code log_interim_prior} if the
   *     input gives it
   * @param covariates names with a value per object
   * @param check what is demanded of the numbers, in the order of draw columns, then covariates
   * @param bucketMib MiB of draws that a bucket may have
   * @throws UnusableInputException in one line when the input cannot be read, lacks a column, or
   *     has no usable row
   * @throws ConfigException in one line when the format or the id is missing, or SQL is refused
   */
  public static DrawsCatalogue read(
      SparkSession spark,
      RunConfig.Catalog catalog,
      List<String> drawColumns,
      List<String> covariates,
      RowCheck check,
      int bucketMib) {
    String format = catalog.format().orElse("");
    if (!format.equals("csv") && !format.equals("parquet")) {
      throw new ConfigException(
          "catalog.format = %s: draws in long form are csv or parquet".formatted(format));
    }
    if (catalog.id().isEmpty()) {
      throw new ConfigException(
          "catalog.id is missing: it names the object that a draw belongs to");
    }
    List<String> numbers = new ArrayList<>(drawColumns);
    numbers.addAll(covariates);
    SparkSession session = JudgedRows.session(spark);
    SourceTable source = JudgedRows.open(session, catalog, format);
    Dataset<Row> judged =
        JudgedRows.judged(new CataloguePlan(session, source, catalog, numbers), check);
    try {
      Dataset<Row> constant = withConstantCovariates(judged, covariates);
      return bucketed(
          JudgedRows.split(constant, source, numbers, catalog.reading().maxRejected()),
          numbers,
          bucketMib);
    } catch (Exception failed) {
      judged.unpersist();
      throw ReadFailures.translate(source, failed);
    }
  }

  private static Dataset<Row> withConstantCovariates(Dataset<Row> judged, List<String> covariates) {
    Dataset<Row> resolved = judged;
    for (String covariate : covariates) {
      resolved = withConstant(resolved, covariate);
    }
    return resolved;
  }

  private static Dataset<Row> withConstant(Dataset<Row> judged, String covariate) {
    Column value = SqlNames.exact(covariate);
    Dataset<Row> varying =
        judged
            .filter(col(RowJudge.REASON).isNull())
            .groupBy(TableFormat.OBJECT_ID)
            .agg(
                min(value).as("least"),
                max(value).as("most"),
                min(struct(col("file"), col("row"), value.as("value"))).as(FIRST))
            .filter(col("least").notEqual(col("most")))
            .select(col(TableFormat.OBJECT_ID).as(KEY), col(FIRST));
    if (varying.isEmpty()) {
      return judged;
    }
    Column differs =
        col(RowJudge.REASON)
            .isNull()
            .and(col(FIRST).isNotNull())
            .and(value.notEqual(col(FIRST + ".value")));
    Column reason =
        when(
            differs,
            concat(
                lit(covariate + " is "),
                value.cast("string"),
                lit(", but "),
                col(FIRST + ".value").cast("string"),
                lit(" in row "),
                col(FIRST + ".row").cast("string"),
                lit(" of the same object")));
    return JudgedRows.withReasons(judged, varying, KEY, reason);
  }

  private static DrawsCatalogue bucketed(Catalogue judged, List<String> numbers, int bucketMib) {
    long objects =
        judged.objects().agg(countDistinct(col(TableFormat.OBJECT_ID))).first().getLong(0);
    long drawsPerObject = (judged.size() + objects - 1) / objects;
    long bytes = Math.multiplyExact(drawsPerObject, Double.BYTES * (numbers.size() + 2L));
    Buckets buckets = Buckets.of(objects, bytes, bucketMib);
    UDF1<String, Integer> bucketOf = buckets::of;
    List<Column> columns = new ArrayList<>();
    columns.add(udf(bucketOf, DataTypes.IntegerType).apply(col(TableFormat.OBJECT_ID)).as(BUCKET));
    for (String name : judged.objects().columns()) {
      columns.add(SqlNames.exact(name));
    }
    Dataset<Row> draws =
        judged
            .objects()
            .select(columns.toArray(Column[]::new))
            .repartition(buckets.count(), col(BUCKET))
            .sortWithinPartitions(BUCKET, TableFormat.OBJECT_ID, "file", "row");
    return new DrawsCatalogue(
        draws,
        judged,
        objects,
        buckets,
        buckets.files(Math.multiplyExact(objects, bytes)),
        List.copyOf(numbers));
  }
}
