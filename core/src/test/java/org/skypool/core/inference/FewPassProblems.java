package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;

/** Surveys on which the subset's surrogate was tried while it was made. */
final class FewPassProblems {
  private FewPassProblems() {}

  /** A value of a density on a grid between two ends. */
  private static double inverse(
      UniformRandomProvider rng, double low, double high, DoubleUnaryOperator density) {
    int n = 2000;
    double[] sum = new double[n + 1];
    for (int k = 0; k < n; k++) {
      sum[k + 1] = sum[k] + density.applyAsDouble(low + (high - low) * (k + 0.5) / n);
    }
    double u = rng.nextDouble() * sum[n];
    int at = Arrays.binarySearch(sum, u);
    double cell = at >= 0 ? at : -at - 2 + rng.nextDouble();
    return low + (high - low) * cell / n;
  }

  private static double schechter(
      UniformRandomProvider rng, double slope, double knee, double low) {
    return inverse(
        rng,
        low,
        knee + 1.5,
        x -> Math.pow(10, (slope + 1) * (x - knee)) * Math.exp(-Math.pow(10, x - knee)));
  }

  /** Draws above a limit, the interim prior flat above it. */
  private static void measureAbove(
      UniformRandomProvider rng, double truth, double error, double limit, double[] out) {
    double value = truth + error * MockDraws.normal(rng);
    for (int k = 0; k < out.length; k++) {
      do {
        out[k] = value + error * MockDraws.normal(rng);
      } while (out[k] < limit && value > limit - 2 * error);
      out[k] = Math.max(out[k], limit);
    }
  }

