package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.skypool.jobs.config.RunConfig;

/** Reads a configured catalogue up to the point where its rows are judged and cached. */
final class JudgedRows {
  private static final int REASONS_SHOWN = 3;

  private JudgedRows() {}

  /**
   * A session in which SQL means the same for everybody: names are case-sensitive, what cannot be
   * computed is NULL and no error, and files are always divided the same way.
   */
  static SparkSession session(SparkSession spark) {
    SparkSession session = ((org.apache.spark.sql.classic.SparkSession) spark).cloneSession();
    session.conf().set("spark.sql.ansi.enabled", "false");
    session.conf().set("spark.sql.caseSensitive", "true");
    if (session.conf().getOption("spark.sql.files.minPartitionNum").isEmpty()) {
      int cores = Math.max(2, session.sparkContext().defaultParallelism());
      session.conf().set("spark.sql.files.minPartitionNum", Integer.toString(cores));
    }
    return session;
  }

  /**
   * Opens what the configuration names.
   *
   * @throws UnusableInputException when there is nothing to read
   */
  static SourceTable open(SparkSession session, RunConfig.Catalog catalog, String format) {
    NullMarks nulls = NullMarks.of(catalog.reading());
    SourceTable source = open(session, catalog, format, nulls);
    nulls.check(source);
    DeclaredUnit.check(catalog, source);
    return source;
  }

  private static SourceTable open(
      SparkSession session, RunConfig.Catalog catalog, String format, NullMarks nulls) {
    if (catalog.source() == RunConfig.Source.INLINE) {
      return new InlineSource(session, catalog.rows(), nulls);
    }
    if (catalog.source() == RunConfig.Source.HIVE) {
      return ParquetSource.ofTable(session, catalog.reading().table().orElseThrow(), nulls);
    }
    String path =
        catalog.path().orElseThrow(() -> new UnusableInputException("catalog.path is missing"));
    InputFiles files = InputFiles.of(session.sparkContext().hadoopConfiguration(), path);
    return switch (format) {
      case "csv" -> new CsvSource(session, files, catalog.reading().csv(), nulls);
      case "parquet" -> ParquetSource.ofFiles(session, files, nulls);
      case "fits" -> new FitsSource(session, files, catalog.reading().hdu(), nulls);
      case "votable" -> new VoTableSource(session, files, nulls);
      default -> throw new IllegalArgumentException("no reader for the source " + format);
    };
  }

  /** The judged rows, cached: object_id, file, row, reason, numbers. */
  static Dataset<Row> judged(CataloguePlan plan, RowCheck check) {
    RowJudge judge = plan.judge(check);
    return plan.candidates()
        .mapPartitions(judge, Encoders.row(judge.schema()))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Gives usable rows a reason to be set aside, where the expression has one, and caches the result
   * in place of what it was made from.
   *
   * @param about what the expression needs, by object id in the column {@code key}
   */
  static Dataset<Row> withReasons(
      Dataset<Row> judged, Dataset<Row> about, String key, Column reason) {
    List<Column> columns = new ArrayList<>();
    for (String name : judged.columns()) {
      columns.add(
          name.equals(RowJudge.REASON)
              ? coalesce(col(name), reason).as(name)
              : SqlNames.exact(name));
    }
    Dataset<Row> resolved =
        judged
            .join(about, col(TableFormat.OBJECT_ID).equalTo(col(key)), "left")
            .select(columns.toArray(Column[]::new))
            .persist(StorageLevel.MEMORY_AND_DISK());
    resolved.count();
    judged.unpersist();
    return resolved;
  }

  /**
   * Splits judged rows, counts them and takes their fingerprint.
   *
   * @param most largest fraction of the rows of the survey that may be set aside
   * @throws UnusableInputException when no row is usable, or too many are set aside, with the
   *     commonest reasons
   */
  static Catalogue split(
      Dataset<Row> judged, SourceTable source, List<String> numbers, double most) {
    List<Column> hashed =
        new ArrayList<>(List.of(col(TableFormat.OBJECT_ID), col(RowJudge.REASON)));
    numbers.forEach(name -> hashed.add(SqlNames.exact(name)));
    Column[] first = hashed.toArray(Column[]::new);
    hashed.add(0, lit("second"));
    Column[] second = hashed.toArray(Column[]::new);
    Column isUsable = col(RowJudge.REASON).isNull();
    Row sums =
        judged
            .agg(
                count(lit(1)),
                count(when(isUsable, lit(1))),
                sum(xxhash64(first)),
                sum(xxhash64(second)))
            .first();
    long kept = sums.getLong(0);
    long usable = sums.getLong(1);
    long notSelected = source.rows() - kept;
    long rejected = kept - usable;
    if (usable == 0) {
      throw nothingUsable(judged, source, notSelected, rejected);
    }
    if (rejected > most * kept) {
      throw tooManyRejected(judged, source, kept, rejected, most);
    }
    String content =
        "%s %d %d %d %x %x"
            .formatted(
                numbers, source.rows(), notSelected, rejected, sums.getLong(2), sums.getLong(3));
    List<Column> columns =
        new ArrayList<>(List.of(col(TableFormat.OBJECT_ID), col("file"), col("row")));
    numbers.forEach(name -> columns.add(SqlNames.exact(name)));
    return new Catalogue(
        judged.filter(isUsable).select(columns.toArray(Column[]::new)),
        judged
            .filter(col(RowJudge.REASON).isNotNull())
            .select("file", "row", TableFormat.OBJECT_ID, RowJudge.REASON),
        source.rows(),
        notSelected,
        rejected,
        DigestUtils.sha256Hex(content),
        judged);
  }

  private static UnusableInputException nothingUsable(
      Dataset<Row> judged, SourceTable source, long notSelected, long rejected) {
    String reasons = commonestReasons(judged);
    judged.unpersist();
    return new UnusableInputException(
        "%s has no usable row: of %d, %d not selected, %d rejected%s"
            .formatted(
                source.name(),
                source.rows(),
                notSelected,
                rejected,
                reasons.isEmpty() ? "" : " (" + reasons + ")"));
  }

  private static UnusableInputException tooManyRejected(
      Dataset<Row> judged, SourceTable source, long kept, long rejected, double most) {
    String reasons = commonestReasons(judged);
    judged.unpersist();
    return new UnusableInputException(
        "%s: %d of the survey's %d rows are rejected, more than catalog.max-rejected = %s allows (%s)"
            .formatted(source.name(), rejected, kept, most, reasons));
  }

  private static String commonestReasons(Dataset<Row> judged) {
    return judged
        .filter(col(RowJudge.REASON).isNotNull())
        .groupBy(RowJudge.REASON)
        .agg(count(lit(1)).as("times"))
        .sort(desc("times"), col(RowJudge.REASON))
        .limit(REASONS_SHOWN)
        .collectAsList()
        .stream()
        .map(row -> row.getLong(1) + " x " + row.getString(0))
        .collect(Collectors.joining(", "));
  }
}
