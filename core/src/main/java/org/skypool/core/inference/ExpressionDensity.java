package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import org.skypool.core.expression.DataEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.Program;
import org.skypool.core.sampler.PointDensity;

/**
 * A log density given by an expression without hyperparameters, at points of a block of objects.
 * One per thread.
 */
final class ExpressionDensity implements PointDensity {
  private final DataEvaluator evaluator;

  /**
   * Makes a density.
   *
   * @param logDensity over individual parameters and covariates
   * @param thetas names of the columns of points, in order
   * @param covariates of the block's objects
   */
  ExpressionDensity(Expression logDensity, List<String> thetas, Map<String, double[]> covariates) {
    Expression perDraw =
        logDensity.level() == Level.DRAW
            ? logDensity
            : Expression.draw(thetas.get(0)).times(0).plus(logDensity);
    this.evaluator = new DataEvaluator(Program.of(perDraw, List.of()), thetas, covariates);
  }

  @Override
  public void logDensity(
      int firstObject, int objects, int perObject, int from, double[][] theta, double[] out) {
    evaluator.evaluate(firstObject, objects, perObject, from, theta, out);
  }
}
