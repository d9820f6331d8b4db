package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.CsvDialect;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;
import org.skypool.jobs.config.TableReading;

/** Of many files the damaged one is named; too many rejected rows stop a run. */
class DamagedFoldersTest extends CatalogueFixture {
  private String refusal(Source source, String... columns) {
    return unusable(() -> read(catalog(source, folder, "id", null, Map.of()), List.of(columns)));
  }

  private static String table(int rows) {
    return "id,m\n"
        + IntStream.range(0, rows)
            .mapToObj(i -> i + "," + (i * 7919L % 10007) + "\n")
            .collect(Collectors.joining());
  }

  @Test
  void truncatedGzip() throws IOException {
    gzip("1.csv.gz", table(50_000));
    Path second = gzip("2.csv.gz", table(50_000));
    byte[] bytes = Files.readAllBytes(second);
    Files.write(second, Arrays.copyOf(bytes, bytes.length * 9 / 10));
    assertEquals(
        "catalog.path = " + folder + ": " + second + " ends too early: it is truncated",
        refusal(Source.CSV, "m"));
    Files.write(second, Arrays.copyOf(bytes, 30));
    assertContains(refusal(Source.CSV, "m"), "2.csv.gz", "truncated");
  }

  @Test
  void parquetFooters() throws Exception {
    for (String name : List.of("1.parquet", "2.parquet")) {
      Duck.run(
          "COPY (SELECT i AS id, hash(i)::DOUBLE AS m FROM range(1, 30001) t(i)) TO '"
              + folder.resolve(name)
              + "' (FORMAT parquet)");
    }
    Path second = folder.resolve("2.parquet");
    byte[] bytes = Files.readAllBytes(second);
    Files.write(second, Arrays.copyOf(bytes, bytes.length / 2));
    assertNamed(refusal(Source.PARQUET, "m"));
    byte[] length = bytes.clone();
    length[bytes.length - 8] ^= 0x55;
    length[bytes.length - 6] = 0x7f;
    Files.write(second, length);
    assertNamed(refusal(Source.PARQUET, "m"));
    byte[] garbled = bytes.clone();
    Arrays.fill(garbled, bytes.length - 300, bytes.length - 8, (byte) 0x33);
    Files.write(second, garbled);
    assertNamed(refusal(Source.PARQUET, "m"));
    byte[] holed = bytes.clone();
    Arrays.fill(holed, 20, bytes.length / 2, (byte) 0);
    Files.write(second, holed);
    assertNamed(refusal(Source.PARQUET, "m"));
  }

  private static void assertNamed(String message) {
    assertContains(message, "catalog.path = ", "2.parquet", "cannot be read");
    assertFalse(message.contains("1.parquet"), message);
  }

  @Test
  void tooManyRejectedRows() throws IOException {
    Catalog csv =
        catalog(
            Source.CSV,
            file("a.csv", "id,m\nA,1\nB,x\nC,2\nD,\nE,x\nF,-5\nG,3\n"),
            "id",
            "m IS NULL OR m > 0",
            Map.of());
    assertEquals(3, read(with(csv, most(0.5)), List.of("m")).rejectedRows());
    assertEquals(
        folder
            + "/a.csv: 3 of the survey's 6 rows are rejected, more than catalog.max-rejected = 0.4"
            + " allows (2 x m: 'x' is not a number, 1 x m is empty)",
        unusable(() -> read(with(csv, most(0.4)), List.of("m"))));
    assertContains(unusable(() -> read(with(csv, most(0)), List.of("m"))), "max-rejected = 0.0");
    Catalog good = catalog(Source.CSV, file("b.csv", "id,m\nA,1\n"), "id", null, Map.of());
    assertEquals(1, read(with(good, most(0)), List.of("m")).size());
  }

  private static TableReading most(double fraction) {
    return new TableReading(
        Optional.empty(),
        Optional.empty(),
        CsvDialect.PLAIN,
        Map.of(),
        List.of(),
        Map.of(),
        fraction);
  }
}
