package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.random.ScrambledSobol;
import org.skypool.core.random.Streams;

/**
 * Infers the hyperparameters from draws: finds the mode, aims the selection integral there, samples
 * the hyperposterior, and checks that the integral was fine enough.
 */
public final class PopulationFit {

  /** Newton steps left when the mode is good enough to sample around, in posterior sd. */
  private static final double MODE_TOLERANCE = 0.05;

  /** The mode may move this much, in posterior sd, before the selection integral is aimed anew. */
  private static final double AIM_TOLERANCE = 0.3;

  private static final int MOST_AIMS = 8;

  /** Largest error of {@code sum_i log xi_i} over the posterior. */
  public static final double SELECTION_TOLERANCE = 1e-3;

  private static final int MOST_REFINEMENTS = 4;
  private static final double FIRST_SHIFT = 0.5;
  private static final double SECOND_SHIFT = 0.2247;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final PopulationModel model;
  private final PopulationEvaluator evaluator;
  private final Optional<SelectionSurvey> survey;
  private final long seed;
  private final SamplingGoal goal;

  /**
   * What a fit found.
   *
   * @param posterior the hyperparameters
   * @param modePasses scans of the draws until the mode was found
   * @param samplingPasses scans of the draws while the hyperposterior was sampled
   * @param evaluations vectors evaluated
   * @param selectionError largest error found in {@code sum_i log xi_i}, 0 without selection
   * @param selectionIntegrals how many selection integrals were computed per vector
   */
  public record Result(
      Hyperposterior posterior,
      int modePasses,
      int samplingPasses,
      long evaluations,
      double selectionError,
      int selectionIntegrals) {

    /** Scans of the draws. */
    public int passes() {
      return modePasses + samplingPasses;
    }
  }

  /**
   * Makes a fit.
   *
   * @param survey what a selection integral needs; empty where nothing was lost
   * @param goal what the hyperposterior's draws are for, and how many
   */
  public PopulationFit(
      PopulationModel model,
      PopulationEvaluator evaluator,
      Optional<SelectionSurvey> survey,
      long seed,
      SamplingGoal goal) {
    this.model = model;
    this.evaluator = evaluator;
    this.survey = survey;
    this.seed = seed;
    this.goal = goal;
  }

  /**
   * Fits.
   *
   * @param start coordinates near the answer, for example of the round before; empty: the prior is
   *     searched
   * @throws NoSupportException if no hyperparameters support every object
   * @throws UnusableSurveyException if an edge of the population's support moves with a
   *     hyperparameter and importance sampling, which needs no gradients, fails
   */
  public Result fit(Optional<double[]> start) {
    Hyperprior prior = model.hyperprior();
    Meter meter = new Meter();
    double[] z = start.orElseGet(() -> search(meter));
    if (survey.isEmpty()) {
      HyperposteriorTarget target = target(SelectionTerm.NONE);
      Laplace mode = new ModeFinder(target, MODE_TOLERANCE).climb(z);
      meter.modeFound(target);
      Hyperposterior posterior = sample(target, mode);
      meter.sampled(target);
      return meter.result(posterior, 0, 0);
    }
    SelectionIntegral.Resolution resolution =
        SelectionIntegral.Resolution.first(model.thetas().size());
    for (int refinement = 0; ; refinement++) {
      SelectionIntegral selection = aim(prior.natural(z), resolution, FIRST_SHIFT);
      Laplace mode = climb(selection, z, meter);
      for (int aims = 0; aims < MOST_AIMS && distance(mode, z) > AIM_TOLERANCE; aims++) {
        z = mode.centre();
        selection = aim(prior.natural(z), resolution, FIRST_SHIFT);
        mode = climb(selection, z, meter);
      }
      HyperposteriorTarget target = target(selection);
      Hyperposterior posterior = sample(target, mode);
      meter.sampled(target);
      double error = selectionError(selection, posterior);
      if (error <= SELECTION_TOLERANCE || refinement == MOST_REFINEMENTS) {
        return meter.result(posterior, error, selection.integrals());
      }
      resolution = resolution.finer();
      z = posterior.shape().centre();
    }
  }

  private Hyperposterior sample(HyperposteriorTarget target, Laplace mode) {
    HyperposteriorSampler sampler = new HyperposteriorSampler(target, seed, goal);
    MovingEdges edges = MovingEdges.of(model);
    if (edges.isEmpty()) {
      return sampler.sample(mode);
    }
    return sampler
        .sampleByValues(mode)
        .orElseThrow(
            () ->
                new UnusableSurveyException(
                    "population.density: %s, so that the likelihood from points is a step function; its hyperposterior could not be sampled: give the edge as a number, or a density with a soft edge"
                        .formatted(edges.text())));
  }

  private HyperposteriorTarget target(SelectionTerm selection) {
    return new HyperposteriorTarget(evaluator, selection, model.hyperprior());
  }

  private SelectionIntegral aim(
      double[] phi, SelectionIntegral.Resolution resolution, double shift) {
    return SelectionIntegral.aimedAt(survey.orElseThrow(), phi, resolution, shift);
  }

