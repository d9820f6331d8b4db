package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.core.draws.DrawBlock;

class TablesTest {
  private static final DrawsSchema SCHEMA =
      new DrawsSchema(List.of("log_mass", "v"), Set.of("v"), List.of("z"), List.of("ess"));
  private static final Map<String, String> COORDINATES = Map.of("log_mass", "log_mass", "v", "v");
  private static final DrawBlock BLOCK =
      new DrawBlock(
          List.of("A", "B", "\u03b2"),
          new int[] {0, 2, 2, 5},
          Map.of(
              "log_mass",
              new double[] {10.1, 10.2, 9, 9.5, Double.NaN},
              "v",
              new double[] {1e-17, 2, 3, 4, 1.0 / 3}),
          Map.of("z", new double[] {0.1, 0.2, 0.3}),
          new double[] {-1, -2, -3, Double.NEGATIVE_INFINITY, -5},
          new double[] {-0.1, -0.2, -0.3, -0.4, -0.5});

  @TempDir java.nio.file.Path folder;
  private final Configuration conf = new Configuration();
  private Path file;

  @BeforeEach
  void nameFile() {
    file = new Path(folder.resolve("part-00000.parquet").toUri());
  }

  private String duckFile() {
    return "'" + folder.resolve("part-00000.parquet") + "'";
  }

  private void writeDraws(Map<String, String> metadata) throws IOException {
    try (DrawsWriter writer = DrawsWriter.open(conf, file, SCHEMA, COORDINATES, metadata)) {
      writer.write(BLOCK, Map.of("ess", new double[] {1.5, 0, 2.5}));
    }
  }

  @Test
  void duckReadsDraws() throws Exception {
    writeDraws(Map.of("skypool.round", "0"));
    assertEquals(
        List.of(
            "object_id|VARCHAR",
            "log_mass|FLOAT[]",
            "v|DOUBLE[]",
            "log_interim_prior|DOUBLE[]",
            "log_weight|DOUBLE[]",
            "z|DOUBLE",
            "ess|DOUBLE"),
        Duck.rows("SELECT column_name, column_type FROM (DESCRIBE FROM " + duckFile() + ")"));
    assertEquals(
        List.of(
            "A|[10.1, 10.2]|[1e-17, 2.0]|[-0.1, -0.2]|[-1.0, -2.0]|0.1|1.5",
            "B|[]|[]|[]|[]|0.2|0.0",
            "\u03b2|[9.0, 9.5, nan]|[3.0, 4.0, 0.3333333333333333]|[-0.3, -0.4, -0.5]|[-3.0, -inf, -5.0]|0.3|2.5"),
        Duck.rows(
            "SELECT object_id, log_mass::VARCHAR, v::VARCHAR, log_interim_prior::VARCHAR, log_weight::VARCHAR, z, ess FROM "
                + duckFile()));
    List<String> metadata =
        Duck.rows(
            "SELECT decode(key), decode(value) FROM parquet_kv_metadata("
                + duckFile()
                + ") ORDER BY 1");
    assertTrue(
        metadata.containsAll(
            List.of(
                "skypool.coordinates.log_mass|log_mass",
                "skypool.coordinates.v|v",
                "skypool.format|draws",
                "skypool.round|0",
                "skypool.version|1")),
        metadata::toString);
    assertEquals(
        List.of("SNAPPY"),
        Duck.rows("SELECT DISTINCT compression FROM parquet_metadata(" + duckFile() + ")"));
  }

  @Test
  void drawsComeBackBitByBit() throws IOException {
    writeDraws(Map.of());
    DrawsReader.DrawsFile read = DrawsReader.read(conf, TablePart.whole(file), SCHEMA, COORDINATES);
    assertEquals(BLOCK.objectIds(), read.block().objectIds());
    assertArrayEquals(BLOCK.offsets(), read.block().offsets());
    assertArrayEquals(
        SCHEMA.stored("log_mass", BLOCK.thetas().get("log_mass")),
        read.block().thetas().get("log_mass"));
    assertArrayEquals(BLOCK.thetas().get("v"), read.block().thetas().get("v"));
    assertArrayEquals(BLOCK.covariates().get("z"), read.block().covariates().get("z"));
    assertArrayEquals(BLOCK.logWeight(), read.block().logWeight());
    assertArrayEquals(BLOCK.logInterimPrior(), read.block().logInterimPrior());
    assertArrayEquals(new double[] {1.5, 0, 2.5}, read.diagnostics().get("ess"));
    assertEquals(10.1f, (float) read.block().thetas().get("log_mass")[0]);
  }

