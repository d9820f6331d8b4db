package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.PopulationModel;

/**
 * Finds and samples densities whose selection integral is aimed where they lie: anew whenever the
 * mode moves, and more finely while it is not accurate enough over the posterior. Where nothing was
 * lost there is nothing to aim.
 */
final class AimedSampling {

  /** Newton steps left when the mode is good enough to sample around, in posterior sd. */
  static final double MODE_TOLERANCE = 0.05;

  /** The mode may move this much, in posterior sd, before the selection integral is aimed anew. */
  private static final double AIM_TOLERANCE = 0.3;

  private static final int MOST_AIMS = 8;
  private static final int MOST_REFINEMENTS = 4;
  private static final double FIRST_SHIFT = 0.5;
  private static final double SECOND_SHIFT = 0.2247;

  /** In the coordinates of the hyperprior; a flat mode's normal approximation may be wider. */
  private static final double PRIOR_SD = 1;

  private final PopulationModel model;
  private final Optional<SelectionSurvey> survey;

  AimedSampling(PopulationModel model, Optional<SelectionSurvey> survey) {
    this.model = model;
    this.survey = survey;
  }

  /**
   * A mode and the selection aimed there.
   *
   * @param density with that selection
   */
  record Aimed(StandardDensity density, SelectionTerm selection, Laplace mode) {}

  /**
   * A sampled density.
   *
   * @param aimed where its selection was aimed at last
   * @param selectionError largest error found in the selection term, 0 without one
   * @param selectionIntegrals how many selection integrals were computed per vector
   */
  record Found(
      Aimed aimed,
      HyperposteriorSampler.Sampled sampled,
      double selectionError,
      int selectionIntegrals) {}

  /** Samples a density around its mode, or fails. */
  @FunctionalInterface
  interface Sampling {

    /** Samples; empty where it could not. */
    Optional<HyperposteriorSampler.Sampled> sample(StandardDensity density, Laplace mode);
  }

  /** Climbs to the mode, the selection integral in its first resolution. */
  Aimed climb(DensityFamily family, double[] start) {
    return climb(family, start, SelectionIntegral.Resolution.first(model.thetas().size()));
  }

  private Aimed climb(
      DensityFamily family, double[] start, SelectionIntegral.Resolution resolution) {
    double[] z = start;
    Aimed aimed = climbOnce(family, z, resolution);
    for (int aims = 0;
        survey.isPresent() && aims < MOST_AIMS && distance(aimed.mode, z) > AIM_TOLERANCE;
        aims++) {
      z = aimed.mode.centre();
      aimed = climbOnce(family, z, resolution);
    }
    return aimed;
  }

  private Aimed climbOnce(
      DensityFamily family, double[] z, SelectionIntegral.Resolution resolution) {
    SelectionTerm selection = SelectionTerm.NONE;
    if (survey.isPresent()) {
      selection = aim(model.hyperprior().natural(z), resolution, FIRST_SHIFT);
    }
    StandardDensity density = family.with(selection);
    return new Aimed(density, selection, new ModeFinder(density, MODE_TOLERANCE).climb(z));
  }

  /**
   * Samples, when the selection integral is accurate enough around the mode, and once more as long
   * as it is not around what was sampled; empty where sampling fails.
   */
  Optional<Found> sample(DensityFamily family, double[] start, Sampling sampling) {
    double[] z = start;
    SelectionIntegral.Resolution resolution =
        SelectionIntegral.Resolution.first(model.thetas().size());
    for (int refinement = 0; ; refinement++) {
      Aimed aimed = climb(family, z, resolution);
      boolean finest = refinement == MOST_REFINEMENTS;
      if (!finest && aimed.selection instanceof IntegratedTerm rough) {
        double before = selectionError(rough, aimed.mode);
        if (before > PopulationFit.SELECTION_TOLERANCE) {
          resolution = resolution.finer();
          z = aimed.mode.centre();
          continue;
        }
      }
      Optional<HyperposteriorSampler.Sampled> sampled = sampling.sample(aimed.density, aimed.mode);
      if (sampled.isEmpty()) {
        return Optional.empty();
      }
      if (!(aimed.selection instanceof IntegratedTerm selection)) {
        return Optional.of(new Found(aimed, sampled.get(), 0, 0));
      }
      Laplace shape = sampled.get().posterior().shape();
      double error = selectionError(selection, shape);
      if (error <= PopulationFit.SELECTION_TOLERANCE || finest) {
        return Optional.of(new Found(aimed, sampled.get(), error, selection.integrals()));
      }
      resolution = resolution.finer();
      z = shape.centre();
    }
  }

  private IntegratedTerm aim(double[] phi, SelectionIntegral.Resolution resolution, double shift) {
    return survey.orElseThrow().term(phi, resolution, shift);
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

  /** A coarse selection aimed afresh at every vector: a search reaches far from any single aim. */
  SelectionTerm aimedAtEach() {
    if (survey.isEmpty()) {
      return SelectionTerm.NONE;
    }
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
      public Gradients gradients(double[][] phis) {
        throw new IllegalStateException("a search needs no gradients");
      }
    };
  }

  /**
   * How much {@code sum_i log xi_i} changes, relative to its change at the mean, at points around a
   * normal approximation when the integral is aimed with another shift, twice the points and a
   * finer grid.
   */
  private double selectionError(IntegratedTerm selection, Laplace shape) {
    SelectionIntegral.Resolution finer = selection.resolution().finer();
    SelectionIntegral.Resolution doubled =
        new SelectionIntegral.Resolution(
            finer.points(), selection.exactInCovariates() ? 1 : finer.grid());
    double[] centre = shape.centre();
    double[] middle = model.hyperprior().natural(centre);
    IntegratedTerm other = aim(middle, doubled, SECOND_SHIFT);
    List<double[]> around = new ArrayList<>(List.of(middle));
    for (int d = 0; d < centre.length; d++) {
      for (int side = -2; side <= 2; side += 4) {
        double[] z = centre.clone();
        z[d] += side * Math.min(PRIOR_SD, Math.sqrt(shape.covariance()[d][d]));
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
}
