package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * Columns that a folder's folders spell: {@code field=COSMOS/part-0.csv} has the value COSMOS in
 * the column field.
 *
 * @param names of the columns, outermost folder first
 * @param values by path of the file; null where the folder stands for a missing value
 */
record PartitionFolders(ArrayList<String> names, LinkedHashMap<String, String[]> values)
    implements Serializable {
  private static final String MISSING = "__HIVE_DEFAULT_PARTITION__";

  /**
   * The folders of files.
   *
   * @throws UnusableInputException when files lie in folders of different names
   */
  static PartitionFolders of(InputFiles input) {
    ArrayList<String> names = null;
    LinkedHashMap<String, String[]> values = new LinkedHashMap<>();
    for (FileStatus file : input.files()) {
      Map<String, String> folders = folders(Storage.below(input.root(), file.getPath()));
      if (names != null && !names.equals(List.copyOf(folders.keySet()))) {
        throw new UnusableInputException(
            "catalog.path = %s: %s lies in folders %s, others in %s"
                .formatted(input.given(), input.shown(file.getPath()), folders.keySet(), names));
      }
      names = new ArrayList<>(folders.keySet());
      String[] cells = folders.values().toArray(String[]::new);
      String path = file.getPath().toString();
      values.put(path, cells);
      values.put(new Path(path).toUri().toString(), cells);
    }
    return new PartitionFolders(names == null ? new ArrayList<>() : names, values);
  }

  private static Map<String, String> folders(String below) {
    Map<String, String> folders = new LinkedHashMap<>();
    String[] parts = below.split("/");
    for (int i = 0; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        String value = parts[i].substring(equals + 1);
        folders.put(
            ExternalCatalogUtils.unescapePathName(parts[i].substring(0, equals)),
            value.equals(MISSING) ? null : ExternalCatalogUtils.unescapePathName(value));
      }
    }
    return folders;
  }

  /** The values of a file's folders. */
  String[] cells(String path) {
    return values.getOrDefault(path, new String[names.size()]);
  }
}
