package org.skypool.jobs.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes one Parquet file from arrays: Snappy, no dictionaries (draws hardly ever repeat), large
 * row groups.
 */
final class TableWriter implements Closeable {
  /** Larger than a bucket of draws, which so stands in one row group. */
  static final long ROW_GROUP_BYTES = 128L << 20;

  private final ParquetWriter<Cursor> writer;
  private final List<Type> types;
  private final Path path;

  /**
   * Opens the file, replacing one that is there.
   *
   * @throws IOException in one line naming the path and what storage said
   */
  TableWriter(
      Configuration conf, Path path, String format, List<Type> types, Map<String, String> metadata)
      throws IOException {
    this.types = List.copyOf(types);
    this.path = path;
    Support support =
        new Support(
            new MessageType("skypool_" + format, this.types),
            TableFormat.metadata(format, metadata));
    try {
      writer =
          new Builder(new ParquetOutput(Storage.of(conf, path), path), support)
              .withConf(conf)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              .withDictionaryEncoding(false)
              .withRowGroupSize(ROW_GROUP_BYTES)
              .build();
    } catch (IOException failed) {
      throw Storage.cannotWrite(path, failed);
    }
  }

  /** Appends rows. The columns are those the file was opened with, in the same order. */
  void write(List<ParquetColumn> columns, int rows) throws IOException {
    if (!columns.stream().map(ParquetColumn::type).toList().equals(types)) {
      throw new IllegalArgumentException("columns differ from those of the file: " + types);
    }
    Cursor cursor = new Cursor(columns.toArray(ParquetColumn[]::new));
    try {
      for (int row = 0; row < rows; row++) {
        cursor.row = row;
        writer.write(cursor);
      }
    } catch (IOException failed) {
      throw Storage.cannotWrite(path, failed);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (IOException failed) {
      throw Storage.cannotWrite(path, failed);
    }
  }

  private static final class Cursor {
    private final ParquetColumn[] columns;
    private int row;

    private Cursor(ParquetColumn[] columns) {
      this.columns = columns;
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Cursor, Builder> {
    private final Support support;

    private Builder(OutputFile file, Support support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Cursor> getWriteSupport(Configuration conf) {
      return support;
    }

    @Override
    protected WriteSupport<Cursor> getWriteSupport(ParquetConfiguration conf) {
      return support;
    }
  }

  private static final class Support extends WriteSupport<Cursor> {
    private final MessageType schema;
    private final Map<String, String> metadata;
    private RecordConsumer out;

    private Support(MessageType schema, Map<String, String> metadata) {
      this.schema = schema;
      this.metadata = metadata;
    }

    @Override
    public WriteContext init(Configuration conf) {
      return new WriteContext(schema, metadata);
    }

    @Override
    public WriteContext init(ParquetConfiguration conf) {
      return new WriteContext(schema, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Cursor cursor) {
      out.startMessage();
      for (int field = 0; field < cursor.columns.length; field++) {
        cursor.columns[field].write(out, field, cursor.row);
      }
      out.endMessage();
    }
  }
}
