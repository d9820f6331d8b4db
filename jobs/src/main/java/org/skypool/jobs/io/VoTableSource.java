package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import uk.ac.starlink.table.StarTable;

/**
 * The first table of a VOTable document, or of every document of a folder, all with the same
 * columns. A document is a stream that one task reads from its beginning; a first pass counts the
 * rows, so that a damaged document is noticed before any work is done.
 */
final class VoTableSource implements SourceTable {
  private final SparkSession spark;
  private final InputFiles input;
  private final NullMarks nulls;
  private final List<VoTableColumn> columns;
  private final List<Part> parts = new ArrayList<>();
  private final long rows;

  /** A document that one task reads. */
  private record Part(String path, String shown) implements Serializable {
    VoTableDocument document() {
      return new VoTableDocument(new Path(path), shown);
    }
  }

  /**
   * Opens the documents and counts their rows.
   *
   * @throws UnusableInputException when they cannot be read, have no row, or differ in columns
   */
  VoTableSource(SparkSession spark, InputFiles input, NullMarks nulls) {
    this.spark = spark;
    this.input = input;
    this.nulls = nulls;
    List<VoTableColumn> common = null;
    for (FileStatus file : input.files()) {
      Part part = new Part(file.getPath().toString(), input.shown(file.getPath()));
      List<VoTableColumn> own = columns(part, spark.sparkContext().hadoopConfiguration());
      if (common != null && !own.equals(common)) {
        throw new UnusableInputException(
            "catalog.path = %s: the columns of %s differ from those of %s"
                .formatted(input.given(), part.shown(), parts.get(0).shown()));
      }
      common = own;
      parts.add(part);
    }
    columns = common;
    rows = count();
    if (rows == 0) {
      throw new UnusableInputException("catalog.path = " + input.given() + " has no row");
    }
  }

  private static List<VoTableColumn> columns(Part part, Configuration conf) {
    AtomicReference<List<VoTableColumn>> columns = new AtomicReference<>();
    part.document()
        .read(
            conf,
            new VoTableDocument.Rows() {
              @Override
              public void metadata(StarTable table) {
                columns.set(VoTableColumn.of(table));
              }

              @Override
              public boolean row(Object[] cells) {
                return false;
              }
            });
    return columns.get();
  }

  private long count() {
    SerializableConfiguration conf = configuration();
    try {
      return parallel().map(part -> rows(part, conf.value())).collect().stream()
          .mapToLong(Long::longValue)
          .sum();
    } catch (Exception failed) {
      throw ReadFailures.translate(this, failed);
    }
  }

  private static long rows(Part part, Configuration conf) {
    AtomicLong rows = new AtomicLong();
    part.document()
        .read(
            conf,
            new VoTableDocument.Rows() {
              @Override
              public void metadata(StarTable table) {
                rows.set(0);
              }

              @Override
              public boolean row(Object[] cells) {
                rows.incrementAndGet();
                return true;
              }
            });
    return rows.get();
  }

  private SerializableConfiguration configuration() {
    return new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
  }

  private JavaRDD<Part> parallel() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(parts, parts.size());
  }

  @Override
  public String name() {
    return input.given();
  }

  @Override
  public Optional<String> unit(String column) {
    return Optional.ofNullable(columns.get(columns().indexOf(column)).unit());
  }

  @Override
  public List<String> columns() {
    return columns.stream().map(VoTableColumn::name).toList();
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public int files() {
    return parts.size();
  }

  @Override
  public StructType schema(Set<String> numeric, Optional<String> id) {
    return schema(columns);
  }

  private static StructType schema(Collection<VoTableColumn> columns) {
    StructType schema = new StructType();
    for (VoTableColumn column : columns) {
      schema = schema.add(column.name(), column.sql());
    }
    return schema;
  }

  @Override
  public Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id) {
    Set<String> names = new LinkedHashSet<>(wanted);
    int rowColumns = names.size();
    id.ifPresent(names::add);
    int[] positions = names.stream().mapToInt(columns()::indexOf).toArray();
    List<VoTableColumn> read = names.stream().map(this::column).toList();
    TypedRecord record = new TypedRecord(schema(read), rowColumns, id, nulls);
    SerializableConfiguration conf = configuration();
    JavaRDD<Row> rows =
        parallel().flatMap(part -> records(part, conf.value(), positions, read, record));
    return spark.createDataFrame(rows, record.schema());
  }

  private VoTableColumn column(String name) {
    return columns.get(columns().indexOf(name));
  }

  private static Iterator<Row> records(
      Part part,
      Configuration conf,
      int[] positions,
      List<VoTableColumn> columns,
      TypedRecord record) {
    VoTableRows rows = VoTableRows.open(part.document(), conf);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> rows.close());
    return new Iterator<>() {
      private long number;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Object[] all = rows.next();
        Object[] cells = new Object[positions.length];
        for (int i = 0; i < cells.length; i++) {
          cells[i] = columns.get(i).value(all[positions[i]]);
        }
        return record.row(part.shown(), ++number, cells);
      }
    };
  }

  @Override
  public long rows() {
    return rows;
  }
}
