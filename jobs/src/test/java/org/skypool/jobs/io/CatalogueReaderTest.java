package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;

class CatalogueReaderTest extends CatalogueFixture {
  @Test
  void badRowsAreSetAsideWithTheReason() throws IOException {
    String text =
        "\uFEFFid,logm,e\n"
            + "A,9.5,0.1\n"
            + "B,abc,0.1\n"
            + "C,,0.1\n"
            + "D,NaN,0.1\n"
            + "E,inf,0.1\n"
            + "F,9.9,-0.1\n"
            + "G,9.9\n"
            + "H,9.9,0.1,7\n"
            + "\n"
            + ",9.9,0.1\n"
            + "A,9.7,0.2\n"
            + "I,1e1,0.1\n"
            + "J,10d,0.1\n"
            + "A,nan,0.2\n";
    Catalogue catalogue =
        CatalogueReader.read(
            SparkForTests.session(),
            catalog(Source.CSV, file("a.csv", text), "id", null, Map.of()),
            List.of("logm", "e"),
            POSITIVE_ERROR);
    assertEquals(List.of("A|9.5|0.1", "I|10.0|0.1"), objects(catalogue));
    assertEquals(
        List.of(
            "2|B|logm: 'abc' is not a number",
            "3|C|logm is empty",
            "4|D|logm is NaN",
            "5|E|logm is infinite",
            "6|F|error of log_mass is -0.1, must be > 0",
            "7|null|the record has 2 cells, the header 3",
            "8|null|the record has 4 cells, the header 3",
            "9|null|id is empty",
            "10|A|duplicate id, first in row 1",
            "12|J|logm: '10d' is not a number",
            "13|A|logm is NaN"),
        rejected(catalogue));
    assertEquals(List.of(13L, 0L, 11L, 2L), counts(catalogue));
  }

  private static List<Long> counts(Catalogue catalogue) {
    return List.of(
        catalogue.rows(), catalogue.notSelected(), catalogue.rejectedRows(), catalogue.size());
  }

  @Test
  void whereActsOnTheCatalogueWithColumnsAdded() throws IOException {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("z", "cz / 100");
    columns.put("cz", "cz - 100");
    columns.put("m", "log mass (Msun)");
    columns.put("e", "0.2");
    String text =
        "id,cz,log mass (Msun)\nA,200,9\nB,50,9\nC,oops,9\nD,,9\nE,300,\n,50,9\nF,110,8\nG,NaN,9\n";
    Catalogue catalogue = csv(text, "cz > 0 AND m > 5", columns, "m", "z", "cz", "e");
    assertEquals(List.of("A|9.0|2.0|100.0|0.2", "F|8.0|1.1|10.0|0.2"), objects(catalogue));
    assertEquals(
        List.of(
            "3|C|cz: cz: 'oops' is not a number",
            "4|D|cz has no value",
            "5|E|m is empty",
            "8|G|cz: cz is NaN"),
        rejected(catalogue));
    assertEquals(List.of(8L, 2L, 4L, 2L), counts(catalogue));
  }

  @Test
  void textUsedAsNumberIsReadAsNumber() throws IOException {
    Catalogue catalogue =
        csv("id,m,n\nA,1,1.7\nB,1,x\nC,1,y\nD,1,0.5\n", "n > 1", Map.of("twice", "n * 2"), "m");
    assertEquals(List.of("A|1.0"), objects(catalogue));
    assertEquals(
        List.of("2|B|n: 'x' is not a number", "3|C|n: 'y' is not a number"), rejected(catalogue));
  }

  @Test
  void whereThatAllowsMissingValuesKeepsTheRow() throws IOException {
    Catalogue catalogue = csv("id,m,q\nA,1,\nB,2,3\nC,3,9\n", "q IS NULL OR q < 5", Map.of(), "m");
    assertEquals(List.of("A|1.0", "B|2.0"), objects(catalogue));
    assertEquals(List.of(3L, 1L, 0L, 2L), counts(catalogue));
  }

  @Test
  void duplicatesCountAmongSelectedValidRowsOnly() throws IOException {
    Catalogue catalogue = csv("id,m\nA,1\nA,bad\nA,30\nA,40\nB,50\n", "m > 20", Map.of(), "m");
    assertEquals(List.of("A|30.0", "B|50.0"), objects(catalogue));
    assertEquals(
        List.of("2|A|m: 'bad' is not a number", "4|A|duplicate id, first in row 3"),
        rejected(catalogue));
    assertEquals(List.of(5L, 1L, 2L, 2L), counts(catalogue));
  }

