package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.jobs.config.RunConfig.Source;

/** What cannot be read is refused in one line that names the key, the path or the column. */
class UnusableCatalogueTest extends CatalogueFixture {
  @Test
  void unusablePathsAreSaidInOneLine() throws IOException {
    Path absent = folder.resolve("absent.csv");
    assertContains(
        unusable(() -> read(catalog(Source.CSV, absent, "id", null, Map.of()), List.of("m"))),
        absent.toString(),
        "does not exist");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertContains(
        unusable(() -> read(catalog(Source.CSV, empty, "id", null, Map.of()), List.of("m"))),
        "folder without files");
    assertContains(
        unusable(() -> read(catalog(Source.PARQUET, empty, "id", null, Map.of()), List.of("m"))),
        "folder without files");
    assertContains(unusable(() -> csv("", null, Map.of(), "m")), "is empty");
    assertContains(unusable(() -> csv("\n\n", null, Map.of(), "m")), "no header line");
    assertContains(unusable(() -> csv("id,m\n", null, Map.of(), "m")), "no record");
    Path text = file("text.csv.gz", "id,m\nA,1\n");
    assertContains(
        unusable(() -> read(catalog(Source.CSV, text, "id", null, Map.of()), List.of("m"))),
        "not a gzip file");
    Path named = Files.copy(gzip("x.csv.gz", "id,m\nA,1\n"), folder.resolve("x.csv"));
    assertContains(
        unusable(() -> read(catalog(Source.CSV, named, "id", null, Map.of()), List.of("m"))),
        "must be named so");
  }

  @Test
  void unreadableFileIsSaidInOneLine() throws IOException {
    Path path = file("locked.csv", "id,m\nA,1\n");
    assumeTrue(
        path.toFile().setReadable(false) && !Files.isReadable(path), "this user reads every file");
    assertContains(
        unusable(() -> read(catalog(Source.CSV, path, "id", null, Map.of()), List.of("m"))),
        "permission denied");
  }

  @Test
  void truncatedGzipIsUnusable() throws IOException {
    String text =
        "id,m\n"
            + IntStream.range(0, 200_000)
                .mapToObj(i -> i + "," + (i * 7919L % 10007) + "\n")
                .collect(Collectors.joining());
    Path path = gzip("t.csv.gz", text);
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length * 9 / 10));
    assertContains(
        unusable(() -> read(catalog(Source.CSV, path, "id", null, Map.of()), List.of("m"))),
        "truncated");
  }

  @Test
  void damagedParquetIsUnusable() throws Exception {
    Path text = file("text.parquet", "id,m\nA,1\n");
    assertContains(
        unusable(() -> read(catalog(Source.PARQUET, text, "id", null, Map.of()), List.of("m"))),
        "cannot be read");
    Path path = folder.resolve("d.parquet");
    Duck.run(
        "COPY (SELECT i AS id, hash(i)::DOUBLE AS m FROM range(1, 30001) t(i)) TO '"
            + path
            + "' (FORMAT parquet)");
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
    assertContains(
        unusable(() -> read(catalog(Source.PARQUET, path, "id", null, Map.of()), List.of("m"))),
        "cannot be read");
    byte[] holed = bytes.clone();
    Arrays.fill(holed, 20, bytes.length / 2, (byte) 0);
    Files.write(path, holed);
    assertContains(
        unusable(() -> read(catalog(Source.PARQUET, path, "id", null, Map.of()), List.of("m"))),
        "cannot be read");
  }

  @Test
  void absentColumnsAreNamedWithTheNearest() throws IOException {
    String text = "id,log_mass,other\nA,1,2\n";
    assertContains(
        unusable(() -> csv(text, null, Map.of(), "log_mas")),
        "column log_mas is absent",
        "nearest: log_mass");
    assertContains(
        unusable(() -> csv(text, null, Map.of("m", "logmass"), "m")),
        "catalog.columns.m",
        "column logmass is absent",
        "nearest: log_mass");
    assertContains(
        unusable(() -> csv(text, "lg_mass > 3 AND other > 1", Map.of(), "other")),
        "catalog.where",
        "lg_mass",
        "nearest: log_mass");
    Path path = file("b.csv", text);
    assertContains(
        unusable(() -> read(catalog(Source.CSV, path, "idd", null, Map.of()), List.of("other"))),
        "catalog.id",
        "idd",
        "nearest: id");
    assertContains(unusable(() -> csv("id,m,m\nA,1,2\n", null, Map.of(), "m")), "twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "m > ; is not Spark SQL",
        "m BETWEN 3 AND 4; is not Spark SQL",
        "m + 1; must be true or false",
        "sum(m) > 3; one value from one row",
        "rand() > 0.5; random",
        "nofunction(m) > 3; refused by Spark SQL",
        "m > 'abc'; 'abc' as a number",
        "substr(f, 1, 1) > 1; write CAST"
      })
  void refusedWhereNamesTheKey(String where, String expected) {
    assertContains(
        refused(() -> csv("id,m,f\nA,1,x\n", where, Map.of(), "m")), "catalog.where = ", expected);
  }

  @Test
  void refusedColumnsNameTheKey() {
    assertContains(
        refused(() -> csv("id,m\nA,1\n", null, Map.of("x", "m +* 2"), "x")),
        "catalog.columns.x",
        "is not Spark SQL");
  }

  @Test
  void noUsableRowGivesTheCommonestReasons() {
    String message = unusable(() -> csv("id,m\nA,\nB,\nC,x\nD,1\n", "m > 5", Map.of(), "m"));
    assertContains(
        message,
        "no usable row",
        "of 4, 1 not selected, 3 rejected",
        "2 x m is empty, 1 x m: 'x' is not a number");
  }
}