  private Laplace climb(SelectionIntegral selection, double[] z, Meter meter) {
    HyperposteriorTarget target = target(selection);
    Laplace mode = new ModeFinder(target, MODE_TOLERANCE).climb(z);
    meter.modeFound(target);
    return mode;
  }

  /** Distance of two points in posterior standard deviations. */
  private static double distance(Laplace mode, double[] z) {
    double largest = 0;
    for (int d = 0; d < z.length; d++) {
      double sd = Math.sqrt(mode.covariance()[d][d]);
      largest = Math.max(largest, Math.abs(mode.centre()[d] - z[d]) / sd);
    }
    return largest;
  }

  /** The best of one pass of points spread over the prior. */
  private double[] search(Meter meter) {
    int n = PopulationEvaluator.VECTORS_PER_PASS;
    int dimension = model.hyperprior().dimension();
    double[][] u = new double[dimension][n];
    ScrambledSobol.of(dimension, new Streams(seed).key("search", "", 0, 0)).points(0, n, u);
    double[][] z = new double[n][];
    double[][] phis = new double[n][];
    for (int v = 0; v < n; v++) {
      z[v] = new double[dimension];
      for (int d = 0; d < dimension; d++) {
        z[v][d] = NORMAL.inverseCumulativeProbability(u[d][v]);
      }
      phis[v] = model.hyperprior().natural(z[v]);
    }
    z[0] = new double[z[0].length];
    phis[0] = model.hyperprior().natural(z[0]);
    HyperposteriorTarget target = target(survey.isEmpty() ? SelectionTerm.NONE : aimedAtEach());
    double[] values = target.values(z);
    meter.modeFound(target);
    int best = 0;
    for (int v = 1; v < n; v++) {
      best = values[v] > values[best] ? v : best;
    }
    if (!(values[best] > Double.NEGATIVE_INFINITY)) {
      throw new NoSupportException(phis[best]);
    }
    return z[best];
  }

  /** A coarse integral aimed afresh at every vector: a search reaches far from any single aim. */
  private SelectionTerm aimedAtEach() {
    SelectionIntegral.Resolution coarse =
        new SelectionIntegral.Resolution(256, SelectionIntegral.Resolution.first(1).grid());
    return new SelectionTerm() {
      @Override
      public double[] values(double[][] phis) {
        double[] values = new double[phis.length];
        for (int v = 0; v < values.length; v++) {
          values[v] = aim(phis[v], coarse, FIRST_SHIFT).values(new double[][] {phis[v]})[0];
        }
        return values;
      }

      @Override
      public PopulationEvaluator.Gradients gradients(double[][] phis) {
        throw new IllegalStateException("a search needs no gradients");
      }
    };
  }

  /**
   * How much {@code sum_i log xi_i} changes, relative to its change at the mean, at points around
   * the posterior when the integral is aimed with another shift, twice the points and a finer grid.
   */
  private double selectionError(SelectionIntegral selection, Hyperposterior posterior) {
    SelectionIntegral.Resolution finer = selection.resolution().finer();
    SelectionIntegral.Resolution doubled =
        new SelectionIntegral.Resolution(
            Math.min(4096, 2 * finer.points()), selection.exactInCovariates() ? 1 : finer.grid());
    SelectionIntegral other = aim(posterior.mean(), doubled, SECOND_SHIFT);
    List<double[]> around = new ArrayList<>();
    double[] centre = posterior.shape().centre();
    around.add(posterior.mean());
    for (int d = 0; d < centre.length; d++) {
      for (int side = -2; side <= 2; side += 4) {
        double[] z = centre.clone();
        z[d] += side * Math.sqrt(posterior.shape().covariance()[d][d]);
        around.add(model.hyperprior().natural(z));
      }
    }
    double[][] phis = around.toArray(double[][]::new);
    double[] first = selection.values(phis);
    double[] second = other.values(phis);
    double worst = 0;
    for (int v = 0; v < phis.length; v++) {
      worst = Math.max(worst, Math.abs((first[v] - second[v]) - (first[0] - second[0])));
      if (Double.isNaN(first[v]) || Double.isNaN(second[v])) {
        return Double.NaN;
      }
    }
    return worst;
  }

  /** Adds up what several targets cost. */
  private static final class Meter {
    private int modePasses;
    private int samplingPasses;
    private long evaluations;
    private HyperposteriorTarget counted;
    private int countedPasses;
    private long countedEvaluations;

    void modeFound(HyperposteriorTarget target) {
      modePasses += fresh(target);
    }

    void sampled(HyperposteriorTarget target) {
      samplingPasses += fresh(target);
    }

    /** Passes of a target since it was last counted. */
    private int fresh(HyperposteriorTarget target) {
      boolean same = target == counted;
      int passes = target.passes() - (same ? countedPasses : 0);
      evaluations += target.evaluations() - (same ? countedEvaluations : 0);
      counted = target;
      countedPasses = target.passes();
      countedEvaluations = target.evaluations();
      return passes;
    }

    Result result(Hyperposterior posterior, double error, int integrals) {
      return new Result(posterior, modePasses, samplingPasses, evaluations, error, integrals);
    }
  }
}