  @Test
  void idsAreKeptVerbatimAndComparedExactly() throws IOException {
    String text = "id,m\n1237648720693755918,1\n1237648720693755919,2\n007,3\n";
    Catalogue catalogue = csv(text, "id <> 1237648720693755919", Map.of(), "m");
    assertEquals(List.of("007|3.0", "1237648720693755918|1.0"), objects(catalogue));
  }

  @Test
  void rowsAreNumberedWhereNoIdIsNamed() throws IOException {
    Catalog single = catalog(Source.CSV, file("a.csv", "m\n5\n6\n"), null, null, Map.of());
    assertEquals(List.of("1|5.0", "2|6.0"), objects(read(single, List.of("m"))));
    file("b.csv", "m\n7\n");
    Catalog several = catalog(Source.CSV, folder, null, null, Map.of());
    assertEquals(
        List.of(folder + "/a.csv:1|5.0", folder + "/a.csv:2|6.0", folder + "/b.csv:1|7.0"),
        objects(read(several, List.of("m"))));
  }

  @Test
  void quotesCommasAndTextColumnsWork() throws IOException {
    Catalogue catalogue =
        csv(
            "id,field,m\n\"NGC 1, \"\"a\"\"\",COSMOS,1\n#2,UDS,2\nM31,COSMOS,3\n",
            "field = 'COSMOS'",
            Map.of(),
            "m");
    assertEquals(List.of("M31|3.0", "NGC 1, \"a\"|1.0"), objects(catalogue));
  }

  @Test
  void namesDifferingInCaseAreDifferentColumns() throws IOException {
    assertEquals(List.of("A|2.0|1.0"), objects(csv("id,M,m\nA,1,2\n", null, Map.of(), "m", "M")));
  }

  @ParameterizedTest
  @CsvSource({"'we ird [1]{a}*?.csv'", "'50%25 off #1.csv'"})
  void pathsAreLiteral(String name) throws IOException {
    file("we ird 1a.csv", "id,m\nX,1\n");
    Path path = file(name, "id,m\nA,1\n");
    Catalogue catalogue = read(catalog(Source.CSV, path, "id", null, Map.of()), List.of("m"));
    assertEquals(List.of("A|" + path + "|1|1.0"), rows(catalogue.objects()));
  }

  @Test
  void recordNumbersAndBitsDoNotDependOnPartitions() throws IOException {
    String text =
        "id,m\n"
            + IntStream.rangeClosed(1, 20_000)
                .mapToObj(
                    i ->
                        (i % 97 == 0 ? "\n" : "")
                            + "o"
                            + i
                            + ","
                            + (i % 1000 == 0 ? "x" : i)
                            + "\n")
                .collect(Collectors.joining());
    Path path = file("a.csv", text);
    Catalog catalog = catalog(Source.CSV, path, "id", "m > 10", Map.of());
    Catalogue whole = read(catalog, List.of("m"));
    SparkSession divided = SparkForTests.session().newSession();
    divided.conf().set("spark.sql.files.maxPartitionBytes", "10007");
    divided.conf().set("spark.sql.files.openCostInBytes", "0");
    divided.conf().set("spark.sql.ansi.enabled", "true");
    Catalogue parts = CatalogueReader.read(divided, catalog, List.of("m"), RowCheck.ANY);
    assertTrue(parts.objects().toJavaRDD().getNumPartitions() > 10);
    assertEquals(rows(whole.objects()), rows(parts.objects()));
    assertEquals(rejected(whole), rejected(parts));
    assertEquals(List.of(20_000L, 10L, 20L, 19_970L), counts(parts));
    assertEquals(whole.fingerprint(), parts.fingerprint());
    parts
        .objects()
        .collectAsList()
        .forEach(row -> assertEquals("o" + row.getLong(2), row.getString(0)));
    assertEquals("1000|o1000|m: 'x' is not a number", rejected(parts).get(0));
    Catalogue gzipped =
        read(catalog(Source.CSV, gzip("a.csv.gz", text), "id", "m > 10", Map.of()), List.of("m"));
    assertEquals(whole.fingerprint(), gzipped.fingerprint());
  }

