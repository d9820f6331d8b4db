package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.io.FitsFile.row;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;

/** Values that stand for missing ones by setting. */
class NullValuesTest extends CatalogueFixture {
  private static final List<String> REASONS =
      List.of("2|2|m is empty ('-99.99')", "3|3|n is empty ('-99')", "4|4|m is empty ('999.0')");

  private static Catalogue read(Catalog catalog) {
    return read(
        with(catalog, nulls(Map.of("m", List.of("999")), "-99.99", "-99")), List.of("m", "n"));
  }

  private static void check(Catalogue catalogue, List<String> reasons) {
    assertEquals(List.of("1|1.5|999.0"), objects(catalogue));
    assertEquals(reasons, rejected(catalogue));
  }

  @Test
  void ofText() throws IOException {
    Path file = file("a.csv", "id,m,n\n1,1.5,999\n2,-99.990,3\n3,2.5,-99\n4,999.0,5\n");
    check(
        read(catalog(Source.CSV, file, "id", null, Map.of())),
        List.of(
            "2|2|m is empty ('-99.990')", "3|3|n is empty ('-99')", "4|4|m is empty ('999.0')"));
  }

  @Test
  void ofParquet() {
    check(
        read(
            parquet(
                "SELECT /*+ COALESCE(1) */ * FROM VALUES (1, 1.5D, 999L), (2, -99.99D, 3L), (3, 2.5D, -99L),"
                    + " (4, 999D, 5L) AS t(id, m, n)",
                null,
                Map.of())),
        REASONS);
  }

  @Test
  void ofFits() throws IOException {
    FitsFile table = new FitsFile().column("id", "J").column("m", "D").column("n", "K");
    Path file =
        FitsFile.write(
            folder.resolve("a.fits"),
            table.extension(
                row(1, 1.5, 999L), row(2, -99.99, 3L), row(3, 2.5, -99L), row(4, 999.0, 5L)));
    check(read(catalog(Source.FITS, file, "id", null, Map.of())), REASONS);
  }

  @Test
  void inSinglePrecision() throws IOException {
    FitsFile table = new FitsFile().column("id", "J").column("m", "2E").column("n", "E");
    Path file =
        FitsFile.write(
            folder.resolve("a.fits"),
            table.extension(row(1, 1f, -99.99f, -99.99f), row(2, 2f, 3f, 4f)));
    Catalog fits = catalog(Source.FITS, file, "id", null, Map.of("k", "coalesce(m[1], 7)"));
    Catalogue catalogue = read(with(fits, nulls(Map.of(), "-99.99")), List.of("k", "n"));
    assertEquals(List.of("2|3.0|4.0"), objects(catalogue));
    assertEquals(List.of("1|1|n is empty ('-99.99')"), rejected(catalogue));
    Catalogue lists =
        read(
            with(
                parquet(
                    "SELECT * FROM VALUES (1, array(1F, -99.99F)), (2, array(2F, 3F)) AS t(id, m)",
                    null,
                    Map.of("k", "coalesce(m[1], 7)")),
                nulls(Map.of(), "-99.99")),
            List.of("k"));
    assertEquals(List.of("1|7.0", "2|3.0"), objects(lists));
  }

  /** A column stays one of numbers where words stand for missing ones, and the where sees NULL. */
  @Test
  void wordsInNumericColumns() throws IOException {
    StringBuilder text = new StringBuilder("id,m\n");
    for (int i = 0; i < 100; i++) {
      text.append(i).append(i % 2 == 0 ? ",n/a\n" : "," + i + "\n");
    }
    Catalog csv =
        catalog(Source.CSV, file("a.csv", text.toString()), "id", "m > 90 OR m IS NULL", Map.of());
    Catalogue catalogue = read(with(csv, nulls(Map.of(), "n/a")), List.of("m"));
    assertEquals(5, catalogue.size());
    assertEquals(50, catalogue.rejectedRows());
    assertEquals("0|0|m is empty ('n/a')".substring(2), rejected(catalogue).get(0).substring(2));
  }

  @Test
  void ofIds() throws IOException {
    Catalog csv = catalog(Source.CSV, file("a.csv", "id,m\n-1,1\n5,2\n"), "id", null, Map.of());
    Catalogue catalogue = read(with(csv, nulls(Map.of("id", List.of("-1")))), List.of("m"));
    assertEquals(List.of("5|2.0"), objects(catalogue));
    assertEquals(List.of("1|null|id is empty"), rejected(catalogue));
  }

  @Test
  void absentColumnsAreRefused() throws IOException {
    Catalog csv = catalog(Source.CSV, file("a.csv", "id,mass\nA,1\n"), "id", null, Map.of());
    assertContains(
        unusable(() -> read(with(csv, nulls(Map.of("mas", List.of("0")))), List.of("mass"))),
        "catalog.nulls-of: column mas is absent",
        "nearest: mass");
  }

  @Test
  void wholeNumbersOf64BitsAreComparedExactly() {
    ColumnNulls largest = new ColumnNulls(List.of("9223372036854775807", "-99.99"));
    assertTrue(largest.matches(Long.MAX_VALUE));
    assertFalse(largest.matches(Long.MAX_VALUE - 1));
    assertFalse(largest.matchesCell("9223372036854775806"));
    assertTrue(largest.matchesCell(" 9223372036854775807 "));
    assertTrue(largest.matches(-99.99));
    assertTrue(largest.matches(-99.99f));
    assertFalse(largest.matches((double) -99.99f));
    assertFalse(largest.matches("99.99"));
  }
}
