package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * Reads a catalogue of objects, one per row, from text (plain or compressed), Parquet, FITS,
 * VOTable (a file or a folder of each), a Hive table or the configuration itself.
 *
 * <p>{@code where} and the expressions of {@code columns} are Spark SQL with case-sensitive names
 * in which what cannot be computed is NULL. A cell that spells no number, and NaN, is NULL in SQL.
 * Rows for which {@code where} is false are not selected; rows for which it is NULL, whose id is
 * missing, whose needed numbers are missing or not finite, that the check rejects, or whose id
 * stood in an earlier selected and valid row are set aside with a reason. Nothing in one row stops
 * a run.
 *
 * <p>A column of text is numeric when nine in ten of its first 1,000 non-empty cells spell a
 * number, or when a formula or SQL uses it as a number. Ids are kept as they are written. Without
 * {@code catalog.id} an object's id is its record number, preceded by the file and a colon where
 * there are several files; inline rows use their entry {@code id} if they have one.
 */
public final class CatalogueReader {
  private static final String KEY = "_skypool_key";
  private static final String FIRST = "_skypool_first";
  private static final String TIMES = "_skypool_times";

  private CatalogueReader() {}

  /**
   * Reads, selects and judges a catalogue.
   *
   * @param numericColumns names of {@code catalog.columns}, or of the file, to be read as doubles
   * @param check what is demanded of the numbers, in the order of {@code numericColumns}
   * @throws UnusableInputException in one line when the input cannot be read, lacks a column, or
   *     has no usable row
   * @throws ConfigException in one line when SQL of the configuration is refused
   * @throws IllegalArgumentException for the sources mock, draws and none
   */
  public static Catalogue read(
      SparkSession spark, RunConfig.Catalog catalog, List<String> numericColumns, RowCheck check) {
    SparkSession session = JudgedRows.session(spark);
    List<String> numbers = numericColumns.stream().distinct().toList();
    if (numbers.size() != numericColumns.size()) {
      throw new IllegalArgumentException("a name stands twice in " + numericColumns);
    }
    String format = catalog.source().name().toLowerCase(Locale.ROOT);
    SourceTable source = JudgedRows.open(session, catalog, format);
    Dataset<Row> judged =
        JudgedRows.judged(new CataloguePlan(session, source, catalog, numbers), check);
    try {
      return JudgedRows.split(
          withoutDuplicates(judged, source.files() > 1),
          source,
          numbers,
          catalog.reading().maxRejected());
    } catch (Exception failed) {
      judged.unpersist();
      throw ReadFailures.translate(source, failed);
    }
  }

  /** Gives all valid rows of an id but the first, by file and row, a reason to be set aside. */
  private static Dataset<Row> withoutDuplicates(Dataset<Row> judged, boolean isManyFiles) {
    Dataset<Row> repeated =
        judged
            .filter(col(RowJudge.REASON).isNull())
            .groupBy(TableFormat.OBJECT_ID)
            .agg(count(lit(1)).as(TIMES), min(struct(col("file"), col("row"))).as(FIRST))
            .filter(col(TIMES).gt(lit(1)))
            .select(col(TableFormat.OBJECT_ID).as(KEY), col(FIRST));
    if (repeated.isEmpty()) {
      return judged;
    }
    Column row = col(FIRST + ".row").cast("string");
    Column where = isManyFiles ? concat(row, lit(" of "), col(FIRST + ".file")) : row;
    Column isLater =
        col(RowJudge.REASON)
            .isNull()
            .and(col(FIRST).isNotNull())
            .and(struct(col("file"), col("row")).notEqual(col(FIRST)));
    Column duplicate = when(isLater, concat(lit("duplicate id, first in row "), where));
    return JudgedRows.withReasons(judged, repeated, KEY, duplicate);
  }
}
