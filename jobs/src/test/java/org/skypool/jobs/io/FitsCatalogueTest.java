package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.io.FitsFile.row;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.CsvDialect;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;
import org.skypool.jobs.config.TableReading;

/** Binary tables of FITS, written byte by byte here. */
class FitsCatalogueTest extends CatalogueFixture {
  private static TableReading hdu(String name) {
    TableReading plain = TableReading.plain();
    return new TableReading(
        Optional.of(name), plain.table(), CsvDialect.PLAIN, Map.of(), List.of(), Map.of(), 1);
  }

  private static FitsFile idAndMass() {
    return new FitsFile().column("id", "K").column("m", "D", "TUNIT#= 'mag'");
  }

  private Catalog fits(Path file, String where, Map<String, String> columns) {
    return catalog(Source.FITS, file, "id", where, columns);
  }

  private Catalogue read(Path file, String... numbers) {
    return read(fits(file, null, Map.of()), List.of(numbers));
  }

  private static String bits(Catalogue catalogue) {
    return String.join("; ", objects(catalogue));
  }

  @Test
  void everyFormatOfNumberIsRead() throws IOException {
    FitsFile table =
        new FitsFile()
            .column("id", "K")
            .column("d", "1D")
            .column("e", "E")
            .column("j", "J")
            .column("i", "I")
            .column("b", "B")
            .column("l", "L")
            .column("signed", "B", "TZERO#= -128")
            .column("unsigned16", "I", "TZERO#= 32768", "TSCAL#= 1")
            .column("unsigned32", "J", "TZERO#= 2147483648")
            .column("unsigned64", "K", "TZERO#= 9223372036854775808")
            .column("scaled", "I", "TSCAL#= 0.5", "TZERO#= 10.")
            .column("scaled_e", "E", "TSCAL#= 2.0");
    byte[] first =
        row(
            1L,
            -1.5,
            0.25f,
            -7,
            (short) -3,
            (byte) 200,
            "T",
            (byte) 0,
            (short) -32768,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            (short) 3,
            0.1f);
    byte[] second =
        row(
            2L,
            1e300,
            -2f,
            7,
            (short) 3,
            (byte) 1,
            "F",
            (byte) 0xff,
            (short) 32767,
            Integer.MAX_VALUE,
            1L,
            (short) -3,
            1f);
    Path file = FitsFile.write(folder.resolve("a.fits"), table.extension(first, second));
    String[] names = {
      "d",
      "e",
      "j",
      "i",
      "b",
      "l",
      "signed",
      "unsigned16",
      "unsigned32",
      "unsigned64",
      "scaled",
      "scaled_e"
    };
    assertEquals(
        List.of(
            "1|-1.5|0.25|-7.0|-3.0|200.0|1.0|-128.0|0.0|0.0|0.0|11.5|" + 2 * (double) 0.1f,
            "2|1.0E300|-2.0|7.0|3.0|1.0|0.0|127.0|65535.0|4.294967295E9|" + 0x1p63 + "|8.5|2.0"),
        objects(read(file, names)));
  }

  @Test
  void idsOf64BitsStayApart() throws IOException {
    long sdss = 1237648720693755918L;
    FitsFile table = new FitsFile().column("id", "K").column("m", "D");
    Path file =
        FitsFile.write(
            folder.resolve("a.fits"), table.extension(row(sdss, 1.0), row(sdss + 1, 2.0)));
    Catalogue some = read(fits(file, "id <> " + (sdss + 1), Map.of()), List.of("m"));
    assertEquals(List.of(sdss + "|1.0"), objects(some));
    assertEquals(2, read(file, "m").size());

    FitsFile unsigned =
        new FitsFile().column("id", "K", "TZERO#= 9223372036854775808").column("m", "D");
    Path large =
        FitsFile.write(folder.resolve("u.fits"), unsigned.extension(row(-1L ^ 1L << 63, 1.0)));
    assertEquals(List.of("18446744073709551615|1.0"), objects(read(large, "m")));

    FitsFile text = new FitsFile().column("id", "8A").column("m", "D");
    Path named =
        FitsFile.write(
            folder.resolve("t.fits"),
            text.extension(row(" M 31   ", 1.0), row("007\0ab \0", 2.0), row("        ", 3.0)));
    Catalogue named3 = read(named, "m");
    assertEquals(List.of("007|2.0", "M 31|1.0"), objects(named3));
    assertEquals(List.of("3|null|id is empty"), rejected(named3));
  }

  @Test
  void missingValuesAreSetAside() throws IOException {
    FitsFile table =
        new FitsFile()
            .column("id", "J")
            .column("m", "D")
            .column("n", "I", "TNULL#= -999", "TSCAL#= 0.1")
            .column("l", "L");
    Path file =
        FitsFile.write(
            folder.resolve("a.fits"),
            table.extension(
                row(1, 1.0, (short) 5, "T"),
                row(2, Double.NaN, (short) 5, "T"),
                row(3, 1.0, (short) -999, "T"),
                row(4, 1.0, (short) 5, "\0"),
                row(5, Double.POSITIVE_INFINITY, (short) 5, "F")));
    Catalogue catalogue = read(file, "m", "n", "l");
    assertEquals(List.of("1|1.0|0.5|1.0"), objects(catalogue));
    assertEquals(
        List.of("2|2|m is NaN", "3|3|n is empty", "4|4|l is empty", "5|5|m is infinite"),
        rejected(catalogue));
  }

