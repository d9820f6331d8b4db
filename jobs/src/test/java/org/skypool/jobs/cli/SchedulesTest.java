package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of schedules do what they say. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "shell scripts are POSIX")
class SchedulesTest {
  private static final Path SCHEDULE = Launched.module().resolveSibling("conf").resolve("schedule");

  @TempDir Path folder;

  /** How a process ended, and all that it wrote. */
  private record Ended(int code, String text) {}

  private static Ended execute(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), text);
    return new Ended(process.exitValue(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, nightly: status=x report=r",
    "4, 'nightly: done, but not to be trusted: untrustworthy: khat'",
    "3, 'nightly: the catalogue cannot be used: status=x report=r'",
    "2, nightly: refused: status=x report=r",
    "1, 'nightly: failed with code 1, the same command goes on where it was: status=x report=r'"
  })
  void theWrapperTakesTheNewestCatalogueAndSaysHowItEnded(int code, String line) throws Exception {
    Path alerts = folder.resolve("alerts");
    Path launcher =
        RunsOnSpark.write(
            folder.resolve("skypool"),
            "#!/bin/sh\\necho \"$@\"\\necho 'untrustworthy: khat' >&2\\n".replace("\\n", "\n")
                + "echo 'status=x report=r' >&2\nexit "
                + code
                + "\n");
    assertTrue(launcher.toFile().setExecutable(true));
    Path catalogues = Files.createDirectory(folder.resolve("catalogues"));
    for (String name : List.of("catalog-2026-11-21.csv", "catalog-2026-11-22.csv", "notes.txt")) {
      Files.writeString(catalogues.resolve(name), "");
    }
    Ended ended =
        execute(
            Map.of(
                "SKYPOOL",
                launcher.toString(),
                "CATALOGUES",
                catalogues.toString(),
                "ALERT",
                "tee " + alerts),
            "bash",
            SCHEDULE.resolve("nightly.sh").toString(),
            "n.conf",
            "--release",
            "r");
    assertEquals(code, ended.code(), ended.text());
    String words =
        "run n.conf --set catalog.path=" + catalogues + "/catalog-2026-11-22.csv --release r";
    assertTrue(ended.text().contains(words), ended.text());
    assertTrue(ended.text().contains(line), ended.text());
    assertEquals(
        code == 0 ? "" : line + "\n", Files.exists(alerts) ? Files.readString(alerts) : "");
  }

  @Test
  void theDagIsPython() throws Exception {
    assumeTrue(execute(Map.of(), "sh", "-c", "command -v python3 || true").text().contains("/"));
    Ended ended =
        execute(
            Map.of(),
            "python3",
            "-c",
            "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')",
            SCHEDULE.resolve("skypool_nightly.py").toString());
    assertEquals(0, ended.code(), ended.text());
  }

  @Test
  void theUnitsNameTheWrapper() throws Exception {
    String service = Files.readString(SCHEDULE.resolve("skypool-nightly.service"));
    assertTrue(service.contains("/conf/schedule/nightly.sh"), service);
    assertTrue(service.contains("SuccessExitStatus=4"), service);
    assertTrue(Files.readString(SCHEDULE.resolve("crontab")).contains("/nightly.sh"));
    assertTrue(Files.exists(SCHEDULE.resolve("skypool-nightly.timer")));
  }
}
