package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig.Catalog;
import org.skypool.jobs.config.RunConfig.Source;

class DrawsCatalogueReaderTest {
  private static final List<String> NUMBERS = List.of("m", "log_interim_prior", "z");

  @TempDir Path folder;

  private Catalog catalog(String text, String format, String id) throws IOException {
    Path path = Files.writeString(folder.resolve("d.csv"), text);
    return new Catalog(
        Source.DRAWS,
        Optional.of(path.toString()),
        Optional.ofNullable(format),
        Optional.ofNullable(id),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static DrawsCatalogue read(SparkSession spark, Catalog catalog) {
    return DrawsCatalogueReader.read(
        spark, catalog, List.of("m", "log_interim_prior"), List.of("z"), RowCheck.ANY, 64);
  }

  @Test
  void drawsAreGroupedAndWeighted() throws IOException {
    String text =
        "id,m,log_interim_prior,z\nB,1,-1,0.1\nA,2,-2,0.2\nB,3,-3,0.1\nB,bad,-3,0.1\nA,4,-4,0.3\nA,5,-inf,0.2\n";
    DrawsCatalogue draws = read(SparkForTests.session(), catalog(text, "csv", "id"));
    assertEquals(2, draws.objects());
    assertEquals(1, draws.buckets().count());
    assertEquals(
        List.of(
            "4|B|m: 'bad' is not a number",
            "5|A|z is 0.3, but 0.2 in row 2 of the same object",
            "6|A|log_interim_prior is infinite"),
        draws.judged().rejectedInOrder().drop("file").collectAsList().stream()
            .map(row -> row.mkString("|"))
            .toList());
    Iterator<DrawsCatalogue.BucketBlock> blocks =
        DrawsCatalogue.fold(
            draws.draws().collectAsList().iterator(), NUMBERS, List.of("m"), List.of("z"));
    DrawsCatalogue.BucketBlock block = blocks.next();
    assertTrue(!blocks.hasNext());
    assertEquals(List.of("A", "B"), block.block().objectIds());
    assertArrayEquals(new int[] {0, 1, 3}, block.block().offsets());
    assertArrayEquals(new double[] {2, 1, 3}, block.block().thetas().get("m"));
    assertArrayEquals(new double[] {0.2, 0.1}, block.block().covariates().get("z"));
    assertArrayEquals(new double[] {-2, -1, -3}, block.block().logInterimPrior());
    double half = -Math.log(2);
    assertArrayEquals(new double[] {2, half + 1, half + 3}, block.block().logWeight(), 1e-15);
  }

  @Test
  void blocksDoNotDependOnPartitions() throws IOException {
    String text =
        "id,m,log_interim_prior,z\n"
            + IntStream.range(0, 20_000)
                .mapToObj(i -> "o" + i * 7919L % 997 + "," + i + ",-1," + i * 7919L % 997 + "\n")
                .collect(Collectors.joining());
    Catalog catalog = catalog(text, "csv", "id");
    SparkSession divided = SparkForTests.session().newSession();
    divided.conf().set("spark.sql.files.maxPartitionBytes", "10007");
    divided.conf().set("spark.sql.files.openCostInBytes", "0");
    divided.conf().set("spark.sql.shuffle.partitions", "3");
    List<String> whole = blocks(read(SparkForTests.session(), catalog));
    assertEquals(4, whole.size());
    assertEquals(whole, blocks(read(divided, catalog)));
    assertTrue(whole.get(0).startsWith("0 [o"), whole.get(0).substring(0, 20));
  }

  private static List<String> blocks(DrawsCatalogue draws) {
    MapPartitionsFunction<Row, String> fold =
        rows -> {
          List<String> folded = new ArrayList<>();
          DrawsCatalogue.fold(rows, NUMBERS, List.of("m"), List.of("z"))
              .forEachRemaining(
                  block ->
                      folded.add(
                          block.bucket()
                              + " "
                              + block.block().objectIds()
                              + java.util.Arrays.toString(block.block().thetas().get("m"))
                              + java.util.Arrays.toString(block.block().logWeight())));
          return folded.iterator();
        };
    return draws.draws().mapPartitions(fold, Encoders.STRING()).collectAsList().stream()
        .sorted()
        .toList();
  }

  @Test
  void formatAndIdAreDemanded() throws IOException {
    Catalog noFormat = catalog("id,m\nA,1\n", null, "id");
    assertThrows(ConfigException.class, () -> read(SparkForTests.session(), noFormat));
    Catalog noId = catalog("id,m\nA,1\n", "csv", null);
    assertThrows(ConfigException.class, () -> read(SparkForTests.session(), noId));
  }
}
