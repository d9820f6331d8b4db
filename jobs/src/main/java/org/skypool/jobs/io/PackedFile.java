package org.skypool.jobs.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;

/** One file made of the files of several buckets: their row groups are copied as they are. */
final class PackedFile {
  private PackedFile() {}

  /**
   * Writes the file.
   *
   * @param buckets their files, in order; all have the same columns
   */
  static void write(Configuration conf, List<Path> buckets, Path file) throws IOException {
    List<InputFile> inputs = new ArrayList<>();
    List<ParquetMetadata> footers = new ArrayList<>();
    for (Path bucket : buckets) {
      InputFile input = HadoopInputFile.fromPath(bucket, conf);
      inputs.add(input);
      try (ParquetFileReader reader = ParquetFileReader.open(input)) {
        footers.add(reader.getFooter());
      }
    }
    MessageType schema = footers.get(0).getFileMetaData().getSchema();
    Map<String, String> metadata = new TreeMap<>(FileBuckets.common(footers));
    metadata.put(FileBuckets.KEY, FileBuckets.ofFiles(footers).text());
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            new ParquetOutput(Storage.of(conf, file), file),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            TableWriter.ROW_GROUP_BYTES,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT)) {
      writer.start();
      for (InputFile input : inputs) {
        writer.appendFile(input);
      }
      writer.end(metadata);
    }
  }
}
