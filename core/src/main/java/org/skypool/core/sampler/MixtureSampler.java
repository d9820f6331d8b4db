package org.skypool.core.sampler;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.math.BlockMath;
import org.skypool.core.random.KorobovLattice;

/**
 * Places the points of a single object behind a mixture of two proposals, for likelihoods that one
 * proposal does not serve: two separated peaks, or a narrow peak inside a wide one.
 *
 * <p>Each component carries half of up to four times the usual points, on a lattice with a shift of
 * its own, and is widened as usual; every point is weighted against the mixture of both. The
 * components are fitted by EM, first to given points, then to their own.
 */
public final class MixtureSampler {
  private static final int LEAST_PASSES = 2;
  private static final int MORE_POINTS_PER_COMPONENT = 2;

  private final List<Axis> axes;
  private final SamplerSettings settings;
  private final Proposal proposal;
  private final Proposal fitting;
  private final KorobovLattice lattice;

  /** A sampler of mixtures of what a {@link LatticeSampler} with these settings places. */
  public MixtureSampler(List<Axis> axes, SamplerSettings settings) {
    this.axes = List.copyOf(axes);
    this.settings = settings;
    this.proposal = LatticeSampler.proposal(this.axes, settings);
    this.fitting =
        LatticeSampler.proposal(
            this.axes, settings.withWidening(settings.fittingWidening(axes.size())));
    int more = MORE_POINTS_PER_COMPONENT * settings.points();
    this.lattice =
        KorobovLattice.of(
            axes.size(), KorobovLattice.offers(axes.size(), more) ? more : settings.points());
  }

  /**
   * Points of one object.
   *
   * @param object index in the block being sampled
   * @param known points that reach the object's peaks, weighted
   * @param shifts one shift of the lattice per component
   * @return no points, with the reason, where the known points determine no proposal
   */
  public ObjectPoints sample(
      LatticeSampler.Likelihood likelihood,
      PointDensity aim,
      int object,
      ObjectPoints known,
      double[][] shifts) {
    double[][] fits = split(known).search();
    if (fits == null) {
      return ObjectPoints.none(axes.size(), "its points determine no proposal");
    }
    double gamma = 0;
    for (int pass = 0; pass < settings.mostPasses(); pass++) {
      if (pass >= LEAST_PASSES && gamma == 1) {
        break;
      }
      ObjectPoints points = place(fitting, likelihood, aim, object, fits, shifts);
      if (!Double.isFinite(BlockMath.max(points.logAimed(), 0, points.size()))) {
        return points;
      }
      TemperedWeights weights = weights(points.size());
      gamma = temper(weights, points);
      fits = fit(points, weights).refine(fits);
    }
    return place(proposal, likelihood, aim, object, fits, shifts);
  }

  private TemperedWeights weights(int points) {
    int d = axes.size();
    return new TemperedWeights(
        points, Math.min(Math.max(4.0 * d, settings.points() / 6.0), points / 2.0));
  }

  private static double temper(TemperedWeights weights, ObjectPoints points) {
    return weights.temper(points.logAimed(), 0, BlockMath.max(points.logAimed(), 0, points.size()));
  }

  private TwoComponentFit split(ObjectPoints points) {
    TemperedWeights weights = weights(points.size());
    temper(weights, points);
    return fit(points, weights);
  }

  private TwoComponentFit fit(ObjectPoints points, TemperedWeights weights) {
    double[][] y = PlacedProposal.real(axes, points.theta(), new double[points.size()]);
    return new TwoComponentFit(fitting, y, weights.normalised());
  }

  private ObjectPoints place(
      Proposal by,
      LatticeSampler.Likelihood likelihood,
      PointDensity aim,
      int object,
      double[][] fits,
      double[][] shifts) {
    List<PlacedProposal> components =
        Arrays.stream(fits).map(fit -> new PlacedProposal(axes, by, fit, lattice)).toList();
    double[][] theta =
        PlacedProposal.joined(
            List.of(components.get(0).place(shifts[0]), components.get(1).place(shifts[1])));
    int n = theta[0].length;
    double[] logLikelihood = new double[n];
    likelihood.logLikelihood(object, theta, 0, n, logLikelihood);
    double[] logWeight = PlacedProposal.logMixture(components, theta);
    for (int k = 0; k < n; k++) {
      logWeight[k] = logLikelihood[k] - logWeight[k];
    }
    double[] logAim = new double[n];
    aim.logDensity(object, 1, n, 0, theta, logAim);
    return ObjectPoints.of(theta, logWeight, logAim);
  }
}
