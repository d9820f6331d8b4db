package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of 200,000 objects with five individual parameters, 3.4 GiB of draws. */
@Tag("nightly")
class FileSizesNightlyTest {
  private static final long MEBI = 1L << 20;

  private static final String SURVEY =
      """
      name = five
      seed = 5
      catalog {
        source = mock
        mock { objects = 200000, truth { mu = 1, sd = 1 } }
      }
      objects {
        model = gaussian
        theta {
          a { value = a_observed, error = 0.3 }
          b { value = b_observed, error = 0.3 }
          c { value = c_observed, error = 0.3 }
          d { value = d_observed, error = 0.3 }
          e { value = e_observed, error = 0.3 }
        }
        interim-prior { a = "normal(0, 4)", b = "normal(0, 4)", c = "normal(0, 4)", d = "normal(0, 4)", e = "normal(0, 4)" }
      }
      population {
        density { a = "normal(mu, sd)", b = "normal(mu, sd)", c = "normal(mu, sd)", d = "normal(mu, sd)", e = "normal(mu, sd)" }
        hyperprior { mu = "normal(0, 4)", sd = "half_normal(3)" }
      }
      """;

  @TempDir Path folder;

  /** From 32 to 512 MiB, and at most four for each of two cores or more. */
  @Test
  void filesAreOfTheSizeThatFileSystemsLike() throws Exception {
    Path conf = RunsOnSpark.write(folder.resolve("five.conf"), SURVEY);
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("sample", conf, output);
    assertEquals(0, outcome.code(), outcome.err());
    List<Long> sizes;
    try (Stream<Path> files = Files.list(output.resolve("draws/round=0"))) {
      sizes =
          files
              .filter(file -> file.toString().endsWith(".parquet"))
              .map(file -> file.toFile().length())
              .toList();
    }
    long least = sizes.stream().mapToLong(Long::longValue).min().orElseThrow();
    long most = sizes.stream().mapToLong(Long::longValue).max().orElseThrow();
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        Locale.ROOT,
        "%d files of %.0f to %.0f MiB, %d cores%n",
        sizes.size(),
        least / (double) MEBI,
        most / (double) MEBI,
        cores);
    assertTrue(least >= 32 * MEBI && most <= 512 * MEBI, () -> least + " to " + most);
    assertTrue(sizes.size() <= 4 * Math.max(2, cores), () -> sizes.size() + " files");
  }
}
