package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.skypool.core.density.Normal;
import org.skypool.core.density.Uniform;
import org.skypool.core.population.Hyperprior;

/**
 * A hyperposterior known in closed form: hyperprior, log likelihood with its gradient, and mean,
 * sd, kurtosis and cumulative distribution of every hyperparameter.
 */
record KnownPosterior(
    String name, Hyperprior prior, Likelihood likelihood, List<Marginal> marginals) {

  /** A log likelihood of the hyperparameters. */
  @FunctionalInterface
  interface Likelihood {

    /** The value; the gradient is written to {@code gradient}. */
    double at(double[] phi, double[] gradient);
  }

  /** What is known about one hyperparameter. */
  record Marginal(double mean, double sd, double kurtosis, DoubleUnaryOperator cumulative) {
    static Marginal normal(double mean, double sd) {
      return new Marginal(mean, sd, 3, new NormalDistribution(mean, sd)::cumulativeProbability);
    }

    static Marginal gamma(double shape) {
      return new Marginal(
          shape,
          Math.sqrt(shape),
          3 + 6 / shape,
          new GammaDistribution(shape, 1)::cumulativeProbability);
    }
  }

  private static Hyperprior.Factor normal(String name, double mean, double sd) {
    return new Hyperprior.Factor(name, new Normal(), new double[] {mean, sd});
  }

  private static Hyperprior.Factor uniform(String name, double low, double high) {
    return new Hyperprior.Factor(name, new Uniform(), new double[] {low, high});
  }

  private static Hyperprior prior(Hyperprior.Factor... factors) {
    return Hyperprior.of(List.of(factors), Optional.empty());
  }

  /**
   * A bivariate normal likelihood with correlation 0.95 in a wide normal prior, beside a parameter
   * that the data say nothing about. Prior precision is added to the likelihood's along its axes,
   * where both are diagonal: sum and difference.
   */
  static KnownPosterior correlatedNormal() {
    double prior = 1.0 / 25;
    double sum = 1 / (1.95 * 0.01) + prior;
    double difference = 1 / (0.05 * 0.01) + prior;
    double mean = 2 / (1.95 * 0.01) / sum;
    double sd = Math.sqrt((1 / sum + 1 / difference) / 2);
    return new KnownPosterior(
        "correlated normal",
        prior(normal("a", 0, 5), normal("b", 0, 5), normal("c", 1, 2)),
        (phi, gradient) -> {
          double s = (phi[0] + phi[1] - 4) / 2;
          double d = (phi[0] - phi[1]) / 2;
          double gs = -s / (1.95 * 0.01);
          double gd = -d / (0.05 * 0.01);
          gradient[0] = gs + gd;
          gradient[1] = gs - gd;
          gradient[2] = 0;
          return s * gs + d * gd;
        },
        List.of(Marginal.normal(mean, sd), Marginal.normal(mean, sd), Marginal.normal(1, 2)));
  }

  /** Gamma distributions of shapes 2 and 5 in flat boxes that hold all but 1e-13 of them. */
  static KnownPosterior skewed() {
    return new KnownPosterior(
        "skewed",
        prior(uniform("a", 0, 40), uniform("b", 0, 60)),
        (phi, gradient) -> {
          gradient[0] = 1 / phi[0] - 1;
          gradient[1] = 4 / phi[1] - 1;
          return Math.log(phi[0]) - phi[0] + 4 * Math.log(phi[1]) - phi[1];
        },
        List.of(Marginal.gamma(2), Marginal.gamma(5)));
  }

  /** A mild funnel: the logarithm y of a variance is normal, the value normal given it. */
  static KnownPosterior funnel() {
    double sd = 0.8;
    double variance = Math.exp(sd * sd / 2);
    double fourth = 3 * Math.exp(2 * sd * sd);
    return new KnownPosterior(
        "funnel",
        prior(normal("y", 0, sd), uniform("x", -60, 60)),
        (phi, gradient) -> {
          double precision = Math.exp(-phi[0]);
          double square = phi[1] * phi[1] * precision;
          gradient[0] = square / 2 - 0.5;
          gradient[1] = -phi[1] * precision;
          return -square / 2 - phi[0] / 2;
        },
        List.of(
            Marginal.normal(0, sd),
            new Marginal(
                0,
                Math.sqrt(variance),
                fourth / (variance * variance),
                x -> averageOverFunnel(x, sd))));
  }

  /** Trapezoid rule over eight standard deviations of the logarithm. */
  private static double averageOverFunnel(double x, double sd) {
    NormalDistribution normal = new NormalDistribution(0, 1);
    double sum = 0;
    double step = 0.05;
    for (int k = -160; k <= 160; k++) {
      double z = k * step;
      sum += step * normal.density(z) * normal.cumulativeProbability(x * Math.exp(-sd * z / 2));
    }
    return sum;
  }

  /**
   * A narrow peak on a floor that keeps a twentieth of the posterior all over the prior, as a width
   * that reaches 0 does: a mixture of two normals.
   */
  static KnownPosterior longTail() {
    double width = 0.15;
    double precision = 1 + 1 / (width * width);
    double peakMean = 1 / (width * width) / precision;
    double peakSd = Math.sqrt(1 / precision);
    double peakMass =
        Math.sqrt(2 * Math.PI) * width * new NormalDistribution(0, Math.hypot(1, width)).density(1);
    double share = 0.05;
    double floor = peakMass * share / (1 - share);
    double mean = (1 - share) * peakMean;
    double second =
        (1 - share) * (square(peakSd) + square(peakMean - mean)) + share * (1 + mean * mean);
    double fourth =
        (1 - share) * fourthMoment(peakMean - mean, peakSd) + share * fourthMoment(-mean, 1);
    NormalDistribution peak = new NormalDistribution(peakMean, peakSd);
    NormalDistribution all = new NormalDistribution(0, 1);
    return new KnownPosterior(
        "long tail",
        prior(normal("a", 0, 1), normal("b", 0, 1)),
        (phi, gradient) -> {
          double peaked = Math.exp(-square((phi[0] - 1) / width) / 2);
          gradient[0] = -peaked / (peaked + floor) * (phi[0] - 1) / (width * width);
          gradient[1] = 0;
          return Math.log(peaked + floor);
        },
        List.of(
            new Marginal(
                mean,
                Math.sqrt(second),
                fourth / square(second),
                x ->
                    (1 - share) * peak.cumulativeProbability(x)
                        + share * all.cumulativeProbability(x)),
            Marginal.normal(0, 1)));
  }

  private static double square(double x) {
    return x * x;
  }

  /** Of a normal about a point {@code distance} from its mean. */
  private static double fourthMoment(double distance, double sd) {
    return square(square(distance)) + 6 * square(distance * sd) + 3 * square(square(sd));
  }

  static List<KnownPosterior> all() {
    return List.of(correlatedNormal(), skewed(), funnel(), longTail());
  }

  HyperposteriorTarget target() {
    return new HyperposteriorTarget(new Evaluator(), SelectionTerm.NONE, prior);
  }

  @Override
  public String toString() {
    return name;
  }

  private final class Evaluator implements WithoutObjects {
    @Override
    public double[] values(double[][] phis) {
      return gradients(phis).values();
    }

    @Override
    public Gradients gradients(double[][] phis) {
      List<double[]> gradients = new ArrayList<>();
      double[] values = new double[phis.length];
      for (int v = 0; v < phis.length; v++) {
        double[] gradient = new double[phis[v].length];
        values[v] = likelihood.at(phis[v], gradient);
        gradients.add(gradient);
      }
      return new Gradients(values, gradients.toArray(double[][]::new));
    }
  }
}
