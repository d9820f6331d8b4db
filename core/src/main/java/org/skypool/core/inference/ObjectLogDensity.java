package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.DataEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;
import org.skypool.core.expression.Replacement;
import org.skypool.core.object.ObjectBlock;

/**
 * {@code log f(theta_i | x_i, phi) + log p(D_i | theta_i, phi)} of the objects of a block, for
 * several chains at once, each with hyperparameters of its own. One per thread.
 *
 * <p>Point {@code i * chains + c} is that of object i in chain c.
 */
final class ObjectLogDensity {

  /** Makes names of hyperparameters different from those of individual parameters. */
  private static final String PREFIX = "hyperparameter ";

  private final int thetas;
  private final DataEvaluator population;
  private final DataEvaluator likelihood;
  private final ObservationRows rows;
  private double[][] phi;
  private double[][] phiColumns;
  private double[][] rowThetas;
  private double[] rowValues;

  ObjectLogDensity(GibbsModel model, ObjectBlock block) {
    List<String> names = model.problem().thetas();
    List<String> hyperparameters = model.problem().population().hyperprior().names();
    Map<String, Expression> moved = new LinkedHashMap<>();
    List<String> columns = new ArrayList<>(names);
    for (String name : hyperparameters) {
      moved.put(name, Expression.draw(PREFIX + name));
      columns.add(PREFIX + name);
    }
    this.thetas = names.size();
    this.population =
        evaluator(model.problem().population().logIntegrand(), moved, columns, block.columns());
    this.rows = ObservationRows.of(block);
    this.likelihood = evaluator(model.logLikelihood(), moved, columns, rows.columns());
  }

  private static DataEvaluator evaluator(
      Expression expression,
      Map<String, Expression> moved,
      List<String> columns,
      Map<String, double[]> covariates) {
    Expression perPoint =
        Expression.draw(columns.get(0))
            .times(0)
            .plus(Replacement.ofHyperparameters(expression, moved));
    return new DataEvaluator(Program.of(perPoint, List.of()), columns, covariates);
  }

  /** Sets the hyperparameters of every chain. */
  void at(double[][] hyperparameters) {
    phi = hyperparameters;
    phiColumns = new double[phi[0].length][0];
    rowThetas = new double[thetas][0];
    rowValues = new double[0];
  }

  /**
   * Log densities of a run of objects.
   *
   * @param theta one array per individual parameter
   * @param out receives one value per point; what is not a number counts as impossible
   */
  void logDensity(int first, int count, double[][] theta, double[] out) {
    int chains = phi.length;
    int firstRow = rows.offsets()[first];
    int observations = rows.offsets()[first + count] - firstRow;
    reserve(Math.max(count, observations) * chains);
    population.evaluate(first, count, chains, 0, joined(theta), out);
    for (int j = 0; j < thetas; j++) {
      spread(first, count, theta[j], rowThetas[j]);
    }
    likelihood.evaluate(firstRow, observations, chains, 0, joined(rowThetas), rowValues);
    for (int i = 0; i < count; i++) {
      for (int row = rows.offsets()[first + i]; row < rows.offsets()[first + i + 1]; row++) {
        for (int c = 0; c < chains; c++) {
          out[i * chains + c] += rowValues[(row - firstRow) * chains + c];
        }
      }
    }
    for (int p = 0; p < count * chains; p++) {
      out[p] = Double.isNaN(out[p]) ? Double.NEGATIVE_INFINITY : out[p];
    }
  }

  private void reserve(int points) {
    if (rowValues.length < points) {
      rowValues = new double[points];
      rowThetas = new double[thetas][points];
      phiColumns = new double[phi[0].length][points];
      for (int h = 0; h < phiColumns.length; h++) {
        for (int p = 0; p < points; p++) {
          phiColumns[h][p] = phi[p % phi.length][h];
        }
      }
    }
  }

  private double[][] joined(double[][] theta) {
    double[][] all = Arrays.copyOf(theta, thetas + phiColumns.length);
    System.arraycopy(phiColumns, 0, all, thetas, phiColumns.length);
    return all;
  }

  private void spread(int first, int count, double[] from, double[] to) {
    int chains = phi.length;
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int row = rows.offsets()[first + i]; row < rows.offsets()[first + i + 1]; row++) {
        System.arraycopy(from, i * chains, to, at, chains);
        at += chains;
      }
    }
  }
}
