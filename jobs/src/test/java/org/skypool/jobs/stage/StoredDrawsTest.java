package org.skypool.jobs.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.DrawsSummary;
import org.skypool.core.inference.RoundDraws;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.DrawsWriter;
import org.skypool.jobs.io.SparkForTests;

/** Draws evaluated on executors say what draws in the driver's memory say, to the bit. */
class StoredDrawsTest {
  private static final int FILES = 5;
  private static final double[][] PHIS = {{0.3, 1.1}, {-0.4, 0.6}, {2, 3}};
  private static final String[] LINES = {
    "name = stored",
    "catalog { source = inline, rows = [ { id = A, y = 1, s = 1 } ] }",
    "objects {",
    "  model = gaussian",
    "  theta.x { value = y, error = s }",
    "  interim-prior.x = \"uniform(-30, 30)\"",
    "}",
    "population {",
    "  density.x = \"normal(mu + 0.1 * s, tau)\"",
    "  hyperprior { mu = \"normal(0, 5)\", tau = \"half_cauchy(5)\" }",
    "}"
  };

  @TempDir Path folder;

  private final Configuration conf = new Configuration();
  private final JavaSparkContext context =
      JavaSparkContext.fromSparkContext(SparkForTests.session().sparkContext());
  private ModelText text;
  private Round round;

  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("stored.conf");
    Files.writeString(file, String.join("\n", LINES));
    RunConfig config =
        ConfigLoader.load(file.toString(), List.of(), Optional.of(folder.resolve("o").toString()));
    text = ModelText.of(config);
    round = Round.interim(16, 1, Set.of("x"));
    for (int bucket = 0; bucket < FILES; bucket++) {
      write(bucket, bucket == 3 ? 0 : 40 + bucket);
    }
  }

  private void write(int bucket, int objects) throws IOException {
    SplittableRandom random = new SplittableRandom(bucket);
    int[] offsets = new int[objects + 1];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      ids.add("b" + bucket + "-" + i);
      offsets[i + 1] = offsets[i] + 5 + random.nextInt(60);
    }
    double[] x = random.doubles(offsets[objects], -3, 3).toArray();
    double[] logWeight = random.doubles(x.length, -9, -2).toArray();
    double[] errors = random.doubles(objects, 0.5, 2).toArray();
    SurveyModel model = text.model();
    String name = "part-%05d.parquet".formatted(bucket);
    try (DrawsWriter writer =
        DrawsWriter.open(
            conf,
            new org.apache.hadoop.fs.Path(folder.resolve(round.table()).resolve(name).toString()),
            SampleObjects.schema(model, round),
            model.coordinates(),
            Map.of(SampleObjects.UNUSABLE, bucket == 1 ? "{\"bad\":\"no support\"}" : "{}"))) {
      Map<String, double[]> covariates =
          model.columns().stream()
              .collect(
                  java.util.stream.Collectors.toMap(
                      model::stored, column -> column.equals("s") ? errors : new double[objects]));
      writer.write(
          new DrawBlock(ids, offsets, Map.of("x", x), covariates, logWeight, new double[x.length]),
          Map.of(SampleObjects.ESS, new double[objects]));
    }
  }

  private StoredDraws draws(Layout.Evaluator evaluator) {
    return StoredDraws.of(
        DrawsTable.of(conf, new org.apache.hadoop.fs.Path(folder.toString()), text, round),
        context,
        evaluator);
  }

  private interface Question {
    void ask(PopulationEvaluator driver, PopulationEvaluator executors);
  }

  private static final RoundDraws.Summarised SUMMARISED =
      new RoundDraws.Summarised(List.of("s"), List.of("x"));

  private void compare(RoundDraws one, RoundDraws other, Question question) {
    PopulationModel population = text.model().population();
    try (RoundDraws.Bound driver = one.bind(population, SUMMARISED);
        RoundDraws.Bound executors = other.bind(population, SUMMARISED)) {
      question.ask(driver.evaluator(), executors.evaluator());
    }
  }

  private static void sameBits(PopulationEvaluator driver, PopulationEvaluator executors) {
    assertEquals(driver.objects(), executors.objects());
    assertEquals(driver.draws(), executors.draws());
    assertArrayEquals(driver.values(PHIS), executors.values(PHIS));
    assertArrayEquals(driver.gradients(PHIS).values(), executors.gradients(PHIS).values());
    assertArrayEquals(driver.gradients(PHIS).gradients(), executors.gradients(PHIS).gradients());
    assertTrue(Double.isFinite(driver.values(PHIS)[0]));
  }

  @Test
  void sameBitsOnExecutors() {
    compare(
        draws(Layout.Evaluator.DRIVER),
        draws(Layout.Evaluator.EXECUTORS),
        StoredDrawsTest::sameBits);
  }

  @Test
  void partsAndWhatIsLeftOutAreTheSameToo() {
    Set<String> some = Set.of("b0-3", "b4-0", "b4-1");
    StoredDraws driver = draws(Layout.Evaluator.DRIVER);
    StoredDraws executors = draws(Layout.Evaluator.EXECUTORS);
    compare(driver.without(some), executors.without(some), StoredDrawsTest::sameBits);
    compare(driver.part(4), executors.part(4), StoredDrawsTest::sameBits);
    compare(
        driver,
        executors.without(some),
        (all, fewer) -> assertEquals(3, all.objects() - fewer.objects()));
  }

  @Test
  void subsetsAreTheSame() {
    compare(
        draws(Layout.Evaluator.DRIVER),
        draws(Layout.Evaluator.EXECUTORS),
        (driver, executors) -> {
          for (int objects : new int[] {1, 30, 167}) {
            PopulationEvaluator one = driver.subset(objects, 9).orElseThrow();
            PopulationEvaluator other = executors.subset(objects, 9).orElseThrow();
            assertEquals(objects, one.objects());
            sameBits(one, other);
          }
          assertThrows(IllegalArgumentException.class, () -> driver.subset(168, 9));
          assertThrows(IllegalArgumentException.class, () -> executors.subset(168, 9));
        });
  }

  @Test
  void objectsWithoutSupportAreNamed() {
    double[][] nowhere = {{Double.NaN, 1}, {0, Double.NaN}};
    compare(
        draws(Layout.Evaluator.DRIVER),
        draws(Layout.Evaluator.EXECUTORS),
        (driver, executors) -> {
          assertEquals(driver.objects(), driver.withoutSupport(nowhere).size());
          assertEquals(driver.withoutSupport(nowhere), executors.withoutSupport(nowhere));
          assertEquals(Set.of(), executors.withoutSupport(PHIS));
        });
  }

  @Test
  void footersSayWhatIsThere() {
    StoredDraws draws = draws(Layout.Evaluator.AUTO);
    assertEquals(40 + 41 + 42 + 44, draws.objects());
    assertEquals(draws.blocks().stream().mapToLong(DrawBlock::draws).sum(), draws.draws());
    assertEquals(4, draws.blocks().size());
    assertEquals(Map.of("bad", "no support"), draws.unusable());
  }

  @Test
  void summaryIsThatOfTheBlocks() {
    StoredDraws draws = draws(Layout.Evaluator.AUTO);
    double[] errors =
        draws.blocks().stream()
            .flatMapToDouble(block -> java.util.Arrays.stream(block.covariates().get("s")))
            .toArray();
    DrawsSummary driver = summary(Layout.Evaluator.DRIVER);
    DrawsSummary executors = summary(Layout.Evaluator.EXECUTORS);
    assertArrayEquals(errors, driver.covariates()[0]);
    assertArrayEquals(errors, executors.covariates()[0]);
    assertEquals(draws.objects(), driver.objects());
    assertEquals(draws.objects(), driver.spreads().get(0).objects());
    assertEquals(driver.spreads(), executors.spreads());
  }

  private DrawsSummary summary(Layout.Evaluator evaluator) {
    try (RoundDraws.Bound bound = draws(evaluator).bind(text.model().population(), SUMMARISED)) {
      return bound.summary();
    }
  }

  @Test
  void tooManyVectorsAreRefused() {
    compare(
        draws(Layout.Evaluator.DRIVER),
        draws(Layout.Evaluator.EXECUTORS),
        (driver, executors) -> {
          double[][] many = new double[65][2];
          assertThrows(IllegalArgumentException.class, () -> driver.values(many));
          assertThrows(IllegalArgumentException.class, () -> executors.values(many));
        });
  }

  @Test
  void placeFollowsSizeAndCluster() {
    long heap = 1_000_000_000;
    assertTrue(!place(Layout.Evaluator.AUTO, 10_000_000, heap, true).onExecutors());
    assertTrue(place(Layout.Evaluator.AUTO, 20_000_000, heap, true).onExecutors());
    assertTrue(!place(Layout.Evaluator.AUTO, 5_000_000, heap, false).onExecutors());
    assertTrue(place(Layout.Evaluator.AUTO, 5_000_001, heap, false).onExecutors());
    assertTrue(!place(Layout.Evaluator.DRIVER, 20_000_000, heap, false).onExecutors());
    assertTrue(place(Layout.Evaluator.EXECUTORS, 1, heap, true).onExecutors());
  }

  private static DrawsPlace place(Layout.Evaluator asked, long draws, long heap, boolean isLocal) {
    return DrawsPlace.of(asked, draws, 24, heap, isLocal);
  }
}
