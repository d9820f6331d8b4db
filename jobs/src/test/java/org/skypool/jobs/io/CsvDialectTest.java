package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.CsvDialect;
import org.skypool.jobs.config.RunConfig.Source;

/** Text in other dialects than comma-separated values, and in folders. */
class CsvDialectTest extends CatalogueFixture {
  private static final String WHITESPACE = "whitespace";

  private Catalogue read(String text, CsvDialect dialect, String where, String... numbers)
      throws IOException {
    return read(
        with(catalog(Source.CSV, file("a.txt", text), "id", where, Map.of()), dialect(dialect)),
        List.of(numbers));
  }

  private static CsvDialect of(String delimiter, String comment, String header, String... names) {
    return new CsvDialect(delimiter, "\"", comment, header, List.of(names));
  }

  @Test
  void delimitersAndQuotes() throws IOException {
    for (String delimiter : List.of("|", "tab")) {
      String between = delimiter.equals("tab") ? "\t" : delimiter;
      String text =
          "id;m;f\n\"A;1\";1.5;x, y\nB;2 ;\n;3;z\n C ; 4;\"\"\"q\"\"\"\n".replace(";", between);
      Catalogue catalogue = read(text, of(delimiter, "", "line"), "f IS NULL OR f > ''", "m");
      assertEquals(
          List.of("A" + between + "1|1.5", "B|2.0", "C|4.0"), objects(catalogue), delimiter);
      assertEquals(List.of("3|null|id is empty"), rejected(catalogue));
    }
    CsvDialect single = new CsvDialect(",", "'", "", "line", List.of());
    assertEquals(List.of("a\"b,c|1.0"), objects(read("id,m\n'a\"b,c',1\n", single, null, "m")));
    CsvDialect none = new CsvDialect(",", "none", "", "line", List.of());
    assertEquals(List.of("\"a|1.0"), objects(read("id,m\n\"a,1\n", none, null, "m")));
  }

  @Test
  void commentsAreNoRecords() throws IOException {
    String text = "# made by hand\n#\nid,m\n# A,0\nA,1\n  # B,2\nB,#\n\nC,3 # no comment\nD,4\n";
    Catalogue catalogue = read(text, of(",", "#", "line"), null, "m");
    assertEquals(List.of("A|1.0", "D|4.0"), objects(catalogue));
    assertEquals(
        List.of("2|B|m: '#' is not a number", "3|C|m: '3 # no comment' is not a number"),
        rejected(catalogue));
  }

  @Test
  void headerMayStandInAComment() throws IOException {
    String text = "\uFEFF# from a survey\n#  id   m\r\n A  1.5\r\n# x y\nB\t 2\r\n";
    Catalogue catalogue = read(text, of(WHITESPACE, "#", "comment"), null, "m");
    assertEquals(List.of("A|1.5", "B|2.0"), objects(catalogue));
    assertContains(
        unusable(() -> read("A 1\n", of(WHITESPACE, "#", "comment"), null, "m")),
        "has no header in a comment");
  }

  @Test
  void namesStandForTheHeader() throws IOException {
    String text = "\uFEFF 7 1.5 x\r\n8 2.5\r\n9  3.5  \"two words\"  \r\n";
    Catalogue catalogue = read(text, of(WHITESPACE, "", "line", "id", "m", "f"), null, "m");
    assertEquals(List.of("7|1.5", "9|3.5"), objects(catalogue));
    assertEquals(List.of("2|null|the record has 2 cells, the header 3"), rejected(catalogue));
    assertEquals(3, catalogue.rows());
  }

  @Test
  void recordsAreNumberedAcrossBlocks() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 60_000; i++) {
      text.append(i % 1_000 == 0 ? "# comment\n" : "").append("g").append(i);
      text.append(i % 20_000 == 0 ? "  bad  1\n" : "  1.25  1\n");
    }
    Catalogue catalogue =
        read(text.toString(), of(WHITESPACE, "#", "line", "id", "m", "n"), null, "m");
    assertEquals(59_997, catalogue.size());
    assertEquals(
        List.of(
            "20000|g20000|m: 'bad' is not a number",
            "40000|g40000|m: 'bad' is not a number",
            "60000|g60000|m: 'bad' is not a number"),
        rejected(catalogue));
  }

  @Test
  void whitespaceLines() {
    LineParser parser = LineParser.of(of(WHITESPACE, "", "line"));
    assertArrayEquals(new String[] {"a", "b"}, parser.cells("  a \t b  "));
    assertArrayEquals(new String[] {"a b", null, "c\"d"}, parser.cells("\"a b\" \"\" c\"d"));
    assertArrayEquals(new String[] {"say \"a\""}, parser.cells("\"say \"\"a\"\"\""));
    assertNull(parser.cells("a \"b"));
    assertNull(parser.cells("\"a\"b c"));
    assertEquals(0, parser.cells("  ").length);
  }

  @Test
  void foldersAreColumns() throws IOException {
    for (String field : List.of("COSMOS", "a%3Db", "__HIVE_DEFAULT_PARTITION__")) {
      Path inner = folder.resolve("t").resolve("field=" + field).resolve("year=2007");
      Files.createDirectories(inner);
      Files.writeString(inner.resolve("1.csv"), "id,m\n" + field.charAt(0) + ",1\n");
    }
    Catalogue all =
        read(
            catalog(
                Source.CSV,
                folder.resolve("t"),
                "id",
                "field <> 'COSMOS' OR year > 2000",
                Map.of("age", "2026 - year")),
            List.of("m", "age"));
    assertEquals(List.of("C|1.0|19.0", "_|1.0|19.0", "a|1.0|19.0"), objects(all));
    Catalogue one =
        read(
            catalog(Source.CSV, folder.resolve("t"), "id", "field = 'a=b'", Map.of()),
            List.of("m"));
    assertEquals(List.of("a|1.0"), objects(one));
    assertEquals(1, one.rejectedRows());
    Files.writeString(folder.resolve("t").resolve("2.csv"), "id,m\nZ,1\n");
    assertContains(
        unusable(
            () ->
                read(catalog(Source.CSV, folder.resolve("t"), "id", null, Map.of()), List.of("m"))),
        "lies in folders",
        "[field, year]");
  }

  /** 22 columns between blanks, no header, -99.99 for what is missing. */
  @Test
  void ecoAsItWasPublished() {
    Path eco = shared("gsmf/eco/eco_dr1.txt");
    assumeTrue(Files.exists(eco), "no " + eco);
    String[] names = new String[22];
    for (int i = 0; i < names.length; i++) {
      names[i] = "c" + (i + 1);
    }
    Catalogue catalogue =
        read(
            with(
                catalog(Source.CSV, eco, "c1", "c14 BETWEEN 3000 AND 7000", Map.of("cz", "c14")),
                dialect(of(WHITESPACE, "", "line", names), "-99.99")),
            List.of("cz", "c16"));
    assertEquals(12_681, catalogue.rows());
    assertEquals(0, catalogue.objects().filter("c16 < 0 OR cz < 3000").count());
  }

  /** Data beside the project, or beside the folder it is a clone in. */
  static Path shared(String file) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("shared/data"))) {
      folder = folder.getParent();
    }
    return folder.resolve("shared/data").resolve(file);
  }
}
