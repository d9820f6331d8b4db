package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The jar for spark-submit on a standalone master with two workers, as users submit it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's standalone cluster needs POSIX")
class ClusterIT {
  private static final String SECRET = "a-secret-of-the-test";

  @TempDir Path folder;

  private Path configuration() {
    return RunsOnSpark.configuration(
        folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, 200));
  }

  @Test
  void submittedRunHasTheBitsOfALocalOne() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(folder, 2)) {
      Path output = submittedWithTheBitsOfALocalRun(cluster);
      assertEquals(cluster.url(), RunsOnSpark.record(output).at("/spark/master").asText());
    }
  }

  /** The output of a submitted run. */
  private Path submittedWithTheBitsOfALocalRun(StandaloneCluster cluster) throws Exception {
    Path conf = configuration();
    Path output = folder.resolve("out");
    try (Launched submit =
        cluster.submit(
            "submit",
            List.of(),
            "run",
            conf.toString(),
            "--evaluator",
            "executors",
            "--out",
            output.toString())) {
      assertEquals(0, submit.exitCode(), () -> log(submit) + cluster.log());
    }
    Path here = folder.resolve("here");
    assertEquals(0, RunsOnSpark.execute("run", conf, here).code());
    SameBitsTest.assertSameBits(here, output);
    return output;
  }

  /**
   * Nothing is on a local disk but the jars: configuration, catalogues and tables are in HDFS, the
   * tables packed (12 MiB of draws in buckets of one). The same again makes nothing; a catalogue of
   * which one row changed has one object sampled, and keeps the release.
   */
  @Test
  void userJarsReachTheExecutorsAndAllFilesAreInHdfs() throws Exception {
    Path jar = UserJar.ofTheExample(folder);
    Path local = folder.resolve("fetched");
    try (HdfsProcess hdfs = HdfsProcess.start(folder);
        FileSystem files = hdfs.fileSystem();
        StandaloneCluster cluster = StandaloneCluster.start(folder, 2)) {
      String catalogue = hdfs.url() + "/survey/catalogue.csv";
      String output = hdfs.url() + "/survey/out";
      Path conf =
          RunsOnSpark.write(
              folder.resolve("run.conf"),
              RunsOnSpark.NORMAL
                  .replace("CATALOGUE", catalogue)
                  .replace(
                      "model = gaussian\n  theta.x { value = x, error = x_err }",
                      "model = two_piece\n  draws = 1024\n  bucket-mib = 1\n"
                          + "  theta.x { value = x, above = x_err, below = x_err }"));
      Path rows = RunsOnSpark.normalCatalogue(folder, 600);
      files.copyFromLocalFile(hadoop(rows), new org.apache.hadoop.fs.Path(catalogue));
      List<String> lines = new ArrayList<>(Files.readAllLines(rows));
      lines.set(300, lines.get(1));
      String changed = hdfs.url() + "/survey/changed.csv";
      files.copyFromLocalFile(
          hadoop(RunsOnSpark.write(folder.resolve("changed.csv"), String.join("\n", lines) + "\n")),
          new org.apache.hadoop.fs.Path(changed));
      files.copyFromLocalFile(
          hadoop(conf), new org.apache.hadoop.fs.Path(hdfs.url() + "/survey/run.conf"));
      for (String name : List.of("first", "again", "changed")) {
        try (Launched submit =
            cluster.submit(
                name,
                List.of("--jars", jar.toString()),
                "run",
                hdfs.url() + "/survey/run.conf",
                "--evaluator",
                "executors",
                "--set",
                "catalog.path=" + (name.equals("changed") ? changed : catalogue),
                "--out",
                output)) {
          assertEquals(0, submit.exitCode(), () -> log(submit) + cluster.log());
          assertEquals(!name.equals("again"), submit.err().contains("sampling,"), submit.err());
        }
      }
      files.copyToLocalFile(new org.apache.hadoop.fs.Path(output), hadoop(local));
    }
    JsonNode record = RunsOnSpark.record(local);
    assertEquals(1, record.at("/reused/0/changed").asInt());
    assertEquals(599, record.at("/reused/0/kept").asInt());
    String earlier = record.at("/reused/0/from").asText();
    assertTrue(Files.exists(local.resolve("releases").resolve(earlier).resolve("individuals")));
    assertTrue(Files.exists(local.resolve("draws/round=0/part-00010-to-00011.parquet")));
    assertEquals("two_piece", record.at("/user_code/0/name").asText());
    assertEquals("user-model.jar", record.at("/user_code/0/jar").asText());
    assertEquals(600, SameBitsTest.bits(local).size() - hyperdraws(local));
    try (Stream<Path> all = Files.walk(local)) {
      assertEquals(
          List.of(),
          all.map(path -> path.getFileName().toString())
              .filter(name -> name.startsWith(".staging") || name.startsWith(".attempt"))
              .toList());
    }
    assertTrue(Files.exists(local.resolve("report.html")));
  }

  private static long hyperdraws(Path output) throws Exception {
    return org.skypool.jobs.io.Duck.rows(
            "SELECT * FROM " + RunsOnSpark.table(output, "hyperposterior"))
        .size();
  }

  /** Authentication, encrypted messages, encrypted shuffle and spill files. */
  @Tag("nightly")
  @Test
  void encryptedClusterGivesTheSameBitsAndNoSecretIsWritten() throws Exception {
    try (StandaloneCluster cluster =
        StandaloneCluster.start(
            folder,
            2,
            "spark.authenticate=true",
            "spark.authenticate.secret=" + SECRET,
            "spark.network.crypto.enabled=true",
            "spark.io.encryption.enabled=true",
            "spark.hadoop.fs.s3a.secret.key=" + SECRET)) {
      assertSameBitsAndNoSecret(cluster);
    }
  }

  /** Messages between all processes by TLS: a plain connection to the master is none. */
  @Tag("nightly")
  @Test
  void clusterWithTlsGivesTheSameBitsAndNoSecretIsWritten() throws Exception {
    KeyStoreOfTests keys = KeyStoreOfTests.create(folder.resolve("keys.p12"), SECRET);
    List<String> settings = new ArrayList<>(keys.settings("spark.ssl.rpc"));
    settings.add("spark.authenticate=true");
    settings.add("spark.authenticate.secret=" + SECRET);
    try (StandaloneCluster cluster =
        StandaloneCluster.start(folder, 2, settings.toArray(String[]::new))) {
      assertSameBitsAndNoSecret(cluster);
      assertEquals("TLSv1.3", keys.protocolOf(URI.create(cluster.url()).getPort()));
    }
  }

  private void assertSameBitsAndNoSecret(StandaloneCluster cluster) throws Exception {
    Path output = submittedWithTheBitsOfALocalRun(cluster);
    try (Stream<Path> all = Files.walk(output)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(SECRET), file.toString());
      }
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static String log(Launched launched) {
    try {
      return launched.err();
    } catch (java.io.IOException failed) {
      return failed.toString();
    }
  }
}
