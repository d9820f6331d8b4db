package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.config.CsvDialect;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;
import org.skypool.jobs.config.TableReading;

/**
 * Tables of Spark's own catalogue, which this session keeps in memory; a metastore gives them the
 * same way.
 */
class HiveCatalogueTest extends CatalogueFixture {
  private final SparkSession spark = SparkForTests.session();

  @BeforeEach
  void makeDatabase() {
    spark.sql("CREATE DATABASE survey LOCATION '" + folder.resolve("db") + "'");
  }

  @AfterEach
  void dropDatabase() {
    spark.sql("DROP DATABASE survey CASCADE");
  }

  private static Catalogue read(String table) {
    TableReading reading =
        new TableReading(
            Optional.empty(),
            Optional.of(table),
            CsvDialect.PLAIN,
            Map.of(),
            List.of("-99"),
            Map.of(),
            1);
    Catalog catalog =
        new Catalog(
            Source.HIVE,
            Optional.empty(),
            Optional.empty(),
            Optional.of("id"),
            Optional.of("field <> 'UDS'"),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            reading);
    return read(catalog, List.of("m"));
  }

  @Test
  void tablesByName() {
    spark.sql(
        "CREATE TABLE survey.stars USING parquet PARTITIONED BY (field) AS SELECT * FROM VALUES"
            + " (1237648720693755918, 1.5D, 'COSMOS'), (1237648720693755919, -99D, 'COSMOS'),"
            + " (3, 2.5D, 'UDS') AS t(id, m, field)");
    Catalogue catalogue = read("survey.stars");
    assertEquals(List.of("1237648720693755918|1.5"), objects(catalogue));
    assertEquals(3, catalogue.rows());
    assertEquals(1, catalogue.notSelected());
    assertContains(rejected(catalogue).get(0), "1237648720693755919|m is empty ('-99.0')");
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertContains(
        unusable(() -> read("survey.none")),
        "catalog.table = survey.none is not in the catalogue of this Spark",
        "no metastore is configured");
    spark.sql("CREATE TABLE survey.text USING csv AS SELECT 1 AS id, 2D AS m, 'x' AS field");
    assertContains(unusable(() -> read("survey.text")), "survey.text is not stored as Parquet");
  }
}