  @Test
  void leavesNoFileBesidesTheTable() throws IOException {
    writeDraws(Map.of());
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("part-00000.parquet"), files.map(path -> path.getFileName().toString()).toList());
    }
  }

  @Test
  void readsTablesOfDuckAndSpark() throws Exception {
    String query =
        "SELECT 7::BIGINT + 9007199254740993 AS object_id, [1.5::FLOAT, 2.5] AS m, [-1.0::DOUBLE, -2] AS log_interim_prior, 3 AS z"
            + " UNION ALL SELECT 8, [], [], 4";
    Duck.run("COPY (" + query + ") TO " + duckFile() + " (FORMAT parquet)");
    DrawsSchema schema = new DrawsSchema(List.of("m"), Set.of(), List.of("z"), List.of("ess"));
    checkForeign(DrawsReader.read(conf, TablePart.whole(file), schema, Map.of("m", "m")));
    String spark = folder.resolve("spark").toString();
    SparkForTests.session()
        .sql(
            "SELECT 9007199254741000L AS object_id, array(1.5F, 2.5F) AS m, array(-1D, -2D) AS log_interim_prior, 3 AS z"
                + " UNION ALL SELECT 8L, array(), array(), 4")
        .coalesce(1)
        .write()
        .parquet(spark);
    List<Path> files = DrawsReader.files(conf, new Path(spark));
    assertEquals(1, files.size());
    checkForeign(DrawsReader.read(conf, TablePart.whole(files.get(0)), schema, Map.of("m", "m")));
  }

  private static void checkForeign(DrawsReader.DrawsFile read) {
    assertEquals(List.of("9007199254741000", "8"), read.block().objectIds());
    assertArrayEquals(new int[] {0, 2, 2}, read.block().offsets());
    assertArrayEquals(new double[] {1.5, 2.5}, read.block().thetas().get("m"));
    assertArrayEquals(new double[] {3, 4}, read.block().covariates().get("z"));
    double half = -Math.log(2);
    assertArrayEquals(new double[] {half + 1, half + 2}, read.block().logWeight(), 1e-15);
    assertEquals(Map.of(), read.diagnostics());
  }

  private void assertUnusable(
      String expected, DrawsSchema schema, Map<String, String> coordinates) {
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () -> DrawsReader.read(conf, TablePart.whole(file), schema, coordinates));
    assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void refusesOtherCoordinatesVersionsFormatsAndColumns() throws Exception {
    writeDraws(Map.of());
    assertUnusable(
        "density in log_mass, not in mass", SCHEMA, Map.of("log_mass", "mass", "v", "v"));
    assertUnusable(
        "has no column w",
        new DrawsSchema(List.of("v"), Set.of("v"), List.of("w"), List.of()),
        COORDINATES);
    Duck.run(
        "COPY (SELECT 1) TO "
            + duckFile()
            + " (FORMAT parquet, KV_METADATA {'skypool.version': '2'})");
    assertUnusable("version 2", SCHEMA, COORDINATES);
    Duck.run(
        "COPY (SELECT 1) TO "
            + duckFile()
            + " (FORMAT parquet, KV_METADATA {'skypool.format': 'rejected'})");
    assertUnusable("format rejected, not draws", SCHEMA, COORDINATES);
    Duck.run(
        "COPY (SELECT 'A' AS object_id, [1.0, NULL] AS m, [1.0, 2.0] AS log_weight) TO "
            + duckFile()
            + " (FORMAT parquet)");
    DrawsSchema m = new DrawsSchema(List.of("m"), Set.of(), List.of(), List.of());
    assertUnusable("column m has no value in row 1", m, COORDINATES);
    Duck.run(
        "COPY (SELECT 'A' AS object_id, [1.0] AS m, [1.0, 2.0] AS log_weight) TO "
            + duckFile()
            + " (FORMAT parquet)");
    assertUnusable("not as long", m, COORDINATES);
    Duck.run("COPY (SELECT 'A' AS object_id, [1.0] AS m) TO " + duckFile() + " (FORMAT parquet)");
    assertUnusable("neither of the columns log_weight and log_interim_prior", m, COORDINATES);
  }

  @Test
  void refusesDamagedAndAbsentFiles() throws Exception {
    assertUnusable("does not exist", SCHEMA, COORDINATES);
    writeDraws(Map.of());
    byte[] bytes = Files.readAllBytes(folder.resolve("part-00000.parquet"));
    Files.write(
        folder.resolve("part-00000.parquet"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertUnusable("cannot be read as Parquet", SCHEMA, COORDINATES);
    Files.writeString(folder.resolve("part-00000.parquet"), "a,b\n1,2\n");
    assertUnusable("cannot be read as Parquet", SCHEMA, COORDINATES);
  }

  @Test
  void refusesReservedAndRepeatedNames() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new DrawsSchema(List.of("log_weight"), Set.of(), List.of(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DrawsSchema(List.of("m"), Set.of(), List.of("m"), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DrawsSchema(List.of("m"), Set.of("n"), List.of(), List.of()));
  }

  @Test
  void documentedQueryGivesInterimMeans() throws Exception {
    writeDraws(Map.of());
    String document = Files.readString(java.nio.file.Path.of("../docs/tables.md"));
    int start = document.indexOf("```sql") + "```sql".length();
    String sql = document.substring(start, document.indexOf("```", start));
    assertTrue(sql.contains("'out/gsmf/draws/round=0/*.parquet'"), sql);
    double first = Math.exp(-1.1);
    double second = Math.exp(-2.2);
    double mean = (10.1f * first + 10.2f * second) / (first + second);
    String row = Duck.rows(sql.replace("out/gsmf/draws/round=0", folder.toString())).get(0);
    assertTrue(row.startsWith("A|"), row);
    assertEquals(mean, Double.parseDouble(row.substring(2)), 1e-12);
  }

  @Test
  void hyperposteriorGoesRound() throws Exception {
    HyperposteriorTable table =
        new HyperposteriorTable(
            new int[] {0, 0, 1},
            new int[] {0, 1, 0},
            new double[] {-1, -2, -3},
            Map.of("alpha", new double[] {-1.2, -1.3, -1.1}, "mu[3]", new double[] {1, 2, 3}));
    table.write(conf, file, Map.of());
    assertEquals(
        List.of("0|0|-1.0|-1.2|1.0", "0|1|-2.0|-1.3|2.0", "1|0|-3.0|-1.1|3.0"),
        Duck.rows("SELECT chain, draw, log_density, alpha, \"mu[3]\" FROM " + duckFile()));
    assertEquals(
        List.of("INTEGER", "INTEGER"),
        Duck.rows(
            "SELECT column_type FROM (DESCRIBE FROM "
                + duckFile()
                + ") WHERE column_name IN ('chain', 'draw')"));
    HyperposteriorTable read = HyperposteriorTable.read(conf, file, List.of("mu[3]"));
    assertArrayEquals(new int[] {0, 0, 1}, read.chain());
    assertArrayEquals(new int[] {0, 1, 0}, read.draw());
    assertArrayEquals(new double[] {-1, -2, -3}, read.logDensity());
    assertArrayEquals(new double[] {1, 2, 3}, read.hyperparameters().get("mu[3]"));
    assertThrows(
        UnusableInputException.class, () -> HyperposteriorTable.read(conf, file, List.of("beta")));
  }

  private static IndividualsTable.Summary summary(double base) {
    double[][] columns = new double[7][];
    for (int i = 0; i < 7; i++) {
      columns[i] = new double[] {base + i, base + 10 + i};
    }
    return new IndividualsTable.Summary(
        columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], columns[6]);
  }

  @Test
  void duckReadsIndividuals() throws Exception {
    IndividualsTable.Theta theta =
        new IndividualsTable.Theta(
            summary(0), summary(100), new int[] {0, 2, 3}, new double[] {1, 2, 3.5});
    double[] two = {1, Double.NaN};
    new IndividualsTable(
            List.of("A", "B"),
            Map.of("m", theta),
            two,
            two,
            two,
            Map.of("m_membership_1", new double[] {0.25, 0.75}),
            Optional.empty())
        .write(conf, file, Map.of());
    assertEquals(
        List.of(
            "object_id",
            "m_interim_mean",
            "m_interim_sd",
            "m_interim_q05",
            "m_interim_q16",
            "m_interim_median",
            "m_interim_q84",
            "m_interim_q95",
            "m_hierarchical_mean",
            "m_hierarchical_sd",
            "m_hierarchical_q05",
            "m_hierarchical_q16",
            "m_hierarchical_median",
            "m_hierarchical_q84",
            "m_hierarchical_q95",
            "m_draws",
            "ess",
            "khat",
            "log_evidence",
            "m_membership_1"),
        Duck.rows("SELECT column_name FROM (DESCRIBE FROM " + duckFile() + ")"));
    assertEquals(
        List.of("A|2.0|106.0|[1.0, 2.0]|1.0|0.25", "B|12.0|116.0|[3.5]|NaN|0.75"),
        Duck.rows(
            "SELECT object_id, m_interim_q05, m_hierarchical_q95, m_draws::VARCHAR, khat, m_membership_1 FROM "
                + duckFile()));
  }

  @Test
  void duckReadsRejectedEvenIfEmpty() throws Exception {
    assertEquals(
        0,
        RejectedTable.write(conf, file, List.<org.apache.spark.sql.Row>of().iterator(), Map.of()));
    assertEquals(List.of("0"), Duck.rows("SELECT count(*) FROM " + duckFile()));
    assertEquals(
        List.of("file|VARCHAR", "row|BIGINT", "object_id|VARCHAR", "reason|VARCHAR"),
        Duck.rows("SELECT column_name, column_type FROM (DESCRIBE FROM " + duckFile() + ")"));
    RejectedTable.write(
        conf,
        file,
        List.of(
                RowFactory.create("a.csv", 5L, null, "m is empty"),
                RowFactory.create("a.csv", 9L, "X", "m is NaN"))
            .iterator(),
        Map.of());
    assertEquals(
        List.of("a.csv|5|null|m is empty", "a.csv|9|X|m is NaN"), Duck.rows("FROM " + duckFile()));
  }
}
