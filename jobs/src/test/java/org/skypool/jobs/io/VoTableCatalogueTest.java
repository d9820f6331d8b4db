package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;

/** VOTables, written by hand here. */
class VoTableCatalogueTest extends CatalogueFixture {
  private static final String FIELDS =
      """
      <FIELD name="id" datatype="long"><VALUES null="-1"/></FIELD>
      <FIELD name="m" datatype="double" unit="mag"/>
      <FIELD name="n" datatype="int"><VALUES null="-999"/></FIELD>
      <FIELD name="f" datatype="char" arraysize="*"/>
      <FIELD name="mags" datatype="float" arraysize="2"/>
      """;

  private static String document(String fields, String data) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
        <RESOURCE><TABLE name="t">
        %s<DATA>%s</DATA></TABLE></RESOURCE></VOTABLE>
        """
        .formatted(fields, data);
  }

  private static String rows(String... rows) {
    StringBuilder data = new StringBuilder("<TABLEDATA>\n");
    for (String row : rows) {
      data.append("<TR>");
      for (String cell : row.split(";", -1)) {
        data.append("<TD>").append(cell).append("</TD>");
      }
      data.append("</TR>\n");
    }
    return data.append("</TABLEDATA>").toString();
  }

  private Catalog votable(String text, String where, Map<String, String> columns)
      throws IOException {
    return catalog(Source.VOTABLE, file("a.vot", text), "id", where, columns);
  }

  @Test
  void tableOfCells() throws IOException {
    String text =
        document(
            FIELDS,
            rows(
                "1237648720693755918;1.5;3; x ;20 21",
                "1237648720693755919;2.5;-999;y;22 23",
                "3;;3;;22 NaN",
                "-1;1.5;3;x;20 21",
                "5;NaN;4;x;1 2",
                "6;1.5;abc;x;1 2"));
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("r", "mags[1]");
    Catalogue catalogue = read(votable(text, "f = 'x' OR id > 0", columns), List.of("m", "n", "r"));
    assertEquals(List.of("1237648720693755918|1.5|3.0|21.0"), objects(catalogue));
    assertEquals(
        List.of(
            "2|1237648720693755919|n is empty",
            "3|3|m is empty",
            "4|null|id is empty",
            "5|5|m is empty",
            "6|6|n is empty"),
        rejected(catalogue));
    assertEquals(
        List.of("1237648720693755919|2.5"),
        objects(read(votable(text, "f = 'y'", Map.of()), List.of("m"))));
  }

  @Test
  void declaredUnitsMustAgree() throws IOException {
    Catalog table = votable(document(FIELDS, rows("1;2;3;x;4 5")), null, Map.of());
    assertEquals(1, read(with(table, units(Map.of("m", "mag"))), List.of("m")).size());
    assertContains(
        unusable(() -> read(with(table, units(Map.of("m", "mas"))), List.of("m"))),
        "catalog.units.m = mas",
        "is in mag");
  }

  @Test
  void nothingOutsideTheDocumentIsRead() throws IOException {
    Path secret = file("secret", "7");
    String body = document(FIELDS, rows("1;&secret;;3;x;4 5"));
    String entity =
        body.replace(
            "<VOTABLE",
            "<!DOCTYPE VOTABLE [<!ENTITY secret SYSTEM \"" + secret.toUri() + "\">]>\n<VOTABLE");
    assertContains(
        unusable(() -> read(votable(entity, null, Map.of()), List.of("m"))), "DOCTYPE", "a.vot");
    String external =
        document(FIELDS, "<BINARY><STREAM href=\"" + secret.toUri() + "\"></STREAM></BINARY>");
    assertContains(
        unusable(() -> read(votable(external, null, Map.of()), List.of("m"))), "STREAM href");
  }

  @Test
  void damagedDocumentsAreNamed() throws IOException {
    String whole = document(FIELDS, rows("1;2;3;x;4 5", "2;2;3;x;4 5", "3;2;3;x;4 5"));
    String cut = whole.substring(0, whole.indexOf("<TD>3</TD><TD>2"));
    assertContains(
        unusable(() -> read(votable(cut, null, Map.of()), List.of("m"))),
        "a.vot, line ",
        "cannot be read as a VOTable");
    assertContains(
        unusable(() -> read(votable("id,m\n1,2\n", null, Map.of()), List.of("m"))),
        "cannot be read as a VOTable");
    assertContains(
        unusable(
            () -> read(votable("<VOTABLE><RESOURCE/></VOTABLE>", null, Map.of()), List.of("m"))),
        "has no table with data");
    assertContains(
        unusable(() -> read(votable(document(FIELDS, rows()), null, Map.of()), List.of("m"))),
        "has no row");
    Path packed = gzip("b.vot.gz", whole);
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
    assertContains(
        unusable(() -> read(catalog(Source.VOTABLE, packed, "id", null, Map.of()), List.of("m"))),
        "b.vot.gz ends too early");
  }

  @Test
  void manyRowsAreStreamedInOrder() throws IOException {
    String[] rows = new String[20_000];
    Arrays.setAll(rows, i -> i + ";" + (i == 12_345 ? "" : "0.5") + ";3;x;4 5");
    String text = document(FIELDS, rows(rows));
    Path packed = gzip("b.vot.gz", text);
    Catalogue catalogue = read(catalog(Source.VOTABLE, packed, "id", null, Map.of()), List.of("m"));
    assertEquals(19_999, catalogue.size());
    assertEquals(List.of("12346|12345|m is empty"), rejected(catalogue));
  }
}
