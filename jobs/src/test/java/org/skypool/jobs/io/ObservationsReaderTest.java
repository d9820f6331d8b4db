package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.config.RunConfig;

class ObservationsReaderTest {
  @TempDir Path folder;

  private Catalogue objects(SparkSession spark, String... ids) {
    List<Map<String, String>> rows =
        java.util.Arrays.stream(ids).map(id -> Map.of("id", id)).toList();
    RunConfig.Catalog inline =
        new RunConfig.Catalog(
            RunConfig.Source.INLINE,
            Optional.empty(),
            Optional.empty(),
            Optional.of("id"),
            Optional.empty(),
            Map.of(),
            rows,
            Optional.empty(),
            Optional.empty());
    return CatalogueReader.read(spark, inline, List.of(), RowCheck.ANY);
  }

  private Catalogue observations(SparkSession spark, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("points.csv"), text);
    return ObservationsReader.read(
        spark,
        new RunConfig.Observations(
            Optional.of(file.toString()), "district", Map.of("x", "east"), List.of()),
        List.of("x"),
        RowCheck.ANY);
  }

  private static List<String> reasons(Catalogue table) {
    return table.rejectedInOrder().collectAsList().stream()
        .map(row -> row.getLong(1) + " " + row.getString(2) + ": " + row.getString(3))
        .toList();
  }

  @Test
  void manyRowsOfOneObjectAreItsObservations() throws IOException {
    SparkSession spark = SparkForTests.session();
    Catalogue table = observations(spark, "district,east\nA,1\nA,2\nB,x\nB,4\n");
    assertEquals(3, table.size());
    assertEquals(List.of("3 B: x: 'x' is not a number"), reasons(table));
  }

  @Test
  void whatHasNoCounterpartIsSetAside() throws IOException {
    SparkSession spark = SparkForTests.session();
    MatchedTables matched =
        MatchedTables.of(
            objects(spark, "A", "B", "C"),
            observations(spark, "district,east\nA,1\nZ,2\nB,3\nA,4\n"));
    assertEquals(2, matched.objects().size());
    assertEquals(2, matched.objects().objects().count());
    assertEquals(List.of("3 C: no usable observation"), reasons(matched.objects()));
    assertEquals(3, matched.observations().size());
    assertEquals(List.of("2 Z: no usable object has this id"), reasons(matched.observations()));
  }

  @Test
  void noMatchAtAllIsRefused() throws IOException {
    SparkSession spark = SparkForTests.session();
    Catalogue objects = objects(spark, "A");
    Catalogue others = observations(spark, "district,east\nZ,2\n");
    String message =
        assertThrows(UnusableInputException.class, () -> MatchedTables.of(objects, others))
            .getMessage();
    assertTrue(message.startsWith("catalog.observations: none of 1 usable rows"), message);
  }
}
