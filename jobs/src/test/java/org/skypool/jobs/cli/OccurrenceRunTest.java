package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Occurrence rates of planets: the worked problem, and Kepler's planets. */
@Tag("nightly")
class OccurrenceRunTest {
  @TempDir Path folder;

  private static Path project() {
    return Launched.module().getParent();
  }

  private static Path data(String name) {
    Path file =
        project().resolve("../shared/data/exoplanets/exopop/" + name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    return file;
  }

  private JsonNode run(String problem, String... more) {
    Path output = folder.resolve(problem);
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("run", project().resolve("conf/" + problem + ".conf"), output, more);
    JsonNode record = RunsOnSpark.record(output);
    assertEquals(0, outcome.code(), outcome.err());
    return record;
  }

  /**
   * The population that the mock is drawn from has 0.258 planets per star and e-folds in the
   * Earth's cell, and 0.149 of 200 to 400 days and 1 to 2 Earth radii: within the central 95 %,
   * taken for 2 sd either side.
   */
  @Test
  void theMockIsFoundAgain() {
    JsonNode found = run("occurrence").get("derived");
    within(0.258, interval(found.get("gamma_earth")));
    within(0.149, interval(found.get("earth_like")));
  }

  private static void within(double truth, double[] found) {
    assertTrue(truth > found[0] - 2 * (found[0] - found[1]), Arrays.toString(found));
    assertTrue(truth < found[0] + 2 * (found[2] - found[0]), Arrays.toString(found));
  }

  private static double[] interval(JsonNode of) {
    return new double[] {
      of.get("median").asDouble(), of.get("q16").asDouble(), of.get("q84").asDouble()
    };
  }

  /**
   * Against {@link OccurrenceReference} within 0.3 of its standard deviations and 30 % in width,
   * and against what Foreman-Mackey, Hogg and Morton (2014) publish: 0.019 +0.019 -0.010 at Earth
   * and 0.019 +0.010 -0.008 planets per star between 200 and 400 days and 1 and 2 Earth radii.
   */
  @Test
  void keplersPlanetsHaveTheRatesOfAnIndependentComputation() throws IOException {
    Path catalogue = data("petigura_ekoi836.csv");
    Path completeness = data("completeness_grid.csv");
    OccurrenceReference reference =
        new OccurrenceReference(catalogue, completeness, false, 20_140_101L);
    OccurrenceReference.Draws exact = reference.run(400_000);
    JsonNode run =
        run(
            "occurrence-kepler",
            "--set",
            "catalog.path=" + catalogue,
            "--set",
            "population.tables.completeness.path=" + completeness);
    assertEquals(552, run.at("/input/objects").asInt());
    assertEquals(552, reference.objects());
    agree(exact.earth(), run.at("/derived/gamma_earth"));
    agree(exact.box(), run.at("/derived/earth_like"));
    agree(exact.all(), run.at("/hyperparameters/planets_per_star"));
    published(0.019, 0.010, 0.019, run.at("/derived/gamma_earth"));
    published(0.019, 0.008, 0.010, run.at("/derived/earth_like"));
  }

  /** Medians within 0.3 of half the central 68 %, those halves within 30 %. */
  private static void agree(double[] draws, JsonNode found) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    double half = (quantile(sorted, 0.84) - quantile(sorted, 0.16)) / 2;
    double[] interval = interval(found);
    assertEquals(median, interval[0], 0.3 * half, "median " + found);
    assertEquals(1, (interval[2] - interval[1]) / 2 / half, 0.3, "width " + found);
  }

  private static double quantile(double[] sorted, double p) {
    return sorted[(int) (p * sorted.length)];
  }

  /**
   * Medians within 0.3 of the published errors; priors and data are the same, the chains are not.
   */
  private static void published(double median, double minus, double plus, JsonNode found) {
    double off = found.get("median").asDouble() - median;
    assertTrue(
        Math.abs(off) < 0.3 * (off < 0 ? minus : plus), "published " + median + ", " + found);
  }
}
