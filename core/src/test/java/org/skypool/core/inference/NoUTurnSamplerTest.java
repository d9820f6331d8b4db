package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.random.Streams;

class NoUTurnSamplerTest {
  private static final int STARTS = 20_000;

  /** Kolmogorov's sqrt(n) D is above this once in a million times. */
  private static final double KOLMOGOROV = 2.694;

  private static final NoUTurnSampler.Target NORMAL =
      (x, gradient) -> {
        double sum = 0;
        for (int d = 0; d < x.length; d++) {
          gradient[d] = -x[d];
          sum -= x[d] * x[d] / 2;
        }
        return sum;
      };

  /** The logarithm of an exponential variate: a long tail to the left, a wall to the right. */
  private static final NoUTurnSampler.Target LOG_EXPONENTIAL =
      (x, gradient) -> {
        gradient[0] = 1 - Math.exp(x[0]);
        return x[0] - Math.exp(x[0]);
      };

  /**
   * One transition from an exact draw must give an exact draw, whatever the step size: large ones
   * test that proposals are accepted in the right proportion, small ones that trees are built
   * without bias.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.6, 1.4, 1.9})
  void leavesTheNormalDistributionAsItIs(double stepSize) {
    NoUTurnSampler sampler = new NoUTurnSampler(NORMAL);
    UniformRandomProvider rng = new Streams(1).stream("test", "", 0, 0);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[][] out = new double[3][STARTS];
    for (int i = 0; i < STARTS; i++) {
      NoUTurnSampler.State start = sampler.init(new double[] {normal.sample(), normal.sample()});
      double[] x = sampler.step(rng, start, stepSize).state().position();
      out[0][i] = x[0];
      out[1][i] = x[1];
      out[2][i] = (x[0] + x[1]) / Math.sqrt(2);
    }
    NormalDistribution exact = new NormalDistribution();
    for (double[] component : out) {
      assertFollows(component, exact::cumulativeProbability);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1.0, 2.5})
  void leavesASkewedDistributionAsItIs(double stepSize) {
    NoUTurnSampler sampler = new NoUTurnSampler(LOG_EXPONENTIAL);
    UniformRandomProvider rng = new Streams(2).stream("test", "", 0, 0);
    double[] out = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      double start = Math.log(-Math.log1p(-rng.nextDouble()));
      out[i] =
          sampler.step(rng, sampler.init(new double[] {start}), stepSize).state().position()[0];
    }
    assertFollows(out, x -> -Math.expm1(-Math.exp(x)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1.0, 2.5, 6})
  void dividedStepsLeaveASkewedDistributionAsItIs(double stepSize) {
    NoUTurnSampler sampler = NoUTurnSampler.refining(LOG_EXPONENTIAL);
    UniformRandomProvider rng = new Streams(2).stream("test", "", 0, 0);
    double[] out = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      double start = Math.log(-Math.log1p(-rng.nextDouble()));
      out[i] =
          sampler.step(rng, sampler.init(new double[] {start}), stepSize).state().position()[0];
    }
    assertFollows(out, x -> -Math.expm1(-Math.exp(x)));
  }

  /** Log width v normal of sd 1.5, and beside it a normal of that width. */
  private static final NoUTurnSampler.Target FUNNEL =
      (x, gradient) -> {
        double v = x[0];
        double squared = x[1] * x[1] * Math.exp(-2 * v);
        gradient[0] = -v / 2.25 - 1 + squared;
        gradient[1] = -x[1] * Math.exp(-2 * v);
        return -v * v / 4.5 - v - squared / 2;
      };

