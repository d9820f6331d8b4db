package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CovariateNodesTest {
  private static final int OBJECTS = 5000;

  private static double[] uniform(long seed, double low, double high) {
    return new SplittableRandom(seed).doubles(OBJECTS, low, high).toArray();
  }

  /** The sum over objects, and over nodes, of a function of the covariates. */
  private static void compare(
      CovariateNodes nodes,
      List<String> names,
      double[][] columns,
      ToDoubleFunction<double[]> g,
      double tolerance) {
    double exact = 0;
    for (int i = 0; i < columns[0].length; i++) {
      int object = i;
      exact += g.applyAsDouble(Arrays.stream(columns).mapToDouble(c -> c[object]).toArray());
    }
    double sum = 0;
    for (int n = 0; n < nodes.size(); n++) {
      int node = n;
      double[] x = names.stream().mapToDouble(name -> nodes.covariates().get(name)[node]).toArray();
      sum += nodes.weights()[n] * g.applyAsDouble(x);
    }
    assertEquals(exact, sum, tolerance);
    assertEquals(columns[0].length, Arrays.stream(nodes.weights()).sum(), 1e-9 * OBJECTS);
  }

  @Test
  void nothingMatters() {
    CovariateNodes nodes = CovariateNodes.of(List.of(), new double[0][], OBJECTS, 9);
    assertArrayEquals(new double[] {OBJECTS}, nodes.weights());
    assertTrue(nodes.exact() && nodes.covariates().isEmpty());
  }

  @Test
  void fewDistinctValuesAreExact() {
    double[] a = Arrays.stream(uniform(1, 0, 6)).map(Math::floor).toArray();
    double[] b = Arrays.stream(uniform(2, 0, 3)).map(Math::floor).toArray();
    CovariateNodes nodes = CovariateNodes.of(List.of("a", "b"), new double[][] {a, b}, OBJECTS, 9);
    assertTrue(nodes.exact());
    assertEquals(18, nodes.size());
    compare(
        nodes,
        List.of("a", "b"),
        new double[][] {a, b},
        x -> x[0] == 3 && x[1] == 2 ? Math.PI : x[0] - 7 * x[1],
        1e-9);
  }

  @Test
  void sixtyFourValuesAreExactSixtyFiveAreNot() {
    for (int distinct : new int[] {64, 65}) {
      double[] a = IntStream.range(0, OBJECTS).mapToDouble(i -> i % distinct).toArray();
      CovariateNodes nodes = CovariateNodes.of(List.of("a"), new double[][] {a}, OBJECTS, 9);
      assertEquals(distinct == 64, nodes.exact());
      assertEquals(distinct == 64 ? 64 : 9, nodes.size());
    }
  }

  /**
   * Seventeen points per covariate: the error of these smooth functions is below 1e-10 per object.
   */
  @Test
  void manyValuesAreInterpolated() {
    double[][] columns = {uniform(1, 0.1, 0.5), uniform(2, -1, 1), uniform(3, 5, 5.5)};
    for (int d = 1; d <= 3; d++) {
      List<String> names = List.of("a", "b", "c").subList(0, d);
      double[][] some = Arrays.copyOf(columns, d);
      CovariateNodes nodes = CovariateNodes.of(names, some, OBJECTS, 17);
      assertFalse(nodes.exact());
      assertEquals(Math.pow(17, d), nodes.size());
      compare(
          nodes,
          names,
          some,
          x -> Math.exp(Arrays.stream(x).sum() / 2) + 1 / (1 + x[0]),
          1e-10 * OBJECTS);
    }
  }

  /** A grid of four covariates is larger than the survey. */
  @Test
  void moreCovariatesThanAGridCovers() {
    double[][] columns = new double[4][];
    Arrays.setAll(columns, c -> uniform(c, 0, 1));
    List<String> names = List.of("a", "b", "c", "d");
    CovariateNodes nodes = CovariateNodes.of(names, columns, OBJECTS, 9);
    assertTrue(nodes.exact());
    assertEquals(OBJECTS, nodes.size());
    compare(nodes, names, columns, x -> Math.floor(3 * x[0]) * x[3] - x[1] * x[2], 1e-9 * OBJECTS);
  }

  @Test
  void aCovariateThatDoesNotVaryCostsNothing() {
    double[] constant = new double[OBJECTS];
    Arrays.fill(constant, 0.7);
    double[][] columns = {constant, uniform(4, 0, 1)};
    CovariateNodes nodes = CovariateNodes.of(List.of("a", "b"), columns, OBJECTS, 17);
    assertEquals(17, nodes.size());
    compare(nodes, List.of("a", "b"), columns, x -> x[0] * Math.sin(x[1]), 1e-10 * OBJECTS);
  }

  @Test
  void orderOfTheObjectsDoesNotMatterWhereExact() {
    double[] a = Arrays.stream(uniform(1, 0, 6)).map(Math::floor).toArray();
    double[] reversed = IntStream.range(0, OBJECTS).mapToDouble(i -> a[OBJECTS - 1 - i]).toArray();
    CovariateNodes forward = CovariateNodes.of(List.of("a"), new double[][] {a}, OBJECTS, 9);
    CovariateNodes backward =
        CovariateNodes.of(List.of("a"), new double[][] {reversed}, OBJECTS, 9);
    assertArrayEquals(forward.weights(), backward.weights());
    assertArrayEquals(forward.covariates().get("a"), backward.covariates().get("a"));
  }
}
