package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bags of m&amp;m's as they are written in {@code conf/}, against the Dirichlet-multinomial
 * likelihood in closed form, by chains of another kind ({@link EnsembleChains}), whose means are
 * known to about 0.03 sd.
 */
@Tag("nightly")
class MmsProblemsTest {

  /** Of half the width of the central 68 %. */
  private static final double SHARE = 0.12;

  @TempDir Path folder;

  private ComparedRun run(String problem) {
    return ComparedRun.of(problem, folder.resolve("out"));
  }

  /** Log of rising factorials a (a + 1) ... (a + k - 1), by k up to a largest one. */
  private static double[] rising(double a, int most) {
    double[] sums = new double[most + 1];
    for (int k = 1; k < sums.length; k++) {
      sums[k] = sums[k - 1] + Math.log(a + k - 1);
    }
    return sums;
  }

  /** Log Dirichlet-multinomial probabilities of bags, without the number of ways. */
  private static double[] logBags(double[][] counts, double[] fractions, double size) {
    int kinds = fractions.length;
    double[][] kind = new double[kinds][];
    for (int c = 0; c < kinds; c++) {
      int column = c;
      int most = (int) Arrays.stream(counts).mapToDouble(bag -> bag[column]).max().orElse(0);
      kind[c] = rising(size * fractions[c], most);
    }
    int largest =
        (int) Arrays.stream(counts).mapToDouble(bag -> Arrays.stream(bag).sum()).max().orElse(0);
    double[] all = rising(size, largest);
    double[] out = new double[counts.length];
    for (int i = 0; i < out.length; i++) {
      double total = 0;
      for (int c = 0; c < kinds; c++) {
        out[i] += kind[c][(int) counts[i][c]];
        total += counts[i][c];
      }
      out[i] -= all[(int) total];
    }
    return out;
  }

  /** Fractions of all kinds from those of all but the last; null outside the simplex. */
  private static double[] fractions(double[] phi, int from, int length) {
    double[] all = new double[length + 1];
    double rest = 1;
    for (int c = 0; c < length; c++) {
      all[c] = phi[from + c];
      rest -= all[c];
      if (!(all[c] > 0 && rest > 0)) {
        return null;
      }
    }
    all[length] = rest;
    return all;
  }

  /** Counts of the last kind appended. */
  private static double[][] bags(ComparedRun run, String... columns) throws Exception {
    String[] all = Arrays.copyOf(columns, columns.length + 1);
    all[columns.length] = "n";
    double[][] rows = run.rows("draws/round=0", all);
    for (double[] row : rows) {
      for (int c = 0; c < columns.length; c++) {
        row[columns.length] -= row[c];
      }
    }
    return rows;
  }

  @Test
  void blueFraction() throws Exception {
    ComparedRun run = run("mms");
    double[][] bags = bags(run, "blue");
    ToDoubleFunction<double[]> log =
        phi -> {
          if (!(phi[0] > 0 && phi[0] < 1 && phi[1] > 0)) {
            return Double.NEGATIVE_INFINITY;
          }
          double sum = ComparedRun.logGaussian(Math.log(phi[1]), 4, 1.5) - Math.log(phi[1]);
          double[] fractions = {phi[0], 1 - phi[0]};
          return sum + Arrays.stream(logBags(bags, fractions, phi[1])).sum();
        };
    List<double[]> draws =
        EnsembleChains.sample(log, new double[] {0.25, 80}, new double[] {0.01, 20}, 40_000);
    run.compare(new String[] {"mean", "size"}, draws, SHARE);
  }

  @Test
  void colours() throws Exception {
    ComparedRun run = run("mms-colours");
    double[][] bags = bags(run, "n_blue", "n_orange", "n_green", "n_yellow", "n_red");
    ToDoubleFunction<double[]> log =
        phi -> {
          double[] fractions = fractions(phi, 0, 5);
          if (fractions == null || !(phi[5] > 0)) {
            return Double.NEGATIVE_INFINITY;
          }
          double prior = ComparedRun.logGaussian(Math.log(phi[5]), 4, 1.5) - Math.log(phi[5]);
          return prior + Arrays.stream(logBags(bags, fractions, phi[5])).sum();
        };
    List<double[]> draws =
        EnsembleChains.sample(
            log,
            new double[] {0.25, 0.25, 0.125, 0.125, 0.125, 100},
            new double[] {0.01, 0.01, 0.01, 0.01, 0.01, 20},
            10_000);
    run.compare(new String[] {"blue", "orange", "green", "yellow", "red", "size"}, draws, SHARE);
  }

