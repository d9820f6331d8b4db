package org.skypool.core.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;

/** A subset is the same objects with the same bits however the draws are split and ordered. */
class SubsetTest {
  private static final List<String> HYPERPARAMETERS = List.of("mu", "tau");
  private static final double[][] PHIS = {{0.3, 0.8}, {-0.2, 1.3}};
  private static final int OBJECTS = 900;
  private static final int LONG_OBJECT = 3000;

  private static Expression logDensity() {
    return FormulaParser.standard()
        .density(
            "normal(mu + 0.4 * z, tau)",
            List.of("x"),
            Scope.empty()
                .withHyperparameters(HYPERPARAMETERS)
                .withCovariates(List.of("z"))
                .withThetas(List.of("x")))
        .logDensity();
  }

  /** Object {@code id} always has the same draws; every hundredth has more than a chunk holds. */
  private static DrawBlock block(int... ids) {
    int[] offsets = new int[ids.length + 1];
    for (int i = 0; i < ids.length; i++) {
      offsets[i + 1] = offsets[i] + (ids[i] % 100 == 7 ? LONG_OBJECT : 1 + ids[i] % 9);
    }
    double[] x = new double[offsets[ids.length]];
    double[] w = new double[x.length];
    double[] z = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      SplittableRandom random = new SplittableRandom(ids[i]);
      z[i] = random.nextGaussian();
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        x[k] = random.nextGaussian();
        w[k] = random.nextGaussian();
      }
    }
    return new DrawBlock(
        Arrays.stream(ids).mapToObj(id -> "o" + id).toList(),
        offsets,
        Map.of("x", x),
        Map.of("z", z),
        w,
        new double[x.length]);
  }

  private static LocalEvaluator evaluator(int threads, DrawBlock... blocks) {
    return LocalEvaluator.of(logDensity(), HYPERPARAMETERS, List.of(blocks), threads);
  }

  private static int[] ids() {
    return IntStream.range(0, OBJECTS).toArray();
  }

  @Test
  void sumsOverTheChosenObjects() {
    try (LocalEvaluator all = evaluator(1, block(ids()))) {
      LocalEvaluator subset = all.subset(300, 5).orElseThrow();
      ObjectEvidence own = subset.evidence(PHIS[1]);
      ObjectEvidence whole = all.evidence(PHIS[1]);
      assertEquals(300, new HashSet<>(own.ids()).size());
      double sum = 0;
      long draws = 0;
      for (int i = 0; i < 300; i++) {
        int at = whole.ids().indexOf(own.ids().get(i));
        assertEquals(whole.logEvidence()[at], own.logEvidence()[i], 1e-12);
        assertArrayEquals(whole.scores()[at], own.scores()[i], 1e-10);
        sum += own.logEvidence()[i];
        draws += at % 100 == 7 ? LONG_OBJECT : 1 + at % 9;
      }
      assertEquals(sum, subset.values(PHIS)[1], 1e-9);
      assertEquals(300, subset.objects());
      assertEquals(draws, subset.draws());
    }
  }

  @Test
  void sameBitsForAnyBlocksOrderAndThreads() {
    int[] backwards = IntStream.range(0, OBJECTS).map(i -> OBJECTS - 1 - i).toArray();
    try (LocalEvaluator one = evaluator(1, block(ids()));
        LocalEvaluator split =
            evaluator(
                3,
                block(Arrays.copyOfRange(backwards, 0, 10)),
                block(Arrays.copyOfRange(backwards, 10, 700)),
                block(Arrays.copyOfRange(backwards, 700, OBJECTS)))) {
      LocalEvaluator first = one.subset(600, 5).orElseThrow();
      LocalEvaluator second = split.subset(600, 5).orElseThrow();
      assertEquals(first.evidence(PHIS[0]).ids(), second.evidence(PHIS[0]).ids());
      assertArrayEquals(first.values(PHIS), second.values(PHIS));
      assertArrayEquals(first.gradients(PHIS).gradients(), second.gradients(PHIS).gradients());
    }
  }

  @Test
  void aLargerSubsetHoldsTheSmallerAndAnotherSeedChoosesOthers() {
    try (LocalEvaluator all = evaluator(1, block(ids()))) {
      Set<String> small = chosen(all, 100, 5);
      assertTrue(chosen(all, 400, 5).containsAll(small));
      assertNotEquals(small, chosen(all, 100, 6));
      assertEquals(OBJECTS, chosen(all, OBJECTS, 5).size());
    }
  }

  private static Set<String> chosen(LocalEvaluator all, int objects, long seed) {
    return Set.copyOf(all.subset(objects, seed).orElseThrow().evidence(PHIS[0]).ids());
  }

  @Test
  void refusesMoreObjectsThanThereAre() {
    try (LocalEvaluator all = evaluator(1, block(1, 2, 3))) {
      IllegalArgumentException exception =
          assertThrows(IllegalArgumentException.class, () -> all.subset(4, 1));
      assertEquals("a subset of 4 objects: at least 1, at most 3", exception.getMessage());
      assertThrows(IllegalArgumentException.class, () -> all.subset(0, 1));
    }
  }
}
