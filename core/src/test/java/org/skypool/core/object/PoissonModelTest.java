package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.DataEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;

class PoissonModelTest extends ObjectModelContract {

  @Override
  ObjectModel model() {
    return new PoissonModel();
  }

  @Override
  ModelArguments arguments() {
    return new ModelArguments(
        List.of("rate"),
        Map.of(
            "rate",
            Map.of("counts", Expression.covariate("n"), "exposure", Expression.covariate("t"))),
        Map.of());
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(Map.of("n", 4.0, "t", 2.0), new double[] {1.7}),
        new Case(Map.of("n", 0.0, "t", 0.5), new double[] {0.8}),
        new Case(Map.of("n", 130.0, "t", 1e3), new double[] {0.14}));
  }

  @Override
  List<String> measured() {
    return List.of("n");
  }

  /** Means are 140 at most: 400 is 22 standard deviations above. */
  @Override
  List<Outcome> outcomes(Case at) {
    return IntStream.rangeClosed(0, 400).mapToObj(n -> new Outcome(new double[] {n}, 1)).toList();
  }

  @Override
  boolean discrete() {
    return true;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(Map.of("n", -1.0, "t", 4.0), List.of("counts of rate", "-1", "whole number")),
        new Bad(Map.of("n", 1.5, "t", 4.0), List.of("counts of rate", "1.5", "whole number")),
        new Bad(Map.of("n", 1.0, "t", 0.0), List.of("exposure of rate", "> 0")),
        new Bad(Map.of("n", Double.NaN, "t", 1.0), List.of("counts of rate", "NaN")));
  }

  @Test
  void ratesAreAboveZero() {
    double[] out = new double[3];
    model()
        .bind(arguments())
        .of(SimulatedColumns.block(Map.of("n", 2.0, "t", 3.0)))
        .logLikelihood(0, new double[][] {{-0.1, 0, 0.5}}, 0, 3, out);
    double expected = 2 * Math.log(1.5) - 1.5 - Math.log(2);
    double impossible = Double.NEGATIVE_INFINITY;
    assertArrayEquals(new double[] {impossible, impossible, expected}, out, 1e-14);
  }

  /** Edges among other points, in more than one piece of them: each as if it were alone. */
  @Test
  void edgesAmongManyPoints() {
    double inf = Double.POSITIVE_INFINITY;
    double[] edges = {0, -0.0, -1e-300, Double.NaN, -inf, 1e-100, 1e100};
    double[] rate = new double[700];
    for (int k = 0; k < rate.length; k++) {
      rate[k] = k % 31 == 7 ? edges[k / 31 % edges.length] : (k + 0.5) / 100;
    }
    for (double n : new double[] {0, 2}) {
      double[] expected = new double[rate.length];
      for (int k = 0; k < rate.length; k++) {
        double log = n * Math.log(3 * rate[k]) - 3 * rate[k] - (n == 2 ? Math.log(2) : 0);
        expected[k] = rate[k] <= 0 ? -inf : log;
      }
      double[] out = new double[rate.length];
      model()
          .bind(arguments())
          .of(SimulatedColumns.block(Map.of("n", n, "t", 3.0)))
          .logLikelihood(0, new double[][] {rate}, 0, rate.length, out);
      assertArrayEquals(expected, out, 1e-12);
      new DataEvaluator(
              Program.of(model().logLikelihood(arguments()), List.of()),
              List.of("rate"),
              Map.of("n", new double[] {n}, "t", new double[] {3}))
          .evaluate(0, 1, out.length, 0, new double[][] {rate}, out);
      assertArrayEquals(expected, out, 1e-12);
    }
  }
}
