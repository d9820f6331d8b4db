package org.skypool.core.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;

/**
 * The likelihood of objects of one row each, or of several observations each, some of whose
 * individual parameters may be determined.
 */
public final class RowsLikelihood implements ObjectLikelihood {
  private final ModelArguments arguments;
  private final RowLikelihood likelihood;

  private RowsLikelihood(ModelArguments arguments, RowLikelihood likelihood) {
    this.arguments = arguments;
    this.likelihood = likelihood;
  }

  /**
   * Makes the likelihood.
   *
   * @throws IllegalArgumentException if an argument depends on a hyperparameter
   */
  public static ObjectLikelihood of(ModelArguments complete, RowLikelihood likelihood) {
    if (!complete.hyperparameters().isEmpty()) {
      throw new IllegalArgumentException(
          "objects.theta: no value for the hyperparameters " + complete.hyperparameters());
    }
    return new RowsLikelihood(complete, likelihood);
  }

  @Override
  public BlockLikelihood of(ObjectBlock block) {
    ObjectBlock rows = rows(block);
    RowLikelihood.Rows of = likelihood.of(rows);
    if (!arguments.determined().isEmpty()) {
      of = DeterminedRows.of(of, arguments, rows);
    }
    return block.observations().isPresent()
        ? new Several(of, block.observations().get().offsets())
        : new Single(of);
  }

  /** A block in which every observation is an object, with the columns of its object. */
  private ObjectBlock rows(ObjectBlock block) {
    if (block.observations().isEmpty()) {
      return block;
    }
    Observations observations = block.observations().get();
    Set<String> needed = NamesIn.of(arguments.flattened().values()).all();
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : needed) {
      double[] own = observations.columns().get(name);
      double[] shared = block.columns().get(name);
      if (own != null) {
        columns.put(name, own);
      } else if (shared != null) {
        columns.put(name, spread(shared, observations.offsets()));
      }
    }
    return new ObjectBlock(Collections.nCopies(observations.rows(), ""), columns);
  }

  private static double[] spread(double[] values, int[] offsets) {
    double[] out = new double[offsets[offsets.length - 1]];
    for (int i = 0; i < values.length; i++) {
      Arrays.fill(out, offsets[i], offsets[i + 1], values[i]);
    }
    return out;
  }

  @Override
  public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    if (arguments.determined().isEmpty()) {
      likelihood.simulate(theta, columns, rng);
      return;
    }
    ObjectBlock one = SimulatedColumns.block(columns);
    List<Double> all = new ArrayList<>();
    int free = 0;
    for (String name : arguments.thetas()) {
      Expression given = arguments.determined().get(name);
      all.add(given == null ? theta[free++] : ColumnExpression.evaluate(given, one)[0]);
    }
    likelihood.simulate(all.stream().mapToDouble(Double::doubleValue).toArray(), columns, rng);
  }

  private record Single(RowLikelihood.Rows rows) implements BlockLikelihood {
    @Override
    public String reject(int i) {
      return rows.reject(i);
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      rows.locate(i, i + 1, centre, scale);
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      rows.logLikelihood(i, i + 1, theta, from, to, out);
    }
  }

  private static final class Several implements BlockLikelihood {
    private final RowLikelihood.Rows rows;
    private final int[] offsets;

    Several(RowLikelihood.Rows rows, int[] offsets) {
      this.rows = rows;
      this.offsets = offsets;
    }

    @Override
    public String reject(int i) {
      int count = offsets[i + 1] - offsets[i];
      if (count == 0) {
        return "no observations";
      }
      for (int row = 0; row < count; row++) {
        String reason = rows.reject(offsets[i] + row);
        if (reason != null) {
          return "observation " + (row + 1) + " of " + count + ": " + reason;
        }
      }
      return null;
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      rows.locate(offsets[i], offsets[i + 1], centre, scale);
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      rows.logLikelihood(offsets[i], offsets[i + 1], theta, from, to, out);
    }
  }
}
