package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.DataEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;

class BinomialModelTest extends ObjectModelContract {

  @Override
  ObjectModel model() {
    return new BinomialModel();
  }

  @Override
  ModelArguments arguments() {
    return new ModelArguments(
        List.of("p"),
        Map.of(
            "p",
            Map.of("successes", Expression.covariate("y"), "trials", Expression.covariate("n"))),
        Map.of());
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(Map.of("y", 4.0, "n", 14.0), new double[] {0.3}),
        new Case(Map.of("y", 250.0, "n", 1000.0), new double[] {0.26}),
        new Case(Map.of("y", 0.0, "n", 20.0), new double[] {0.02}),
        new Case(Map.of("y", 20.0, "n", 20.0), new double[] {0.97}),
        new Case(Map.of("y", 30.0, "n", 60.0), new double[] {0.5}));
  }

  @Override
  List<String> measured() {
    return List.of("y");
  }

  @Override
  List<Outcome> outcomes(Case at) {
    return IntStream.rangeClosed(0, at.columns().get("n").intValue())
        .mapToObj(y -> new Outcome(new double[] {y}, 1))
        .toList();
  }

  @Override
  boolean discrete() {
    return true;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(Map.of("y", 5.0, "n", 4.0), List.of("successes of p", "5", "<= trials 4")),
        new Bad(Map.of("y", -1.0, "n", 4.0), List.of("successes of p", "-1", "whole number")),
        new Bad(Map.of("y", 1.5, "n", 4.0), List.of("successes of p", "1.5", "whole number")),
        new Bad(Map.of("y", 1.0, "n", Double.NaN), List.of("trials of p", "NaN")));
  }

  @Test
  void impossibleOutsideTheUnitInterval() {
    double[] out = new double[4];
    model()
        .bind(arguments())
        .of(SimulatedColumns.block(Map.of("y", 0.0, "n", 3.0)))
        .logLikelihood(0, new double[][] {{-0.1, 0, 1, 1.1}}, 0, 4, out);
    double impossible = Double.NEGATIVE_INFINITY;
    assertArrayEquals(new double[] {impossible, 0, impossible, impossible}, out);
    assertEquals(2, model().arguments().size());
  }

  /** Edges among other points, in more than one piece of them: each as if it were alone. */
  @Test
  void edgesAmongManyPoints() {
    double inf = Double.POSITIVE_INFINITY;
    double[] edges = {0, -0.0, 1, -1e-300, Math.nextUp(1.0), Double.NaN, inf, -inf, 1e-100};
    double[] p = new double[700];
    for (int k = 0; k < p.length; k++) {
      p[k] = k % 31 == 7 ? edges[k / 31 % edges.length] : (k + 0.5) / p.length;
    }
    for (double[] data : new double[][] {{0, 3}, {3, 3}, {2, 3}, {0, 0}}) {
      double ways = data[0] == 2 ? 3 : 1;
      double[] expected = new double[p.length];
      for (int k = 0; k < p.length; k++) {
        double chance = ways * Math.pow(p[k], data[0]) * Math.pow(1 - p[k], data[1] - data[0]);
        boolean inside = Double.isNaN(p[k]) || (p[k] >= 0 && p[k] <= 1);
        expected[k] = inside ? Math.log(Double.isNaN(p[k]) ? p[k] : chance) : -inf;
      }
      double[] out = new double[p.length];
      model()
          .bind(arguments())
          .of(SimulatedColumns.block(Map.of("y", data[0], "n", data[1])))
          .logLikelihood(0, new double[][] {p}, 0, p.length, out);
      assertArrayEquals(expected, out, 1e-12);
      new DataEvaluator(
              Program.of(model().logLikelihood(arguments()), List.of()),
              List.of("p"),
              Map.of("y", new double[] {data[0]}, "n", new double[] {data[1]}))
          .evaluate(0, 1, out.length, 0, new double[][] {p}, out);
      assertArrayEquals(expected, out, 1e-12);
    }
  }

  /** Trials that depend on a hyperparameter may become fewer than the successes. */
  @Test
  void fewerTrialsThanSuccessesAreImpossible() {
    double[] out = new double[3];
    new DataEvaluator(
            Program.of(model().logLikelihood(arguments()), List.of()),
            List.of("p"),
            Map.of("y", new double[] {2, 2, 1}, "n", new double[] {1.5, 3, 0}))
        .evaluate(0, 3, 1, 0, new double[][] {{0.5, 0.5, 0.5}}, out);
    double impossible = Double.NEGATIVE_INFINITY;
    assertArrayEquals(new double[] {impossible, Math.log(3.0 / 8), impossible}, out, 1e-14);
  }
}
