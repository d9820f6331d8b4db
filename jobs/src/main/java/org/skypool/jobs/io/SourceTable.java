package org.skypool.jobs.io;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The records of a catalogue before anything is selected or computed. */
interface SourceTable {
  /** The path as the configuration has it, or what else the records come from. */
  String name();

  /** What messages name: the key and its value. */
  default String origin() {
    return "catalog.path = " + name();
  }

  /** The unit that the table declares a column to have, as written there. */
  default Optional<String> unit(String column) {
    return Optional.empty();
  }

  /** Names of the columns, in order. */
  List<String> columns();

  /** Whether cells are text, so that a column can be read as numbers or as text. */
  boolean isText();

  /** Number of files. */
  int files();

  /**
   * The columns in their SQL types.
   *
   * @param numeric columns that formulas read as numbers, whatever their cells look like
   */
  StructType schema(Set<String> numeric, Optional<String> id);

  /** The {@link RecordColumns}, then the wanted columns in the types of {@link #schema}. */
  Dataset<Row> records(Collection<String> wanted, Set<String> numeric, Optional<String> id);

  /** Number of records. */
  long rows();
}
