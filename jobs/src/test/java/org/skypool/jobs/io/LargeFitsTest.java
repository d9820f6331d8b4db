package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.skypool.jobs.io.FitsFile.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.RunConfig.Source;

/**
 * A file much larger than the memory is read in parts, to its very end. All but its last rows are
 * zeros that take no space on the disk; the reader cannot know.
 */
class LargeFitsTest extends CatalogueFixture {
  /** As wide as the rows of large surveys' tables. */
  private static final int ROW_BYTES = 4_096;

  private static final long FIRST_ID = 1237648720693755918L;

  private static byte[] wide(long id, double mass, double error) {
    return row(id, new byte[ROW_BYTES - 24], mass, error);
  }

  private void readToTheEnd(long bytes) throws IOException {
    long zeros = bytes / ROW_BYTES;
    FitsFile table =
        new FitsFile()
            .column("id", "K")
            .column("other", (ROW_BYTES - 24) / 8 + "D")
            .column("m", "D")
            .column("e", "D");
    Path file =
        table.writeSparse(
            folder.resolve("large.fits"),
            zeros,
            wide(FIRST_ID, 10.25, 0.125),
            wide(FIRST_ID + 1, Double.NaN, 0.25),
            wide(FIRST_ID + 2, 11.5, 0.5));
    assertTrue(Files.size(file) > bytes);
    Catalogue catalogue =
        read(catalog(Source.FITS, file, "id", "id > 0", Map.of()), List.of("m", "e"));
    assertEquals(
        List.of(FIRST_ID + "|10.25|0.125", FIRST_ID + 2 + "|11.5|0.5"), objects(catalogue));
    assertEquals(List.of(zeros + 2 + "|" + (FIRST_ID + 1) + "|m is NaN"), rejected(catalogue));
    assertEquals(zeros + 3, catalogue.rows());
    assertEquals(zeros, catalogue.notSelected());
    assertEquals(
        List.of(zeros + 1, zeros + 3),
        catalogue.objects().sort("row").collectAsList().stream()
            .map(row -> row.getLong(2))
            .toList());
  }

  @Test
  void ofOneGibibyte() throws IOException {
    readToTheEnd(1L << 30);
  }

  @Test
  @Tag("nightly")
  void of40Gibibytes() throws IOException {
    long bytes = 40L << 30;
    assumeTrue(Runtime.getRuntime().maxMemory() < bytes / 4, "a heap that could hold the file");
    readToTheEnd(bytes);
  }
}