  @Test
  void elementsOfArraysAreReadBySql() throws IOException {
    FitsFile table =
        new FitsFile()
            .column("id", "J")
            .column("mag", "3E")
            .column("flags", "10X")
            .column("names", "6A", "TDIM#= '(3,2)'")
            .column("z", "C");
    Path file =
        FitsFile.write(
            folder.resolve("a.fits"),
            table.extension(
                row(1, 20f, 21f, Float.NaN, new byte[] {0x40, 0x40}, "a  bcd", 3f, 4f),
                row(2, 22f, 23f, 24f, new byte[] {0, 0}, "x  yz ", 5f, 6f)));
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("g", "mag[0]");
    columns.put("r", "mag[1]");
    columns.put("imaginary", "z[1]");
    columns.put("flag", "CAST(flags[1] AND flags[9] AS INT)");
    Catalogue catalogue =
        read(fits(file, "names[1] <> 'none'", columns), List.of("g", "r", "imaginary", "flag"));
    assertEquals("1|20.0|21.0|4.0|1.0; 2|22.0|23.0|6.0|0.0", bits(catalogue));
    Catalogue third = read(fits(file, null, Map.of("i", "mag[2]")), List.of("i"));
    assertEquals("2|24.0", bits(third));
    assertEquals(List.of("1|1|i has no value"), rejected(third));
    assertContains(unusable(() -> read(file, "mag")), "column mag is ARRAY<FLOAT>");
  }

