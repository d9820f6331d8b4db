package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.random.Streams;

/** Two values without error, one of them a formula over a column. */
class ExactModelTest {
  private static ModelArguments arguments() {
    return new ModelArguments(
        List.of("x", "y"),
        Map.of(
            "x", Map.of("value", Expression.covariate("u")),
            "y", Map.of("value", Expression.covariate("v").times(2))),
        Map.of());
  }

  private static ObjectBlock block(double... v) {
    return new ObjectBlock(List.of("a", "b"), Map.of("u", new double[] {1.5, Double.NaN}, "v", v));
  }

  @Test
  void valuesAreTheParameters() {
    ObjectLikelihood.BlockLikelihood values = new ExactModel().bind(arguments()).of(block(-3, 4));
    double[] centre = new double[2];
    double[] scale = {7, 7};
    values.locate(0, centre, scale);
    assertArrayEquals(new double[] {1.5, -6}, centre);
    assertArrayEquals(new double[2], scale);
    double[] log = new double[2];
    values.logLikelihood(0, new double[][] {{1.5, 1.5}, {-6, -6.1}}, 0, 2, log);
    assertArrayEquals(new double[] {0, Double.NEGATIVE_INFINITY}, log);
    assertNull(values.reject(0));
    assertTrue(values.reject(1).contains("value of x is NaN"), values.reject(1));
  }

  @Test
  void aMockWritesPlainColumnsOnly() {
    ModelArguments plain =
        new ModelArguments(
            List.of("x"), Map.of("x", Map.of("value", Expression.covariate("u"))), Map.of());
    Map<String, Double> columns = new LinkedHashMap<>();
    new ExactModel()
        .bind(plain)
        .simulate(new double[] {2.25}, columns, new Streams(1).stream("mock", "", 0, 0));
    assertEquals(Map.of("u", 2.25), columns);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ExactModel().bind(arguments()).simulate(new double[2], columns, null));
    assertTrue(refused.getMessage().contains("objects.theta.y.value"), refused.getMessage());
  }

  @Test
  void refusesWhatIsNotAValue() {
    ModelArguments shifted =
        new ModelArguments(
            List.of("x"),
            Map.of(
                "x",
                Map.of("value", Expression.covariate("u").plus(Expression.hyperparameter("h")))),
            Map.of());
    assertThrows(IllegalArgumentException.class, () -> new ExactModel().bind(shifted));
    ModelArguments determined =
        new ModelArguments(
            List.of("x", "y"), arguments().values(), Map.of(), Map.of("y", Expression.constant(1)));
    assertThrows(IllegalArgumentException.class, () -> new ExactModel().bind(determined));
    assertThrows(IllegalArgumentException.class, () -> new ExactModel().logLikelihood(arguments()));
    ObjectBlock several =
        new ObjectBlock(
            List.of("a"),
            Map.of(),
            Optional.of(
                new Observations(
                    new int[] {0, 1}, Map.of("u", new double[] {1}, "v", new double[] {1}))));
    assertThrows(
        IllegalArgumentException.class, () -> new ExactModel().bind(arguments()).of(several));
  }
}
