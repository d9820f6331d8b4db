package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.CsvDialect;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;
import org.skypool.jobs.config.TableReading;

/** Catalogues in files of a folder of their own, and what reading them gives. */
abstract class CatalogueFixture {
  static final RowCheck POSITIVE_ERROR =
      values -> values[1] > 0 ? null : "error of log_mass is %s, must be > 0".formatted(values[1]);

  @TempDir Path folder;

  Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  static Catalog catalog(
      Source source, Path path, String id, String where, Map<String, String> columns) {
    return new Catalog(
        source,
        Optional.of(path.toString()),
        Optional.empty(),
        Optional.ofNullable(id),
        Optional.ofNullable(where),
        columns,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Catalog with(Catalog catalog, TableReading reading) {
    return new Catalog(
        catalog.source(),
        catalog.path(),
        catalog.format(),
        catalog.id(),
        catalog.where(),
        catalog.columns(),
        catalog.rows(),
        catalog.observations(),
        catalog.mock(),
        reading);
  }

  static TableReading units(Map<String, String> units) {
    return new TableReading(
        Optional.empty(), Optional.empty(), CsvDialect.PLAIN, units, List.of(), Map.of(), 1);
  }

  static TableReading nulls(Map<String, List<String>> nullsOf, String... nulls) {
    return new TableReading(
        Optional.empty(), Optional.empty(), CsvDialect.PLAIN, Map.of(), List.of(nulls), nullsOf, 1);
  }

  static TableReading dialect(CsvDialect dialect, String... nulls) {
    return new TableReading(
        Optional.empty(), Optional.empty(), dialect, Map.of(), List.of(nulls), Map.of(), 1);
  }

  static Catalogue read(Catalog catalog, List<String> numbers) {
    return CatalogueReader.read(SparkForTests.session(), catalog, numbers, RowCheck.ANY);
  }

  Catalogue csv(String text, String where, Map<String, String> columns, String... numbers)
      throws IOException {
    return read(catalog(Source.CSV, file("a.csv", text), "id", where, columns), List.of(numbers));
  }

  static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString("|")).sorted().toList();
  }

  /** object_id and numbers of every object. */
  static List<String> objects(Catalogue catalogue) {
    return rows(catalogue.objects().drop("file", "row"));
  }

  /** row, object_id and reason of every rejected row. */
  static List<String> rejected(Catalogue catalogue) {
    return catalogue.rejectedInOrder().drop("file").collectAsList().stream()
        .map(row -> row.mkString("|"))
        .toList();
  }

  static String unusable(org.junit.jupiter.api.function.Executable action) {
    String message = assertThrows(UnusableInputException.class, action).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  static String refused(org.junit.jupiter.api.function.Executable action) {
    String message = assertThrows(ConfigException.class, action).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  Path gzip(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  Catalog parquet(String sql, String where, Map<String, String> columns) {
    Path path = folder.resolve("t.parquet");
    SparkForTests.session().sql(sql).write().mode("overwrite").parquet(path.toString());
    return catalog(Source.PARQUET, path, "id", where, columns);
  }
}