  @Test
  void tablesAreChosenByNumberOrName() throws IOException {
    byte[] first = idAndMass().with("EXTNAME", "'FIRST'").extension(row(1L, 1.0));
    byte[] image =
        new String(FitsFile.primary(), java.nio.charset.StandardCharsets.US_ASCII)
            .replace("SIMPLE  = T      ", "XTENSION= 'IMAGE'")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] second = idAndMass().with("EXTNAME", "'Second'").extension(row(2L, 2.0));
    Path file = FitsFile.write(folder.resolve("a.fits"), first, image, second);
    Catalog any = fits(file, null, Map.of());
    assertEquals("1|1.0", bits(read(any, List.of("m"))));
    for (String name : List.of("3", "second")) {
      assertEquals("2|2.0", bits(read(with(any, hdu(name)), List.of("m"))));
    }
    assertContains(
        unusable(() -> read(with(any, hdu("2")), List.of("m"))),
        "catalog.hdu = 2 is of the kind IMAGE");
    assertContains(
        unusable(() -> read(with(any, hdu("4")), List.of("m"))),
        "catalog.hdu = 4",
        "its binary tables: 1 (FIRST), 3 (Second)");
    assertContains(unusable(() -> read(with(any, hdu("0")), List.of("m"))), "IMAGE");
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    FitsFile table = idAndMass().column("spectrum", "1PE(20)");
    Path file = FitsFile.write(folder.resolve("a.fits"), table.extension(row(1L, 2.0, 20, 0)));
    assertEquals("1|2.0", bits(read(file, "m")));
    assertContains(
        unusable(() -> read(fits(file, null, Map.of("s", "spectrum[0]")), List.of("s"))),
        "column spectrum has the format 1PE(20), of variable length");
    Path packed =
        FitsFile.write(
            folder.resolve("p.fits"), idAndMass().with("ZTABLE", "T").extension(row(1L, 2.0)));
    assertContains(unusable(() -> read(packed, "m")), "compressed table", "funpack");
    Path wrong =
        FitsFile.write(
            folder.resolve("w.fits"), idAndMass().column("q", "7Y").extension(row(1L, 2.0)));
    assertContains(unusable(() -> read(wrong, "m")), "TFORM3 = '7Y'");
    Path csv = file("c.fits", "id,m\n1,2\n");
    assertContains(unusable(() -> read(csv, "m")), "c.fits is not a FITS file");
    Path none = FitsFile.write(folder.resolve("n.fits"));
    assertContains(unusable(() -> read(none, "m")), "has no binary table");
  }

  /** As single bits turn over on a disk. */
  @Test
  void headersThatMakeNoSenseAreRefused() throws IOException {
    Path file = folder.resolve("a.fits");
    FitsFile.write(file, idAndMass().header(16, -3));
    assertContains(unusable(() -> read(file, "m")), "there are -3 of them (NAXIS2)");
    FitsFile.write(file, new FitsFile().header(0, 3));
    assertContains(unusable(() -> read(file, "m")), "rows have 0 bytes (NAXIS1)");
    FitsFile.write(file, new FitsFile().column("m", "99999999999D").header(8, 3));
    assertContains(unusable(() -> read(file, "m")), "TFORM1 = '99999999999D'");
    FitsFile.write(file, new FitsFile().column("m", "999999999D").header(8, 3));
    assertContains(unusable(() -> read(file, "m")), "its columns have 7,999,999,992 bytes");
  }

  @Test
  void fileThatEndsEarlyIsNamed() throws IOException {
    byte[][] rows = new byte[400][];
    Arrays.setAll(rows, i -> row((long) i, 0.5 * i));
    Path file = FitsFile.write(folder.resolve("a.fits"), idAndMass().extension(rows));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, 5760 + 250 * 16 + 8));
    assertContains(
        unusable(() -> read(file, "m")), "a.fits ends too early: it has 250 of 400 rows");
    Files.write(file, Arrays.copyOf(whole, 4000));
    assertContains(unusable(() -> read(file, "m")), "a.fits ends too early");
  }

  @Test
  void compressedFilesAreReadByOneTask() throws IOException {
    byte[][] rows = new byte[90_000][];
    Arrays.setAll(rows, i -> row((long) i, 0.5 * i));
    Path plain = FitsFile.write(folder.resolve("a.fits"), idAndMass().extension(rows));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Files.readAllBytes(plain));
    }
    Path gzip = Files.write(folder.resolve("a.fits.gz"), bytes.toByteArray());
    Catalogue expected = read(plain, "m");
    assertEquals(90_000, expected.size());
    assertEquals(expected.fingerprint(), read(gzip, "m").fingerprint());
    Files.write(gzip, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertContains(unusable(() -> read(gzip, "m")), "a.fits.gz", "truncated");
  }

  @Test
  void filesOfAFolderAreOneTable() throws IOException {
    Path several = Files.createDirectory(folder.resolve("several"));
    FitsFile.write(several.resolve("1.fits"), idAndMass().extension(row(1L, 1.0), row(2L, 2.0)));
    FitsFile.write(several.resolve("2.fits"), idAndMass().extension(row(2L, 3.0), row(4L, 4.0)));
    Catalogue catalogue = read(several, "m");
    assertEquals("1|1.0; 2|2.0; 4|4.0", bits(catalogue));
    assertEquals(
        List.of(several + "/2.fits|1|2|duplicate id, first in row 2 of " + several + "/1.fits"),
        rows(catalogue.rejectedInOrder()));
    FitsFile.write(
        several.resolve("3.fits"),
        new FitsFile().column("id", "J").column("m", "D").extension(row(1, 1.0)));
    assertContains(unusable(() -> read(several, "m")), "3.fits differ from those of", "1.fits");
  }

  @Test
  void filesAreReachedThroughHadoop() throws IOException {
    byte[][] rows = new byte[4_000][];
    Arrays.setAll(rows, i -> row((long) i, 0.5 * i));
    Path local = FitsFile.write(folder.resolve("a.fits"), idAndMass().extension(rows));
    Configuration conf = SparkForTests.session().sparkContext().hadoopConfiguration();
    FarFileSystem.register(conf);
    String far = FarFileSystem.far(local);
    assertEquals(List.of(FarFileSystem.HOST), new FileBlocks(conf).hosts(far, 5_760));
    assertEquals(List.of(), new FileBlocks(conf).hosts(local.toString(), 5_760));
    int before = FarFileSystem.OPENED.get();
    Catalog there =
        new Catalog(
            Source.FITS,
            Optional.of(far),
            Optional.empty(),
            Optional.of("id"),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    assertEquals(read(local, "m").fingerprint(), read(there, List.of("m")).fingerprint());
    int opened = FarFileSystem.OPENED.get() - before;
    assertTrue(opened > 2, "a header and several parts, not " + opened);
  }

  @Test
  void declaredUnitsMustAgree() throws IOException {
    FitsFile table =
        new FitsFile()
            .column("id", "K")
            .column("plx", "D", "TUNIT#= 'mas     '")
            .column("pm", "D", "TUNIT#= 'mas.yr**-1'")
            .column("none", "D");
    Path file = FitsFile.write(folder.resolve("a.fits"), table.extension(row(1L, 2.0, 3.0, 4.0)));
    Catalog any = fits(file, null, Map.of("parallax", "plx"));
    Catalog right = with(any, units(Map.of("parallax", "mas", "pm", "mas/yr")));
    assertEquals("1|2.0|3.0", bits(read(right, List.of("parallax", "pm"))));
    assertContains(
        unusable(() -> read(with(any, units(Map.of("parallax", "arcsec"))), List.of("pm"))),
        "catalog.units.parallax = arcsec: the column plx of",
        "is in mas");
    assertContains(
        unusable(() -> read(with(any, units(Map.of("none", "mag"))), List.of("pm"))),
        "declares no unit for its column none");
    assertContains(
        unusable(() -> read(with(any, units(Map.of("parx", "mag"))), List.of("pm"))),
        "column parx is absent");
  }
}
