package org.skypool.jobs.io;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.skypool.jobs.config.ConfigException;

/** SQL of a configuration over a table that the program made itself, guarded as for catalogues. */
public final class RowSql {
  private RowSql() {}

  /**
   * A value computed from a row.
   *
   * @param key configuration key, for messages
   * @param table the rows
   * @throws ConfigException where the SQL is none, names an absent column, or does more than
   *     compute from its row
   */
  public static Column column(String key, String text, Dataset<Row> table) {
    try {
      return SqlExpression.of(key, text, table, "the mock survey", false).column();
    } catch (UnusableInputException absent) {
      throw new ConfigException(absent.getMessage());
    }
  }
}
