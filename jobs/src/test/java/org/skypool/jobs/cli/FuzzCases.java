package org.skypool.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SaveMode;
import org.skypool.jobs.io.FitsFile;
import org.skypool.jobs.io.SparkForTests;

/** Cases by number: the same number is the same case, whatever else runs. */
final class FuzzCases {
  private static final Path PROJECT = Launched.module().getParent();
  private static final int OBJECTS = 60;

  /** Amounts of work; where a mutation asks for much of it, that is the user's wish. */
  private static final Pattern AMOUNT =
      Pattern.compile(
          "\\b(objects|draws|ess|drawn|max|each|h\\[1\\.\\.)\"?\\s*=?\\s*\"?(-?[0-9.eE+]+)");

  private static final double MOST = 1_000;

  private final List<String> configurations = new ArrayList<>();
  private final List<Catalogue> catalogues = new ArrayList<>();

  /** A catalogue that is in order, and what reads it. */
  private record Catalogue(String text, byte[] bytes, String ending) {}

  /** Reads the project's configurations, and writes catalogues of every format in a folder. */
  FuzzCases(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.resolve("conf"))) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".conf"))
              .filter(f -> !f.getFileName().toString().startsWith("spark-"))
              .sorted()
              .toList()) {
        configurations.add(small(Files.readString(file)));
      }
    }
    Path csv = RunsOnSpark.normalCatalogue(folder, OBJECTS);
    String named = named(Files.readString(csv));
    String small = small(RunsOnSpark.NORMAL) + "catalog.id = name\nrounds.max = 1\n";
    catalogues.add(new Catalogue(small, named.getBytes(StandardCharsets.UTF_8), ".csv"));
    catalogues.add(new Catalogue(small, zipped(named), ".csv.gz"));
    catalogues.add(new Catalogue(small + "catalog.source = fits\n", fits(folder, named), ".fits"));
    catalogues.add(
        new Catalogue(
            small + "catalog.source = votable\n",
            votable(named).getBytes(StandardCharsets.UTF_8),
            ".vot"));
    catalogues.add(
        new Catalogue(small + "catalog.source = parquet\n", parquet(folder, named), ".parquet"));
  }

  /** All configurations and catalogues, as they are before anything is mutated. */
  List<FuzzCase> unharmed() {
    List<FuzzCase> cases = new ArrayList<>();
    for (String text : configurations) {
      cases.add(new FuzzCase(-1, "check", text, null, ""));
    }
    for (Catalogue one : catalogues) {
      cases.add(new FuzzCase(-1, "run", one.text(), one.bytes(), one.ending()));
    }
    return cases;
  }

  /** A case. */
  FuzzCase number(int number) {
    SplittableRandom random = new SplittableRandom(0x5EED_0000L + number);
    return random.nextInt(3) == 0 ? catalogue(number, random) : configuration(number, random);
  }

  private FuzzCase configuration(int number, SplittableRandom random) {
    boolean normal = random.nextInt(4) == 0;
    String text =
        normal
            ? catalogues.get(0).text()
            : configurations.get(random.nextInt(configurations.size()));
    String mutated = new MutatedText(random).of(text);
    String command = random.nextInt(4) == 0 && isLittle(mutated) ? "run" : "check";
    return normal
        ? new FuzzCase(
            number, command, mutated, catalogues.get(0).bytes(), catalogues.get(0).ending())
        : new FuzzCase(number, command, mutated, null, "");
  }

  private FuzzCase catalogue(int number, SplittableRandom random) {
    Catalogue one = catalogues.get(random.nextInt(catalogues.size()));
    MutatedBytes mutation = new MutatedBytes(random);
    boolean csv = one.ending().equals(".csv") || random.nextInt(4) == 0;
    Catalogue from = csv ? catalogues.get(0) : one;
    byte[] bytes =
        csv
            ? mutation.ofCsv(new String(from.bytes(), StandardCharsets.UTF_8))
            : mutation.of(from.bytes());
    String command = random.nextInt(3) == 0 ? "run" : "check";
    return new FuzzCase(number, command, from.text(), bytes, from.ending());
  }

  private static boolean isLittle(String text) {
    Matcher amount = AMOUNT.matcher(text);
    while (amount.find()) {
      try {
        if (Double.parseDouble(amount.group(2)) > MOST) {
          return false;
        }
      } catch (NumberFormatException noNumber) {
        return true;
      }
    }
    return true;
  }

  /** A configuration without comments, of few objects and draws, whose data are found. */
  private static String small(String text) {
    String code =
        text.replaceAll("(?m)^\\s*#.*$", "")
            .replaceAll("(?m)\\s+#[^\"\\n]*$", "")
            .replaceAll("(?m)^\\s*\\n", "")
            .replaceAll("\\bobjects(\\s*)=(\\s*)[0-9]+", "objects$1=$2" + OBJECTS)
            .replaceAll("\\bdraws(\\s*)=(\\s*)[0-9]+", "draws$1=$2" + 32)
            .replaceAll("\\bdrawn(\\s*)=(\\s*)[0-9]+", "drawn$1=$2" + 1000)
            .replace("conf/data", PROJECT.resolve("conf/data").toString())
            .replaceAll("hyperposterior.ess\\s*=\\s*[0-9]+", "");
    return code.strip() + "\nhyperposterior.ess = 100\nrounds.max = 2\nindividuals.draws = 4\n";
  }

  private static String named(String csv) {
    StringBuilder text = new StringBuilder();
    int[] number = {0};
    csv.lines()
        .forEach(
            line ->
                text.append(number[0]++ == 0 ? "name" : "g" + number[0])
                    .append(',')
                    .append(line)
                    .append('\n'));
    return text.toString();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] fits(Path folder, String csv) throws IOException {
    FitsFile table = new FitsFile().column("name", "8A").column("x", "D").column("x_err", "D");
    byte[][] rows =
        csv.lines()
            .skip(1)
            .map(line -> line.split(","))
            .map(
                cells ->
                    FitsFile.row(
                        String.format(Locale.ROOT, "%-8s", cells[0]),
                        Double.valueOf(cells[1]),
                        Double.valueOf(cells[2])))
            .toArray(byte[][]::new);
    return Files.readAllBytes(FitsFile.write(folder.resolve("whole.fits"), table.extension(rows)));
  }

  private static String votable(String csv) {
    StringBuilder rows = new StringBuilder();
    csv.lines()
        .skip(1)
        .forEach(
            line ->
                rows.append("<TR><TD>")
                    .append(line.replace(",", "</TD><TD>"))
                    .append("</TD></TR>\n"));
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
        <RESOURCE><TABLE>
        <FIELD name="name" datatype="char" arraysize="*"/>
        <FIELD name="x" datatype="double"/>
        <FIELD name="x_err" datatype="double"/>
        <DATA><TABLEDATA>
        """
        + rows
        + "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>\n";
  }

  private static byte[] parquet(Path folder, String csv) throws IOException {
    Path in = RunsOnSpark.write(folder.resolve("named.csv"), csv);
    Path out = folder.resolve("whole.parquet");
    SparkForTests.session()
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(in.toString())
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(out.toString());
    try (Stream<Path> files = Files.list(out)) {
      return Files.readAllBytes(
          files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
  }
}
