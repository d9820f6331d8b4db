package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evolving mass function of ZFOURGE as its configuration is written, beside a Markov chain over
 * a quadrature that shares nothing with the project, and beside what was published of the survey.
 */
@Tag("nightly")
class ZfourgeRunTest {
  private static final List<String> NAMES =
      List.of("alpha1", "alpha2", "knee", "knee_x", "ratio", "ratio_x");
  private static final int STEPS = 16_000;

  @TempDir Path folder;

  private static Path data(String name) {
    Path file =
        ComparedRun.project().resolve("../shared/data").resolve(name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    return file;
  }

  /**
   * Within 0.3 sd of the chain's means and 30 % of its widths. The chain's second half is worth
   * some 500 draws: a mean is known to 0.05 sd, a width to 3 %.
   */
  @Test
  void answerIsThatOfAChainAndOfThePublishedFunctions() throws IOException {
    Path file = data("gsmf/zfourge/zfourge_z_mass.csv.gz");
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute(
            "population",
            ComparedRun.project().resolve("conf/gsmf-zfourge.conf"),
            output,
            "--set",
            "catalog.path=" + file);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode run = RunsOnSpark.record(output);
    List<double[]> galaxies = galaxies(file);
    assertEquals(galaxies.size(), run.at("/input/objects").asInt());

    TwoSchechters model = new TwoSchechters(galaxies);
    double[][] moments =
        RandomWalk.moments(
            model::logPosterior,
            new double[] {-0.2, -1.5, 10.65, 0, -0.4, 0.1},
            new double[] {0.2, 0.05, 0.04, 0.02, 0.1, 0.04},
            STEPS);
    for (int j = 0; j < NAMES.size(); j++) {
      JsonNode found = run.at("/hyperparameters/" + NAMES.get(j));
      double mean = moments[0][j];
      double sd = moments[1][j];
      System.out.printf(
          Locale.ROOT, "%s: %s, chain %.4f +- %.4f%n", NAMES.get(j), text(found), mean, sd);
      assertEquals(mean, found.get("mean").asDouble(), 0.3 * sd, NAMES.get(j));
      assertEquals(1, found.get("sd").asDouble() / sd, 0.3, NAMES.get(j));
    }
    besideTomczak(run);
    besideLeja(run);
  }

  private static String text(JsonNode found) {
    return String.format(
        Locale.ROOT, "%.4f +- %.4f", found.get("mean").asDouble(), found.get("sd").asDouble());
  }

  private static double mean(JsonNode run, String name) {
    return run.at("/hyperparameters/" + name + "/mean").asDouble();
  }

  private static double sd(JsonNode run, String name) {
    return run.at("/hyperparameters/" + name + "/sd").asDouble();
  }

  /**
   * The shape between 10^9.5 and 10^11 Msun in the redshift slices that Tomczak et al. fitted one
   * by one, each with five parameters of its own, from the same survey with its flags: 0.1 dex is
   * what their slices scatter by about a smooth change (cosmic variance and Poisson noise of 0.05
   * to 0.1 dex per point), and no point may be off by more than twice that.
   */
  private static void besideTomczak(JsonNode run) throws IOException {
    JsonNode slices = references().get("gsmf_tomczak2014_double_schechter_all");
    double knees = 0;
    double squares = 0;
    int points = 0;
    for (int s = 1; s <= 6; s++) {
      double z = 0.5 * (slices.at("/z_lo/" + s).asDouble() + slices.at("/z_hi/" + s).asDouble());
      double knee = slices.at("/logmstar/" + s).asDouble();
      knees += knee / 6;
      double[] difference = new double[31];
      double average = 0;
      for (int k = 0; k < difference.length; k++) {
        double logMass = 9.5 + 0.05 * k;
        double published =
            component(slices, 1, s, logMass, knee) + component(slices, 2, s, logMass, knee);
        difference[k] = Math.log10(shape(run, z - 1.5, logMass) / published);
        average += difference[k] / difference.length;
      }
      for (double d : difference) {
        assertEquals(0, d - average, 0.2, "z = " + z);
        squares += (d - average) * (d - average);
        points++;
      }
    }
    double rms = Math.sqrt(squares / points);
    System.out.printf(Locale.ROOT, "rms of log10 of the ratio to Tomczak et al.: %.3f%n", rms);
    assertTrue(rms < 0.1, "rms " + rms);
    // six knees that scatter by 0.06 about their mean, this one known to 0.04
    assertEquals(knees, mean(run, "knee"), 0.1);
  }

  private static double component(JsonNode slices, int c, int s, double logMass, double knee) {
    double phi = slices.at("/log_phi" + c + "/" + s).asDouble();
    double slope = slices.at("/alpha" + c + "/" + s).asDouble();
    return Math.pow(10, phi + (slope + 1) * (logMass - knee))
        * Math.exp(-Math.pow(10, logMass - knee));
  }

  private static double shape(JsonNode run, double x, double logMass) {
    double y = logMass - mean(run, "knee") - mean(run, "knee_x") * x;
    double second = mean(run, "ratio") + mean(run, "ratio_x") * x;
    return (Math.pow(10, (mean(run, "alpha1") + 1) * y)
            + Math.pow(10, second + (mean(run, "alpha2") + 1) * y))
        * Math.exp(-Math.pow(10, y));
  }

  /**
   * Both slopes within 2 joint sd of Leja et al.'s. Their masses come from another kind of model
   * and are 0.1 to 0.3 dex larger than those of FAST, which this catalogue has: so is their knee,
   * by as much as it is larger than Tomczak et al.'s, who have the same masses.
   */
  private static void besideLeja(JsonNode run) throws IOException {
    JsonNode leja = references().get("gsmf_leja2020_continuity");
    for (String slope : List.of("alpha1", "alpha2")) {
      double joint = Math.hypot(sd(run, slope), leja.get(slope + "_err").asDouble());
      assertEquals(leja.get(slope).asDouble(), mean(run, slope), 2 * joint, slope);
    }
    double knee = leja.at("/logmstar/1").asDouble();
    assertEquals(-0.2, mean(run, "knee") - knee, 0.1);
  }

  private static JsonNode references() throws IOException {
    return new ObjectMapper().readTree(data("references.json").toFile());
  }

  /** Measured log mass, and redshift from 1.5, of what the configuration selects. */
  private static List<double[]> galaxies(Path file) throws IOException {
    List<double[]> galaxies = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        double x = number(cells[2]) - 1.5;
        double mass = number(cells[3]);
        boolean clean =
            number(cells[6]) > 5 * number(cells[7]) && number(cells[4]) > 0.04 * number(cells[6]);
        if (Math.abs(x) < 1 && mass > 9.4 + 0.4 * x && mass < 11.5 && clean) {
          galaxies.add(new double[] {mass, x});
        }
      }
    }
    return galaxies;
  }

  private static double number(String cell) {
    return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
  }
}
