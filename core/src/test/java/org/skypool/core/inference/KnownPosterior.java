package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.skypool.core.density.Normal;
import org.skypool.core.density.Uniform;
import org.skypool.core.likelihood.ObjectEvidence;
import org.skypool.core.likelihood.PopulationEvaluator;
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

  static List<KnownPosterior> all() {
    return List.of(correlatedNormal(), skewed(), funnel());
  }

  HyperposteriorTarget target() {
    return new HyperposteriorTarget(new Evaluator(), SelectionTerm.NONE, prior);
  }

  @Override
  public String toString() {
    return name;
  }

  private final class Evaluator implements PopulationEvaluator {
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

    @Override
    public ObjectEvidence evidence(double[] phi) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long objects() {
      return 1;
    }

    @Override
    public long draws() {
      return 1;
    }
  }
}
