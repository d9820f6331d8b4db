package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kind that most bags have nothing of, and no individual parameter: no point reaches its edge.
 */
class RareShareRunTest {
  @TempDir Path folder;

  @Test
  void isNotTrusted() {
    Path bags =
        RunsOnSpark.write(
            folder.resolve("bags.conf"),
            """
            name = bags
            seed = 2
            catalog {
              source = mock
              mock { objects = 40, truth { a = 0.6, b = 0.38, size = 10 }, columns { n = 30 } }
            }
            objects {
              model = multinomial
              theta { red { successes = reds, trials = n }, blue { successes = blues, trials = n } }
              interim-prior { red = "uniform(0, 1)", blue = "uniform(0, 1)" }
            }
            population {
              density."red,blue" = "dirichlet(size * a, size * b, size * (1 - a - b))"
              hyperprior { "a,b" = "dirichlet(1, 1, 1)", size = "gamma(4, 0.2)" }
            }
            objects.draws = 128
            rounds.max = 1
            hyperposterior.ess = 100
            """);
    RunsOnSpark.Outcome outcome = execute("run", bags, folder.resolve("out"));
    assertEquals(4, outcome.code(), outcome.err());
    assertTrue(
        outcome.err().lines().anyMatch(line -> line.startsWith("untrustworthy: guard shares is ")),
        outcome.err());
  }
}
