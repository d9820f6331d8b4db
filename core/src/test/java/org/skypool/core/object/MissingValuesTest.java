package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/** Objects that lack bands, against the model that never had them. */
class MissingValuesTest {
  private static final List<String> BANDS = List.of("g", "r", "i");
  private static final Map<String, Double> OBJECT =
      Map.of("g_obs", 17.9, "r_obs", 17.2, "i_obs", 16.8, "e_g", 0.1, "e_r", 0.05, "e_i", 0.2);
  private static final double[][] THETA = {{17.1, 17.4, 16, 30}, {0.7, 0.2, 1.5, -4}};

  private static Map<String, Expression> band(String band, double colour, Expression zero) {
    return Map.of(
        "predicted",
        Expression.draw("m").plus(Expression.draw("c").times(colour)),
        "value",
        Expression.covariate(band + "_obs").plus(zero),
        "error",
        Expression.covariate("e_" + band).square().plus(0.0004).log().times(0.5).exp());
  }

  /** Some of the bands, whose errors are correlated. */
  private static ModelArguments arguments(List<String> bands, Set<String> mayLack, boolean free) {
    Expression zero = free ? Expression.hyperparameter("zero") : Expression.constant(0.03);
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    for (String band : bands) {
      double colour = band.equals("g") ? 1 : band.equals("r") ? 0 : -0.4;
      values.put(band, band(band, colour, band.equals("r") ? Expression.constant(0) : zero));
    }
    Map<ModelArguments.Pair, Expression> correlation = new HashMap<>();
    double[] rho = {0.5, -0.3, 0.4};
    String[][] pairs = {{"g", "r"}, {"g", "i"}, {"r", "i"}};
    for (int p = 0; p < 3; p++) {
      if (bands.contains(pairs[p][0]) && bands.contains(pairs[p][1])) {
        correlation.put(
            new ModelArguments.Pair(pairs[p][0], pairs[p][1]), Expression.constant(rho[p]));
      }
    }
    Guess wide = new Guess(17, 5, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    return new ModelArguments(
        List.of("m", "c"), values, correlation, Map.of(), Map.of("m", wide, "c", wide), mayLack);
  }

  private static ObjectLikelihood.BlockLikelihood likelihood(
      ModelArguments arguments, Map<String, Double> object) {
    Map<String, double[]> columns = new HashMap<>();
    object.forEach((name, value) -> columns.put(name, new double[] {value}));
    return new ObservablesModel().bind(arguments).of(new ObjectBlock(List.of("a"), columns));
  }

  /** The object without some bands, each missing by its value or by its error. */
  private static Map<String, Double> without(List<String> missing) {
    Map<String, Double> object = new HashMap<>(OBJECT);
    missing.forEach(band -> object.put(band.equals("r") ? "e_r" : band + "_obs", Double.NaN));
    return object;
  }

  private static List<List<String>> somethingMissing() {
    return List.of(
        List.of(), List.of("g"), List.of("r"), List.of("i"), List.of("g", "r"), List.of("r", "i"));
  }

  private static List<String> rest(List<String> missing) {
    List<String> rest = new ArrayList<>(BANDS);
    rest.removeAll(missing);
    return rest;
  }

  @Test
  void likelihoodIsThatOfTheOtherBands() {
    for (List<String> missing : somethingMissing()) {
      ObjectLikelihood.BlockLikelihood lacking =
          likelihood(arguments(BANDS, Set.copyOf(BANDS), false), without(missing));
      ObjectLikelihood.BlockLikelihood never =
          likelihood(arguments(rest(missing), Set.of(), false), OBJECT);
      assertNull(lacking.reject(0), missing.toString());
      double[] found = new double[4];
      double[] expected = new double[4];
      lacking.logLikelihood(0, THETA, 0, 4, found);
      never.logLikelihood(0, THETA, 0, 4, expected);
      assertArrayEquals(expected, found, 1e-9 * 3000, "without " + missing);
      assertEquals(expected[0], found[0], 1e-12 * Math.abs(expected[0]), "without " + missing);
      double[][] where = new double[4][2];
      lacking.locate(0, where[0], where[1]);
      never.locate(0, where[2], where[3]);
      assertArrayEquals(where[2], where[0], 1e-9);
      assertArrayEquals(where[3], where[1], 1e-9);
    }
  }

  /** What an offset of bands learns from an object: nothing from the bands that it lacks. */
  @Test
  void derivativesAreThoseOfTheOtherBands() {
    for (List<String> missing : somethingMissing()) {
      List<String> inputs = new ArrayList<>(List.of("zero", "m", "c"));
      inputs.addAll(OBJECT.keySet());
      double[] found = new double[inputs.size()];
      double[] expected = new double[inputs.size()];
      ObservablesModel model = new ObservablesModel();
      double value =
          ScalarFunction.of(model.logLikelihood(arguments(BANDS, Set.copyOf(BANDS), true)), inputs)
              .valueAndGradient(point(inputs, without(missing)), found);
      double of =
          ScalarFunction.of(model.logLikelihood(arguments(rest(missing), Set.of(), true)), inputs)
              .valueAndGradient(point(inputs, OBJECT), expected);
      assertEquals(of, value, 1e-12 * Math.abs(of), "without " + missing);
      for (int j = 0; j < 3; j++) {
        assertEquals(expected[j], found[j], 1e-11 * Math.abs(of), inputs.get(j) + missing);
      }
    }
  }

  private static double[] point(List<String> inputs, Map<String, Double> object) {
    double[] point = new double[inputs.size()];
    double[] first = {0.02, 17.1, 0.7};
    for (int j = 0; j < point.length; j++) {
      point[j] = j < 3 ? first[j] : object.get(inputs.get(j));
    }
    return point;
  }

  @Test
  void whatIsRejected() {
    ModelArguments all = arguments(BANDS, Set.copyOf(BANDS), false);
    assertEquals(
        "none of g, r, i is measured", likelihood(all, without(BANDS)).reject(0), "nothing left");
    ModelArguments some = arguments(BANDS, Set.of("g"), false);
    assertNull(likelihood(some, without(List.of("g"))).reject(0));
    String reason = likelihood(some, without(List.of("i"))).reject(0);
    assertTrue(reason.startsWith("value of i is NaN"), reason);
    Map<String, Double> infinite = new HashMap<>(OBJECT);
    infinite.put("g_obs", Double.POSITIVE_INFINITY);
    String beyond = likelihood(all, infinite).reject(0);
    assertTrue(beyond.startsWith("value of g is Infinity"), beyond);
    assertThrows(IllegalArgumentException.class, () -> arguments(List.of("g"), Set.of("z"), false));
  }

  /** A column that something else needs too may not be missing. */
  @Test
  void columnsThatMayBeMissing() {
    ModelArguments all = arguments(BANDS, Set.of("g", "r"), false);
    assertEquals(Set.of("g_obs", "e_g", "r_obs", "e_r"), new MissingValues(all).columns());
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>(all.values());
    Map<String, Expression> shared = new HashMap<>(values.get("i"));
    shared.put("predicted", Expression.draw("m").plus(Expression.covariate("e_g")));
    values.put("i", shared);
    assertEquals(
        Set.of("g_obs", "r_obs", "e_r"), new MissingValues(all.withValues(values)).columns());
  }

  @Test
  void simulationsLackThemToo() {
    Map<String, Double> columns = new HashMap<>(without(List.of("g")));
    new ObservablesModel()
        .bind(arguments(BANDS, Set.copyOf(BANDS), false))
        .simulate(new double[] {17, 0.6}, columns, RandomSource.XO_RO_SHI_RO_128_PP.create(1L));
    assertTrue(Double.isNaN(columns.get("g_obs")));
    assertFalse(Double.isNaN(columns.get("r_obs")) || columns.get("r_obs") == 17.2);
    assertFalse(Double.isNaN(columns.get("i_obs")) || columns.get("i_obs") == 16.8);
  }
}
