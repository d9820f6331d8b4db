package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The rows written in the configuration itself; their columns are all names that occur, in order.
 */
final class InlineSource implements SourceTable {
  private static final String NAME = "catalog.rows";

  private final SparkSession spark;
  private final List<String> columns;
  private final List<String[]> records = new ArrayList<>();
  private final TypeSample sample;
  private final NullMarks nulls;

  /**
   * Takes the rows.
   *
   * @throws UnusableInputException when there is none
   */
  InlineSource(SparkSession spark, List<Map<String, String>> rows, NullMarks nulls) {
    this.spark = spark;
    this.nulls = nulls;
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    this.columns = List.copyOf(names);
    if (rows.isEmpty() || columns.isEmpty()) {
      throw new UnusableInputException(NAME + " has no row");
    }
    this.sample = new TypeSample(columns.size());
    for (Map<String, String> row : rows) {
      String[] cells = columns.stream().map(row::get).toArray(String[]::new);
      records.add(cells);
      sample.add(cells);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public int files() {
    return 1;
  }

  @Override
  public StructType schema(Set<String> numeric, Optional<String> id) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, type(column, numeric, id).sql());
    }
    return schema;
  }

  private CellType type(String column, Set<String> numeric, Optional<String> id) {
    return numeric.contains(column)
        ? CellType.NUMBER
        : sample.type(columns.indexOf(column), id.equals(Optional.of(column)));
  }

  @Override
  public Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id) {
    Map<String, CellType> types = new LinkedHashMap<>();
    wanted.forEach(column -> types.put(column, type(column, numeric, id)));
    TextRecord record = new TextRecord(columns, id, types, nulls);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      rows.add(record.row(NAME, i + 1L, records.get(i)));
    }
    return spark.createDataFrame(rows, record.schema());
  }

  @Override
  public long rows() {
    return records.size();
  }
}
