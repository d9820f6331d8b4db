package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.random.Streams;

/** What every object model promises. A test of a model supplies cases and inherits the rest. */
abstract class ObjectModelContract {
  private static final int SIMULATIONS = 20_000;

  /** Kolmogorov's sqrt(n) D is above this once in a million times: sqrt(log(2e6) / 2). */
  private static final double KOLMOGOROV = 2.694;

  /** One object with valid data, and the parameters that a survey would find there. */
  record Case(Map<String, Double> columns, double[] theta) {}

  /** A possible outcome of the measurement, and its weight in a sum over all outcomes. */
  record Outcome(double[] data, double weight) {}

  /** An object that must be set aside, and what the reason must mention. */
  record Bad(Map<String, Double> columns, List<String> mentions) {}

  abstract ObjectModel model();

  abstract ModelArguments arguments();

  abstract List<Case> cases();

  /** Names of the columns that are measured. */
  abstract List<String> measured();

  /** Quadrature over all outcomes at given parameters and covariates. */
  abstract List<Outcome> outcomes(Case at);

  abstract List<Bad> bad();

  private ObjectLikelihood bound() {
    return model().bind(arguments());
  }

  private ObjectLikelihood.BlockLikelihood likelihood(Map<String, Double> columns) {
    return bound().of(SimulatedColumns.block(columns));
  }

  private static double at(ObjectLikelihood.BlockLikelihood likelihood, int i, double... theta) {
    double[][] points = new double[theta.length][];
    Arrays.setAll(points, j -> new double[] {theta[j]});
    double[] out = new double[1];
    likelihood.logLikelihood(i, points, 0, 1, out);
    return out[0];
  }

  private Map<String, Double> with(Case at, double[] data) {
    Map<String, Double> columns = new LinkedHashMap<>(at.columns());
    for (int j = 0; j < data.length; j++) {
      columns.put(measured().get(j), data[j]);
    }
    return columns;
  }

  @Test
  final void integratesToOneOverTheData() {
    for (Case at : cases()) {
      double sum = 0;
      for (Outcome outcome : outcomes(at)) {
        sum += outcome.weight() * Math.exp(at(likelihood(with(at, outcome.data())), 0, at.theta()));
      }
      assertEquals(1, sum, 1e-10, at.toString());
    }
  }

  /** The sum over outcomes below a simulated one, against the share of simulations below. */
  @Test
  final void simulatesItsLikelihood() {
    for (Case at : cases()) {
      List<Outcome> outcomes = outcomes(at);
      for (int direction = 0; direction < measured().size() + 1; direction++) {
        compare(at, outcomes, direction);
      }
    }
  }

  /** One of the measurements, or a combination of all, so that correlations matter. */
  private static double statistic(double[] data, int direction) {
    if (direction < data.length) {
      return data[direction];
    }
    double sum = 0;
    for (int j = 0; j < data.length; j++) {
      sum += (j % 2 == 0 ? 1 : -0.7) * data[j];
    }
    return sum;
  }

