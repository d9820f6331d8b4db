package org.skypool.jobs.io;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names of the table formats and their metadata keys in the Parquet footer.
 *
 * <p>Additions (new columns, new metadata) keep the version; a change of meaning raises it. A
 * reader reads its own version and all older ones, and refuses newer ones.
 */
public final class TableFormat {
  /** Version that is written. */
  public static final int VERSION = 1;

  /** Metadata key of the table's kind. */
  public static final String FORMAT_KEY = "skypool.format";

  /** Metadata key of the version. */
  public static final String VERSION_KEY = "skypool.version";

  /** Metadata key of a theta's coordinates, followed by the theta's name. */
  public static final String COORDINATES_KEY = "skypool.coordinates.";

  /** The column of the object id, in every table that has one. */
  public static final String OBJECT_ID = "object_id";

  /** The column of the hash of an object's data. */
  public static final String DATA_HASH = "data_hash";

  /** The column of the hash of a whole row of draws and of what it was made with. */
  public static final String ROW_HASH = "row_hash";

  /** Columns whose 64-bit integers are read to the last digit. */
  static final Set<String> EXACT = Set.of(OBJECT_ID, DATA_HASH, ROW_HASH);

  /** Draws of every object. */
  public static final String DRAWS = "draws";

  /** Draws of the hyperparameters. */
  public static final String HYPERPOSTERIOR = "hyperposterior";

  /** Summaries of every object. */
  public static final String INDIVIDUALS = "individuals";

  /** Catalogue rows set aside. */
  public static final String REJECTED = "rejected";

  private TableFormat() {}

  /** Footer metadata of a table: its kind and version, then what the caller adds. */
  static Map<String, String> metadata(String format, Map<String, String> extra) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, format);
    metadata.put(VERSION_KEY, Integer.toString(VERSION));
    extra.forEach(
        (key, value) -> {
          if (metadata.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("metadata key " + key + " is the format's own");
          }
        });
    return metadata;
  }

  /**
   * Refuses a table of another kind or of a newer version. A table without the keys, made
   * elsewhere, is taken for what it was asked to be.
   *
   * @throws UnusableInputException naming the file, what it is and what was expected
   */
  static void check(String file, String format, Map<String, String> metadata) {
    String found = metadata.getOrDefault(FORMAT_KEY, format);
    if (!found.equals(format)) {
      throw new UnusableInputException(file + " is a table of format " + found + ", not " + format);
    }
    String version = metadata.getOrDefault(VERSION_KEY, Integer.toString(VERSION));
    if (!version.matches("[1-9][0-9]{0,8}") || Integer.parseInt(version) > VERSION) {
      throw new UnusableInputException(
          "%s has version %s of the format %s; this program reads 1 to %d"
              .formatted(file, version, format, VERSION));
    }
  }
}
