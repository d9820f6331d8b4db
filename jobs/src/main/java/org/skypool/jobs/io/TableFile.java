package org.skypool.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Some columns of one bucket in a Parquet file, whoever wrote it, as flat arrays. Lists may be
 * nested under any names and in two or three levels; numbers may be double, float, int or long.
 */
final class TableFile {
  private final String name;
  private final long rows;
  private final Map<String, String> metadata;
  private final Map<String, ColumnValues> columns;

  private TableFile(
      String name, long rows, Map<String, String> metadata, Map<String, ColumnValues> columns) {
    this.name = name;
    this.rows = rows;
    this.metadata = metadata;
    this.columns = columns;
  }

  /**
   * Reads the wanted columns that the file has, of one bucket.
   *
   * @throws UnusableInputException when the file is absent, is not Parquet, is damaged, has another
   *     format or a newer version
   */
  static TableFile read(Configuration conf, TablePart part, String format, List<String> wanted) {
    Path path = part.path();
    String name = Storage.plain(path);
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
      FileBuckets.Bucket bucket = FileBuckets.of(reader.getFooter(), part);
      Map<String, String> metadata = bucket.metadata(reader.getFileMetaData());
      TableFormat.check(name, format, metadata);
      return new TableFile(name, bucket.rows(), metadata, columns(reader, bucket, name, wanted));
    } catch (UnusableInputException refused) {
      throw refused;
    } catch (FileNotFoundException absent) {
      throw new UnusableInputException(name + " does not exist or cannot be read", absent);
    } catch (IOException | RuntimeException damaged) {
      throw new UnusableInputException(
          name + " cannot be read as Parquet: " + Storage.reason(damaged), damaged);
    }
  }

  private static Map<String, ColumnValues> columns(
      ParquetFileReader reader, FileBuckets.Bucket bucket, String name, List<String> wanted)
      throws IOException {
    MessageType schema = reader.getFileMetaData().getSchema();
    List<Type> present =
        wanted.stream().distinct().filter(schema::containsField).map(schema::getType).toList();
    Map<String, ColumnValues> columns = new LinkedHashMap<>();
    if (present.isEmpty()) {
      return columns;
    }
    MessageType projection = new MessageType(schema.getName(), present);
    reader.setRequestedSchema(projection);
    for (Type type : present) {
      columns.put(type.getName(), new ColumnValues(name, leaf(name, projection, type)));
    }
    String createdBy = reader.getFileMetaData().getCreatedBy();
    for (int group = 0; group < bucket.rowGroups(); group++) {
      PageReadStore pages = reader.readRowGroup(bucket.firstRowGroup() + group);
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(pages, new UnusedConverter(projection), projection, createdBy);
      for (ColumnValues values : columns.values()) {
        ColumnReader column = store.getColumnReader(values.descriptor());
        values.append(column, Math.toIntExact(pages.getRowCount()));
      }
    }
    return columns;
  }

  private static ColumnDescriptor leaf(String file, MessageType schema, Type type) {
    List<String> path = new ArrayList<>(List.of(type.getName()));
    Type at = type;
    while (!at.isPrimitive()) {
      GroupType group = at.asGroupType();
      if (group.getFieldCount() != 1) {
        throw new UnusableInputException(
            file + ": column " + type.getName() + " is a structure, not a number, text or list");
      }
      at = group.getType(0);
      path.add(at.getName());
    }
    return schema.getColumnDescription(path.toArray(String[]::new));
  }

  /** The path, for messages. */
  String name() {
    return name;
  }

  /** Number of rows. */
  int rows() {
    return Math.toIntExact(rows);
  }

  /** Key-value metadata of the footer, and those of the bucket. */
  Map<String, String> metadata() {
    return metadata;
  }

  /** Whether the file has the column. */
  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** One text per row. */
  List<String> text(String column) {
    return column(column).text();
  }

  /** One double per row. */
  double[] doubles(String column) {
    return column(column).singles(rows());
  }

  /** One 64-bit integer per row, of a column that is read to the last digit. */
  long[] longs(String column) {
    try {
      return text(column).stream().mapToLong(Long::parseLong).toArray();
    } catch (NumberFormatException notWhole) {
      throw new UnusableInputException(
          name + ": column " + column + " does not hold 64-bit integers", notWhole);
    }
  }

  /** One int per row. */
  int[] ints(String column) {
    return Arrays.stream(doubles(column)).mapToInt(value -> (int) value).toArray();
  }

  /** The values of all rows' lists, one after the other. */
  double[] listValues(String column) {
    return column(column).values();
  }

  /** Where each row's list starts, and the number of values last. */
  int[] listOffsets(String column) {
    return column(column).offsets(rows());
  }

  private ColumnValues column(String column) {
    ColumnValues values = columns.get(column);
    if (values == null) {
      throw new UnusableInputException(name + " has no column " + column);
    }
    return values;
  }
}