  static GivenDrawsProblem schechter(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "Schechter",
        GivenDrawsProblem.Text.of(
            "schechter(slope = slope, knee = knee, above = 9)",
            List.of(),
            "slope",
            "uniform(-2, 0)",
            "knee",
            "uniform(9.5, 11.5)"),
        objects,
        perObject,
        1,
        (rng, x, theta, interim) ->
            measureAbove(rng, schechter(rng, -1.2, 10.6, 9), 0.15, 9, theta[0]));
  }

  static GivenDrawsProblem evolving(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "evolving Schechter",
        GivenDrawsProblem.Text.of(
            "schechter(slope = a0 + a1 * z, knee = m0 + m1 * z + m2 * z^2, above = 9)",
            List.of("z"),
            "a0",
            "uniform(-2, 0)",
            "a1",
            "normal(0, 1)",
            "m0",
            "uniform(9.5, 11.5)",
            "m1",
            "normal(0, 1)",
            "m2",
            "normal(0, 1)"),
        objects,
        perObject,
        2,
        (rng, x, theta, interim) -> {
          x[0] = rng.nextDouble();
          double knee = 10.7 - 0.3 * x[0] + 0.2 * x[0] * x[0];
          measureAbove(rng, schechter(rng, -1.1 - 0.3 * x[0], knee, 9), 0.15, 9, theta[0]);
        });
  }

  static GivenDrawsProblem mixture(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "mixture",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(m1, s1), normal(m2, s2))",
            List.of(),
            "f",
            "uniform(0, 1)",
            "m1",
            "uniform(-5, 1)",
            "s1",
            "uniform(0.1, 3)",
            "m2",
            "uniform(1, 5)",
            "s2",
            "uniform(0.1, 3)"),
        objects,
        perObject,
        3,
        (rng, x, theta, interim) -> {
          boolean first = rng.nextDouble() < 0.35;
          double truth =
              first ? -0.5 + 0.8 * MockDraws.normal(rng) : 2.5 + 1.0 * MockDraws.normal(rng);
          MockDraws.measure(rng, truth, 0.4, theta[0]);
        });
  }

  /** Three overlapping components whose means move with a covariate. */
  static GivenDrawsProblem threeComponents(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "three moving components",
        GivenDrawsProblem.Text.of(
            "mix(f1, normal(m1 + n1 * z, s1), f2, normal(m2 + n2 * z, s2), normal(m3 + n3 * z, s3))",
            List.of("z"),
            "f1",
            "uniform(0, 0.5)",
            "f2",
            "uniform(0, 0.5)",
            "m1",
            "normal(-3, 1)",
            "n1",
            "normal(0, 1)",
            "s1",
            "log_uniform(0.2, 3)",
            "m2",
            "normal(0, 1)",
            "n2",
            "normal(0, 1)",
            "s2",
            "log_uniform(0.2, 3)",
            "m3",
            "normal(3, 1)",
            "n3",
            "normal(0, 1)",
            "s3",
            "log_uniform(0.2, 3)"),
        objects,
        perObject,
        4,
        (rng, x, theta, interim) -> {
          x[0] = 2 * rng.nextDouble() - 1;
          double u = rng.nextDouble();
          double truth =
              u < 0.25
                  ? -2.5 + 0.5 * x[0] + 0.9 * MockDraws.normal(rng)
                  : u < 0.6
                      ? 0.8 * MockDraws.normal(rng)
                      : 2.5 - 0.3 * x[0] + MockDraws.normal(rng);
          MockDraws.measure(rng, truth, 0.4, theta[0]);
        });
  }

  /** A relation with five covariates, its scatter with two, and outliers. */
  static GivenDrawsProblem outliers(int objects, int perObject) {
    return GivenDrawsProblem.of(
        "relation with outliers",
        GivenDrawsProblem.Text.of(
            "mix(f, normal(0, w),"
                + " normal(m0 + m1 * x1 + m2 * x2 + m3 * x3 + m4 * x4 + m5 * x5,"
                + " exp(t0 + t1 * x1 + t2 * x2)))",
            List.of("x1", "x2", "x3", "x4", "x5"),
            "f",
            "uniform(0, 0.5)",
            "w",
            "log_uniform(3, 50)",
            "m0",
            "normal(0, 3)",
            "m1",
            "normal(0, 1)",
            "m2",
            "normal(0, 1)",
            "m3",
            "normal(0, 1)",
            "m4",
            "normal(0, 1)",
            "m5",
            "normal(0, 1)",
            "t0",
            "normal(0, 1)",
            "t1",
            "normal(0, 0.5)",
            "t2",
            "normal(0, 0.5)"),
        objects,
        perObject,
        6,
        (rng, x, theta, interim) -> {
          double mean = 1;
          for (int j = 0; j < x.length; j++) {
            x[j] = MockDraws.normal(rng);
            mean += 0.2 * (j + 1) * x[j];
          }
          double truth =
              rng.nextDouble() < 0.06
                  ? 8 * MockDraws.normal(rng)
                  : mean + Math.exp(-0.4 + 0.2 * x[0] - 0.1 * x[1]) * MockDraws.normal(rng);
          MockDraws.measure(rng, truth, 0.4, theta[0]);
        });
  }

  /** Mean and width of a normal population, each linear in nine covariates. */
  static GivenDrawsProblem regression(int objects, int perObject) {
    List<String> names = new ArrayList<>();
    List<String> priors = new ArrayList<>(List.of("m0", "normal(0, 5)", "t0", "normal(0, 2)"));
    StringBuilder mean = new StringBuilder("m0");
    StringBuilder logSd = new StringBuilder("t0");
    for (int j = 1; j <= 9; j++) {
      names.add("x" + j);
      priors.addAll(List.of("m" + j, "normal(0, 2)", "t" + j, "normal(0, 1)"));
      mean.append(" + m").append(j).append(" * x").append(j);
      logSd.append(" + t").append(j).append(" * x").append(j);
    }
    return GivenDrawsProblem.of(
        "20 coefficients",
        GivenDrawsProblem.Text.of(
            "normal(%s, exp(%s))".formatted(mean, logSd), names, priors.toArray(String[]::new)),
        objects,
        perObject,
        5,
        (rng, x, theta, interim) -> {
          double m = 1;
          double t = -0.2;
          for (int j = 0; j < x.length; j++) {
            x[j] = MockDraws.normal(rng);
            m += 0.1 * j * x[j];
            t += 0.03 * (j - 4) * x[j];
          }
          MockDraws.measure(rng, m + Math.exp(t) * MockDraws.normal(rng), 0.5, theta[0]);
        });
  }
}
