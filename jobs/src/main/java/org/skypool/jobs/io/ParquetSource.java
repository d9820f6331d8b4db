package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One Parquet file or a folder of them, partition folders ({@code field=COSMOS}) included. */
final class ParquetSource implements SourceTable {
  /** Whole numbers up to this size are exact in a double. */
  private static final double EXACT = 9_007_199_254_740_992.0;

  private final InputFiles input;
  private final Dataset<Row> table;
  private final StructType schema;
  private final long rows;

  /**
   * Opens the files and counts their rows from the footers.
   *
   * @throws UnusableInputException when they cannot be read or have no row
   */
  ParquetSource(SparkSession spark, InputFiles input) {
    this.input = input;
    try {
      table = spark.read().parquet(Storage.literal(input.root()));
      schema = table.schema();
      rows = table.count();
    } catch (Exception failed) {
      throw notParquet(failed);
    }
    if (rows == 0) {
      throw new UnusableInputException("catalog.path = " + input.given() + " has no row");
    }
  }

  private RuntimeException notParquet(Exception failed) {
    RuntimeException translated = ReadFailures.translate(input.given(), failed);
    return translated instanceof UnusableInputException
        ? translated
        : InputFiles.cannotRead(input.given(), failed);
  }

  @Override
  public String name() {
    return input.given();
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
    return input.files().size();
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
      Column column = SqlNames.exact(name);
      if (isFloating(type(name))) {
        bad.add(when(isnan(column), lit(RecordColumns.bad(name, "NaN"))));
        column = when(not(isnan(column)), column);
      }
      columns.add(column.as(name));
    }
    columns.add(0, file().as(RecordColumns.FILE));
    columns.add(1, col("_metadata.row_index").plus(lit(1L)).as(RecordColumns.ROW));
    columns.add(2, lit(null).cast(DataTypes.StringType).as(RecordColumns.BROKEN));
    columns.add(3, badCells(bad).as(RecordColumns.BAD));
    columns.add(
        4, id.map(this::idText).orElse(lit(null)).cast(DataTypes.StringType).as(RecordColumns.ID));
    return table.select(columns.toArray(Column[]::new));
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
    Column id = SqlNames.exact(name);
    Column text = id.cast(DataTypes.StringType);
    if (!isFloating(type(name))) {
      return text;
    }
    Column isWhole = id.equalTo(floor(id)).and(functions.abs(id).leq(lit(EXACT)));
    Column whole = id.cast(DataTypes.LongType).cast(DataTypes.StringType);
    return when(not(isnan(id)), when(isWhole, whole).otherwise(text));
  }

  private Column file() {
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
