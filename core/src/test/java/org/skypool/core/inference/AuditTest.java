package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.likelihood.ObjectEvidence;

/** Arithmetic of the projection; audits of whole runs are in {@link NormalPopulationTest}. */
class AuditTest {
  private static final double[][] COVARIANCE = {{0.04, 0.03}, {0.03, 0.09}};
  private static final int AUDITED = 4;
  private static final long TOTAL = 100;

  private static ObjectEvidence scores(double[]... scores) {
    int n = scores.length;
    List<String> ids = IntStream.range(0, n).mapToObj(Integer::toString).toList();
    return new ObjectEvidence(ids, new double[n], new double[n], new double[n], scores);
  }

  private static ObjectEvidence shifted(double a, double b, double alternating) {
    double[][] rows = new double[AUDITED][];
    Arrays.setAll(
        rows, i -> new double[] {i + a + (i % 2 == 0 ? alternating : -alternating), 7 - i + b});
    return scores(rows);
  }

  /**
   * All scores change by the same: the bias is N C delta in units of the sd, known without error.
   */
  @Test
  void biasIsTheSumOfScoreChanges() {
    Audit audit =
        Audit.of(shifted(0, 0, 0), shifted(0, 0, 0), shifted(0.01, -0.02, 0), COVARIANCE, TOTAL);
    assertEquals(AUDITED, audit.objects());
    assertArrayEquals(new double[2], audit.monteCarloSd());
    double[] expected = {
      100 * (0.04 * 0.01 - 0.03 * 0.02) / 0.2, 100 * (0.03 * 0.01 - 0.09 * 0.02) / 0.3
    };
    assertArrayEquals(expected, audit.bias(), 1e-12);
    assertArrayEquals(new double[2], audit.biasError(), 1e-12);
    assertEquals(0.5, audit.worst(), 1e-12);
  }

  /** Changes of alternating sign: no bias, a standard error and a Monte Carlo sd. */
  @Test
  void scatterIsNotBias() {
    Audit audit =
        Audit.of(shifted(0, 0, 0), shifted(0, 0, 0.1), shifted(0, 0, 0.1), COVARIANCE, TOTAL);
    double move = 0.04 * 0.1 / 0.2;
    double sd = move * Math.sqrt(4.0 / 3);
    assertEquals(0, audit.bias()[0], 1e-15);
    assertEquals(TOTAL * sd / Math.sqrt(AUDITED), audit.biasError()[0], 1e-12);
    assertEquals(Math.sqrt(TOTAL / 2.0) * sd, audit.monteCarloSd()[0], 1e-12);
    assertEquals(2 * audit.biasError()[0], audit.worst(), 1e-12);
  }

  @Test
  void notANumberIsTheWorst() {
    Audit audit =
        Audit.of(shifted(0, 0, 0), shifted(0, 0, 0), shifted(0, Double.NaN, 0), COVARIANCE, TOTAL);
    assertEquals(Double.NaN, audit.worst());
  }

  @Test
  void otherObjects() {
    ObjectEvidence three = scores(new double[2], new double[2], new double[2]);
    assertThrows(
        IllegalArgumentException.class,
        () -> Audit.of(shifted(0, 0, 0), three, shifted(0, 0, 0), COVARIANCE, TOTAL));
    assertThrows(
        IllegalArgumentException.class,
        () -> Audit.of(shifted(0, 0, 0), shifted(0, 0, 0), three, COVARIANCE, TOTAL));
  }
}
