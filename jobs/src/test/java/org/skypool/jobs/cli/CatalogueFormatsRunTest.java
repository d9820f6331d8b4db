package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;
import org.skypool.jobs.io.TablesOfOneSurvey;
import org.skypool.jobs.io.TablesOfOneSurvey.Format;

/** Runs on one survey in every format, and refusals of catalogues as users meet them. */
class CatalogueFormatsRunTest {
  @TempDir Path folder;

  private Path draws(Format format, Path table) {
    Path output = folder.resolve("out-" + format);
    Path conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, table);
    String source = format.source().name().toLowerCase(Locale.ROOT);
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute(
            "sample",
            conf,
            output,
            "--set",
            "catalog.source=" + source,
            "--set",
            "catalog.id=id",
            "--set",
            "objects.draws=64");
    assertEquals(0, outcome.code(), outcome.err());
    return output;
  }

  @Test
  void sameRowsGiveTheSameBitsOfDraws() throws Exception {
    TablesOfOneSurvey survey = new TablesOfOneSurvey(120);
    List<String> expected = null;
    for (Format format : List.of(Format.CSV, Format.PARQUET, Format.FITS, Format.BINARY2)) {
      Path output = draws(format, survey.write(format, folder));
      List<String> rows =
          Duck.rows(
              "SELECT object_id, hash(x), hash(log_weight), hash(log_interim_prior) FROM "
                  + RunsOnSpark.table(output, "draws/round=0")
                  + " ORDER BY object_id");
      assertEquals(120, rows.size());
      expected = expected == null ? rows : expected;
      assertEquals(expected, rows, format.name());
    }
  }

  private void refused(Path table, String message, String... more) {
    Path conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, table);
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("run", conf, folder.resolve("out"), more);
    assertEquals(3, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains(message), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }

  @Test
  void refusalsAreOneLineAndExitCode3() throws Exception {
    Path table = folder.resolve("bad.csv");
    Files.writeString(table, "x,x_err\n1,0.1\nbad,0.1\n2,0.1\n3,-1\n");
    refused(
        table,
        "2 of the survey's 4 rows are rejected, more than catalog.max-rejected = 0.25 allows",
        "--set",
        "catalog.max-rejected=0.25");
    RunsOnSpark.Outcome done =
        RunsOnSpark.execute(
            "sample",
            RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, table),
            folder.resolve("out"));
    assertEquals(0, done.code(), done.err());
    refused(table, "more than catalog.max-rejected = 0.0", "--set", "catalog.max-rejected=0");
    refused(table, "bad.csv is not a FITS file", "--set", "catalog.source=fits");
    refused(
        table, "bad.csv, line 1 cannot be read as a VOTable", "--set", "catalog.source=votable");
    Path fits = new TablesOfOneSurvey(10).write(Format.FITS, folder);
    refused(
        fits,
        "catalog.units.x = mag",
        "--set",
        "catalog.source=fits",
        "--set",
        "catalog.units.x=mag");
    refused(fits, "is a FITS file: set catalog.source = fits");
  }
}