  @Test
  void fingerprintFollowsTheContent() throws IOException {
    String base = csv("id,m,u\nA,1,0\nB,2,0\n", null, Map.of(), "m").fingerprint();
    assertEquals(base, csv("id,m,u\nA,1,0\nB,2,9\n", null, Map.of(), "m").fingerprint());
    assertEquals(base, csv("id,m,u\nB,2,0\nA,1,0\n", null, Map.of(), "m").fingerprint());
    for (String changed :
        List.of(
            "id,m,u\nA,1,0\nB,3,0\n",
            "id,m,u\nA,1,0\nC,2,0\n",
            "id,m,u\nA,1,0\nB,2,0\nB,2,0\n",
            "id,m,u\nA,2,0\nB,1,0\n")) {
      assertTrue(!base.equals(csv(changed, null, Map.of(), "m").fingerprint()), changed);
    }
  }

  @Test
  void parquetFollowsTheSameRules() throws IOException {
    String sql =
        "SELECT * FROM VALUES (1237648720693755918L, 9.5D, 0.1F, 'a'), (2L, double('NaN'), 0.1F, 'a'),"
            + " (3L, NULL, 0.1F, 'a'), (4L, double('inf'), 0.1F, 'a'), (NULL, 9D, 0.1F, 'a'),"
            + " (6L, 9D, float('nan'), 'a'), (7L, 9D, 0.1F, 'b'), (8L, 9D, 0.1F, NULL) AS t(id, m, e, f)";
    Catalogue catalogue = read(parquet(sql, "f = 'a'", Map.of("err", "e")), List.of("m", "err"));
    assertEquals(List.of("1237648720693755918|9.5|" + (double) 0.1f), objects(catalogue));
    List<String> reasons =
        rejected(catalogue).stream()
            .map(row -> row.replaceFirst("^[0-9]+\\|", ""))
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "2|m is NaN",
            "3|m is empty",
            "4|m is infinite",
            "6|err is NaN",
            "8|f is empty",
            "null|id is empty"),
        reasons);
    assertEquals(List.of(8L, 1L, 6L, 1L), counts(catalogue));
  }

  @Test
  void parquetRowsAreNumberedPerFile() throws Exception {
    String path = folder.resolve("d.parquet").toString();
    Duck.run(
        "COPY (SELECT 'o' || i AS id, i::DOUBLE AS m FROM range(1, 30001) t(i)) TO '"
            + path
            + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    SparkSession divided = SparkForTests.session().newSession();
    divided.conf().set("spark.sql.files.maxPartitionBytes", "20000");
    divided.conf().set("spark.sql.files.openCostInBytes", "0");
    Catalogue catalogue =
        CatalogueReader.read(
            divided,
            catalog(Source.PARQUET, Path.of(path), "id", null, Map.of()),
            List.of("m"),
            RowCheck.ANY);
    assertTrue(catalogue.objects().toJavaRDD().getNumPartitions() > 2);
    catalogue
        .objects()
        .collectAsList()
        .forEach(
            row -> {
              assertEquals("o" + row.getLong(2), row.getString(0));
              assertEquals(path, row.getString(1));
            });
    assertEquals(30_000, catalogue.size());
  }

  @Test
  void inlineRowsAreACatalogue() {
    List<Map<String, String>> rows =
        List.of(
            Map.of("id", "A", "y", "28", "s", "15"),
            Map.of("id", "B", "y", "8"),
            Map.of("id", "C", "y", "x", "s", "1"));
    Catalog inline =
        new Catalog(
            Source.INLINE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            rows,
            Optional.empty(),
            Optional.empty());
    Catalogue catalogue = read(inline, List.of("y", "s"));
    assertEquals(List.of("A|28.0|15.0"), objects(catalogue));
    assertEquals(List.of("2|B|s is empty", "3|C|y: 'x' is not a number"), rejected(catalogue));
  }

  @Test
  void readsTheEcoCatalogue() {
    Path data = findUpward("shared/data/gsmf/eco/eco_dr1_named.csv.gz");
    assumeTrue(data != null, "shared/data is absent");
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("logm", "log10_stellar_mass_Msun");
    columns.put("z", "group_cz_km_s / 299792.458");
    Catalog eco =
        catalog(
            Source.CSV,
            data,
            "eco_id",
            "group_cz_km_s BETWEEN 3000 AND 7000 AND logm > 8.9",
            columns);
    Catalogue catalogue = read(eco, List.of("logm", "z"));
    assertEquals(12_681, catalogue.rows());
    assertEquals(0, catalogue.rejectedRows());
    assertEquals(6_550, catalogue.size());
  }

  private static Path findUpward(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(name))) {
        return at.resolve(name);
      }
    }
    return null;
  }
}
