package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.io.RunJson;

/**
 * The tables of draws of a run: which of them it sampled, and how many of their rows an earlier run
 * had sampled.
 */
final class SampledTables {
  private static final String ENTRY = "reused";

  private final String release;
  private final Set<Integer> rounds = new TreeSet<>();
  private long sampled;

  /** Of a run that finds a release there. */
  SampledTables(String release) {
    this.release = release;
  }

  /** The release that was there when the run began; empty text where there was none. */
  String release() {
    return release;
  }

  /** Says that a round was sampled by this run. */
  void add(int round) {
    rounds.add(round);
  }

  /** Objects whose points this run sampled in one of its rounds at least; the most of a round. */
  long sampled() {
    return sampled;
  }

  /**
   * The record with what was reused, and a line on the error stream for rows that were not what was
   * written.
   *
   * @param tables the rounds of the answer
   * @param objects number of them
   */
  RunJson addTo(
      RunJson json,
      Configuration conf,
      Path output,
      ModelText text,
      List<Round> tables,
      long objects) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Round round : tables) {
      Optional<ReuseCount> count = count(DrawsTable.of(conf, output, text, round));
      if (rounds.contains(round.number())) {
        sampled = Math.max(sampled, count.map(ReuseCount::sampled).orElse(objects));
        count.filter(c -> c.altered() > 0).ifPresent(c -> warn(round, c));
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("round", round.number());
      count.ifPresent(
          c -> {
            entry.putAll(c.toMap());
            entries.add(entry);
          });
    }
    return entries.isEmpty() ? json.without(ENTRY) : json.with(ENTRY, entries);
  }

  private static Optional<ReuseCount> count(DrawsTable table) {
    return IntStream.range(0, table.parts().size())
        .parallel()
        .mapToObj(bucket -> ReuseCount.of(table.footer(bucket).metadata()))
        .flatMap(Optional::stream)
        .reduce(ReuseCount::plus);
  }

  private static void warn(Round round, ReuseCount count) {
    System.err.println(
        "warning: %s: %d rows were not what had been written, and were sampled again"
            .formatted(round.table(), count.altered()));
  }
}
