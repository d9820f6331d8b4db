package org.skypool.core.inference;

import java.util.Arrays;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.Hyperprior;

/**
 * The log posterior density of the hyperparameters in coordinates in which the hyperprior is a
 * standard normal, times the evidence of the survey: {@code sum_i log Z_i - sum_i log xi_i + log
 * joint factor + log normal(z; 0, 1)}.
 *
 * <p>It counts what it costs: passes over the draws (of up to 64 vectors) and vectors evaluated.
 */
public final class HyperposteriorTarget implements StandardDensity {
  private final PopulationEvaluator evaluator;
  private final double multiplicity;
  private final SelectionTerm selection;
  private final Hyperprior prior;
  private int passes;
  private long evaluations;

  /** Makes a target; not safe for use by several threads. */
  public HyperposteriorTarget(
      PopulationEvaluator evaluator, SelectionTerm selection, Hyperprior prior) {
    this(evaluator, 1, selection, prior);
  }

  /**
   * A target over some of a survey's objects, each of which stands for several.
   *
   * @param multiplicity how many; the selection term is that of the whole survey
   */
  HyperposteriorTarget(
      PopulationEvaluator evaluator,
      double multiplicity,
      SelectionTerm selection,
      Hyperprior prior) {
    this.evaluator = evaluator;
    this.multiplicity = multiplicity;
    this.selection = selection;
    this.prior = prior;
  }

  @Override
  public Hyperprior prior() {
    return prior;
  }

  /** Scans of the draws so far. */
  public int passes() {
    return passes;
  }

  /** Vectors evaluated so far. */
  public long evaluations() {
    return evaluations;
  }

  /** {@inheritDoc} What is not a number counts as impossible. */
  @Override
  public double[] values(double[][] z) {
    double[] out = new double[z.length];
    for (int from = 0; from < z.length; from += PopulationEvaluator.VECTORS_PER_PASS) {
      int to = Math.min(z.length, from + PopulationEvaluator.VECTORS_PER_PASS);
      double[][] part = Arrays.copyOfRange(z, from, to);
      double[][] phis = natural(part);
      double[] sums = evaluator.values(phis);
      double[] lost = selection.values(phis);
      count(part.length);
      for (int v = 0; v < part.length; v++) {
        double joint = prior.logJoint(phis[v], new double[phis[v].length]);
        out[from + v] =
            impossibleIfNaN(multiplicity * sums[v] - lost[v] + joint + prior.logStandard(part[v]));
      }
    }
    return out;
  }

  /** {@inheritDoc} In one pass. */
  @Override
  public Gradients gradients(double[][] z) {
    double[][] phis = natural(z);
    Gradients sums = evaluator.gradients(phis);
    Gradients lost = selection.gradients(phis);
    count(z.length);
    double[] values = new double[z.length];
    double[][] gradients = new double[z.length][prior.dimension()];
    for (int v = 0; v < z.length; v++) {
      double[] natural = new double[prior.dimension()];
      double joint = prior.logJoint(phis[v], natural);
      values[v] =
          impossibleIfNaN(
              multiplicity * sums.values()[v] - lost.values()[v] + joint + prior.logStandard(z[v]));
      for (int d = 0; d < natural.length; d++) {
        natural[d] += multiplicity * sums.gradients()[v][d] - lost.gradients()[v][d];
      }
      prior.pullBack(z[v], phis[v], natural, gradients[v]);
    }
    return new Gradients(values, gradients);
  }

  private double[][] natural(double[][] z) {
    double[][] phis = new double[z.length][];
    for (int v = 0; v < z.length; v++) {
      phis[v] = prior.natural(z[v]);
    }
    return phis;
  }

  private void count(int vectors) {
    passes++;
    evaluations += vectors;
  }

  private static double impossibleIfNaN(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }
}
