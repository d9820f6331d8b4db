package org.skypool.core.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.skypool.core.diagnostics.MonteCarloError;
import org.skypool.core.random.Streams;

/**
 * What every transition kernel must do. Means, variances and quartiles of four chains agree with
 * the target within 4 Monte Carlo standard errors: with the 8 checks of a coordinate, one false
 * alarm in 2,000 per coordinate; the seeds are fixed.
 */
public abstract class TransitionKernelContract {
  private static final int CHAINS = 4;
  private static final double STANDARD_ERRORS = 4;

  /** A density over points with its gradient. */
  protected interface Target {

    /** Log density; its gradient goes to {@code gradient}. */
    double at(double[] x, double[] gradient);
  }

  /** A kernel for a target that is about as wide as the scales. */
  protected abstract TransitionKernel<?> kernel(Target target, double[] scale);

  /** Steps of each chain, of which the first fifth is left out. */
  protected int steps() {
    return 20_000;
  }

  private static UniformRandomProvider stream(int chain) {
    return new Streams(31).stream("kernel contract", "", 0, chain);
  }

  private static <S extends TransitionKernel.State> double[][] run(
      TransitionKernel<S> kernel, double[] start, int steps, UniformRandomProvider rng) {
    double[][] positions = new double[steps][];
    S state = kernel.init(start);
    for (int t = 0; t < steps; t++) {
      state = kernel.step(rng, state);
      positions[t] = state.position().clone();
      assertTrue(Double.isFinite(state.logDensity()));
    }
    return positions;
  }

  /** Marginal distribution of one coordinate. */
  private record Marginal(double mean, double variance, DoubleUnaryOperator quantile) {}

