package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.skypool.jobs.io.Duck;

/** A run that ended well, beside draws of the same posterior that were made without the project. */
final class ComparedRun {
  private final Path output;
  private final JsonNode found;

  private ComparedRun(Path output) {
    this.output = output;
    this.found = RunsOnSpark.record(output);
  }

  static Path project() {
    return Launched.module().getParent();
  }

  /** Runs {@code conf/PROBLEM.conf} as it is written. */
  static ComparedRun of(String problem, Path output) {
    return of(project().resolve("conf/" + problem + ".conf"), output);
  }

  static ComparedRun of(Path configuration, Path output, String... more) {
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("run", configuration, output, more);
    assertEquals(0, outcome.code(), outcome.err());
    return new ComparedRun(output);
  }

  /** The file {@code run.json}. */
  JsonNode found() {
    return found;
  }

  /** Columns of the objects, one row each, in the order of ids. */
  double[][] rows(String table, String... columns) throws Exception {
    List<String> rows =
        Duck.rows(
            "SELECT "
                + String.join(", ", columns)
                + " FROM "
                + RunsOnSpark.table(output, table)
                + " ORDER BY object_id");
    return rows.stream()
        .map(row -> Arrays.stream(row.split("\\|")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /**
   * Compares medians of hyperparameters and half the widths of their central 68 %, which a tail
   * that few draws reach leaves alone.
   *
   * @param draws of the exact posterior, in the order of the names
   * @param share of the half width by which either may be off
   */
  void compare(String[] names, List<double[]> draws, double share) {
    List<String> misses = new ArrayList<>();
    for (int j = 0; j < names.length; j++) {
      int column = j;
      double[] sorted = draws.stream().mapToDouble(d -> d[column]).sorted().toArray();
      double median = quantile(sorted, 0.5);
      double half = (quantile(sorted, 0.84) - quantile(sorted, 0.16)) / 2;
      JsonNode own = found.at("/hyperparameters/" + names[j]);
      double off = (own.get("median").asDouble() - median) / half;
      double width = (own.get("q84").asDouble() - own.get("q16").asDouble()) / 2 / half;
      String line =
          String.format(
              Locale.ROOT,
              "%s: %.4g +- %.3g, off by %.3f, width %.3f",
              names[j],
              median,
              half,
              off,
              width);
      System.out.println(line);
      if (!(Math.abs(off) < share && Math.abs(width - 1) < share)) {
        misses.add(line);
      }
    }
    assertTrue(misses.isEmpty(), misses.toString());
  }

  private static double quantile(double[] sorted, double level) {
    return sorted[(int) (level * (sorted.length - 1))];
  }

  /** Log of a Gaussian density, without the constant. */
  static double logGaussian(double x, double mean, double sd) {
    double z = (x - mean) / sd;
    return -z * z / 2 - Math.log(sd);
  }
}