  private void compare(Case at, List<Outcome> outcomes, int direction) {
    TreeMap<Double, Double> cumulative = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      double p =
          outcome.weight() * Math.exp(at(likelihood(with(at, outcome.data())), 0, at.theta()));
      cumulative.merge(statistic(outcome.data(), direction), p, Double::sum);
    }
    double sum = 0;
    for (Map.Entry<Double, Double> entry : cumulative.entrySet()) {
      double p = entry.getValue();
      entry.setValue(discrete() ? sum + p : sum + p / 2);
      sum += p;
    }
    double[] simulated = new double[SIMULATIONS];
    UniformRandomProvider rng = new Streams(11).stream("simulate", "", 0, direction);
    ObjectLikelihood bound = bound();
    for (int s = 0; s < SIMULATIONS; s++) {
      Map<String, Double> columns = new LinkedHashMap<>(at.columns());
      bound.simulate(at.theta(), columns, rng);
      double[] data = measured().stream().mapToDouble(columns::get).toArray();
      simulated[s] = statistic(data, direction);
    }
    Arrays.sort(simulated);
    double distance = 0;
    for (int s = 0; s < SIMULATIONS; s++) {
      if (s == SIMULATIONS - 1 || simulated[s] < simulated[s + 1]) {
        double expected = probabilityBelow(cumulative, simulated[s]);
        distance = Math.max(distance, Math.abs((s + 1.0) / SIMULATIONS - expected));
      }
    }
    double limit = KOLMOGOROV / Math.sqrt(SIMULATIONS);
    assertTrue(distance < limit, at + ": distance " + distance + ", limit " + limit);
  }

  /** The sum up to the last outcome of a count; between outcomes of a continuum interpolated. */
  private double probabilityBelow(TreeMap<Double, Double> cumulative, double value) {
    Map.Entry<Double, Double> below = cumulative.floorEntry(value);
    Map.Entry<Double, Double> above = cumulative.higherEntry(value);
    if (below == null) {
      return 0;
    }
    if (discrete() || above == null) {
      return below.getValue();
    }
    double share = (value - below.getKey()) / (above.getKey() - below.getKey());
    return below.getValue() + share * (above.getValue() - below.getValue());
  }

  /** Whether outcomes are counts. */
  boolean discrete() {
    return false;
  }

  /** The guess lies within one and a half widths of the peak, and four widths away it is dark. */
  @Test
  final void locatesTheLikelihood() {
    for (Case at : cases()) {
      ObjectLikelihood.BlockLikelihood likelihood = likelihood(at.columns());
      int d = at.theta().length;
      double[] centre = new double[d];
      double[] scale = new double[d];
      likelihood.locate(0, centre, scale);
      double here = at(likelihood, 0, centre);
      for (int j = 0; j < d; j++) {
        assertTrue(scale[j] > 0, at.toString());
        double[] theta = centre.clone();
        double best = here;
        double bestStep = 0;
        for (double step = -5; step <= 5; step += 0.01) {
          theta[j] = centre[j] + step * scale[j];
          double value = at(likelihood, 0, theta);
          if (value > best) {
            best = value;
            bestStep = step;
          }
        }
        assertTrue(Math.abs(bestStep) < 1.5, at + ": peak at " + bestStep + " widths");
        for (int side = -4; side <= 4; side += 8) {
          theta[j] = centre[j] + side * scale[j];
          assertTrue(at(likelihood, 0, theta) < best - 2, at + ": too narrow a guess");
        }
      }
    }
  }

  @Test
  final void acceptsTheCasesAndRejectsTheBad() {
    for (Case at : cases()) {
      assertNull(likelihood(at.columns()).reject(0), at.toString());
    }
    for (Bad bad : bad()) {
      String reason = likelihood(bad.columns()).reject(0);
      assertTrue(reason != null, bad + " was accepted");
      for (String mention : bad.mentions()) {
        assertTrue(reason.contains(mention), reason + " does not mention " + mention);
      }
    }
  }

  /** The expression, which engines differentiate, is the same function as the block's loop. */
  @Test
  final void expressionAgreesWithTheBlock() {
    for (Case at : cases()) {
      for (Outcome outcome : outcomes(at)) {
        Map<String, Double> columns = with(at, outcome.data());
        double[] theta = at.theta();
        double block = at(likelihood(columns), 0, theta);
        List<String> names = new ArrayList<>(arguments().thetas());
        List<Double> point = new ArrayList<>();
        Arrays.stream(theta).forEach(point::add);
        columns.forEach(
            (name, value) -> {
              if (!names.contains(name)) {
                names.add(name);
                point.add(value);
              }
            });
        double value =
            ScalarFunction.of(model().logLikelihood(arguments()), names)
                .value(point.stream().mapToDouble(Double::doubleValue).toArray());
        assertEquals(block, value, 1e-11 * (1 + Math.abs(block)), at + " " + columns);
      }
    }
  }

  @Test
  final void objectsOfABlockDoNotInfluenceEachOther() {
    List<Case> cases = cases();
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : cases.get(0).columns().keySet()) {
      columns.put(name, cases.stream().mapToDouble(c -> c.columns().get(name)).toArray());
    }
    List<String> ids = new ArrayList<>();
    cases.forEach(c -> ids.add("o" + ids.size()));
    ObjectLikelihood.BlockLikelihood block = bound().of(new ObjectBlock(ids, columns));
    for (int i = 0; i < cases.size(); i++) {
      double[] theta = cases.get(i).theta();
      assertEquals(at(likelihood(cases.get(i).columns()), 0, theta), at(block, i, theta));
    }
  }

  @Test
  final void writesItsRangeOnlyAndNothingFiniteForNaN() {
    Case at = cases().get(0);
    int d = at.theta().length;
    double[][] theta = new double[d][5];
    for (int j = 0; j < d; j++) {
      Arrays.fill(theta[j], at.theta()[j]);
      theta[j][2] = Double.NaN;
    }
    double[] out = {7, 7, 7, 7, 7};
    likelihood(at.columns()).logLikelihood(0, theta, 1, 4, out);
    double value = at(likelihood(at.columns()), 0, at.theta());
    assertEquals(List.of(7.0, value, value, 7.0), List.of(out[0], out[1], out[3], out[4]));
    assertTrue(Double.isNaN(out[2]), "log likelihood at NaN: " + out[2]);
  }

  @Test
  final void missingAndUnknownArgumentsAreNamed() {
    ModelArguments good = arguments();
    String theta = good.thetas().get(0);
    String argument = model().arguments().get(0).name();
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>(good.values());
    Map<String, Expression> fewer = new LinkedHashMap<>(values.get(theta));
    fewer.remove(argument);
    values.put(theta, fewer);
    refuses(values, "objects.theta." + theta + "." + argument + " is missing");
    Map<String, Expression> more = new LinkedHashMap<>(good.values().get(theta));
    more.put("colour", Expression.constant(1));
    values.put(theta, more);
    refuses(values, "objects.theta." + theta + ".colour is unknown");
  }

  private void refuses(Map<String, Map<String, Expression>> values, String part) {
    ModelArguments wrong =
        new ModelArguments(arguments().thetas(), values, arguments().correlation());
    String message =
        assertThrows(IllegalArgumentException.class, () -> model().bind(wrong)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  final void simulatesIntoPlainColumnsOnly() {
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>(arguments().values());
    String theta = arguments().thetas().get(0);
    Map<String, Expression> fixed = new LinkedHashMap<>(values.get(theta));
    String argument = model().arguments().get(0).name();
    fixed.put(argument, Expression.constant(1));
    values.put(theta, fixed);
    ObjectLikelihood likelihood =
        model().bind(new ModelArguments(arguments().thetas(), values, arguments().correlation()));
    Case at = cases().get(0);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    likelihood.simulate(
                        at.theta(),
                        new LinkedHashMap<>(at.columns()),
                        new Streams(1).stream("simulate", "", 0, 0)))
            .getMessage();
    assertTrue(message.contains("objects.theta." + theta + "." + argument), message);
  }

  @Test
  final void isFoundByName() {
    assertEquals(model().getClass(), ObjectModels.find(model().name()).orElseThrow().getClass());
  }
}
