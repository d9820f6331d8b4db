package org.skypool.core.sampler;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.math.BlockMath;

/**
 * The points of two samplings of the same objects as one set, each point weighted against both
 * proposals: {@code log L - log(K_0 q_0 + K_1 q_1)} (deterministic-mixture weights: Owen &amp; Zhou
 * 2000, doi:10.1080/01621459.2000.10473909). Mass that one proposal misses and the other reaches is
 * counted; the two may differ in aim, number of points and support.
 */
public final class PooledPoints {
  private final LatticeSampler first;
  private final LatticeSampler second;
  private final PointDensity aim;

  /**
   * Pools what two samplers place.
   *
   * @param aim density for which the effective number is counted
   */
  public PooledPoints(LatticeSampler first, LatticeSampler second, PointDensity aim) {
    this.first = first;
    this.second = second;
    this.aim = aim;
  }

  /**
   * The pooled points of one object. Where only one sampling found points these are all; where none
   * did, the reason is that of the second.
   *
   * @param a points of the first sampler
   * @param b points of the second sampler, of the same objects
   * @param i which object of {@code a} and {@code b}
   * @param object its index in the block sampled
   */
  public ObjectPoints of(SampledPoints a, SampledPoints b, int i, int object) {
    List<PlacedProposal> components = new ArrayList<>();
    List<double[][]> thetas = new ArrayList<>();
    List<double[]> logWeights = new ArrayList<>();
    if (a.unusable()[i] == null) {
      components.add(first.placed(a, i));
      thetas.add(a.thetaOf(i));
      logWeights.add(a.logWeightOf(i));
    }
    if (b.unusable()[i] == null) {
      components.add(second.placed(b, i));
      thetas.add(b.thetaOf(i));
      logWeights.add(b.logWeightOf(i));
    }
    if (components.isEmpty()) {
      return ObjectPoints.none(b.theta().length, b.unusable()[i]);
    }
    double[][] theta = PlacedProposal.joined(thetas);
    double[] logWeight = PlacedProposal.logMixture(components, theta);
    int at = 0;
    for (int c = 0; c < components.size(); c++) {
      double[] logQ = components.get(c).logDensity(thetas.get(c));
      double logPoints = BlockMath.log(logQ.length);
      for (int k = 0; k < logQ.length; k++) {
        double logLikelihood = logWeights.get(c)[k] + logQ[k] + logPoints;
        logWeight[at] = logLikelihood - logWeight[at];
        at++;
      }
    }
    double[] logAim = new double[at];
    aim.logDensity(object, 1, at, 0, theta, logAim);
    return ObjectPoints.of(theta, logWeight, logAim);
  }
}
