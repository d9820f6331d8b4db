package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A binary table of a FITS file, or of every file of a folder, all with the same columns. Rows have
 * a fixed length, so that tasks read parts of a file of any size, each through a buffer of its own;
 * a compressed file is read by one task. Tables are not held.
 */
final class FitsSource implements SourceTable {
  private final SparkSession spark;
  private final InputFiles input;
  private final NullMarks nulls;
  private final List<FitsTable> tables = new ArrayList<>();

  /**
   * Reads the headers.
   *
   * @param hdu number from 1, or name, of the extension; empty: the first binary table
   * @throws UnusableInputException when they cannot be read, have no row, or differ in columns
   */
  FitsSource(SparkSession spark, InputFiles input, Optional<String> hdu, NullMarks nulls) {
    this.spark = spark;
    this.input = input;
    this.nulls = nulls;
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    for (FileStatus file : input.files()) {
      FitsTable table = FitsTable.read(conf, input, file, hdu);
      if (!tables.isEmpty() && !table.columns().equals(tables.get(0).columns())) {
        throw new UnusableInputException(
            "catalog.path = %s: the columns of %s differ from those of %s"
                .formatted(
                    input.given(),
                    input.shown(file.getPath()),
                    input.shown(input.files().get(0).getPath())));
      }
      tables.add(table);
    }
    if (rows() == 0) {
      throw new UnusableInputException("catalog.path = " + input.given() + " has no row");
    }
  }

  @Override
  public String name() {
    return input.given();
  }

  @Override
  public Optional<String> unit(String column) {
    return Optional.ofNullable(column(column).unit());
  }

  @Override
  public List<String> columns() {
    return tables.get(0).columns().stream().map(FitsColumn::name).toList();
  }

  private FitsColumn column(String name) {
    return tables.get(0).columns().get(columns().indexOf(name));
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
    return schema(tables.get(0).columns());
  }

  private static StructType schema(Collection<FitsColumn> columns) {
    StructType schema = new StructType();
    for (FitsColumn column : columns) {
      schema = schema.add(column.name(), column.sql());
    }
    return schema;
  }

  @Override
  public Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id) {
    Set<String> names = new LinkedHashSet<>(wanted);
    int rowColumns = names.size();
    id.ifPresent(names::add);
    List<FitsColumn> columns = new ArrayList<>();
    for (String name : names) {
      FitsColumn column = column(name);
      if (column.isVariable()) {
        throw new UnusableInputException(
            "%s: column %s has the format %s, of variable length, which is not read"
                .formatted(name(), name, column.format()));
      }
      columns.add(column);
    }
    TypedRecord record = new TypedRecord(schema(columns), rowColumns, id, nulls);
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    List<FitsRows.Split> splits = splits(conf.value());
    JavaRDD<Row> rows =
        parallel(splits).flatMap(split -> rows(conf.value(), split, columns, record));
    return spark.createDataFrame(rows, record.schema());
  }

  /** One partition per part, best where its first byte is. */
  private JavaRDD<FitsRows.Split> parallel(List<FitsRows.Split> splits) {
    List<Tuple2<FitsRows.Split, Seq<String>>> located = new ArrayList<>();
    FileBlocks blocks = new FileBlocks(spark.sparkContext().hadoopConfiguration());
    for (FitsRows.Split split : splits) {
      List<String> hosts = blocks.hosts(split.path(), split.start());
      located.add(new Tuple2<>(split, CollectionConverters.asScala(hosts).toSeq()));
    }
    ClassTag<FitsRows.Split> tag = ClassTag$.MODULE$.apply(FitsRows.Split.class);
    return JavaRDD.fromRDD(
        spark.sparkContext().makeRDD(CollectionConverters.asScala(located).toSeq(), tag), tag);
  }

  private static FitsRows rows(
      Configuration conf, FitsRows.Split split, List<FitsColumn> columns, TypedRecord record) {
    FitsRows rows = FitsRows.open(conf, split, columns, record);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> rows.close());
    return rows;
  }

  private List<FitsRows.Split> splits(Configuration conf) {
    long mostBytes = spark.sessionState().conf().filesMaxPartitionBytes();
    int least = Math.max(1, spark.sparkContext().defaultParallelism() / files());
    List<FitsRows.Split> splits = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      FitsTable table = tables.get(i);
      FileStatus file = input.files().get(i);
      boolean isOne = Storage.isCompressed(conf, file.getPath());
      long fair = (table.rows() + least - 1) / least;
      long each = Math.max(1, isOne ? table.rows() : Math.min(fair, mostBytes / table.rowBytes()));
      for (long row = 0; row < table.rows(); row += each) {
        splits.add(
            new FitsRows.Split(
                file.getPath().toString(),
                input.shown(file.getPath()),
                table.start() + row * table.rowBytes(),
                table.rowBytes(),
                row + 1,
                Math.min(each, table.rows() - row)));
      }
    }
    return splits;
  }

  @Override
  public long rows() {
    return tables.stream().mapToLong(FitsTable::rows).sum();
  }
}
