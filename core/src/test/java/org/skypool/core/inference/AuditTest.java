package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Arithmetic of the projection; audits of whole runs are in {@link NormalPopulationTest}. */
class AuditTest {
  private static final double[][] COVARIANCE = {{0.04, 0.03}, {0.03, 0.09}};
  private static final int AUDITED = 4;
  private static final long TOTAL = 100;

  private static Audit audit(double[][] original, double[][] fresh, double[][] finer) {
    List<Comparison.Scores> scores =
        IntStream.range(0, AUDITED)
            .mapToObj(
                i ->
                    new Comparison.Scores(
                        Integer.toString(i),
                        new double[][] {original[i], fresh[i], finer[i]},
                        new double[3][0],
                        new double[] {i, i, i + 0.25}))
            .toList();
    return Audit.of(scores, COVARIANCE, TOTAL);
  }

  private static double[][] shifted(double a, double b, double alternating) {
    double[][] rows = new double[AUDITED][];
    Arrays.setAll(
        rows, i -> new double[] {i + a + (i % 2 == 0 ? alternating : -alternating), 7 - i + b});
    return rows;
  }

  /**
   * All scores change by the same: the bias is N C delta in units of the sd, known without error.
   */
  @Test
  void biasIsTheSumOfScoreChanges() {
    Audit audit = audit(shifted(0, 0, 0), shifted(0, 0, 0), shifted(0.01, -0.02, 0));
    assertEquals(AUDITED, audit.objects());
    assertEquals(0.25 * TOTAL, audit.level().change());
    assertEquals(0, audit.level().error());
    assertArrayEquals(new double[2], audit.monteCarloSd());
    double[] expected = {
      100 * (0.04 * 0.01 - 0.03 * 0.02) / 0.2, 100 * (0.03 * 0.01 - 0.09 * 0.02) / 0.3
    };
    assertArrayEquals(expected, audit.bias(), 1e-12);
    assertArrayEquals(new double[2], audit.biasError(), 1e-12);
    assertEquals(0.5, audit.worst(), 1e-12);
    double information = 1e4 * (0.04 * 1e-4 - 2 * 0.03 * 2e-4 + 0.09 * 4e-4);
    assertEquals(information / (2 * Math.log(2)), audit.bits(), 1e-12);
  }

  /** Changes of alternating sign: no bias, a standard error and a Monte Carlo sd. */
  @Test
  void scatterIsNotBias() {
    Audit audit = audit(shifted(0, 0, 0), shifted(0, 0, 0.1), shifted(0, 0, 0.1));
    double move = 0.04 * 0.1 / 0.2;
    double sd = move * Math.sqrt(4.0 / 3);
    assertEquals(0, audit.bias()[0], 1e-15);
    assertEquals(
        TOTAL * sd / Math.sqrt(AUDITED) * Math.sqrt(1 - AUDITED / 100.0),
        audit.biasError()[0],
        1e-12);
    assertEquals(Math.sqrt(TOTAL / 2.0) * sd, audit.monteCarloSd()[0], 1e-12);
    assertEquals(2 * audit.biasError()[0], audit.worst(), 1e-12);
  }

  private static Comparison.Scores tails(double before, double after) {
    return new Comparison.Scores(
        "g",
        new double[3][2],
        new double[][] {{before}, {before}, {after}},
        new double[] {before, before, after});
  }

  /** Evidence far from the mean that finer points find is not there under the points of record. */
  @Test
  void tailsAreTheSumOfChangesBeyondTheirErrors() {
    Audit same = Audit.of(List.of(tails(-1, -1), tails(-2, -2)), COVARIANCE, 2);
    assertEquals(0, same.tails());
    assertTrue(same.passes());
    Audit all = Audit.of(List.of(tails(-1, -0.9), tails(-2, -1.5)), COVARIANCE, 2);
    assertEquals(0.6, all.tails(), 1e-12);
    assertTrue(!all.passes() && all.surelyFails());
    Audit some = Audit.of(List.of(tails(-1, -0.9), tails(-2, -1.5)), COVARIANCE, 4);
    double error = 4 * Math.sqrt(0.5 * 0.08 / 2);
    assertEquals(1.2 - 2 * error, some.tails(), 1e-12);
    double lost = Double.NEGATIVE_INFINITY;
    Audit gained = Audit.of(List.of(tails(lost, -3), tails(lost, lost)), COVARIANCE, 2);
    assertEquals(Double.POSITIVE_INFINITY, gained.tails());
    Audit neither = Audit.of(List.of(tails(lost, lost)), COVARIANCE, 1);
    assertEquals(0, neither.tails());
  }

  @Test
  void notANumberIsTheWorst() {
    Audit audit = audit(shifted(0, 0, 0), shifted(0, 0, 0), shifted(0, Double.NaN, 0));
    assertEquals(Double.NaN, audit.worst());
  }
}
