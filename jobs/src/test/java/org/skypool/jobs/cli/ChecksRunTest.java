package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;

/** What a run says of its own predictions, and other estimates beside it. */
class ChecksRunTest {
  private static final String SCHOOLS =
      """
      name = schools
      seed = 4
      catalog {
        source = inline
        rows = [
          { id = A, y = 28, s = 15 }, { id = B, y = 8, s = 10 }, { id = C, y = -3, s = 16 },
          { id = D, y = 7, s = 11 }, { id = E, y = -1, s = 9 }, { id = F, y = 1, s = 11 },
          { id = G, y = 18, s = 10 }, { id = H, y = 12, s = 18 }
        ]
      }
      objects {
        model = gaussian
        theta.effect { value = y, error = s }
        interim-prior.effect = "normal(0, 1000)"
        draws = 1024
      }
      population {
        density.effect = "normal(mu, tau)"
        hyperprior { mu = "normal(0, 5)", tau = "half_cauchy(5)" }
      }
      report.compare = true
      """;

  private static final String CUT =
      """
      name = cut
      seed = 4
      catalog {
        source = mock
        where = "y > 0.5"
        mock { objects = 400, truth { mu = 1, sd = 1 }, columns { s = "uniform(0.2, 0.4)" } }
      }
      objects {
        model = gaussian
        theta.x { value = y, error = s }
        interim-prior.x = "normal(0, 10)"
      }
      population {
        density.x = "normal(mu, sd)"
        hyperprior { mu = "normal(0, 3)", sd = "half_normal(3)" }
        selection { detection = "normal_cdf((x - 0.5) / s)", acts-on = data }
      }
      hyperposterior.ess = 400
      """;

  @TempDir Path folder;

  private Path run(String text) {
    Path conf = RunsOnSpark.write(folder.resolve("run.conf"), text);
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("run", conf, output);
    assertTrue(outcome.code() == 0 || outcome.code() == 4, outcome.err());
    return output;
  }

  /**
   * Pooled 7.69 +- 4.07 exactly, to four standard errors of 4,000 draws; leave-one-out -30.73 by
   * quadrature, to 0.1: four Monte Carlo standard errors of eight objects at 400 draws.
   */
  @Test
  void eightSchools() throws Exception {
    Path output = run(SCHOOLS);
    JsonNode json = RunsOnSpark.record(output);
    JsonNode pooled = json.get("compare").get("pooled").get("effect");
    assertEquals(7.686, pooled.get("mean").asDouble(), 4 * 4.07 / Math.sqrt(4000));
    assertEquals(4.072, pooled.get("sd").asDouble(), 4 * 4.07 / Math.sqrt(8000));
    JsonNode independent = json.get("compare").get("independent");
    assertEquals(8, independent.size());
    assertEquals(28, independent.get("A").get("effect").get("mean").asDouble(), 0.05);
    assertEquals(15, independent.get("A").get("effect").get("sd").asDouble(), 0.05);
    JsonNode loo = json.get("elpd_loo");
    assertEquals(-30.742, loo.get("value").asDouble(), 0.1);
    assertEquals(0, loo.get("khat_above_0.7").asInt());
    assertEquals(8, loo.get("objects").asInt());
    String sum =
        Duck.rows("SELECT sum(log_predictive) FROM " + table(output, "individuals")).get(0);
    assertEquals(Double.parseDouble(sum), loo.get("value").asDouble(), 1e-9);
    String page = Files.readString(output.resolve("report.html"));
    for (String section : List.of("compare", "predictive", "leave-one-out")) {
      assertTrue(page.contains("<section id=\"" + section + "\">"), section);
    }
    assertFalse(page.contains("None:"));
  }

  /** Replicates are cut as the data were, and the mock is what the model says it is. */
  @Test
  void mockBehindACut() throws Exception {
    Path output = run(CUT);
    String page = Files.readString(output.resolve("report.html"));
    assertTrue(page.contains("The ranks stay inside the band"), "a right model");
    assertFalse(page.contains("<section id=\"compare\">"));
    JsonNode json = RunsOnSpark.record(output);
    assertFalse(json.has("compare"));
    assertTrue(Double.isFinite(json.get("elpd_loo").get("se").asDouble()));
    assertEquals(0, json.get("elpd_loo").get("without").asInt());
  }
}
