package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.skypool.jobs.config.CsvDialect;

/**
 * Text with one record per line, plain or compressed, one file or a folder of files with the same
 * header, partition folders ({@code field=COSMOS}) included.
 *
 * <p>Large files are read in blocks by many tasks. A first pass counts the lines of every block
 * (and reads every byte, so that a damaged file is noticed before any work is done); the second
 * numbers the records from there, so that a record's number does not depend on how the file was
 * divided.
 */
final class CsvSource implements SourceTable {

  private final SparkSession spark;
  private final InputFiles input;
  private final CsvDialect dialect;
  private final NullMarks nulls;
  private final CsvHeader header;
  private final PartitionFolders folders;
  private final TypeSample folderSample;
  private final Map<Block, Long> firstLine = new HashMap<>();
  private final long rows;

  /** A contiguous part of a file that one task reads. */
  record Block(String file, long start, long length) implements Serializable {}

  /**
   * Opens the files and counts their records.
   *
   * @throws UnusableInputException when they cannot be read, have no record or different headers
   */
  CsvSource(SparkSession spark, InputFiles input, CsvDialect dialect, NullMarks nulls) {
    this.spark = spark;
    this.input = input;
    this.dialect = dialect;
    this.nulls = nulls;
    this.header = commonHeader(spark.sparkContext().hadoopConfiguration());
    this.folders = PartitionFolders.of(input);
    this.folderSample = new TypeSample(folders.names().size());
    folders.values().values().forEach(folderSample::add);
    this.rows = countLines() - (dialect.hasHeaderLine() ? input.files().size() : 0);
    if (rows <= 0) {
      throw new UnusableInputException("catalog.path = " + input.given() + " has no record");
    }
  }

  private CsvHeader commonHeader(Configuration conf) {
    CsvHeader first = null;
    for (FileStatus file : input.files()) {
      CsvHeader header = CsvHeader.read(conf, input, file.getPath(), dialect, nulls);
      if (first != null && !header.columns().equals(first.columns())) {
        throw new UnusableInputException(
            "catalog.path = %s: the header of %s differs from that of %s"
                .formatted(
                    input.given(),
                    input.shown(file.getPath()),
                    input.shown(input.files().get(0).getPath())));
      }
      first = first == null || !first.hasRecords() && header.hasRecords() ? header : first;
    }
    return first;
  }

  private Dataset<Row> lines() {
    return spark
        .read()
        .text(input.literal())
        .filter(CsvLines.isRecord(col("value"), dialect))
        .select(
            col("value"),
            col("_metadata.file_path"),
            col("_metadata.file_block_start"),
            col("_metadata.file_block_length"));
  }

  private long countLines() {
    Map<String, TreeMap<Long, Row>> blocks = new TreeMap<>();
    try {
      for (Row row :
          lines()
              .groupBy("file_path", "file_block_start", "file_block_length")
              .agg(count(lit(1)))
              .collectAsList()) {
        blocks.computeIfAbsent(row.getString(0), file -> new TreeMap<>()).put(row.getLong(1), row);
      }
    } catch (Exception failed) {
      throw ReadFailures.translate(this, failed);
    }
    long all = 0;
    for (Map.Entry<String, TreeMap<Long, Row>> file : blocks.entrySet()) {
      long inFile = 0;
      for (Row row : file.getValue().values()) {
        firstLine.put(new Block(file.getKey(), row.getLong(1), row.getLong(2)), inFile);
        inFile += row.getLong(3);
      }
      all += inFile;
    }
    return all;
  }

  @Override
  public String name() {
    return input.given();
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(header.columns());
    columns.addAll(folders.names());
    return columns;
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public int files() {
    return input.files().size();
  }

  @Override
  public StructType schema(Set<String> numeric, Optional<String> id) {
    StructType schema = new StructType();
    for (String column : columns()) {
      schema = schema.add(column, type(column, numeric, id).sql());
    }
    return schema;
  }

  private CellType type(String column, Set<String> numeric, Optional<String> id) {
    if (numeric.contains(column)) {
      return CellType.NUMBER;
    }
    int at = columns().indexOf(column);
    int inFile = header.columns().size();
    boolean isId = id.equals(Optional.of(column));
    return at < inFile ? header.sample().type(at, isId) : folderSample.type(at - inFile, isId);
  }

  @Override
  public Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id) {
    Map<String, CellType> types = new LinkedHashMap<>();
    wanted.forEach(column -> types.put(column, type(column, numeric, id)));
    TextRecord record = new TextRecord(columns(), id, types, nulls);
    return lines()
        .mapPartitions(
            new Numbering(new HashMap<>(firstLine), input.shownByPath(), folders, dialect, record),
            Encoders.row(record.schema()));
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Numbers the lines of a partition's blocks and parses them. */
  private static final class Numbering implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final HashMap<Block, Long> firstLine;
    private final HashMap<String, String> shown;
    private final PartitionFolders folders;
    private final CsvDialect dialect;
    private final TextRecord record;

    private Numbering(
        HashMap<Block, Long> firstLine,
        HashMap<String, String> shown,
        PartitionFolders folders,
        CsvDialect dialect,
        TextRecord record) {
      this.firstLine = firstLine;
      this.shown = shown;
      this.folders = folders;
      this.dialect = dialect;
      this.record = record;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> lines) {
      LineParser parser = LineParser.of(dialect);
      Map<Block, Long> next = new HashMap<>();
      Iterable<Row> all = () -> lines;
      return StreamSupport.stream(all.spliterator(), false)
          .map(line -> parse(parser, next, line))
          .filter(row -> row != null)
          .iterator();
    }

    private Row parse(LineParser parser, Map<Block, Long> next, Row line) {
      Block block = new Block(line.getString(1), line.getLong(2), line.getLong(3));
      Long first = firstLine.get(block);
      if (first == null) {
        throw new IllegalStateException(
            "the file changed while it was read: no line counted in " + block);
      }
      long number = next.merge(block, 1L, Long::sum) - 1 + first;
      if (dialect.hasHeaderLine() && number == 0) {
        return null;
      }
      String file = shown.getOrDefault(block.file(), block.file());
      String[] cells = parser.cells(CsvLines.withoutMark(line.getString(0)));
      long record = dialect.hasHeaderLine() ? number : number + 1;
      return this.record.row(file, record, cells, folders.cells(block.file()));
    }
  }
}
