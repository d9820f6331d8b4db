package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJsonTest {
  @TempDir java.nio.file.Path folder;
  private final Configuration conf = new Configuration();

  @Test
  void numbersThatAreNotFiniteBecomeNull() {
    Map<String, Object> alpha = new LinkedHashMap<>();
    alpha.put("mean", -1.25);
    alpha.put("rhat", Double.NaN);
    alpha.put("sd", Double.POSITIVE_INFINITY);
    String text =
        RunJson.empty()
            .with("hyperparameters", Map.of("alpha", alpha))
            .with("rounds", List.of(new double[] {1, Double.NEGATIVE_INFINITY}, Optional.empty()))
            .with("seed", 9007199254740993L)
            .with("ok", true)
            .text();
    assertEquals(
        "{\"hyperparameters\":{\"alpha\":{\"mean\":-1.25,\"rhat\":null,\"sd\":null}},"
            + "\"rounds\":[[1.0,null],null],\"seed\":9007199254740993,\"ok\":true}",
        text.replaceAll("\\s", ""));
  }

  @Test
  void isUpdatedAndWrittenWhole() throws IOException {
    Path output = new Path(folder.resolve("out").toUri());
    RunJson first = RunJson.empty().with("seconds", "sample", 1.5);
    first.write(conf, output);
    RunJson second = RunJson.read(conf, output).with("seconds", "report", 2).with("status", "ok");
    second.write(conf, output);
    assertEquals(
        "{\"seconds\":{\"sample\":1.5,\"report\":2},\"status\":\"ok\"}",
        Files.readString(folder.resolve("out/run.json")).replaceAll("\\s", ""));
    assertEquals("{\"seconds\":{\"sample\":1.5}}", first.text().replaceAll("\\s", ""));
    try (var files = Files.list(folder.resolve("out"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void fullDiskKeepsTheOldRecord() throws IOException {
    Path output = new Path(folder.resolve("out").toUri());
    RunJson.empty().with("status", "ok").write(conf, output);
    RunJson large = RunJson.empty().with("text", "x".repeat(1000));
    assertThrows(
        IOException.class,
        () -> large.write(FullDisk.configuration(100), new Path("full:" + folder.resolve("out"))));
    assertEquals(
        "{\"status\":\"ok\"}",
        Files.readString(folder.resolve("out/run.json")).replaceAll("\\s", ""));
    try (var files = Files.list(folder.resolve("out"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void refusesWhatIsNoTree() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> RunJson.empty().with("a", new Object()));
    Files.writeString(folder.resolve("run.json"), "[1]");
    assertThrows(IOException.class, () -> RunJson.read(conf, new Path(folder.toUri())));
  }
}
