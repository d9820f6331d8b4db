package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://AKIA:hush@bucket/a.csv, s3a://***@bucket/a.csv",
    "abfs://x/y?sv=1&sig=hush%2F&se=2, abfs://x/y?sv=1&sig=***&se=2",
    "--set fs.s3a.secret.key=hush --out x, --set fs.s3a.secret.key=*** --out x",
    "spark.ssl.keyPassword = hush, spark.ssl.keyPassword = ***",
    "Authorization-Token: hush, Authorization-Token: ***",
    "fs.s3a.access.key=hush, fs.s3a.access.key=***"
  })
  void secretsAreHidden(String text, String safe) {
    assertEquals(safe, Redacted.text(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://host:9000/a@b/c.csv",
        "normal(mu, sd = sig)",
        "catalog.path = out/x: no such file",
        "jobs/skypool run my.conf --set 'seed = 3'"
      })
  void otherTextStays(String text) {
    assertEquals(text, Redacted.text(text));
  }

  @Test
  void theRecordHasNone() {
    String json = RunJson.empty().with("config", Map.of("path", "s3a://A:hush@b/c")).text();
    assertTrue(json.contains("s3a://***@b/c"), json);
  }
}
