package org.skypool.core.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;

/** Sums of log evidences against plain loops, and what a vector without support gives. */
class LocalEvaluatorTest {
  private static final List<String> HYPERPARAMETERS = List.of("mu", "tau");
  private static final double[] PHI = {0.3, 0.8};
  private static final Expression LOG_NORMAL = log("normal(mu + 0.4 * z, tau)");

  private static Expression log(String formula) {
    DensityTerm term =
        FormulaParser.standard()
            .density(
                formula,
                List.of("x"),
                Scope.empty()
                    .withHyperparameters(HYPERPARAMETERS)
                    .withCovariates(List.of("z"))
                    .withThetas(List.of("x")));
    return term.logDensity();
  }

  /** Objects with the given numbers of normal draws. */
  private static DrawBlock block(int firstId, long seed, int... counts) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] offsets = new int[counts.length + 1];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      offsets[i + 1] = offsets[i] + counts[i];
      ids.add("o" + (firstId + i));
    }
    int n = offsets[counts.length];
    return new DrawBlock(
        ids,
        offsets,
        Map.of("x", normal(random, n)),
        Map.of("z", normal(random, counts.length)),
        normal(random, n),
        new double[n]);
  }

  private static double[] normal(SplittableRandom random, int n) {
    double[] out = new double[n];
    Arrays.setAll(out, k -> random.nextGaussian());
    return out;
  }

  private static LocalEvaluator evaluator(int threads, DrawBlock... blocks) {
    return LocalEvaluator.of(LOG_NORMAL, HYPERPARAMETERS, List.of(blocks), threads);
  }

  private static double[] weights(DrawBlock block, int object, double[] phi) {
    double[] w = new double[block.offsets()[object + 1] - block.offsets()[object]];
    for (int k = 0; k < w.length; k++) {
      int at = block.offsets()[object] + k;
      double mean = phi[0] + 0.4 * block.covariates().get("z")[object];
      double u = (block.thetas().get("x")[at] - mean) / phi[1];
      w[k] = Math.exp(block.logWeight()[at] - u * u / 2) / (phi[1] * Math.sqrt(2 * Math.PI));
    }
    return w;
  }

  private static double logEvidence(DrawBlock block, int object, double[] phi) {
    return Math.log(Arrays.stream(weights(block, object, phi)).sum());
  }

  /** Objects of one draw, of a usual number and of more than fit a chunk; two blocks. */
  private static DrawBlock[] blocks() {
    return new DrawBlock[] {block(0, 1, 64, 1, 2000, 64, 3), block(5, 2, 900, 200, 64)};
  }

  @Test
  void evidencesOfEveryObject() {
    DrawBlock[] blocks = blocks();
    try (LocalEvaluator evaluator = evaluator(2, blocks)) {
      ObjectEvidence evidence = evaluator.evidence(PHI);
      assertEquals(IntStream.range(0, 8).mapToObj(i -> "o" + i).toList(), evidence.ids());
      assertEquals(8, evaluator.objects());
      assertEquals(3296, evaluator.draws());
      int at = 0;
      for (DrawBlock block : blocks) {
        for (int i = 0; i < block.objects(); i++, at++) {
          double[] w = weights(block, i, PHI);
          double sum = Arrays.stream(w).sum();
          double squares = Arrays.stream(w).map(v -> v * v).sum();
          assertEquals(Math.log(sum), evidence.logEvidence()[at], 1e-12);
          assertEquals(sum * sum / squares, evidence.effective()[at], 1e-9 * w.length);
          assertEquals(squares / (sum * sum) - 1.0 / w.length, evidence.variance()[at], 1e-12);
          assertArrayEquals(slopes(block, i), evidence.scores()[at], 1e-8);
        }
      }
    }
  }

  /** Central differences of plain loops: error 1e-10 or so. */
  private static double[] slopes(DrawBlock block, int object) {
    double h = 1e-5;
    double[] slopes = new double[2];
    for (int d = 0; d < 2; d++) {
      double[] up = PHI.clone();
      double[] down = PHI.clone();
      up[d] += h;
      down[d] -= h;
      slopes[d] = (logEvidence(block, object, up) - logEvidence(block, object, down)) / (2 * h);
    }
    return slopes;
  }

  @Test
  void sumsAreThoseOfTheObjects() {
    double[][] phis = {PHI, {-0.5, 2}, {4, 0.3}};
    try (LocalEvaluator evaluator = evaluator(2, blocks())) {
      double[] values = evaluator.values(phis);
      Gradients gradients = evaluator.gradients(phis);
      for (int v = 0; v < phis.length; v++) {
        ObjectEvidence evidence = evaluator.evidence(phis[v]);
        double sum = Arrays.stream(evidence.logEvidence()).sum();
        assertEquals(sum, values[v], 1e-12 * Math.abs(sum));
        assertEquals(sum, gradients.values()[v], 1e-12 * Math.abs(sum));
        for (int j = 0; j < 2; j++) {
          int d = j;
          double slope = Arrays.stream(evidence.scores()).mapToDouble(s -> s[d]).sum();
          double size = Arrays.stream(evidence.scores()).mapToDouble(s -> Math.abs(s[d])).sum();
          assertEquals(slope, gradients.gradients()[v][d], 1e-12 * size);
        }
      }
    }
  }

  @Test
  void bitsDependNeitherOnThreadsNorOnOtherVectors() {
    double[][] phis = new double[PopulationEvaluator.VECTORS_PER_PASS][];
    Arrays.setAll(phis, v -> new double[] {0.05 * v - 1, 0.5 + 0.02 * v});
    try (LocalEvaluator one = evaluator(1, blocks());
        LocalEvaluator three = evaluator(3, blocks())) {
      double[] values = one.values(phis);
      Gradients gradients = one.gradients(phis);
      assertArrayEquals(values, three.values(phis));
      assertArrayEquals(gradients.values(), three.gradients(phis).values());
      assertArrayEquals(gradients.gradients(), three.gradients(phis).gradients());
      assertArrayEquals(one.evidence(PHI).scores(), three.evidence(PHI).scores());
      for (int v = 0; v < phis.length; v += 9) {
        double[][] alone = {phis[v]};
        assertEquals(values[v], three.values(alone)[0]);
        assertArrayEquals(gradients.gradients()[v], three.gradients(alone).gradients()[0]);
      }
    }
  }

  /** Blocks cut elsewhere are other sums of the same numbers: equal up to rounding. */
  @Test
  void blocksCutElsewhere() {
    DrawBlock whole = block(0, 7, 64, 64, 64, 64, 64, 64);
    DrawBlock[] parts = {slice(whole, 0, 1), slice(whole, 1, 5), slice(whole, 5, 6)};
    try (LocalEvaluator one = evaluator(2, whole);
        LocalEvaluator three = evaluator(2, parts)) {
      double[][] phis = {PHI};
      double value = one.values(phis)[0];
      assertEquals(value, three.values(phis)[0], 1e-14 * Math.abs(value) * 6);
      assertArrayEquals(
          one.gradients(phis).gradients()[0], three.gradients(phis).gradients()[0], 1e-12);
      assertArrayEquals(one.evidence(PHI).logEvidence(), three.evidence(PHI).logEvidence());
    }
  }

  private static DrawBlock slice(DrawBlock block, int from, int to) {
    int first = block.offsets()[from];
    int last = block.offsets()[to];
    return new DrawBlock(
        block.objectIds().subList(from, to),
        IntStream.rangeClosed(from, to).map(i -> block.offsets()[i] - first).toArray(),
        Map.of("x", Arrays.copyOfRange(block.thetas().get("x"), first, last)),
        Map.of("z", Arrays.copyOfRange(block.covariates().get("z"), from, to)),
        Arrays.copyOfRange(block.logWeight(), first, last),
        Arrays.copyOfRange(block.logInterimPrior(), first, last));
  }

  /** One object without support makes the sum minus infinity, and is named. */
  @Test
  void objectWithoutSupport() {
    DrawBlock good = block(0, 3, 64, 64);
    DrawBlock bad = with(block(2, 4, 8, 8), 0, 8, Double.NEGATIVE_INFINITY);
    try (LocalEvaluator evaluator = evaluator(2, good, bad)) {
      double[][] phis = {PHI};
      assertEquals(Double.NEGATIVE_INFINITY, evaluator.values(phis)[0]);
      Gradients gradients = evaluator.gradients(phis);
      assertEquals(Double.NEGATIVE_INFINITY, gradients.values()[0]);
      ObjectEvidence evidence = evaluator.evidence(PHI);
      assertEquals(Set.of("o2"), evaluator.withoutSupport(new double[][] {PHI}));
      assertEquals(0, evidence.effective()[2]);
      assertEquals(Double.NEGATIVE_INFINITY, evidence.logEvidence()[2]);
      assertTrue(evidence.logEvidence()[3] > Double.NEGATIVE_INFINITY);
      assertArrayEquals(new double[2], evidence.scores()[2]);
    }
  }

  private static DrawBlock with(DrawBlock block, int from, int to, double logWeight) {
    Arrays.fill(block.logWeight(), from, to, logWeight);
    return block;
  }

  /** Draws without weight beside others change nothing at all but the number of draws. */
  @Test
  void drawsWithoutWeight() {
    DrawBlock block = with(block(0, 3, 64, 64), 10, 20, Double.NEGATIVE_INFINITY);
    try (LocalEvaluator evaluator = evaluator(1, block)) {
      ObjectEvidence evidence = evaluator.evidence(PHI);
      assertEquals(logEvidence(block, 0, PHI), evidence.logEvidence()[0], 1e-12);
      assertArrayEquals(slopes(block, 0), evidence.scores()[0], 1e-8);
    }
  }

  @Test
  void notANumberIsNeverHidden() {
    DrawBlock block = with(block(0, 3, 64, 64), 10, 11, Double.NaN);
    try (LocalEvaluator evaluator = evaluator(1, block)) {
      double[][] phis = {PHI};
      assertEquals(Double.NaN, evaluator.values(phis)[0]);
      assertEquals(Double.NaN, evaluator.gradients(phis).values()[0]);
      ObjectEvidence evidence = evaluator.evidence(PHI);
      assertEquals(Double.NaN, evidence.logEvidence()[0]);
      assertEquals(Set.of("o0"), evaluator.withoutSupport(new double[][] {PHI}));
    }
    try (LocalEvaluator evaluator = evaluator(1, block(0, 3, 64, 64))) {
      assertEquals(Double.NaN, evaluator.values(new double[][] {{0, -1}})[0]);
    }
  }

  /** Mass ratios overflow beyond 10^308: density 0, slope 0 times infinity, score still exact. */
  @Test
  void overflowFarOutInATail() {
    Expression log = log("schechter(slope = mu, knee = tau, above = -1)");
    double[] phi = {-1.3, 0.9};
    DrawBlock usual = block(0, 5, 30, 30);
    double[] x = usual.thetas().get("x");
    Arrays.setAll(x, k -> Math.abs(x[k]));
    int[] offsets = {0, 32, 63};
    double[] far = insert(x, 400, 1000, Double.MAX_VALUE);
    DrawBlock tailed =
        new DrawBlock(
            usual.objectIds(),
            offsets,
            Map.of("x", far),
            usual.covariates(),
            insert(usual.logWeight(), -3, -700, -1),
            new double[63]);
    try (LocalEvaluator without = LocalEvaluator.of(log, HYPERPARAMETERS, List.of(usual), 1);
        LocalEvaluator with = LocalEvaluator.of(log, HYPERPARAMETERS, List.of(tailed), 1)) {
      double[][] phis = {phi};
      Gradients expected = without.gradients(phis);
      Gradients gradients = with.gradients(phis);
      assertEquals(expected.values()[0], gradients.values()[0], 1e-11);
      assertArrayEquals(expected.gradients()[0], gradients.gradients()[0], 1e-10);
      assertTrue(Double.isFinite(expected.gradients()[0][0]));
    }
  }

  /** Two draws within the first object of thirty, one at the end of the second. */
  private static double[] insert(double[] x, double a, double b, double c) {
    double[] out = new double[63];
    System.arraycopy(x, 0, out, 1, 20);
    System.arraycopy(x, 20, out, 22, 10);
    System.arraycopy(x, 30, out, 32, 30);
    out[0] = a;
    out[21] = b;
    out[62] = c;
    return out;
  }

  @Test
  void probabilitiesOfTheDraws() {
    DrawBlock block = block(0, 6, 64, 2000, 1);
    Program program = EvidenceBlock.program(LOG_NORMAL, HYPERPARAMETERS);
    double[][] phis = {PHI, {1, 0.5}};
    Hyperpoint[] points = {program.at(phis[0], false), program.at(phis[1], false)};
    double[] out = new double[block.draws()];
    EvidenceBlock.of(program, block).addProbabilities(points, out);
    for (int i = 0; i < block.objects(); i++) {
      double[] first = weights(block, i, phis[0]);
      double[] second = weights(block, i, phis[1]);
      double sumFirst = Arrays.stream(first).sum();
      double sumSecond = Arrays.stream(second).sum();
      for (int k = 0; k < first.length; k++) {
        double expected = first[k] / sumFirst + second[k] / sumSecond;
        assertEquals(expected, out[block.offsets()[i] + k], 1e-13);
      }
    }
  }

  @Test
  void refusals() {
    try (LocalEvaluator evaluator = evaluator(1, block(0, 3, 4))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> evaluator.values(new double[65][2]))
              .getMessage();
      assertEquals("65 vectors in one pass, at most 64", message);
    }
    DrawBlock nameless =
        new DrawBlock(
            List.of("a"),
            new int[] {0, 1},
            Map.of("y", new double[1]),
            Map.of(),
            new double[1],
            new double[1]);
    String message =
        assertThrows(IllegalArgumentException.class, () -> evaluator(2, nameless)).getMessage();
    assertTrue(message.contains("no column 'x'"), message);
  }
}
