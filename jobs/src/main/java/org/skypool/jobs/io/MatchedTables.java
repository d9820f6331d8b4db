package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A catalogue and its table of observations, each without what has no counterpart in the other:
 * objects without a usable observation, observations of objects that are not in the catalogue.
 * Those rows are set aside with the reason.
 *
 * @param objects one row per object
 * @param observations one row per observation
 */
public record MatchedTables(Catalogue objects, Catalogue observations) {

  /**
   * Matches by id.
   *
   * @throws UnusableInputException when no object has an observation
   */
  public static MatchedTables of(Catalogue objects, Catalogue observations) {
    Catalogue observed = without(objects, observations, "no usable observation");
    if (observed.size() == 0) {
      throw new UnusableInputException(
          "catalog.observations: none of %,d usable rows has the id of one of %,d objects"
              .formatted(observations.size(), objects.size()));
    }
    return new MatchedTables(
        observed, without(observations, objects, "no usable object has this id"));
  }

  private static Catalogue without(Catalogue table, Catalogue other, String reason) {
    Dataset<Row> known = other.objects().select(TableFormat.OBJECT_ID).distinct();
    Dataset<Row> lonely = table.objects().join(known, TableFormat.OBJECT_ID, "left_anti");
    long count = lonely.count();
    if (count == 0) {
      return table;
    }
    return new Catalogue(
        table.objects().join(known, TableFormat.OBJECT_ID, "left_semi"),
        table
            .rejected()
            .unionByName(
                lonely.select(
                    col("file"),
                    col("row"),
                    col(TableFormat.OBJECT_ID),
                    lit(reason).as(RowJudge.REASON))),
        table.rows(),
        table.notSelected(),
        table.rejectedRows() + count,
        DigestUtils.sha256Hex(table.fingerprint() + " " + count + " " + other.fingerprint()),
        table.persisted());
  }
}
