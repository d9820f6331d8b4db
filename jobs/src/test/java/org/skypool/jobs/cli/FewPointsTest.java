package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;
import static org.skypool.jobs.cli.RunsOnSpark.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of too few points per object is true: exact posteriors are known. */
class FewPointsTest {
  /** Few points per object, aimed at no population. */
  private static final String FEW_POINTS =
      """
      name = few
      seed = 5
      catalog {
        source = mock
        mock { objects = OBJECTS, truth { mu = 0, tau = TAU }, columns { e = 1 } }
      }
      objects {
        model = gaussian
        theta.x { value = v, error = e }
        interim-prior.x = "normal(0, 3)"
        draws = 8
      }
      population {
        density.x = "normal(mu, tau)"
        hyperprior { mu = "normal(0, 3)", tau = "uniform(0, 3)" }
      }
      rounds.max = 1
      hyperposterior.ess = 1000
      """;

  @TempDir Path folder;

  private Path fewPoints(int objects, double tau) {
    return RunsOnSpark.write(
        folder.resolve("few.conf"),
        FEW_POINTS
            .replace("OBJECTS", Integer.toString(objects))
            .replace("TAU", Double.toString(tau)));
  }

  /**
   * Errors twice as large as the population is wide, and 8 points of the interim posterior per
   * object: the width comes out wrong by many sd, and the audit says so. Its figure counts what the
   * answer would move by, hence the opposite sign.
   */
  @Test
  void fewPointsForManyObjects() throws Exception {
    Path output = folder.resolve("out");
    Path conf = fewPoints(100_000, 0.5);
    RunsOnSpark.Outcome outcome = execute("population", conf, output);
    assertEquals(4, outcome.code(), outcome.err());
    assertEquals("untrustworthy", record(output).get("status").asText());
    assertTrue(outcome.err().contains("untrustworthy: guard rounds is "), outcome.err());
    assertTrue(outcome.err().contains("untrustworthy: guard bias is "), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertClaimIsTrue(output, exactOfMock(output, 0.4, 0.6));
    double claimed = record(output).at("/hyperparameters/tau/bias_sd").asDouble();
    assertTrue(claimed < -2, "claimed " + claimed);
  }

  /** Narrower still: too far off for a claim about how far, but not for a warning. */
  @Test
  void fewPointsForANarrowPopulation() {
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome = execute("population", fewPoints(100_000, 0.2), output);
    assertEquals(4, outcome.code(), outcome.err());
    assertEquals("untrustworthy", record(output).get("status").asText());
    assertTrue(outcome.err().contains("untrustworthy: guard rounds is "), outcome.err());
    assertTrue(outcome.err().contains("raise rounds.max or objects.draws"), outcome.err());
  }

  /** Where the population is wider than the errors the same points do. */
  @Test
  void fewPointsWhereTheyAreEnough() throws Exception {
    Path output = folder.resolve("out");
    Path conf = fewPoints(1_000, 2);
    RunsOnSpark.Outcome outcome = execute("population", conf, output);
    assertTrue(List.of(0, 4).contains(outcome.code()), outcome.err());
    assertEquals(
        outcome.code() == 0 ? "ok" : "untrustworthy", record(output).get("status").asText());
    assertClaimIsTrue(output, exactOfMock(output, 1, 3));
  }

  private static NormalPosterior exactOfMock(Path output, double smallest, double largest)
      throws Exception {
    return NormalPosterior.of(
        "'" + output.resolve("mock/catalogue") + "/*.parquet'",
        "v",
        "e",
        3,
        smallest,
        largest,
        tau -> 0);
  }

  /**
   * The error of each mean is what its bias says within a factor of 3, and two standard errors of
   * the bias and four of everything random besides.
   */
  private static void assertClaimIsTrue(Path output, NormalPosterior exact) {
    JsonNode all = record(output).get("hyperparameters");
    double biasError = record(output).at("/rounds/0/bias_error_sd").asDouble();
    double[] means = {exact.mu(), exact.sd()};
    for (int j = 0; j < 2; j++) {
      JsonNode found = all.get(j == 0 ? "mu" : "tau");
      double sd = found.get("sd").asDouble();
      double actual = (found.get("mean").asDouble() - means[j]) / sd;
      double claimed = -found.get("bias_sd").asDouble();
      double noise =
          2 * biasError
              + 4 * (found.get("mcse_mean").asDouble() / sd)
              + 4 * found.get("monte_carlo_sd").asDouble();
      String figures = "actual " + actual + " claimed " + claimed + " noise " + noise;
      assertTrue(Math.abs(actual) <= 3 * Math.abs(claimed) + noise, figures);
      assertTrue(Math.abs(claimed) <= 3 * Math.abs(actual) + noise, figures);
      if (Math.abs(claimed) > noise) {
        assertEquals(Math.signum(claimed), Math.signum(actual), figures);
      }
      assertNotEquals(0, claimed, "a bias was estimated");
    }
  }
}
