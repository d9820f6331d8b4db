package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;

import java.io.Serializable;
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

/**
 * Comma-separated text with a header line, one record per line, plain or compressed, one file or a
 * folder of files with the same header. Blank lines are no records.
 *
 * <p>Large files are read in blocks by many tasks. A first pass counts the lines of every block
 * (and reads every byte, so that a damaged file is noticed before any work is done); the second
 * numbers the records from there, so that a record's number does not depend on how the file was
 * divided.
 */
final class CsvSource implements SourceTable {

  private final SparkSession spark;
  private final InputFiles input;
  private final CsvHeader header;
  private final Map<Block, Long> firstLine = new HashMap<>();
  private final long rows;

  /** A contiguous part of a file that one task reads. */
  record Block(String file, long start, long length) implements Serializable {}

  /**
   * Opens the files and counts their records.
   *
   * @throws UnusableInputException when they cannot be read, have no record or different headers
   */
  CsvSource(SparkSession spark, InputFiles input) {
    this.spark = spark;
    this.input = input;
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    this.header = commonHeader(conf, input);
    this.rows = countLines() - input.files().size();
    if (rows <= 0) {
      throw new UnusableInputException("catalog.path = " + input.given() + " has no record");
    }
  }

  private static CsvHeader commonHeader(Configuration conf, InputFiles input) {
    CsvHeader first = null;
    for (FileStatus file : input.files()) {
      CsvHeader header = CsvHeader.read(conf, input, file.getPath());
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

  /** Whether a line is no record; the same rule as that of {@link #lines}. */
  static boolean isBlank(String line) {
    return line.chars().allMatch(c -> c == ' ');
  }

  private Dataset<Row> lines() {
    return spark
        .read()
        .text(input.literal())
        .filter(trim(col("value")).notEqual(lit("")))
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
      throw ReadFailures.translate(input.given(), failed);
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
    return header.columns();
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
    return numeric.contains(column)
        ? CellType.NUMBER
        : header.sample().type(columns().indexOf(column), id.equals(Optional.of(column)));
  }

  @Override
  public Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id) {
    Map<String, CellType> types = new LinkedHashMap<>();
    wanted.forEach(column -> types.put(column, type(column, numeric, id)));
    TextRecord record = new TextRecord(columns(), id, types);
    return lines()
        .mapPartitions(
            new Numbering(new HashMap<>(firstLine), input.shownByPath(), record),
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
    private final TextRecord record;

    private Numbering(
        HashMap<Block, Long> firstLine, HashMap<String, String> shown, TextRecord record) {
      this.firstLine = firstLine;
      this.shown = shown;
      this.record = record;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> lines) {
      CsvLineParser parser = new CsvLineParser();
      Map<Block, Long> next = new HashMap<>();
      Iterable<Row> all = () -> lines;
      return StreamSupport.stream(all.spliterator(), false)
          .map(line -> parse(parser, next, line))
          .filter(row -> row != null)
          .iterator();
    }

    private Row parse(CsvLineParser parser, Map<Block, Long> next, Row line) {
      Block block = new Block(line.getString(1), line.getLong(2), line.getLong(3));
      Long first = firstLine.get(block);
      if (first == null) {
        throw new IllegalStateException(
            "the file changed while it was read: no line counted in " + block);
      }
      long number = next.merge(block, 1L, Long::sum) - 1 + first;
      if (number == 0) {
        return null;
      }
      String file = shown.getOrDefault(block.file(), block.file());
      return record.row(file, number, parser.cells(line.getString(0)));
    }
  }
}
