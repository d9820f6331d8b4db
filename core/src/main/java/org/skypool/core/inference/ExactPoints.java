package org.skypool.core.inference;

import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;

/**
 * The points of objects whose individual parameters are known without error: one each, of log
 * weight 0, so that {@code Z_i(phi) = f(theta_i | x_i, phi)}. The log interim prior, of which there
 * is none, is recorded as 0.
 */
final class ExactPoints {
  private static final double[] ZERO = {0};

  private ExactPoints() {}

  static ObjectSampling.Result of(SurveyProblem problem, ObjectBlock block) {
    BlockLikelihood values = problem.likelihood().of(block);
    int d = problem.thetas().size();
    CollectedDraws collected = new CollectedDraws(block, problem.thetas(), 1);
    double[] centre = new double[d];
    double[] scale = new double[d];
    double[][] point = new double[d][1];
    for (int i = 0; i < block.size(); i++) {
      String reason = values.reject(i);
      if (reason != null) {
        collected.leaveOut(i, reason);
        continue;
      }
      values.locate(i, centre, scale);
      for (int j = 0; j < d; j++) {
        point[j][0] = centre[j];
      }
      collected.add(i, point, ZERO, ZERO, 0, 1, 1);
    }
    return collected.result();
  }
}
