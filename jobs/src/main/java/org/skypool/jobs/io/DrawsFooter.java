package org.skypool.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What the footer of a file of a draws table says of one bucket, without reading a draw.
 *
 * @param objects number of rows
 * @param draws number of draws of all objects
 * @param metadata key-value metadata
 */
public record DrawsFooter(long objects, long draws, Map<String, String> metadata) {

  /**
   * Reads a footer.
   *
   * @param theta a column of draws
   * @throws UnusableInputException when the file is absent, is not Parquet or has a newer version
   */
  public static DrawsFooter read(Configuration conf, TablePart part, String theta) {
    Path path = part.path();
    String name = Storage.plain(path);
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
      FileBuckets.Bucket bucket = FileBuckets.of(reader.getFooter(), part);
      Map<String, String> metadata = Map.copyOf(bucket.metadata(reader.getFileMetaData()));
      TableFormat.check(name, TableFormat.DRAWS, metadata);
      long draws = 0;
      int first = bucket.firstRowGroup();
      for (BlockMetaData rows :
          reader.getFooter().getBlocks().subList(first, first + bucket.rowGroups())) {
        for (ColumnChunkMetaData column : rows.getColumns()) {
          draws += column.getPath().toArray()[0].equals(theta) ? column.getValueCount() : 0;
        }
      }
      return new DrawsFooter(bucket.rows(), draws, metadata);
    } catch (FileNotFoundException absent) {
      throw new UnusableInputException(name + " does not exist or cannot be read", absent);
    } catch (UnusableInputException refused) {
      throw refused;
    } catch (IOException | RuntimeException damaged) {
      throw new UnusableInputException(
          name + " cannot be read as Parquet: " + Storage.reason(damaged), damaged);
    }
  }
}
