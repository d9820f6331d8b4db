package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.Program;
import org.skypool.core.sampler.PointDensity;

/** A log density given by an expression without hyperparameters, at points of a block of objects. */
final class ExpressionDensity implements PointDensity {
  private final Program program;
  private final List<String> thetas;
  private final Map<String, double[]> covariates;

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
    this.program = Program.of(perDraw, List.of());
    this.thetas = thetas;
    this.covariates = covariates;
  }

  @Override
  public void logDensity(
      int firstObject, int objects, int perObject, double[][] theta, double[] out) {
    int[] offsets = new int[objects + 1];
    for (int i = 0; i <= objects; i++) {
      offsets[i] = i * perObject;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int j = 0; j < theta.length; j++) {
      columns.put(thetas.get(j), theta[j]);
    }
    Map<String, double[]> slices = new LinkedHashMap<>();
    for (String name : program.columns(Level.OBJECT)) {
      double[] column = covariates.get(name);
      if (column == null) {
        throw new IllegalArgumentException("no covariate '" + name + "' among " + covariates.keySet());
      }
      slices.put(name, Arrays.copyOfRange(column, firstObject, firstObject + objects));
    }
    for (BoundProgram.Chunk chunk : program.bind(offsets, columns, slices).chunks()) {
      System.arraycopy(chunk.kept()[0], 0, out, chunk.firstDraw(), chunk.draws());
    }
  }
}