  /**
   * The narrow end of a funnel is a hundred times narrower than its middle. One transition from
   * each of many exact draws must leave both coordinates as they are distributed.
   */
  @Test
  void dividedStepsReachTheNarrowEndOfAFunnel() {
    NoUTurnSampler sampler = NoUTurnSampler.refining(FUNNEL);
    NoUTurnSampler plain = new NoUTurnSampler(FUNNEL);
    UniformRandomProvider rng = new Streams(6).stream("test", "", 0, 0);
    NormalDistribution normal = new NormalDistribution();
    double[] log = new double[STARTS];
    double[] scaled = new double[STARTS];
    int divergent = 0;
    int divergentWithout = 0;
    for (int i = 0; i < STARTS; i++) {
      double v = 1.5 * normal.inverseCumulativeProbability(rng.nextDouble());
      double x = Math.exp(v) * normal.inverseCumulativeProbability(rng.nextDouble());
      double[] start = {v, x};
      divergentWithout += plain.step(rng, plain.init(start), 0.5).divergent() ? 1 : 0;
      NoUTurnSampler.Transition move = sampler.step(rng, sampler.init(start), 0.5);
      divergent += move.divergent() ? 1 : 0;
      log[i] = move.state().position()[0] / 1.5;
      scaled[i] = move.state().position()[1] * Math.exp(-move.state().position()[0]);
    }
    assertFollows(log, x -> normal.cumulativeProbability(x));
    assertFollows(scaled, x -> normal.cumulativeProbability(x));
    assertTrue(
        divergentWithout > STARTS / 100, "divergent in undivided steps: " + divergentWithout);
    assertTrue(divergent < STARTS / 1000, "divergent: " + divergent);
  }

  private static void assertFollows(
      double[] values, java.util.function.DoubleUnaryOperator cumulative) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = cumulative.applyAsDouble(sorted[i]);
      distance = Math.max(distance, Math.max(p - i / (double) STARTS, (i + 1.0) / STARTS - p));
    }
    assertTrue(distance * Math.sqrt(STARTS) < KOLMOGOROV, "distance " + distance);
  }

  /**
   * A trajectory of the normal turns after half an oscillation, pi over the step size, which
   * doubling may overshoot by a factor of two; one that starts at a turning point is over earlier.
   */
  @Test
  void stopsAtTheTurn() {
    NoUTurnSampler sampler = new NoUTurnSampler(NORMAL);
    UniformRandomProvider rng = new Streams(3).stream("test", "", 0, 0);
    NoUTurnSampler.State state = sampler.init(new double[] {0.3});
    int total = 0;
    for (int i = 0; i < 200; i++) {
      NoUTurnSampler.Transition move = sampler.step(rng, state, 0.05);
      assertTrue(move.leapfrogs() <= 127, () -> "leapfrogs " + move.leapfrogs());
      total += move.leapfrogs();
      assertTrue(move.acceptance() > 0.99 && move.acceptance() <= 1, "" + move.acceptance());
      assertTrue(!move.divergent());
      state = move.state();
    }
    assertTrue(total > 200 * 31, "leapfrogs in all " + total);
  }

  @Test
  void divergesAtAWallAndStaysInside() {
    NoUTurnSampler sampler =
        new NoUTurnSampler(
            (x, gradient) -> {
              gradient[0] = -x[0];
              return Math.abs(x[0]) < 1 ? -x[0] * x[0] / 2 : Double.NEGATIVE_INFINITY;
            });
    UniformRandomProvider rng = new Streams(4).stream("test", "", 0, 0);
    NoUTurnSampler.State state = sampler.init(new double[] {0.9});
    int divergent = 0;
    for (int i = 0; i < 2000; i++) {
      NoUTurnSampler.Transition move = sampler.step(rng, state, 0.5);
      state = move.state();
      divergent += move.divergent() ? 1 : 0;
      assertTrue(Math.abs(state.position()[0]) < 1);
    }
    assertTrue(divergent > 200, "divergent " + divergent);
  }

  @Test
  void stateCarriesDensityAndGradientOfItsPosition() {
    NoUTurnSampler sampler = new NoUTurnSampler(NORMAL);
    UniformRandomProvider rng = new Streams(5).stream("test", "", 0, 0);
    NoUTurnSampler.State state = sampler.init(new double[] {1, -2, 0.5});
    for (int i = 0; i < 100; i++) {
      state = sampler.step(rng, state, 0.8).state();
      NoUTurnSampler.State fresh = sampler.init(state.position());
      assertEquals(fresh.logDensity(), state.logDensity());
      assertArrayEquals(fresh.gradient(), state.gradient());
    }
  }
}
