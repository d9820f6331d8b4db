package org.skypool.jobs.stage;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.io.DrawsFooter;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.RowMarks;
import org.skypool.jobs.io.TablePart;
import org.skypool.jobs.io.UnusableInputException;

/**
 * The table of a round as an earlier run left it, whose rows serve again where they are what would
 * be sampled now.
 *
 * @param buckets the earlier ones, in order
 * @param release that was current when they were taken; empty where it had no name
 */
record EarlierRows(List<TablePart> buckets, String release) implements Serializable {

  EarlierRows {
    buckets = new ArrayList<>(buckets);
  }

  /** No rows. */
  static EarlierRows none() {
    return new EarlierRows(List.of(), "");
  }

  /**
   * The table where a round's draws go, if its rows were made as they would be made now.
   *
   * @param table its folder, which need not be there
   * @param theta a column of draws
   * @param key of what rows depend on besides the objects
   * @param buckets number of buckets now: the earlier number must divide it
   */
  static EarlierRows of(
      Configuration conf, Path table, String theta, String key, int buckets, String release)
      throws IOException {
    if (!table.getFileSystem(conf).exists(table)) {
      return none();
    }
    try {
      List<TablePart> earlier = DrawsReader.parts(conf, table);
      boolean serves =
          buckets % earlier.size() == 0
              && earlier.stream().anyMatch(bucket -> hasKey(conf, bucket, theta, key));
      return serves ? new EarlierRows(earlier, release) : none();
    } catch (UnusableInputException withoutFiles) {
      return none();
    }
  }

  private static boolean hasKey(Configuration conf, TablePart bucket, String theta, String key) {
    try {
      return key.equals(
          DrawsFooter.read(conf, bucket, theta).metadata().get(SampleObjects.ROW_KEY));
    } catch (UnusableInputException damaged) {
      return false;
    }
  }

  boolean isEmpty() {
    return buckets.isEmpty();
  }

  /**
   * The rows of the earlier bucket in which the objects of a bucket stood; empty where its file
   * cannot be read or was made otherwise.
   */
  Optional<Bucket> bucket(
      Configuration conf,
      int bucket,
      String key,
      DrawsSchema schema,
      Map<String, String> coordinates) {
    TablePart part = buckets.get(bucket % buckets.size());
    try {
      DrawsReader.DrawsFile read = DrawsReader.marked(conf, part, schema, coordinates);
      double[] effective = read.diagnostics().get(SampleObjects.ESS);
      if (read.marks().isEmpty()
          || effective == null
          || !key.equals(read.metadata().get(SampleObjects.ROW_KEY))) {
        return Optional.empty();
      }
      RowMarks marks = read.marks().get();
      return Optional.of(
          new Bucket(
              new SampledRows(read.block(), effective, marks),
              new RowHashes(key, schema).of(read.block(), effective, marks.data())));
    } catch (UnusableInputException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The rows of one earlier bucket.
   *
   * @param rows as they are stored
   * @param recomputed hash of each as it is stored, which is its own hash where nothing changed
   */
  record Bucket(SampledRows rows, long[] recomputed) {

    /** Where each object's row is, by id. */
    Map<String, Integer> byId() {
      Map<String, Integer> places = new HashMap<>();
      List<String> ids = rows.draws().objectIds();
      for (int row = 0; row < ids.size(); row++) {
        places.put(ids.get(row), row);
      }
      return places;
    }

    /** Whether a row was made of these data. */
    boolean isOf(int row, long data) {
      return rows.marks().data()[row] == data;
    }

    /** Whether a row holds what was written. */
    boolean isIntact(int row) {
      return rows.marks().rows()[row] == recomputed[row];
    }
  }
}
