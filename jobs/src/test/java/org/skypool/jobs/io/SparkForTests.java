package org.skypool.jobs.io;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of the test JVM. */
public final class SparkForTests {
  private static SparkSession session;

  private SparkForTests() {}

  /** The session: two local cores, no web page, SQL without ANSI errors. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.ansi.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              .config(
                  "spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .getOrCreate();
    }
    return session;
  }
}
