package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.skypool.core.math.LogSumExp;

/**
 * The mixture of all proposals that points were drawn from, by its density at every one of these
 * points. A batch costs a density at every point so far and of every proposal so far at its own
 * points.
 */
final class ProposalMixture {
  private final List<StudentProposal> proposals = new ArrayList<>();
  private final List<double[]> points = new ArrayList<>();

  /** Log of the sum of the densities of all proposals, at every point. */
  private double[] logSum = new double[0];

  /** Adds a batch of points and the proposal they came from; all batches are of one size. */
  void add(StudentProposal proposal, double[][] batch) {
    int before = points.size();
    for (int k = 0; k < before; k++) {
      logSum[k] = LogSumExp.of(logSum[k], proposal.logDensity(points.get(k)));
    }
    proposals.add(proposal);
    points.addAll(List.of(batch));
    logSum = Arrays.copyOf(logSum, points.size());
    for (int k = before; k < points.size(); k++) {
      logSum[k] = Double.NEGATIVE_INFINITY;
      for (StudentProposal each : proposals) {
        logSum[k] = LogSumExp.of(logSum[k], each.logDensity(points.get(k)));
      }
    }
  }

  int size() {
    return points.size();
  }

  /** All points, in the order in which they came. */
  double[][] points() {
    return points.toArray(double[][]::new);
  }

  /** Log density of the mixture at point {@code k}. */
  double logDensity(int k) {
    return logSum[k] - StrictMath.log(proposals.size());
  }
}
