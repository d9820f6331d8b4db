package org.skypool.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A minimal container has neither a screen nor fonts; Java's font manager throws there as soon as
 * it is loaded.
 */
class HeadlessReportTest {
  @Test
  void aReportNeedsNoInstalledFont(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("report.html");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    File log = folder.resolve("classes.log").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Xlog:class+load",
                "-cp",
                classPath,
                ExampleReport.class.getName(),
                page.toString(),
                "ok")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    assertEquals(0, process.waitFor());
    String classes = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    assertTrue(classes.contains(SvgFigure.class.getName()), "the log of loaded classes is empty");
    assertFalse(classes.contains("sun.font.FontManagerFactory"), "the font manager was loaded");
    assertEquals(
        Files.readString(page, StandardCharsets.UTF_8),
        ReportPage.render(new ExampleReport().data(2, true)));
  }
}
