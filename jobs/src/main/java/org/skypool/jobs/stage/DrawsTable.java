package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.skypool.core.draws.DrawBlock;
import org.skypool.jobs.io.DrawsFooter;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.TablePart;

/**
 * A table of draws as any machine of a cluster can read it, bucket by bucket.
 *
 * @param text of the run, which says what the columns mean
 * @param round whose draws they are
 * @param parts its buckets, in order
 * @param without ids of objects left out
 * @param divisor of every object's draws the first part in so many is used; 1: all
 */
record DrawsTable(
    ModelText text,
    Round round,
    List<TablePart> parts,
    Set<String> without,
    int divisor,
    SerializableConfiguration conf)
    implements Serializable {

  /**
   * The table of a round.
   *
   * @param output folder of the run
   * @throws org.skypool.jobs.io.UnusableInputException where there are no files
   */
  static DrawsTable of(Configuration conf, Path output, ModelText text, Round round) {
    return new DrawsTable(
        text,
        round,
        DrawsReader.parts(conf, new Path(output, round.table())),
        Set.of(),
        1,
        new SerializableConfiguration(conf));
  }

  DrawsTable without(Set<String> ids) {
    Set<String> all = new TreeSet<>(without);
    all.addAll(ids);
    return new DrawsTable(text, round, parts, all, divisor, conf);
  }

  DrawsTable part(int more) {
    return new DrawsTable(text, round, parts, without, divisor * more, conf);
  }

  /** What the footer says of a bucket. */
  DrawsFooter footer(int bucket) {
    return DrawsFooter.read(conf.value(), parts.get(bucket), text.model().thetas().get(0));
  }

  /** What a fit needs of a bucket's draws, which may be none: {@link DrawsReader#weighted}. */
  DrawBlock read(int bucket) {
    return wanted(
        DrawsReader.weighted(
            conf.value(), parts.get(bucket), schema(), text.model().coordinates()));
  }

  /** The same with the log interim prior density of every draw. */
  DrawBlock readWhole(int bucket) {
    return wanted(
        DrawsReader.read(conf.value(), parts.get(bucket), schema(), text.model().coordinates())
            .block());
  }

  private DrawsSchema schema() {
    return SampleObjects.schema(text.model(), round);
  }

  private DrawBlock wanted(DrawBlock all) {
    DrawBlock named = SampleObjects.loaded(text.model(), all);
    DrawBlock some = without.isEmpty() ? named : named.without(without);
    return divisor == 1 ? some : some.part(divisor);
  }
}
