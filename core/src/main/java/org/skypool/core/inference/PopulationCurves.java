package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.ChunkEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.Program;
import org.skypool.core.math.BlockMath;

/**
 * Densities of one individual parameter on a grid, at several hyperparameter vectors and for
 * several objects whose covariates stand for all: what curves and bands are drawn from.
 */
public final class PopulationCurves {
  private PopulationCurves() {}

  /**
   * Evaluates {@code exp(logDensity)}.
   *
   * @param logDensity over the parameter and covariates
   * @param hyperparameters their names, in the order of the vectors
   * @param theta name of the parameter
   * @param grid values of it
   * @param phis hyperparameter vectors
   * @param covariates one value per object; unused where the density needs none
   * @param objects number of objects
   * @return by vector, object and grid point
   */
  public static double[][][] of(
      Expression logDensity,
      List<String> hyperparameters,
      String theta,
      double[] grid,
      double[][] phis,
      Map<String, double[]> covariates,
      int objects) {
    int g = grid.length;
    double[] points = new double[objects * g];
    for (int i = 0; i < objects; i++) {
      System.arraycopy(grid, 0, points, i * g, g);
    }
    Program program = Program.of(Expression.draw(theta).times(0).plus(logDensity), hyperparameters);
    Map<String, double[]> needed = new LinkedHashMap<>();
    program.columns(Level.OBJECT).forEach(name -> needed.put(name, covariates.get(name)));
    int[] offsets = IntStream.rangeClosed(0, objects).map(i -> i * g).toArray();
    BoundProgram bound = program.bind(offsets, Map.of(theta, points), needed);
    ChunkEvaluator evaluator = new ChunkEvaluator(program);
    double[][][] curves = new double[phis.length][objects][g];
    Hyperpoint[] at = program.at(phis, false);
    for (int v = 0; v < phis.length; v++) {
      for (BoundProgram.Chunk chunk : bound.chunks()) {
        double[] logs = evaluator.forward(chunk, at[v]);
        for (int i = 0; i < chunk.objects(); i++) {
          double[] out = curves[v][chunk.firstObject() + i];
          System.arraycopy(logs, chunk.offsets()[i], out, 0, g);
          BlockMath.exp(out, 0, g, out);
        }
      }
    }
    return curves;
  }
}
