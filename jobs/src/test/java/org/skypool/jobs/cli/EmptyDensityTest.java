package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Densities of numbers alone that no value can come from. */
class EmptyDensityTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objects.interim-prior.x | uniform(3, 1) | x would lie above 3.0 and below 1.0",
        "objects.interim-prior.x | log_uniform(4, 2) | x would lie above 4.0 and below 2.0",
        "objects.interim-prior.x | uniform(2, 2) | x would lie above 2.0 and below 2.0",
        "population.density.x | truncated(normal(mu, sd), 5, 4) | x would lie above 5.0 and below 4.0",
      })
  void aDensityThatIsZeroEverywhereIsRefused(String key, String formula, String why) {
    Path conf =
        RunsOnSpark.configuration(
            folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, 40));
    for (String command : List.of("check", "run")) {
      RunsOnSpark.Outcome outcome =
          execute(command, conf, folder.resolve("out"), "--set", key + "=\"" + formula + "\"");
      assertEquals(2, outcome.code(), outcome.err());
      String expected =
          "skypool: %s = \"%s\": its density is 0 everywhere: %s".formatted(key, formula, why);
      assertEquals(expected, outcome.err().lines().reduce((a, b) -> b).orElseThrow());
    }
  }
}
