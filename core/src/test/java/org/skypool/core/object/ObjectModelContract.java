package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private String key() {
    return arguments().keys(model()).get(0);
  }

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

  @Test
  final void locatesTheLikelihood() {
    for (Case at : cases()) {
      checkLocation(likelihood(at.columns()), at.theta().length, at.toString());
    }
    List<Map<String, Double>> rows = simulatedRows();
    int d = cases().get(0).theta().length;
    checkLocation(bound().of(observed(rows, List.of(rows.size()))), d, rows.toString());
  }

  /** The guess lies within one and a half widths of the peak, and four widths away it is dark. */
  private static void checkLocation(
      ObjectLikelihood.BlockLikelihood likelihood, int d, String label) {
    double[] centre = new double[d];
    double[] scale = new double[d];
    likelihood.locate(0, centre, scale);
    double here = at(likelihood, 0, centre);
    for (int j = 0; j < d; j++) {
      assertTrue(scale[j] > 0, label);
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
      assertTrue(Math.abs(bestStep) < 1.5, label + ": peak of " + j + " at " + bestStep);
      for (int side = -4; side <= 4; side += 8) {
        theta[j] = centre[j] + side * scale[j];
        assertTrue(at(likelihood, 0, theta) < best - 2, label + ": too narrow a guess of " + j);
      }
    }
  }

  /** Observations of one object, its parameters those of the first case. */
  private List<Map<String, Double>> simulatedRows() {
    List<Map<String, Double>> rows = new ArrayList<>();
    UniformRandomProvider rng = new Streams(5).stream("simulate", "rows", 0, 0);
    for (int r = 0; r < 12; r++) {
      Map<String, Double> row = new LinkedHashMap<>(cases().get(r % cases().size()).columns());
      bound().simulate(cases().get(0).theta(), row, rng);
      rows.add(row);
    }
    return rows;
  }

  /** A block of objects with several observations each. */
  private static ObjectBlock observed(List<Map<String, Double>> rows, List<Integer> counts) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : rows.get(0).keySet()) {
      columns.put(name, rows.stream().mapToDouble(row -> row.get(name)).toArray());
    }
    int[] offsets = new int[counts.size() + 1];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      offsets[i + 1] = offsets[i] + counts.get(i);
      ids.add("o" + i);
    }
    return new ObjectBlock(ids, Map.of(), Optional.of(new Observations(offsets, columns)));
  }

  /** Rounding: a sum of twelve terms, or the same sum by totals. */
  @Test
  final void observationsAreSummed() {
    List<Map<String, Double>> rows = simulatedRows();
    ObjectLikelihood.BlockLikelihood several = bound().of(observed(rows, List.of(7, 1, 4, 0)));
    double[] theta = cases().get(0).theta();
    int[] offsets = {0, 7, 8, 12};
    for (int i = 0; i < 3; i++) {
      double sum = 0;
      double size = 1;
      for (int r = offsets[i]; r < offsets[i + 1]; r++) {
        double term = at(likelihood(rows.get(r)), 0, theta);
        sum += term;
        size += Math.abs(term);
      }
      assertEquals(sum, at(several, i, theta), 1e-12 * size);
      assertNull(several.reject(i));
    }
    assertEquals("no observations", several.reject(3));
    List<Map<String, Double>> spoilt = new ArrayList<>(rows.subList(0, 2));
    spoilt.add(bad().get(0).columns());
    String reason = bound().of(observed(spoilt, List.of(3))).reject(0);
    assertTrue(reason.startsWith("observation 3 of 3: "), reason);
  }

  /** Whether parameters may be determined. */
  boolean determines() {
    return true;
  }

  /** The last parameter is a column of the observations: it is no axis, and differs by row. */
  @Test
  final void determinedParametersAreSubstituted() {
    assumeTrue(determines(), "this model writes formulas of its own");
    ModelArguments all = arguments();
    int last = all.thetas().size() - 1;
    ModelArguments determined =
        new ModelArguments(
            all.thetas(),
            all.values(),
            all.correlation(),
            Map.of(all.thetas().get(last), Expression.covariate("given").times(2)));
    assertEquals(all.thetas().subList(0, last), determined.free());
    double[] theta = cases().get(0).theta();
    List<Map<String, Double>> rows = simulatedRows();
    double sum = 0;
    double size = 1;
    for (int r = 0; r < rows.size(); r++) {
      double[] full = theta.clone();
      full[last] *= r < 6 ? 1 : 1.01;
      double term = at(likelihood(rows.get(r)), 0, full);
      rows.get(r).put("given", full[last] / 2);
      assertEquals(
          term,
          value(model().logLikelihood(determined), theta, all.thetas(), rows.get(r)),
          1e-11 * (1 + Math.abs(term)));
      sum += term;
      size += Math.abs(term);
    }
    ObjectLikelihood bound = model().bind(determined);
    double[] free = Arrays.copyOf(theta, last);
    double[] out = new double[1];
    double[][] points =
        Arrays.stream(free).mapToObj(t -> new double[] {t}).toArray(double[][]::new);
    ObjectLikelihood.BlockLikelihood block = bound.of(observed(rows, List.of(rows.size())));
    block.logLikelihood(0, points, 0, 1, out);
    assertEquals(sum, out[0], 1e-12 * size);
    block.locate(0, new double[last], new double[last]);
    UniformRandomProvider one = new Streams(5).stream("simulate", "same", 0, 0);
    UniformRandomProvider other = new Streams(5).stream("simulate", "same", 0, 0);
    Map<String, Double> mine = new LinkedHashMap<>(rows.get(0));
    Map<String, Double> theirs = new LinkedHashMap<>(rows.get(0));
    bound.simulate(free, mine, one);
    bound().simulate(theta, theirs, other);
    assertEquals(theirs, mine);
    rows.get(1).put("given", Double.NaN);
    String reason = bound.of(observed(rows, List.of(rows.size()))).reject(0);
    assertTrue(reason.contains("is determined as NaN"), reason);
  }

  private static double value(
      Expression expression, double[] theta, List<String> thetas, Map<String, Double> columns) {
    List<String> names = new ArrayList<>(thetas);
    List<Double> point = new ArrayList<>();
    Arrays.stream(theta).forEach(point::add);
    columns.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            names.add(name);
            point.add(value);
          }
        });
    return ScalarFunction.of(expression, names)
        .value(point.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Arguments times a hyperparameter: 1 gives the same model, another value the ratio. */
  @Test
  final void hyperparametersMayStandInArguments() {
    ModelArguments plain = arguments();
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    plain
        .values()
        .forEach(
            (key, map) -> {
              Map<String, Expression> scaled = new LinkedHashMap<>();
              map.forEach((name, e) -> scaled.put(name, e.times(Expression.hyperparameter("h"))));
              values.put(key, scaled);
            });
    ModelArguments scaled = plain.withValues(values);
    assertEquals(Set.of("h"), scaled.hyperparameters());
    assertThrows(IllegalArgumentException.class, () -> model().bind(scaled));
    Case at = cases().get(0);
    double expected = at(likelihood(at.columns()), 0, at.theta());
    ObjectLikelihood same = model().bind(scaled.at(Map.of("h", 1.0)));
    assertEquals(expected, at(same.of(SimulatedColumns.block(at.columns())), 0, at.theta()));
    Map<String, Double> point = new LinkedHashMap<>(at.columns());
    point.put("h", 1.0);
    HyperLikelihood hyper = new HyperLikelihood(model(), scaled);
    double twice =
        value(
            model().logLikelihood(scaled.at(Map.of("h", 2.0))),
            at.theta(),
            plain.thetas(),
            at.columns());
    point.put(HyperLikelihood.LOG_LIKELIHOOD, twice);
    List<String> names = new ArrayList<>(plain.thetas());
    double[] theta = at.theta();
    hyper
        .observables()
        .forEach((name, formula) -> point.put(name, value(formula, theta, names, at.columns())));
    assertEquals(
        expected - twice,
        value(hyper.logRatio(), theta, names, point),
        1e-10 * (1 + Math.abs(expected) + Math.abs(twice)));
    assertThrows(IllegalArgumentException.class, () -> hyper.at(Map.of("g", 2.0)));
  }

  /** Arguments left out have the values that the model declares. */
  @Test
  final void optionalArgumentsHaveDefaults() {
    for (ModelArgument argument : model().arguments()) {
      if (argument.fallback().isPresent() && isOptional(argument.name())) {
        Map<String, Map<String, Expression>> without = new LinkedHashMap<>();
        Map<String, Map<String, Expression>> with = new LinkedHashMap<>();
        arguments()
            .values()
            .forEach(
                (key, map) -> {
                  Map<String, Expression> fewer = new LinkedHashMap<>(map);
                  fewer.remove(argument.name());
                  without.put(key, fewer);
                  Map<String, Expression> same = new LinkedHashMap<>(map);
                  same.put(argument.name(), Expression.constant(argument.fallback().orElseThrow()));
                  with.put(key, same);
                });
        Case at = cases().get(0);
        ObjectBlock block = SimulatedColumns.block(at.columns());
        List<String> thetas = arguments().thetas();
        ModelArguments left = new ModelArguments(thetas, without, Map.of());
        ModelArguments given = new ModelArguments(thetas, with, Map.of());
        assertEquals(
            at(model().bind(given).of(block), 0, at.theta()),
            at(model().bind(left).of(block), 0, at.theta()));
      }
    }
  }

  /** Whether an argument with a default may be left out whatever the others. */
  boolean isOptional(String argument) {
    return true;
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
        double value =
            value(model().logLikelihood(arguments()), theta, arguments().thetas(), columns);
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
    String argument = model().arguments().get(0).name();
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>(good.values());
    Map<String, Expression> fewer = new LinkedHashMap<>(values.get(key()));
    fewer.remove(argument);
    values.put(key(), fewer);
    refuses(values, ModelArguments.path(model(), key(), argument) + " is missing");
    Map<String, Expression> more = new LinkedHashMap<>(good.values().get(key()));
    more.put("colour", Expression.constant(1));
    values.put(key(), more);
    refuses(values, ModelArguments.path(model(), key(), "colour") + " is unknown");
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
    Map<String, Expression> fixed = new LinkedHashMap<>(values.get(key()));
    String argument = model().arguments().get(0).name();
    fixed.put(argument, Expression.constant(1));
    values.put(key(), fixed);
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
    assertTrue(message.contains(ModelArguments.path(model(), key(), argument)), message);
  }

  @Test
  final void isFoundByName() {
    assertEquals(model().getClass(), ObjectModels.find(model().name()).orElseThrow().getClass());
  }
}
