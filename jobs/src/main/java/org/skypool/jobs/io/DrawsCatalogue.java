package org.skypool.jobs.io;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.skypool.core.draws.DrawBlock;

/**
 * Draws made elsewhere in long form, read and judged.
 *
 * @param draws usable draws: bucket (int), object_id, file, row, then the numbers asked for; all
 *     draws of a bucket stand in one partition, one bucket after the other, ordered by object_id
 *     (UTF-8 bytes), file and row
 * @param judged what was counted and set aside, in rows of the input, that is, in draws
 * @param objects number of objects that have a usable draw
 * @param buckets the buckets
 * @param files that they stand in as a table
 * @param numbers names of the numbers, in the order of the columns
 */
public record DrawsCatalogue(
    Dataset<Row> draws,
    Catalogue judged,
    long objects,
    Buckets buckets,
    TableFiles files,
    List<String> numbers)
    implements AutoCloseable {

  /**
   * One bucket's draws.
   *
   * @param bucket its number
   * @param block its objects in order; see {@link #fold}
   */
  public record BucketBlock(int bucket, DrawBlock block) {}

  /**
   * Folds the rows of one partition of {@link #draws} into blocks, one per bucket, inside {@code
   * mapPartitions}. Draws are equally weighted, so {@code log_weight = -log K - log_interim_prior}
   * with K the object's usable draws. Without a column of that name both are NaN, for the caller to
   * fill from its formula.
   *
   * @param thetas names of {@code numbers} that are individual parameters
   * @param covariates names of {@code numbers} that are covariates, the same in all rows of an
   *     object
   */
  public static Iterator<BucketBlock> fold(
      Iterator<Row> rows, List<String> numbers, List<String> thetas, List<String> covariates) {
    return new LongFormFolding(rows, numbers, thetas, covariates);
  }

  /** Frees the cache. */
  @Override
  public void close() {
    judged.close();
  }
}
