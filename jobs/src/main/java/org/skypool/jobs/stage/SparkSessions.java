package org.skypool.jobs.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.plugin.UserClass;
import org.skypool.jobs.progress.MetricsPlugin;

/** The Spark session of a run: what spark-submit set up, or one embedded in this process. */
public final class SparkSessions {
  private static final String PLUGINS = "spark.plugins";

  private SparkSessions() {}

  /**
   * Opens the session.
   *
   * @param master empty: what spark-submit said, else every core of this machine
   */
  public static SparkSession open(String name, Optional<String> master) {
    SparkConf conf = new SparkConf().setAppName("skypool " + name);
    conf.set("spark.sql.ansi.enabled", "false");
    conf.set("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    String plugins = conf.get(PLUGINS, "");
    String metrics = MetricsPlugin.class.getName();
    conf.set(PLUGINS, plugins.isEmpty() ? metrics : plugins + "," + metrics);
    master.ifPresent(conf::setMaster);
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[*]");
    }
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      // An executor in this process is alive as long as the driver is; its heartbeats, read while
      // tasks
      // are being set up, can only print alarming stack traces.
      conf.setIfMissing("spark.executor.heartbeatInterval", "1h");
      conf.setIfMissing("spark.network.timeout", "2h");
    }
    if (!conf.get("spark.master").startsWith("local")
        && !conf.contains("spark.submit.deployMode")) {
      conf.setIfMissing("spark.jars", ownJars());
    }
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    withoutChecksumFiles(session);
    return session;
  }

  /** What executors need where no spark-submit sends it: this program and the jars of the user. */
  private static String ownJars() {
    String users = Optional.ofNullable(System.getenv("SKYPOOL_JARS")).orElse("");
    return Stream.concat(
            new UserClass("", "", SparkSessions.class).origin().map(Path::toString).stream(),
            Arrays.stream(users.split(":")).filter(jar -> !jar.isEmpty()))
        .collect(Collectors.joining(","));
  }

  /** A local disk gets the tables alone, without a hidden file of checksums beside each. */
  private static void withoutChecksumFiles(SparkSession session) {
    try {
      FileSystem.getLocal(session.sparkContext().hadoopConfiguration()).setWriteChecksum(false);
    } catch (IOException noLocalDisk) {
      throw new UncheckedIOException(noLocalDisk);
    }
  }
}