  private static final String[] COLOURS = {"green", "blue", "orange", "yellow", "red"};

  @Test
  void twoFactories() throws Exception {
    ComparedRun run = run("mms-two-factories");
    double[][] bags = bags(run, "n_green", "n_blue", "n_orange", "n_yellow", "n_red");
    ToDoubleFunction<double[]> log = phi -> logTwoFactories(bags, phi, null);
    double[] start = new double[12];
    double[] width = new double[12];
    String[] names = new String[12];
    for (int c = 0; c < 5; c++) {
      names[c] = COLOURS[c] + "_1";
      names[5 + c] = COLOURS[c] + "_2";
    }
    names[10] = "share";
    names[11] = "size";
    JsonNode truth = run.found().at("/config/catalog/mock/truth");
    for (int j = 0; j < 12; j++) {
      start[j] = truth.get(names[j]).asDouble();
      width[j] = j == 11 ? 50 : j == 10 ? 0.1 : 0.01;
    }
    List<double[]> draws = EnsembleChains.sample(log, start, width, 12_000);
    run.compare(names, draws, 0.15);
    checkNumber(run, bags, draws);
  }

  private static double logTwoFactories(double[][] bags, double[] phi, double[] memberships) {
    double[] one = fractions(phi, 0, 5);
    double[] two = fractions(phi, 5, 5);
    boolean inside = one != null && two != null && phi[10] > 0 && phi[10] < 1 && phi[11] > 0;
    if (!inside || phi[0] > phi[5]) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum = ComparedRun.logGaussian(Math.log(phi[11]), 6, 0.5) - Math.log(phi[11]);
    sum += Math.log(phi[10]) + Math.log(1 - phi[10]);
    for (int c = 0; c < 10; c++) {
      sum += ComparedRun.logGaussian(phi[c], 0.167, 0.05);
    }
    double[] first = logBags(bags, one, phi[11]);
    double[] second = logBags(bags, two, phi[11]);
    for (int i = 0; i < bags.length; i++) {
      double odds = (1 - phi[10]) / phi[10] * Math.exp(second[i] - first[i]);
      sum += Math.log(phi[10]) + first[i] + Math.log1p(odds);
      if (memberships != null) {
        memberships[i] = 1 / (1 + odds);
      }
    }
    return sum;
  }

  /** The number of bags of the first factory, one outcome after the other, and the memberships. */
  private static void checkNumber(ComparedRun run, double[][] bags, List<double[]> draws)
      throws Exception {
    int n = bags.length;
    double[] expected = new double[n + 1];
    double[] mean = new double[n];
    for (double[] phi : draws) {
      double[] p = new double[n];
      logTwoFactories(bags, phi, p);
      double[] number = new double[n + 1];
      number[0] = 1;
      for (int i = 0; i < n; i++) {
        mean[i] += p[i] / draws.size();
        for (int m = i + 1; m > 0; m--) {
          number[m] = number[m] * (1 - p[i]) + number[m - 1] * p[i];
        }
        number[0] *= 1 - p[i];
      }
      for (int m = 0; m <= n; m++) {
        expected[m] += number[m] / draws.size();
      }
    }
    JsonNode shown = run.found().at("/memberships/membership_1/probabilities");
    assertEquals(n + 1, shown.size());
    double apart = 0;
    double expectation = 0;
    for (int m = 0; m <= n; m++) {
      apart += Math.abs(shown.get(m).asDouble() - expected[m]) / 2;
      expectation += m * expected[m];
    }
    System.out.printf(
        Locale.ROOT,
        "bags of the first factory: %.2f, here %.2f; total variation %.3f%n",
        expectation,
        run.found().at("/memberships/membership_1/mean").asDouble(),
        apart);
    assertTrue(apart < 0.1, "total variation " + apart);
    double[][] memberships = run.rows("individuals", "membership_1", "membership_2");
    for (int i = 0; i < n; i++) {
      assertEquals(mean[i], memberships[i][0], 0.03);
      assertEquals(1, memberships[i][0] + memberships[i][1], 1e-9);
    }
  }
}
