package org.skypool.core.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.random.Streams;

/** The points must integrate: sums of weights against evidences known in closed form. */
class LatticeSamplerTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final int OBJECTS = 40;

  /** A log density of a point. */
  @FunctionalInterface
  private interface Log {
    double at(double[] theta);
  }

  /** A likelihood that is the same for every object. */
  private record Same(Log log, double[] centre, double[] scale)
      implements LatticeSampler.Likelihood {
    @Override
    public void locate(int object, double[] c, double[] s) {
      System.arraycopy(centre, 0, c, 0, c.length);
      System.arraycopy(scale, 0, s, 0, s.length);
    }

    @Override
    public void logLikelihood(int object, double[][] theta, int from, int to, double[] out) {
      double[] point = new double[theta.length];
      for (int k = from; k < to; k++) {
        for (int j = 0; j < point.length; j++) {
          point[j] = theta[j][k];
        }
        out[k] = log.at(point);
      }
    }
  }

  private static PointDensity density(Log log) {
    return (first, objects, perObject, from, theta, out) ->
        new Same(log, null, null).logLikelihood(0, theta, from, from + objects * perObject, out);
  }

  private static void shift(int object, double[] out) {
    new Streams(4).shifts("o" + object, 0, 0, out);
  }

  private static SampledPoints sample(
      List<Axis> axes, SamplerSettings settings, Same likelihood, Log aim) {
    return new LatticeSampler(axes, settings)
        .sample(likelihood, density(aim), LatticeSamplerTest::shift, 0, OBJECTS);
  }

  /** Largest relative error over the objects of {@code sum exp(logWeight) f}. */
  private static double worst(SampledPoints points, Log logDensity, double exact) {
    double worst = 0;
    double[] theta = new double[points.theta().length];
    for (int i = 0; i < OBJECTS; i++) {
      assertNull(points.unusable()[i]);
      double sum = 0;
      for (int k = i * points.perObject(); k < (i + 1) * points.perObject(); k++) {
        for (int j = 0; j < theta.length; j++) {
          theta[j] = points.theta()[j][k];
        }
        sum += Math.exp(points.logWeight()[k] + logDensity.at(theta));
      }
      worst = Math.max(worst, Math.abs(sum / exact - 1));
    }
    return worst;
  }

  private static double logNormal(double x, double mean, double sd) {
    double z = (x - mean) / sd;
    return -z * z / 2 - Math.log(sd * Math.sqrt(2 * Math.PI));
  }

  /**
   * A case in one dimension with its exact evidence.
   *
   * @param guess centre and width given to the sampler
   */
  record Line(String name, double lower, double upper, Log log, double exact, double[] guess) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Line> lines() {
    Log normal = x -> logNormal(x[0], 3, 0.4);
    double[] good = {3, 0.4};
    double root = Math.sqrt(2 * Math.PI);
    return List.of(
        new Line("real", -INF, INF, normal, 1, good),
        new Line("guess far off", -INF, INF, normal, 1, new double[] {5, 0.4}),
        new Line("guess too narrow", -INF, INF, normal, 1, new double[] {3.2, 0.02}),
        new Line("guess too wide", -INF, INF, normal, 1, new double[] {0, 10}),
        new Line(
            "tiny units",
            -INF,
            INF,
            x -> logNormal(x[0], 3e-9, 4e-10),
            1,
            new double[] {3e-9, 4e-10}),
        new Line("gamma", 0, INF, x -> 2 * Math.log(x[0]) - x[0], 2, new double[] {2, 1.5}),
        new Line(
            "gamma, negative guess",
            0,
            INF,
            x -> 2 * Math.log(x[0]) - x[0],
            2,
            new double[] {-1, 1}),
        new Line("half of a normal", 3, INF, normal, 0.5, good),
        new Line("other half", -INF, 3, normal, 0.5, good),
        new Line(
            "reflected gamma",
            -INF,
            7,
            x -> 2 * Math.log(7 - x[0]) - 7 + x[0],
            2,
            new double[] {5, 1.5}),
        new Line(
            "beta",
            0,
            1,
            x -> 3 * Math.log(x[0]) + 9 * Math.log1p(-x[0]),
            Math.exp(Beta.logBeta(4, 10)),
            new double[] {0.3, 0.1}),
        new Line("wide interval", -100, 100, normal, 1, good),
        new Line(
            "gaussian slice",
            2.5,
            3.5,
            x -> -x[0] * x[0] / 2,
            0.005977036 * root,
            new double[] {3, 1}));
  }

  /** The accuracy wanted of an object's evidence with 64 points is a few parts in a thousand. */
  @ParameterizedTest
  @MethodSource("lines")
  void integratesInOneDimension(Line line) {
    Log flat = x -> 0;
    for (boolean stored : new boolean[] {false, true}) {
      Axis axis = Axis.of("x", line.lower, line.upper, stored);
      Same likelihood =
          new Same(line.log, new double[] {line.guess[0]}, new double[] {line.guess[1]});
      SampledPoints points = sample(List.of(axis), SamplerSettings.of(1, 64), likelihood, flat);
      double worst = worst(points, flat, line.exact);
      assertTrue(worst < 2e-3, line + ": relative error " + worst);
      for (double x : points.theta()[0]) {
        assertTrue(x > line.lower && x < line.upper, line + " at " + x);
        assertTrue(!stored || x == (float) x, line + " at " + x);
      }
      for (int i = 0; i < OBJECTS; i++) {
        assertTrue(points.effective()[i] > 10 && points.effective()[i] <= 64.000001);
        assertTrue(points.passes()[i] >= 3 && points.passes()[i] <= 8);
      }
    }
  }

  /** The aim places the points but is no part of the weights. */
  @Test
  void aimedElsewhereTheSumIsTheSame() {
    Log log = x -> logNormal(x[0], 3, 1);
    Log population = x -> logNormal(x[0], 1, 0.5);
    Same likelihood = new Same(log, new double[] {3}, new double[] {1});
    Axis axis = Axis.of("x", -INF, INF, true);
    double exact = Math.exp(logNormal(3, 1, Math.sqrt(1.25)));
    for (Log aim : List.<Log>of(population, x -> population.at(x) / 4, x -> 0)) {
      SampledPoints points = sample(List.of(axis), SamplerSettings.of(1, 64), likelihood, aim);
      assertTrue(worst(points, population, exact) < 2e-3);
      double[] mean = new double[OBJECTS];
      for (int i = 0; i < OBJECTS; i++) {
        for (int k = 64 * i; k < 64 * (i + 1); k++) {
          double x = points.theta()[0][k];
          mean[i] += x * Math.exp(points.logWeight()[k] + logNormal(x, 1, 0.5)) / exact;
        }
        assertEquals(1.4, mean[i], 5e-3, "posterior mean");
      }
    }
  }

  /** Correlations of 0.8 between neighbours, one positive and one bounded parameter among them. */
  @ParameterizedTest
  @CsvSource({
    "2, 128, 2e-3",
    "3, 128, 2e-2",
    "4, 256, 5e-2",
    "5, 512, 1e-2",
    "6, 1024, 2e-2",
    "7, 2048, 2e-2",
    "8, 2048, 2e-2"
  })
  void integratesInMoreDimensions(int dimension, int points, double tolerance) {
    Log log =
        x -> {
          double sum = 0;
          double before = 0;
          for (int j = 0; j < x.length; j++) {
            double y = j == 0 ? x[0] : j == 1 ? Math.log(x[1]) : j == 2 ? logit(x[2]) : x[j];
            double slope = j == 1 ? Math.log(x[1]) : j == 2 ? Math.log(x[2] * (1 - x[2])) : 0;
            sum += j == 0 ? logNormal(y, 0, 0.5) : logNormal(y, 0.8 * before, 0.3);
            sum -= slope;
            before = y;
          }
          return sum;
        };
    List<Axis> axes =
        List.of(
                Axis.of("a", -INF, INF, true),
                Axis.of("b", 0, INF, true),
                Axis.of("c", 0, 1, true),
                Axis.of("d", -INF, INF, true),
                Axis.of("e", -INF, INF, true),
                Axis.of("f", -INF, INF, true),
                Axis.of("g", -INF, INF, true),
                Axis.of("h", -INF, INF, true))
            .subList(0, dimension);
    double[] centre = Arrays.copyOf(new double[] {0, 1, 0.5, 0, 0, 0, 0, 0}, dimension);
    double[] scale =
        Arrays.copyOf(new double[] {0.5, 0.5, 0.12, 0.5, 0.5, 0.5, 0.5, 0.5}, dimension);
    Log flat = x -> 0;
    SampledPoints sampled =
        sample(axes, SamplerSettings.of(dimension, points), new Same(log, centre, scale), flat);
    double worst = worst(sampled, flat, 1);
    assertTrue(worst < tolerance, "relative error " + worst);
  }

  /**
   * A thin correlated ridge (0.9999) far from the first guess, in six dimensions with few passes:
   * tempering has not arrived when they end, and chains take over.
   */
  @Test
  void chainsTakeOverWhereTheFitCollapsed() {
    Log log =
        x -> {
          double sum = logNormal(x[0], 20, 1);
          for (int j = 1; j < 6; j++) {
            sum += logNormal(x[j], x[j - 1], 0.1);
          }
          return sum;
        };
    List<Axis> axes =
        IntStream.range(0, 6).mapToObj(j -> Axis.of("x" + j, -INF, INF, false)).toList();
    double[] scale = new double[6];
    Arrays.fill(scale, 1);
    SampledPoints points =
        sample(
            axes,
            new SamplerSettings(1024, 1, 1, 1.6),
            new Same(log, new double[] {17, 17, 17, 17, 17, 17}, scale),
            x -> 0);
    double worst = worst(points, x -> 0, 1);
    assertTrue(worst < 0.02, "relative error " + worst);
    for (int i = 0; i < OBJECTS; i++) {
      assertTrue(points.rhat()[i] > 0.99 && points.rhat()[i] < 1.5, "R-hat " + points.rhat()[i]);
      assertTrue(points.effective()[i] > 100, "effective " + points.effective()[i]);
    }
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  /** A banana two widths deep is followed by the quadratic map. */
  @Test
  void integratesABanana() {
    Log log = x -> logNormal(x[0], 0, 1) + logNormal(x[1], x[0] * x[0], 0.5);
    Log flat = x -> 0;
    SampledPoints points =
        sample(
            List.of(Axis.of("a", -INF, INF, true), Axis.of("b", -INF, INF, true)),
            SamplerSettings.of(2, 256),
            new Same(log, new double[] {0, 1}, new double[] {1, 1.5}),
            flat);
    double worst = worst(points, flat, 1);
    assertTrue(worst < 2e-2, "relative error " + worst);
  }

  /** The error falls at high order: doubling the points gains far more than a factor of two. */
  @Test
  void convergesAtHighOrder() {
    Log log = x -> logNormal(x[0], 3, 0.4);
    Log flat = x -> 0;
    double[] errors = new double[2];
    int[] counts = {16, 64};
    for (int c = 0; c < 2; c++) {
      errors[c] =
          worst(
              sample(
                  List.of(Axis.of("x", -INF, INF, false)),
                  SamplerSettings.of(1, counts[c]),
                  new Same(log, new double[] {3}, new double[] {0.4}),
                  flat),
              flat,
              1);
    }
    assertTrue(errors[1] < errors[0] / 100, Arrays.toString(errors));
  }

  @Test
  void objectsDoNotInfluenceEachOther() {
    LatticeSampler.Likelihood varied =
        new LatticeSampler.Likelihood() {
          @Override
          public void locate(int object, double[] centre, double[] scale) {
            centre[0] = object;
            scale[0] = 1 + object;
          }

          @Override
          public void logLikelihood(int object, double[][] theta, int from, int to, double[] out) {
            for (int k = from; k < to; k++) {
              out[k] = object == 2 ? -INF : logNormal(theta[0][k], object, 1.0 / (1 + object));
            }
          }
        };
    LatticeSampler sampler =
        new LatticeSampler(List.of(Axis.of("x", -INF, INF, true)), SamplerSettings.of(1, 32));
    PointDensity flat = density(x -> 0);
    SampledPoints all = sampler.sample(varied, flat, LatticeSamplerTest::shift, 0, 6);
    SampledPoints some = sampler.sample(varied, flat, LatticeSamplerTest::shift, 3, 2);
    assertArrayEquals(Arrays.copyOfRange(all.theta()[0], 96, 160), some.theta()[0]);
    assertArrayEquals(Arrays.copyOfRange(all.logWeight(), 96, 160), some.logWeight());
    assertArrayEquals(Arrays.copyOfRange(all.effective(), 3, 5), some.effective());
    assertTrue(all.unusable()[2].contains("no finite value"), all.unusable()[2]);
    assertEquals(5, IntStream.range(0, 6).filter(i -> all.unusable()[i] == null).count());
  }

  @Test
  void anObjectWithoutNumbersIsNamedByReason() {
    Log partly = x -> x[0] > 3.4 ? Double.NaN : logNormal(x[0], 3, 0.4);
    SampledPoints points =
        sample(
            List.of(Axis.of("log_mass", -INF, INF, true)),
            SamplerSettings.of(1, 64),
            new Same(partly, new double[] {3}, new double[] {0.4}),
            x -> 0);
    for (String reason : points.unusable()) {
      assertTrue(reason.contains("NaN at log_mass = "), reason);
    }
  }

  /** Where the likelihood vanishes the weight does, and the others still integrate. */
  @Test
  void partOfTheSupportIsEmpty() {
    Log cut = x -> x[0] > 3 ? -INF : logNormal(x[0], 3, 0.4);
    SampledPoints points =
        sample(
            List.of(Axis.of("x", -INF, INF, true)),
            SamplerSettings.of(1, 256),
            new Same(cut, new double[] {3}, new double[] {0.4}),
            x -> 0);
    for (int k = 0; k < points.logWeight().length; k++) {
      assertEquals(points.theta()[0][k] > 3, points.logWeight()[k] == -INF);
    }
    double worst = worst(points, x -> 0, 0.5);
    assertTrue(worst < 0.03, "a discontinuity costs the high order, 1/K is left: " + worst);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e9, 1e9})
  void aGuessOutsideTheSupportIsMovedInside(double guess) {
    Log log = x -> 3 * Math.log(x[0]) + 9 * Math.log1p(-x[0]);
    SampledPoints points =
        sample(
            List.of(Axis.of("p", 0, 1, true)),
            SamplerSettings.of(1, 64),
            new Same(log, new double[] {guess}, new double[] {1}),
            x -> 0);
    assertTrue(worst(points, x -> 0, Math.exp(Beta.logBeta(4, 10))) < 2e-3);
  }

  @Test
  void refusals() {
    message("support of x is empty: lower 2.0, upper 2.0", () -> Axis.of("x", 2, 2, true));
    message("support of x is empty", () -> Axis.of("x", Double.NaN, 2, true));
    message("points 0", () -> SamplerSettings.of(1, 0));
    message("passes 3 to 2", () -> new SamplerSettings(64, 3, 2, 1.4));
    message("widening -1.0", () -> new SamplerSettings(64, 1, 2, -1));
  }

  private static void message(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void settings() {
    assertEquals(1.4, SamplerSettings.of(1, 64).widening());
    assertEquals(1.75, SamplerSettings.of(4, 64).widening());
    assertEquals(2.8, SamplerSettings.of(1, 64).widenedBy(2).widening(), 1e-15);
    assertEquals(64, SamplerSettings.defaultPoints(1));
    assertEquals(256, SamplerSettings.defaultPoints(4));
    assertEquals(512, SamplerSettings.defaultPoints(5));
    assertEquals(1.6, SamplerSettings.of(8, 2048).widening());
  }
}
