package org.skypool.core.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;

/** Sums differentiated by a reverse sweep over scalar steps against scores of single objects. */
class ManyHyperparametersTest {
  private static final int OBJECTS = 50;
  private static final int DRAWS = 40;
  private static final List<String> NAMES =
      IntStream.rangeClosed(1, 20).mapToObj(i -> "a" + i).toList();

  /** A mean of nine hyperparameters times a covariate, a width of ten, one product of two sums. */
  private static Expression logDensity() {
    String mean = "z * (a1 + a2 * a3 - exp(a4) + sin(a5 + a6 * (a7 + a8)) + a9)";
    String width = "exp(0.1 * (a10 + a11 + a12 * a13 + a14 + a15 + a16 + a17) + 0.2 * a18 * a2)";
    return FormulaParser.standard()
        .density(
            "normal(" + mean + " + a19 * a20, " + width + ")",
            List.of("x"),
            Scope.empty()
                .withHyperparameters(NAMES)
                .withCovariates(List.of("z"))
                .withThetas(List.of("x")))
        .logDensity();
  }

  private static DrawBlock block(double outlier) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles(OBJECTS * DRAWS, -2, 2).toArray();
    x[7] = outlier;
    List<String> ids = new ArrayList<>();
    IntStream.range(0, OBJECTS).forEach(i -> ids.add("o" + i));
    return new DrawBlock(
        ids,
        IntStream.rangeClosed(0, OBJECTS).map(i -> i * DRAWS).toArray(),
        Map.of("x", x),
        Map.of("z", random.doubles(OBJECTS, -1, 1).toArray()),
        random.doubles(OBJECTS * DRAWS, -1, 0).toArray(),
        new double[OBJECTS * DRAWS]);
  }

  private static void sumsAreThoseOfObjects(double outlier) {
    SplittableRandom random = new SplittableRandom(8);
    double[] phi = random.doubles(NAMES.size(), -1, 1).toArray();
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(logDensity(), NAMES, List.of(block(outlier)), 1)) {
      ObjectEvidence objects = evaluator.evidence(phi);
      double[] expected = new double[NAMES.size()];
      for (double[] score : objects.scores()) {
        for (int d = 0; d < expected.length; d++) {
          expected[d] += score[d];
        }
      }
      Gradients found = evaluator.gradients(new double[][] {phi, phi});
      assertTrue(Arrays.stream(expected).allMatch(e -> Math.abs(e) > 1e-6), "all take part");
      for (int v = 0; v < 2; v++) {
        assertEquals(Arrays.stream(objects.logEvidence()).sum(), found.values()[v], 1e-10);
        assertArrayEquals(expected, found.gradients()[v], 1e-10);
      }
    }
  }

  @Test
  void aReverseSweepGivesTheSumOfTheScores() {
    sumsAreThoseOfObjects(0.5);
  }

  /** The square of such a draw overflows: weight 0 times infinity must not spoil the sum. */
  @Test
  void aDrawTooFarOutTakesNoPart() {
    sumsAreThoseOfObjects(1e300);
  }
}
