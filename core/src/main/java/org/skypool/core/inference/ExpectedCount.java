package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.Rate;

/**
 * The expected number of objects of a population of which nothing is lost, {@code Lambda(phi) =
 * integral R(x, phi) n(x, phi) dx}; see {@link Rate}.
 */
public final class ExpectedCount implements IntegratedTerm {
  private static final double TOLERANCE = 1e-8;
  private static final double AROUND = 1.5;
  private static final int MOST_DOUBLINGS = 5;

  private final ScalarFunction logIntensity;
  private final double[][] nodes;
  private final double[] weights;
  private final SelectionIntegral.Resolution resolution;
  private final boolean exact;

  private ExpectedCount(
      ScalarFunction logIntensity, CovariateNodes nodes, SelectionIntegral.Resolution resolution) {
    this.logIntensity = logIntensity;
    this.nodes = nodes.covariates().values().toArray(double[][]::new);
    this.weights = nodes.weights();
    this.resolution = resolution;
    this.exact = nodes.exact();
  }

  /** Of a model that has a rate. */
  public static ExpectedCount of(PopulationModel model, SelectionIntegral.Resolution resolution) {
    Rate rate = model.rate().orElseThrow();
    List<String> inputs = new ArrayList<>(model.hyperprior().names());
    inputs.addAll(rate.columns());
    return new ExpectedCount(
        ScalarFunction.of(rate.logIntensity(), inputs),
        ElementQuadrature.dense(rate.elements(), resolution.grid()),
        resolution);
  }

  /**
   * As fine as a sampler needs that cannot check it along the way: twice the points change no
   * number by more than {@value #TOLERANCE} of itself, at the centre of the hyperprior and around
   * it.
   *
   * @throws UnusableSurveyException if that needs too many points
   */
  public static SelectionTerm checked(PopulationModel model) {
    int dimension = model.hyperprior().dimension();
    double[][] phis = new double[2 * dimension + 1][];
    for (int v = 0; v < phis.length; v++) {
      double[] z = new double[dimension];
      if (v > 0) {
        z[(v - 1) / 2] = v % 2 == 0 ? AROUND : -AROUND;
      }
      phis[v] = model.hyperprior().natural(z);
    }
    ExpectedCount coarse = of(model, SelectionIntegral.Resolution.first(1));
    for (int doubled = 0; doubled < MOST_DOUBLINGS; doubled++) {
      if (coarse.exact) {
        return coarse;
      }
      ExpectedCount fine = of(model, coarse.resolution.finer());
      if (close(coarse.values(phis), fine.values(phis))) {
        return fine;
      }
      coarse = fine;
    }
    throw new UnusableSurveyException(
        "population.element: the expected number of objects is not smooth enough to be integrated to "
            + TOLERANCE);
  }

  private static boolean close(double[] a, double[] b) {
    for (int v = 0; v < a.length; v++) {
      if (Double.isFinite(b[v]) && !(Math.abs(a[v] - b[v]) <= TOLERANCE * b[v])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double[] values(double[][] phis) {
    double[] values = new double[phis.length];
    for (int v = 0; v < phis.length; v++) {
      for (int n = 0; n < weights.length; n++) {
        values[v] += weights[n] * StrictMath.exp(logIntensity.value(point(phis[v], n)));
      }
    }
    return values;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    double[] values = new double[phis.length];
    double[][] gradients = new double[phis.length][];
    double[] own = new double[logIntensity.inputs().size()];
    for (int v = 0; v < phis.length; v++) {
      gradients[v] = new double[phis[v].length];
      for (int n = 0; n < weights.length; n++) {
        double log = logIntensity.valueAndGradient(point(phis[v], n), own);
        double share = weights[n] * StrictMath.exp(log);
        values[v] += share;
        for (int d = 0; share != 0 && d < gradients[v].length; d++) {
          gradients[v][d] += share * own[d];
        }
      }
    }
    return new Gradients(values, gradients);
  }

  private double[] point(double[] phi, int node) {
    double[] point = java.util.Arrays.copyOf(phi, phi.length + nodes.length);
    for (int c = 0; c < nodes.length; c++) {
      point[phi.length + c] = nodes[c][node];
    }
    return point;
  }

  @Override
  public SelectionIntegral.Resolution resolution() {
    return resolution;
  }

  @Override
  public boolean exactInCovariates() {
    return exact;
  }

  @Override
  public int integrals() {
    return weights.length;
  }
}