  private void checkMarginals(Target target, double[] scale, double[] start, Marginal... exact) {
    double[][][] chains = new double[CHAINS][][];
    for (int c = 0; c < CHAINS; c++) {
      chains[c] = run(kernel(target, scale), start, steps(), stream(c));
    }
    for (int j = 0; j < exact.length; j++) {
      Marginal marginal = exact[j];
      checkMean(chains, j, x -> x, marginal.mean, "mean of " + j);
      checkMean(
          chains,
          j,
          x -> (x - marginal.mean) * (x - marginal.mean),
          marginal.variance,
          "variance of " + j);
      for (double p : new double[] {0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
        double q = marginal.quantile.applyAsDouble(p);
        checkMean(chains, j, x -> x < q ? 1 : 0, p, "share below quantile " + p + " of " + j);
      }
    }
  }

  private static void checkMean(
      double[][][] chains, int j, DoubleUnaryOperator f, double exact, String what) {
    int first = chains[0].length / 5;
    double[][] values = new double[CHAINS][chains[0].length - first];
    double mean = 0;
    for (int c = 0; c < CHAINS; c++) {
      for (int t = 0; t < values[c].length; t++) {
        values[c][t] = f.applyAsDouble(chains[c][first + t][j]);
        mean += values[c][t] / CHAINS / values[c].length;
      }
    }
    double error = MonteCarloError.mean(values);
    assertEquals(exact, mean, STANDARD_ERRORS * error, what);
    assertTrue(error < 0.1 * (1 + Math.abs(exact)), what + ": chains too short, error " + error);
  }

  private static Marginal normal(double mean, double sd) {
    return new Marginal(
        mean, sd * sd, NormalDistribution.of(mean, sd)::inverseCumulativeProbability);
  }

  /** Correlation 0.9, widths 1 and 3, given scales three times off either way. */
  @Test
  final void leavesACorrelatedNormalInvariant() {
    double rho = 0.9;
    Target target =
        (x, gradient) -> {
          double a = x[0] - 1;
          double b = (x[1] + 2) / 3;
          double norm = 1 - rho * rho;
          gradient[0] = -(a - rho * b) / norm;
          gradient[1] = -(b - rho * a) / norm / 3;
          return -(a * a - 2 * rho * a * b + b * b) / norm / 2;
        };
    checkMarginals(target, new double[] {3, 1}, new double[] {4, 4}, normal(1, 1), normal(-2, 3));
  }

  /** The logarithm of a gamma variate of shape 0.5 beside a normal. */
  @Test
  final void leavesASkewedDensityInvariant() {
    double shape = 0.5;
    Target target =
        (x, gradient) -> {
          double e = Math.exp(x[0]);
          gradient[0] = shape - e;
          gradient[1] = -x[1];
          return shape * x[0] - e - x[1] * x[1] / 2;
        };
    GammaDistribution gamma = GammaDistribution.of(shape, 1);
    checkMarginals(
        target,
        new double[] {2, 1},
        new double[] {0, 0},
        new Marginal(
            Gamma.digamma(shape),
            Gamma.trigamma(shape),
            p -> Math.log(gamma.inverseCumulativeProbability(p))),
        normal(0, 1));
  }

  /** Exponential above an edge where the density is largest, minus infinity below. */
  @Test
  final void leavesADensityWithAnEdgeInvariant() {
    Target target =
        (x, gradient) -> {
          gradient[0] = -1;
          return x[0] < 0 ? Double.NEGATIVE_INFINITY : -x[0];
        };
    checkMarginals(
        target,
        new double[] {1},
        new double[] {0.5},
        new Marginal(1, 1, ExponentialDistribution.of(1)::inverseCumulativeProbability));
  }

  @Test
  final void neverGoesWhereTheDensityIsNoNumber() {
    for (double bad : new double[] {Double.NaN, -1 / 0.0, 1 / 0.0}) {
      Target target =
          (x, gradient) -> {
            gradient[0] = -x[0];
            return Math.abs(x[0] - 1.5) < 0.5 ? bad : -x[0] * x[0] / 2;
          };
      for (double[] x : run(kernel(target, new double[] {1}), new double[1], 3000, stream(0))) {
        assertTrue(Math.abs(x[0] - 1.5) >= 0.5, bad + ": went to " + x[0]);
      }
    }
  }

  @Test
  final void theStreamAloneDecides() {
    Target target =
        (x, gradient) -> {
          gradient[0] = -x[0];
          gradient[1] = -x[1] / 4;
          return -x[0] * x[0] / 2 - x[1] * x[1] / 8;
        };
    double[] scale = {1, 2};
    double[] start = {1, 1};
    double[][] once = run(kernel(target, scale), start, 300, stream(0));
    double[][] again = run(kernel(target, scale), start, 300, stream(0));
    double[][] other = run(kernel(target, scale), start, 300, stream(1));
    for (int t = 0; t < once.length; t++) {
      assertArrayEquals(once[t], again[t]);
    }
    assertNotEquals(once[299][0], other[299][0]);
    assertArrayEquals(new double[] {1, 1}, start, "the start is not written to");
  }

  /** A state is not changed by the step from it. */
  @Test
  final void aChainCanBeTakenUpAgain() {
    takeUpAgain(
        kernel(
            (x, gradient) -> {
              gradient[0] = -x[0];
              return -x[0] * x[0] / 2;
            },
            new double[] {1}));
  }

  private static <S extends TransitionKernel.State> void takeUpAgain(TransitionKernel<S> kernel) {
    S state = kernel.init(new double[] {0.3});
    for (int t = 0; t < 100; t++) {
      state = kernel.step(stream(t), state);
    }
    S first = kernel.step(stream(7), state);
    S second = kernel.step(stream(7), state);
    assertArrayEquals(first.position(), second.position());
    assertEquals(first.logDensity(), second.logDensity());
    assertArrayEquals(
        kernel.step(stream(8), first).position(), kernel.step(stream(8), second).position());
  }

  @Test
  final void refusesAStartWithoutSupport() {
    for (double bad : new double[] {Double.NaN, -1 / 0.0, 1 / 0.0}) {
      TransitionKernel<?> kernel = kernel((x, gradient) -> bad, new double[] {1});
      String message =
          assertThrows(IllegalArgumentException.class, () -> kernel.init(new double[] {2.5}))
              .getMessage();
      assertEquals("chain start [2.5]: log density " + bad + ", must be finite", message);
    }
  }
}
