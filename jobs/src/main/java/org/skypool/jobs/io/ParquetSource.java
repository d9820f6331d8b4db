package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One Parquet file or a folder of them, partition folders ({@code field=COSMOS}) included, or a
 * table of Spark's catalogue that is stored as Parquet.
 */
final class ParquetSource implements SourceTable {
  private final String key;
  private final String name;
  private final int files;
  private final Column file;
  private final NullMarks nulls;
  private final Dataset<Row> table;
  private final StructType schema;
  private final long rows;

  private ParquetSource(
      String key,
      String name,
      int files,
      Column file,
      NullMarks nulls,
      Supplier<Dataset<Row>> reading) {
    this.key = key;
    this.name = name;
    this.files = files;
    this.file = file;
    this.nulls = nulls;
    try {
      table = reading.get();
      schema = table.schema();
      rows = table.count();
    } catch (Exception failed) {
      throw notParquet(failed);
    }
    if (rows == 0) {
      throw new UnusableInputException(origin() + " has no row");
    }
  }

  /**
   * Opens files and counts their rows from the footers.
   *
   * @throws UnusableInputException when they cannot be read or have no row
   */
  static ParquetSource ofFiles(SparkSession spark, InputFiles input, NullMarks nulls) {
    return new ParquetSource(
        "catalog.path",
        input.given(),
        input.files().size(),
        file(input),
        nulls,
        () -> spark.read().parquet(Storage.literal(input.root())));
  }

  /**
   * Opens a table of Spark's catalogue. Its rows are numbered within its files.
   *
   * @throws UnusableInputException when there is none of that name, or it is not stored as Parquet
   */
  static ParquetSource ofTable(SparkSession spark, String table, NullMarks nulls) {
    String origin = "catalog.table = " + table;
    try {
      if (!spark.catalog().tableExists(table)) {
        throw new UnusableInputException(
            "%s is not in the catalogue of this Spark, which is %s"
                .formatted(origin, metastore(spark)));
      }
      Dataset<Row> rows = spark.table(table);
      rows.select("_metadata.row_index");
      return new ParquetSource(
          "catalog.table",
          table,
          Math.max(1, rows.inputFiles().length),
          col("_metadata.file_path"),
          nulls,
          () -> rows);
    } catch (UnusableInputException refused) {
      throw refused;
    } catch (Exception failed) {
      boolean isOther =
          String.valueOf(failed.getMessage()).matches("(?s).*(_metadata|row_index).*");
      throw isOther
          ? new UnusableInputException(
              origin + " is not stored as Parquet, whose rows can be numbered; no other is read",
              failed)
          : new UnusableInputException(
              origin + " cannot be read: " + Storage.reason(failed), failed);
    }
  }

  private static String metastore(SparkSession spark) {
    return spark.conf().get("spark.sql.catalogImplementation", "in-memory").equals("hive")
        ? "a Hive metastore"
        : "in memory: no metastore is configured (spark.sql.catalogImplementation = hive, in a"
            + " Spark that has spark-hive)";
  }

  private RuntimeException notParquet(Exception failed) {
    RuntimeException translated = ReadFailures.translate(this, failed);
    return translated instanceof UnusableInputException
        ? translated
        : new UnusableInputException(
            origin() + " cannot be read: " + Storage.reason(failed), failed);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return key + " = " + name;
  }

  @Override
  public List<String> columns() {
    return Arrays.asList(schema.fieldNames());
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public int files() {
    return files;
  }

  @Override
  public StructType schema(Set<String> numeric, Optional<String> id) {
    return schema;
  }

  @Override
  public Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id) {
    List<Column> columns = new ArrayList<>();
    List<Column> bad = new ArrayList<>();
    for (String name : wanted) {
      bad.addAll(problems(name));
      columns.add(present(name).as(name));
    }
    columns.add(0, file.as(RecordColumns.FILE));
    columns.add(1, col("_metadata.row_index").plus(lit(1L)).as(RecordColumns.ROW));
    columns.add(2, lit(null).cast(DataTypes.StringType).as(RecordColumns.BROKEN));
    columns.add(3, badCells(bad).as(RecordColumns.BAD));
    columns.add(
        4, id.map(this::idText).orElse(lit(null)).cast(DataTypes.StringType).as(RecordColumns.ID));
    return table.select(columns.toArray(Column[]::new));
  }

  /** The column, NULL where it is NaN or has a value that stands for a missing one. */
  private Column present(String name) {
    Column column = SqlNames.exact(name);
    DataType type = type(name);
    ColumnNulls marks = nulls.in(name);
    if (type instanceof ArrayType list) {
      return marks.isEmpty()
          ? column
          : transform(column, value -> when(not(marks.matches(value, list.elementType())), value));
    }
    Column present = isFloating(type) ? when(not(isnan(column)), column) : column;
    return marks.isEmpty() ? present : when(not(marks.matches(column, type)), present);
  }

  private List<Column> problems(String name) {
    Column column = SqlNames.exact(name);
    List<Column> problems = new ArrayList<>();
    if (isFloating(type(name))) {
      problems.add(when(isnan(column), lit(RecordColumns.bad(name, "NaN"))));
    }
    ColumnNulls marks = nulls.in(name);
    if (!marks.isEmpty() && !(type(name) instanceof ArrayType)) {
      Column cell = concat(lit(RecordColumns.empty(name, "")), column.cast(DataTypes.StringType));
      problems.add(when(marks.matches(column, type(name)), cell));
    }
    return problems;
  }

  private static Column badCells(List<Column> bad) {
    DataType list = DataTypes.createArrayType(DataTypes.StringType);
    if (bad.isEmpty()) {
      return lit(null).cast(list);
    }
    Column found = array_compact(array(bad.toArray(Column[]::new)));
    return when(size(found).gt(lit(0)), found).cast(list);
  }

  private DataType type(String name) {
    for (StructField field : schema.fields()) {
      if (field.name().equals(name)) {
        return field.dataType();
      }
    }
    throw new IllegalArgumentException("no column " + name);
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  /** An id stored as a floating-point number is written as the whole number it holds. */
  private Column idText(String name) {
    Column id = present(name);
    Column text = id.cast(DataTypes.StringType);
    if (!isFloating(type(name))) {
      return text;
    }
    Column isWhole = id.equalTo(floor(id)).and(functions.abs(id).leq(lit(TypedRecord.EXACT)));
    Column whole = id.cast(DataTypes.LongType).cast(DataTypes.StringType);
    return when(not(isnan(id)), when(isWhole, whole).otherwise(text));
  }

  private static Column file(InputFiles input) {
    if (input.files().size() == 1) {
      return lit(input.given());
    }
    HashMap<String, String> shown = input.shownByPath();
    UDF1<String, String> show = path -> shown.getOrDefault(path, path);
    return functions.udf(show, DataTypes.StringType).apply(col("_metadata.file_path"));
  }

  @Override
  public long rows() {
    return rows;
  }
}
