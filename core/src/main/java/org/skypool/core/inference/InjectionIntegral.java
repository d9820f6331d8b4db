package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.ObjectEvidence;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.math.LogSumExp;
import org.skypool.core.population.PopulationModel;

/**
 * The selection term from injections, {@code N log xi} with {@code xi = (1/N_drawn) sum_found
 * f(theta_j | phi) / p_draw(theta_j)} (Tiwari 2018, doi:10.1088/1361-6382/aac89d; Farr 2019): the
 * kernel that integrates objects, every injection an object of one draw. With a rate it is the
 * expected number, {@code Lambda = (1/N_drawn) sum_found R(x_j) n(x_j) f / p_draw}.
 */
public final class InjectionIntegral implements IntegratedTerm {
  private final LocalEvaluator evaluator;
  private final long objects;
  private final long drawn;
  private final boolean counts;

  private InjectionIntegral(LocalEvaluator evaluator, long objects, long drawn, boolean counts) {
    this.evaluator = evaluator;
    this.objects = objects;
    this.drawn = drawn;
    this.counts = counts;
  }

  /**
   * Makes the term.
   *
   * @param objects number of objects in the survey
   */
  public static InjectionIntegral of(PopulationModel model, Injections injections, long objects) {
    Expression integrand = model.density().logDensity();
    if (model.rate().isPresent()) {
      integrand = integrand.plus(model.rate().get().logIntensity());
    }
    Map<String, double[]> thetas = new LinkedHashMap<>();
    Map<String, double[]> covariates = new LinkedHashMap<>();
    injections
        .found()
        .forEach(
            (name, values) ->
                (model.thetas().contains(name) ? thetas : covariates).put(name, values));
    int n = injections.count();
    double[] logWeight = new double[n];
    double logDrawn = StrictMath.log((double) injections.drawn());
    for (int j = 0; j < n; j++) {
      logWeight[j] = -injections.logDensity()[j] - logDrawn;
    }
    DrawBlock block =
        new DrawBlock(
            IntStream.range(0, n).mapToObj(Integer::toString).toList(),
            IntStream.rangeClosed(0, n).toArray(),
            thetas,
            covariates,
            logWeight,
            new double[n]);
    return new InjectionIntegral(
        LocalEvaluator.of(integrand, model.hyperprior().names(), List.of(block), 1),
        objects,
        injections.drawn(),
        model.rate().isPresent());
  }

  @Override
  public double[] values(double[][] phis) {
    double[] values = new double[phis.length];
    for (int v = 0; v < phis.length; v++) {
      double log = logDetection(phis[v]);
      values[v] = counts ? StrictMath.exp(log) : objects * log;
    }
    return values;
  }

  /** {@code log xi}, or the log of the expected number, at one vector. */
  public double logDetection(double[] phi) {
    double[] terms = evaluator.logEvidence(phi);
    return LogSumExp.of(terms, 0, terms.length);
  }

  @Override
  public Gradients gradients(double[][] phis) {
    double[] values = new double[phis.length];
    double[][] gradients = new double[phis.length][];
    for (int v = 0; v < phis.length; v++) {
      ObjectEvidence found = evaluator.evidence(phis[v]);
      double log = LogSumExp.of(found.logEvidence(), 0, found.logEvidence().length);
      double scale = counts ? StrictMath.exp(log) : objects;
      values[v] = counts ? scale : objects * log;
      gradients[v] = mean(found, log, phis[v].length);
      for (int d = 0; d < gradients[v].length; d++) {
        gradients[v][d] *= scale;
      }
    }
    return new Gradients(values, gradients);
  }

  /** Mean score of the injections, weighted by the population. */
  private static double[] mean(ObjectEvidence found, double log, int dimension) {
    double[] mean = new double[dimension];
    for (int j = 0; j < found.logEvidence().length; j++) {
      double share = StrictMath.exp(found.logEvidence()[j] - log);
      for (int d = 0; share != 0 && d < dimension; d++) {
        mean[d] += share * found.scores()[j][d];
      }
    }
    return mean;
  }

  /** What the noise of the injections does to a posterior. */
  public InjectionReliability reliability(Hyperposterior posterior) {
    double[] phi = posterior.mean();
    ObjectEvidence found = evaluator.evidence(phi);
    int n = found.logEvidence().length;
    double log = LogSumExp.of(found.logEvidence(), 0, n);
    double[] mean = mean(found, log, phi.length);
    double squares = 0;
    double[][] noise = new double[phi.length][phi.length];
    for (int j = 0; j < n; j++) {
      double share = StrictMath.exp(found.logEvidence()[j] - log);
      if (share != 0) {
        squares += share * share;
        double[] off = found.scores()[j].clone();
        for (int d = 0; !counts && d < off.length; d++) {
          off[d] -= mean[d];
        }
        add(share * share, off, noise);
      }
    }
    if (counts) {
      add(-1.0 / drawn, mean, noise);
    }
    double scale = counts ? StrictMath.exp(log) : objects;
    double[][] covariance = posterior.covariance();
    double[] shift = new double[phi.length];
    for (int d = 0; d < shift.length; d++) {
      double variance = 0;
      for (int a = 0; a < shift.length; a++) {
        for (int b = 0; b < shift.length; b++) {
          variance += covariance[d][a] * noise[a][b] * covariance[b][d];
        }
      }
      shift[d] = scale * Math.sqrt(Math.max(0, variance) / covariance[d][d]);
    }
    return new InjectionReliability(1 / (squares - 1.0 / drawn), objects, shift);
  }

  private static void add(double weight, double[] vector, double[][] out) {
    for (int a = 0; a < vector.length; a++) {
      for (int b = 0; b < vector.length; b++) {
        out[a][b] += weight * vector[a] * vector[b];
      }
    }
  }

  @Override
  public SelectionIntegral.Resolution resolution() {
    return SelectionIntegral.Resolution.first(1);
  }

  @Override
  public boolean exactInCovariates() {
    return true;
  }

  @Override
  public int integrals() {
    return 1;
  }
}
