package org.skypool.core.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/**
 * What every density must satisfy. A subclass names the density and its sets of arguments: one for
 * each branch and tail of its formulas.
 */
abstract class DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final int DRAWS = 20_000;

  /** Names of numbers that stand on the axis of the variable. */
  private static final List<String> POSITIONS = List.of("x", "low", "high", "above", "from", "to");

  /** Kolmogorov-Smirnov: sqrt(n) D exceeds this once in 1e5 tests of a right sampler. */
  private static final double KS_CRITICAL = Math.sqrt(-0.5 * Math.log(0.5e-5));

  /** The density under test. */
  abstract Density density();

  /** Allowed arguments. */
  abstract List<double[]> argumentSets();

  /** Arguments out of their domain. */
  abstract List<double[]> refused();

  /** Lengths of the vectors among the parameters, for one set of arguments. */
  List<Integer> lengths(double[] arguments) {
    return List.of();
  }

  /** Where the density is not smooth inside its support: the quadrature is divided there. */
  double[] breaks(double[] arguments) {
    return new double[0];
  }

  /** Relative accuracy of the test's own quadrature in the tails. */
  double quadratureAccuracy() {
    return 1e-9;
  }

  // ------------------------------------------------------------------ evaluation

  private Density sized(double[] a) {
    return SizedDensity.of(density(), lengths(a));
  }

  private List<String> names(double[] a) {
    List<String> names = new ArrayList<>(List.of("x"));
    sized(a).parameters().forEach(p -> names.add(p.name()));
    return names;
  }

  private List<Expression> symbols(double[] a) {
    return names(a).subList(1, names(a).size()).stream().map(Expression::hyperparameter).toList();
  }

  private static List<Expression> constants(double[] a) {
    return Arrays.stream(a).mapToObj(Expression::constant).toList();
  }

  private ScalarFunction logDensity(double[] a) {
    return ScalarFunction.of(density().logDensity(Expression.draw("x"), symbols(a)), names(a));
  }

  private static double[] point(double x, double[] a) {
    double[] point = new double[a.length + 1];
    point[0] = x;
    System.arraycopy(a, 0, point, 1, a.length);
    return point;
  }

  private double support(boolean upper, double[] a) {
    Support support = density().support(constants(a));
    Expression end = upper ? support.upper() : support.lower();
    return ScalarFunction.of(end, List.of()).value();
  }

  private double logProbability(double low, double high, double[] a) {
    Expression e =
        density()
            .logProbability(Expression.constant(low), Expression.constant(high), constants(a))
            .orElseThrow();
    return ScalarFunction.of(e, List.of()).value();
  }

  private double quadrature(double low, double high, double[] a) {
    double sum = 0;
    double from = low;
    for (double at : breaks(a)) {
      if (at > from && at < high) {
        sum += smoothQuadrature(from, at, a);
        from = at;
      }
    }
    return sum + smoothQuadrature(from, high, a);
  }

  private double smoothQuadrature(double low, double high, double[] a) {
    ScalarFunction f = logDensity(a);
    double median = density().quantile(0.5, a);
    double from = Math.max(low, support(false, a));
    double to = Math.min(high, support(true, a));
    double scale = density().quantile(0.75, a) - density().quantile(0.25, a);
    DoubleUnaryOperator g = x -> Math.exp(f.value(point(x, a)));
    boolean split =
        Double.isInfinite(from) != Double.isInfinite(to) || from < median && median < to;
    if (!split || Double.isInfinite(from) && Double.isInfinite(to)) {
      return DoubleExponential.integrate(g, from, to, median, scale);
    }
    double middle = Double.isInfinite(to) ? from : Double.isInfinite(from) ? to : median;
    if (from < median && median < to) {
      middle = median;
    }
    double left = middle > from ? DoubleExponential.integrate(g, from, middle, median, scale) : 0;
    double right = middle < to ? DoubleExponential.integrate(g, middle, to, median, scale) : 0;
    return left + right;
  }

  private static String at(double x, double[] a) {
    return "x = " + x + ", arguments " + Arrays.toString(a);
  }

  /** Intervals through the middle and deep in both tails. */
  private List<double[]> intervals(double[] a) {
    Density d = density();
    return List.of(
        new double[] {d.quantile(0.1, a), d.quantile(0.8, a)},
        new double[] {-INF, d.quantile(0.3, a)},
        new double[] {d.quantile(0.7, a), INF},
        new double[] {d.quantile(1e-5, a), d.quantile(1e-3, a)},
        new double[] {d.quantile(1 - 1e-7, a), INF});
  }

  // ------------------------------------------------------------------ the density

  /** 1e-9: quadrature is good to 1e-12, ends at x = 1 - 1e-16 cost up to (1e-16)^0.7. */
  @Test
  final void integratesToOne() {
    for (double[] a : argumentSets()) {
      assertEquals(1, quadrature(-INF, INF, a), 1e-9, () -> Arrays.toString(a));
    }
  }

  /**
   * Five-point differences with a step of 1e-3 of the scale: truncation and rounding below 1e-7.
   */
  @Test
  final void gradientMatchesDifferences() {
    for (double[] a : argumentSets()) {
      ScalarFunction f = logDensity(a);
      for (double p : new double[] {0.02, 0.3, 0.6, 0.98}) {
        double x = density().quantile(p, a);
        checkGradient(f, point(x, a), edges(a), 0, at(x, a));
      }
    }
  }

  /** The noise is what the rounding of the ends of an interval is worth in the value. */
  private static void checkGradient(
      ScalarFunction f, double[] point, double[] edges, double noise, String where) {
    double[] gradient = new double[point.length];
    double value = f.valueAndGradient(point, gradient);
    assertTrue(Double.isFinite(value), where);
    for (int j = 0; j < point.length; j++) {
      if (Double.isFinite(point[j]) && point[j] != 0) {
        double h = step(f.inputs(), point, j, edges);
        double expected = difference(f, point, j, h);
        if (Double.isFinite(expected)) {
          double size = Math.max(Math.max(1, Math.abs(value)), Math.abs(expected));
          double rounding =
              8
                  * Math.ulp(
                      Arrays.stream(point).filter(Double::isFinite).map(Math::abs).max().orElse(1))
                  / h;
          double tolerance = (1e-7 + rounding) * size + 8 * noise / h;
          assertEquals(expected, gradient[j], tolerance, where + " by " + f.inputs().get(j));
        }
      } else {
        assertFalse(Double.isNaN(gradient[j]), where + " by " + f.inputs().get(j));
      }
    }
  }

  private double[] edges(double[] a) {
    return new double[] {support(false, a), support(true, a)};
  }

  /** 2e-4 of the nearest scale: 1, the number itself, its distance from other ends of intervals. */
  private static double step(List<String> names, double[] point, int j, double[] edges) {
    double scale = Math.min(1, Math.abs(point[j]));
    if (POSITIONS.contains(names.get(j))) {
      double[] others =
          IntStream.range(0, point.length)
              .filter(i -> POSITIONS.contains(names.get(i)))
              .mapToDouble(i -> point[i])
              .toArray();
      for (double other :
          DoubleStream.concat(Arrays.stream(others), Arrays.stream(edges)).toArray()) {
        if (other != point[j]) {
          scale = Math.min(scale, Math.abs(other - point[j]));
        }
      }
    }
    return 2e-4 * scale;
  }

  private static double difference(ScalarFunction f, double[] point, int j, double h) {
    double[] y = new double[5];
    for (int i = -2; i <= 2; i++) {
      double[] moved = point.clone();
      moved[j] += i * h;
      y[i + 2] = f.value(moved);
    }
    return (8 * (y[3] - y[1]) - y[4] + y[0]) / (12 * h);
  }

  @Test
  final void vanishesOutsideItsSupport() {
    for (double[] a : argumentSets()) {
      ScalarFunction f = logDensity(a);
      double low = support(false, a);
      double high = support(true, a);
      for (double x :
          new double[] {Math.nextDown(low), low - 1, -INF, Math.nextUp(high), high + 1, INF}) {
        if (x < low || x > high || Double.isInfinite(x)) {
          assertEquals(-INF, f.value(point(x, a)), () -> at(x, a));
        }
      }
    }
  }

  @Test
  final void nanGivesNan() {
    for (double[] a : argumentSets()) {
      ScalarFunction f = logDensity(a);
      double x = density().quantile(0.4, a);
      for (int j = 0; j <= a.length; j++) {
        double[] point = point(x, a);
        point[j] = Double.NaN;
        assertTrue(Double.isNaN(f.value(point)), at(x, a) + " with NaN for " + names(a).get(j));
        double[] b = Arrays.copyOfRange(point, 1, point.length);
        assertTrue(Double.isNaN(density().cumulative(point[0], b)), at(x, a));
        if (j > 0) {
          assertTrue(Double.isNaN(density().quantile(0.3, b)), at(x, b));
          assertTrue(Double.isNaN(density().sample(RandomSource.KISS.create(1), b)), at(x, b));
        }
      }
    }
  }

  @Test
  final void argumentsOutOfTheirDomainGiveNan() {
    for (double[] a : refused()) {
      ScalarFunction f = logDensity(a);
      for (double x : new double[] {-3, -0.5, 0, 0.1, 0.5, 1, 2, 11}) {
        assertTrue(Double.isNaN(f.value(point(x, a))), at(x, a));
        assertTrue(Double.isNaN(density().cumulative(x, a)), at(x, a));
      }
      assertTrue(Double.isNaN(logProbability(0.2, 0.4, a)), Arrays.toString(a));
      assertTrue(Double.isNaN(density().quantile(0.3, a)), Arrays.toString(a));
      UniformRandomProvider rng = RandomSource.KISS.create(1);
      assertTrue(Double.isNaN(density().sample(rng, a)), Arrays.toString(a));
      assertThrows(IllegalArgumentException.class, () -> density().sampleBetween(rng, 0.2, 0.4, a));
    }
  }

  // ------------------------------------------------------------------ probabilities

  /** The quadrature's 1e-9, or the rounding of x where the interval is narrow. */
  @Test
  final void logProbabilityMatchesQuadrature() {
    for (double[] a : argumentSets()) {
      for (double[] i : intervals(a)) {
        double expected = quadrature(i[0], i[1], a);
        double actual = Math.exp(logProbability(i[0], i[1], a));
        double rounding = 4 * (slack(i[0], a) + slack(i[1], a));
        assertEquals(
            expected,
            actual,
            quadratureAccuracy() * expected + rounding,
            () -> at(i[0], a) + " to " + i[1]);
      }
    }
  }

  /** How much probability the rounding of {@code x} is worth. */
  private double slack(double x, double[] a) {
    return Double.isInfinite(x) ? 0 : Math.exp(logDensity(a).value(point(x, a))) * Math.ulp(x);
  }

  @Test
  final void logProbabilityHasExactGradients() {
    for (double[] a : argumentSets()) {
      List<String> names = new ArrayList<>(names(a).subList(1, names(a).size()));
      names.add("from");
      names.add("to");
      for (double[] i : intervals(a)) {
        Expression low =
            Double.isInfinite(i[0]) ? Expression.constant(i[0]) : Expression.hyperparameter("from");
        Expression high =
            Double.isInfinite(i[1]) ? Expression.constant(i[1]) : Expression.hyperparameter("to");
        ScalarFunction f =
            ScalarFunction.of(density().logProbability(low, high, symbols(a)).orElseThrow(), names);
        double[] point = Arrays.copyOf(a, a.length + 2);
        point[a.length] = i[0];
        point[a.length + 1] = i[1];
        if (wide(i)) {
          double noise = (slack(i[0], a) + slack(i[1], a)) / quadrature(i[0], i[1], a);
          checkGradient(f, point, edges(a), noise, Arrays.toString(point));
        }
      }
    }
  }

  /** Differences with a step of 2e-4 of an end need an interval wider than that. */
  private static boolean wide(double[] interval) {
    double size = Math.max(Math.abs(interval[0]), Math.abs(interval[1]));
    return Double.isInfinite(size) || interval[1] - interval[0] > 0.05 * Math.min(1, size);
  }

  @Test
  final void intervalsWithoutSupportAreImpossible() {
    for (double[] a : argumentSets()) {
      double x = density().quantile(0.5, a);
      assertEquals(-INF, logProbability(x, x, a), () -> at(x, a));
      assertEquals(-INF, logProbability(x + 1, x, a), () -> at(x, a));
      double low = support(false, a);
      if (Double.isFinite(low)) {
        assertEquals(-INF, logProbability(low - 2, low - 1, a), () -> at(x, a));
        assertEquals(-INF, logProbability(-INF, low - 1, a), () -> at(x, a));
      }
      double high = support(true, a);
      if (Double.isFinite(high)) {
        assertEquals(-INF, logProbability(high + 1, high + 2, a), () -> at(x, a));
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> density().sampleBetween(RandomSource.KISS.create(1), x, x, a));
    }
  }

  @Test
  final void cumulativeAgreesWithLogProbability() {
    for (double[] a : argumentSets()) {
      for (double p : new double[] {1e-12, 1e-4, 0.2, 0.5, 0.95, 1 - 1e-9}) {
        double x = density().quantile(p, a);
        double expected = Math.exp(logProbability(-INF, x, a));
        double tolerance = 1e-12 * expected + 4 * slack(x, a);
        assertEquals(expected, density().cumulative(x, a), tolerance, () -> at(x, a));
      }
      assertEquals(0, density().cumulative(-INF, a));
      assertEquals(1, density().cumulative(INF, a), 1e-15);
    }
  }

  /** Within 1e-11 of p, and what the rounding of x is worth. */
  @Test
  final void quantileInvertsTheCumulative() {
    for (double[] a : argumentSets()) {
      double before = -INF;
      for (double p : new double[] {1e-200, 1e-30, 1e-9, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-9}) {
        double x = density().quantile(p, a);
        if (x == support(false, a) || Double.isInfinite(x)) {
          assertTrue(density().cumulative(Math.nextUp(x), a) >= p, () -> at(x, a) + " p = " + p);
        } else {
          double tolerance = 1e-11 * p + 8 * slack(x, a);
          assertEquals(p, density().cumulative(x, a), tolerance, () -> at(x, a) + " p = " + p);
        }
        assertTrue(x >= before, () -> at(x, a));
        before = x;
      }
      assertEquals(support(false, a), density().quantile(0, a), 1e-12);
      assertTrue(Double.isNaN(density().quantile(-0.1, a)));
      assertTrue(Double.isNaN(density().quantile(1.1, a)));
    }
  }

  // ------------------------------------------------------------------ draws

  @Test
  final void drawsFollowTheCumulative() {
    for (double[] a : argumentSets()) {
      UniformRandomProvider rng = RandomSource.XO_RO_SHI_RO_128_PP.create(20_260_101L);
      double[] draws = new double[DRAWS];
      Arrays.setAll(draws, k -> density().sample(rng, a));
      checkDraws(draws, x -> density().cumulative(x, a), Arrays.toString(a));
    }
  }

  @Test
  final void truncatedDrawsFollowTheCumulative() {
    for (double[] a : argumentSets()) {
      for (double[] i : intervals(a)) {
        UniformRandomProvider rng = RandomSource.XO_RO_SHI_RO_128_PP.create(20_260_102L);
        double[] draws = new double[2000];
        Arrays.setAll(draws, k -> density().sampleBetween(rng, i[0], i[1], a));
        double total = logProbability(i[0], i[1], a);
        String where = Arrays.toString(a) + " in " + Arrays.toString(i);
        for (double x : draws) {
          assertTrue(x >= i[0] && x <= i[1], where);
        }
        if (wide(i)) {
          checkDraws(draws, x -> Math.exp(logProbability(i[0], x, a) - total), where);
        }
      }
    }
  }

  private void checkDraws(double[] draws, DoubleUnaryOperator cumulative, String where) {
    Arrays.sort(draws);
    double worst = 0;
    for (int k = 0; k < draws.length; k++) {
      assertTrue(Double.isFinite(draws[k]), where);
      double c = cumulative.applyAsDouble(draws[k]);
      worst =
          Math.max(worst, Math.max(c - (double) k / draws.length, (k + 1.0) / draws.length - c));
    }
    assertTrue(
        worst * Math.sqrt(draws.length) < KS_CRITICAL,
        where + ": sqrt(n) D = " + worst * Math.sqrt(draws.length));
  }

  // ------------------------------------------------------------------ description

  @Test
  final void isDescribed() {
    assertTrue(density().name().matches("[a-z][a-z_0-9]*"));
    assertTrue(density().example().startsWith(density().name() + "("));
    assertTrue(DensityRegistry.standard().find(density().name()).isPresent());
    double[] first = argumentSets().get(0);
    assertEquals(sized(first).parameters().size(), first.length);
  }

  /**
   * Closed forms of quantile slopes agree with the general one, to the rounding of the two tails.
   */
  @Test
  final void quantileSlopesAgree() {
    for (double[] a : argumentSets()) {
      QuantileSlopes slopes = QuantileSlopes.of(sized(a));
      for (double p : new double[] {1e-3, 0.2, 0.7, 0.99}) {
        double x = density().quantile(p, a);
        for (int j = 0; j < a.length; j++) {
          double general = slopes.general(j, x, a);
          double error = 1e-8 * (1 + Math.abs(general));
          if (Double.isFinite(a[j])) {
            assertEquals(general, slopes.by(j, x, a), error, at(x, a) + " by " + j);
          }
        }
      }
    }
  }
}
