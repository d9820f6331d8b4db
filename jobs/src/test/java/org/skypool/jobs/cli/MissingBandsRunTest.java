package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;

/** Stars in four bands, each of which was not measured for three in ten of them. */
class MissingBandsRunTest {
  private static final int STARS = 300;
  private static final double MISSING = 0.3;
  private static final List<String> BANDS = List.of("r", "g", "i", "z");
  private static final Map<String, Double> OFFSETS =
      Map.of("zero_g", 0.03, "zero_i", -0.02, "zero_z", 0.05);

  @TempDir Path folder;

  /** How many stars lack each band, all bands, and any. */
  private record Stars(Path file, int[] without, int withNothing, int complete) {}

  /** Drawn by the textbook; an empty cell, or NaN, for what was not measured. */
  private Stars stars() throws IOException {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>(List.of("id,r_obs,g_obs,i_obs,z_obs,e"));
    int[] without = new int[4];
    int withNothing = 0;
    int complete = 0;
    for (int star = 0; star < STARS; star++) {
      double m = 17 + 1.2 * random.nextGaussian();
      double c = 0.6 + 0.25 * random.nextGaussian();
      double e = 0.02 * Math.pow(3, random.nextDouble());
      double[] predicted = {m, m + c, m - 0.4 * c - 0.05 * c * c, m - 0.6 * c - 0.12 * c * c};
      double[] zero = {0, 0.03, -0.02, 0.05};
      StringBuilder line = new StringBuilder("star" + star);
      int has = 0;
      int[] lacks = new int[4];
      for (int b = 0; b < 4; b++) {
        double value = predicted[b] - zero[b] + e * random.nextGaussian();
        lacks[b] = random.nextDouble() < MISSING ? 1 : 0;
        has += 1 - lacks[b];
        String nothing = star % 2 == 0 ? "" : "nan";
        line.append(',')
            .append(lacks[b] == 1 ? nothing : String.format(Locale.ROOT, "%.5f", value));
      }
      lines.add(line + String.format(Locale.ROOT, ",%.5f", e));
      withNothing += has == 0 ? 1 : 0;
      complete += has == 4 ? 1 : 0;
      for (int b = 0; b < 4 && has > 0; b++) {
        without[b] += lacks[b];
      }
    }
    Path file = Files.write(folder.resolve("stars.csv"), lines);
    return new Stars(file, without, withNothing, complete);
  }

  private Path conf(Stars stars, String missing) throws IOException {
    StringBuilder observables = new StringBuilder();
    String[] predicted = {"m", "m + c", "m - 0.4 * c - 0.05 * c^2", "m - 0.6 * c - 0.12 * c^2"};
    for (int b = 0; b < 4; b++) {
      String band = BANDS.get(b);
      String offset = b == 0 ? "" : " + zero_" + band;
      observables.append(
          "%s { predicted = \"%s\", value = \"%s_obs%s\", error = e%s }%n"
              .formatted(band, predicted[b], band, offset, missing));
    }
    return Files.writeString(
        folder.resolve("stars.conf"),
        """
        name = stars
        seed = 3
        catalog { source = csv, path = "%s", id = id }
        objects {
          model = observables
          observable { %s }
          interim-prior { m = "normal(17, 3)", c = "normal(0.6, 0.6)" }
        }
        population {
          density { m = "normal(m_mean, m_sd)", c = "normal(c_mean, c_sd)" }
          hyperprior {
            c_mean = "normal(0.6, 0.005)", c_sd = "log_normal(-1.4, 0.5)"
            m_mean = "normal(17, 3)", m_sd = "log_normal(0, 0.5)"
            zero_g = "normal(0, 0.05)", zero_i = "normal(0, 0.05)", zero_z = "normal(0, 0.05)"
          }
        }
        hyperposterior.ess = 1000
        """
            .formatted(stars.file(), observables));
  }

  @Test
  void checkCountsThem() throws IOException {
    Stars stars = stars();
    RunsOnSpark.Outcome ignored =
        RunsOnSpark.execute("check", conf(stars, ", missing = ignored"), folder.resolve("out"));
    assertEquals(0, ignored.code(), ignored.err());
    String counts =
        "g %d, i %d, r %d, z %d"
            .formatted(
                stars.without()[1], stars.without()[2], stars.without()[0], stars.without()[3]);
    assertTrue(ignored.out().contains(counts), counts + " in " + ignored.out());
    String objects =
        "%d rejected, %d objects".formatted(stars.withNothing(), STARS - stars.withNothing());
    assertTrue(ignored.out().contains(objects), ignored.out());
    for (String missing : List.of("", ", missing = rejected")) {
      RunsOnSpark.Outcome rejected =
          RunsOnSpark.execute("check", conf(stars, missing), folder.resolve("out"));
      assertEquals(0, rejected.code(), rejected.err());
      assertTrue(rejected.out().contains(" " + stars.complete() + " objects"), rejected.out());
    }
    RunsOnSpark.Outcome refused =
        RunsOnSpark.execute("check", conf(stars, ", missing = maybe"), folder.resolve("out"));
    assertEquals(2, refused.code(), refused.err());
    assertTrue(
        refused
            .err()
            .contains("objects.observable.g.missing = \"maybe\": must be one of ignored, rejected"),
        refused.err());
  }

  /**
   * Every offset within 3.2 sd of the truth, at which one seed in 250 raises a false alarm; the
   * seed is fixed. Twice the stars and more than of those that have all bands: offsets are known
   * better.
   */
  @Test
  @Tag("nightly")
  void offsetsAreRecovered() throws Exception {
    Stars stars = stars();
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("run", conf(stars, ", missing = ignored"), output);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode run = RunsOnSpark.record(output);
    assertEquals(STARS - stars.withNothing(), run.at("/input/objects").asInt());
    OFFSETS.forEach(
        (name, truth) -> {
          JsonNode found = run.at("/hyperparameters/" + name);
          System.out.println(name + ": " + found);
          double sd = found.get("sd").asDouble();
          assertEquals(truth, found.get("mean").asDouble(), 3.2 * sd, name);
        });
    assertTrue(Files.readString(output.resolve("report.html")).contains("g_obs"));
    assertEquals(
        List.of(Integer.toString(stars.without()[1])),
        Duck.rows(
            "SELECT count(*) FILTER (isnan(g_obs)) FROM "
                + RunsOnSpark.table(output, "draws/round=1")));
    Path fewer = folder.resolve("complete");
    RunsOnSpark.Outcome complete = RunsOnSpark.execute("population", conf(stars, ""), fewer);
    assertEquals(0, complete.code(), complete.err());
    for (String name : List.of("zero_i", "zero_z")) {
      String sd = "/hyperparameters/" + name + "/sd";
      assertTrue(run.at(sd).asDouble() < 0.9 * RunsOnSpark.record(fewer).at(sd).asDouble(), name);
    }
  }
}
