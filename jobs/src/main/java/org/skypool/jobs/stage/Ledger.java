package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.Version;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.release.OutputLock;
import org.skypool.jobs.release.Releases;

/**
 * What a run keeps in its output folder besides its tables: the lock, the record, the manifests of
 * finished stages, and the release it makes. The record is written when something was done.
 */
final class Ledger implements AutoCloseable {
  private static final String RELEASE = "release";

  private final SparkSession spark;
  private final Configuration conf;
  private final Path output;
  private final StageClock clock;
  private final ProgressWatch watch;
  private final OutputLock lock;
  private final Releases releases;
  private final String found;
  private Optional<String> answer = Optional.empty();
  private boolean isWritten;
  private RunJson json;

  private Ledger(
      SparkSession spark,
      Configuration conf,
      Path output,
      OutputLock lock,
      Releases releases,
      RunJson json) {
    this.spark = spark;
    this.conf = conf;
    this.output = output;
    this.clock = new StageClock(spark.sparkContext());
    this.watch = new ProgressWatch(spark.sparkContext());
    this.lock = lock;
    this.releases = releases;
    this.found = json.text();
    this.json = json;
  }

  /**
   * Takes the output folder for one run.
   *
   * @throws org.skypool.jobs.config.ConfigException where another run writes there, or the name of
   *     the release is refused
   */
  static Ledger open(SparkSession spark, Configuration conf, Path output, Releases.Wanted wanted)
      throws IOException {
    OutputLock lock = OutputLock.take(conf, output);
    try {
      Releases releases = Releases.open(conf, output, wanted);
      return new Ledger(spark, conf, output, lock, releases, RunJson.read(conf, output));
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  StageClock clock() {
    return clock;
  }

  ProgressWatch watch() {
    return watch;
  }

  /** The record as it is to be written. */
  RunJson json() {
    return json;
  }

  void json(RunJson changed) {
    json = changed;
  }

  /** Name of the release that is there. */
  String release() {
    return releases.currentName();
  }

  /**
   * Says what the answer depends on, once that is known.
   *
   * @throws org.skypool.jobs.config.ConfigException where the release has the name of another
   */
  void answer(String hash) {
    releases.check(hash);
    answer = Optional.of(hash);
  }

  /** Hash of all the answer depends on. */
  String answer() {
    return answer.orElseThrow();
  }

  /** Asked before a table of an answer is replaced: another answer that is there is kept first. */
  void replace() throws IOException {
    lock.check();
    if (answer.isPresent()) {
      json = json.with(RELEASE, releases.begin(answer.get()));
    }
  }

  boolean matches(String stage, String hash, String inputs) throws IOException {
    return Manifest.published(conf, output, stage)
        .filter(done -> done.matches(hash, inputs, Version.current()))
        .isPresent();
  }

  /** Writes the record, unless nothing was done. */
  void write() throws IOException {
    if (!isWritten && json.text().equals(found)) {
      return;
    }
    writeNow();
  }

  /** Writes the record. */
  void writeNow() throws IOException {
    replace();
    if (!watch.slowest().isEmpty()) {
      json = json.with("slowest_objects", watch.slowest());
    }
    for (Map.Entry<String, Double> entry : clock.seconds().entrySet()) {
      json = json.with("seconds", entry.getKey(), entry.getValue());
    }
    for (Map.Entry<String, Double> entry : clock.cpuSeconds().entrySet()) {
      json = json.with("cpu_seconds", entry.getKey(), entry.getValue());
    }
    json =
        json.with(
            "spark", Map.of("version", spark.version(), "master", spark.sparkContext().master()));
    json.write(conf, output);
    isWritten = true;
  }

  /** The record first: where a manifest matches, the record must already speak of its table. */
  void write(String stage, String hash, String inputs, List<Integer> buckets) throws IOException {
    write();
    new Manifest(stage, hash, inputs, Version.current(), buckets).write(conf, output);
  }

  /** Says that all the command was to do is done. */
  void complete() throws IOException {
    if (answer.isPresent() && json.get("status").isPresent()) {
      lock.check();
      releases.complete(answer.get());
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
