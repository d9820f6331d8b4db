package org.skypool.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.DataEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;
import org.skypool.core.expression.ScalarFunction;

/** The model of predicted observables bound to its arguments. */
final class ObservablesLikelihood implements RowLikelihood {
  private final ObservablesModel model;
  private final ModelArguments arguments;
  private final List<String> observables;
  private final Program logLikelihood;

  ObservablesLikelihood(ObservablesModel model, ModelArguments arguments) {
    this.model = model;
    this.arguments = arguments;
    this.observables = arguments.keys(model);
    Expression perDraw =
        Expression.draw(arguments.thetas().get(0)).times(0).plus(model.logLikelihood(arguments));
    this.logLikelihood = Program.of(perDraw, List.of());
  }

  @Override
  public Rows of(ObjectBlock rows) {
    return new Predicted(rows);
  }

  private Expression argument(int observable, String name) {
    return arguments.values().get(observables.get(observable)).get(name);
  }

  @Override
  public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    int d = observables.size();
    List<String> inputs = new ArrayList<>(arguments.thetas());
    columns.keySet().stream().filter(name -> !inputs.contains(name)).forEach(inputs::add);
    double[] point = new double[inputs.size()];
    for (int j = 0; j < point.length; j++) {
      point[j] = j < theta.length ? theta[j] : columns.get(inputs.get(j));
    }
    ObjectBlock one = SimulatedColumns.block(columns);
    boolean[][] measured = new MissingValues(arguments).measured(observables, one);
    double[][] error = new double[d][];
    for (int j = 0; j < d; j++) {
      error[j] = ColumnExpression.evaluate(argument(j, ObservablesModel.ERROR), one);
    }
    double[][] factor =
        CorrelatedErrors.factor(
            CorrelatedErrors.of(arguments, observables, one), error, measured, 0);
    if (factor == null) {
      throw new IllegalArgumentException(
          "objects.correlation: the matrix is not positive definite");
    }
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] z = new double[d];
    for (int j = 0; j < d; j++) {
      z[j] = normal.sample();
      double noise = 0;
      for (int l = 0; l <= j; l++) {
        noise += factor[j][l] * z[l];
      }
      SimulatedColumns.Measured made =
          SimulatedColumns.Measured.of(
              ModelArguments.path(model, observables.get(j), ObservablesModel.VALUE),
              argument(j, ObservablesModel.VALUE));
      double predicted =
          ScalarFunction.of(argument(j, ObservablesModel.PREDICTED), inputs).value(point);
      columns.put(made.column(), measured[j][0] ? made.valueOf(predicted + noise) : Double.NaN);
    }
  }

  private final class Predicted implements Rows {
    private final ArgumentColumns columns;
    private final ObservableSearch search;
    private final double[][] error;
    private final double[][][] rho;
    private final boolean[][] measured;

    /** Evaluators keep arrays, and the objects of a block may be asked for by several threads. */
    private final ThreadLocal<DataEvaluator> evaluator;

    Predicted(ObjectBlock rows) {
      this.columns =
          ArgumentColumns.of(
              List.of(ObservablesModel.MEASURED, ObservablesModel.UNCERTAINTY),
              observables,
              arguments,
              rows);
      double[][] value = columns.of(ObservablesModel.VALUE);
      this.error = columns.of(ObservablesModel.ERROR);
      List<Expression> predicted = new ArrayList<>();
      for (int j = 0; j < observables.size(); j++) {
        predicted.add(argument(j, ObservablesModel.PREDICTED));
      }
      this.measured = new MissingValues(arguments).measured(observables, rows);
      this.search =
          new ObservableSearch(arguments, predicted, rows.columns(), value, error, measured);
      this.rho =
          arguments.correlation().isEmpty()
              ? null
              : CorrelatedErrors.of(arguments, observables, rows);
      this.evaluator =
          ThreadLocal.withInitial(
              () -> new DataEvaluator(logLikelihood, arguments.thetas(), rows.columns()));
    }

    @Override
    public String reject(int row) {
      String reason = columns.reject(row, j -> measured[j][row]);
      if (reason == null && lacksAll(row)) {
        return "none of " + String.join(", ", observables) + " is measured";
      }
      if (reason == null
          && rho != null
          && CorrelatedErrors.factor(rho, error, measured, row) == null) {
        return "correlations of the errors do not form a positive definite matrix";
      }
      return reason;
    }

    private boolean lacksAll(int row) {
      boolean any = false;
      for (boolean[] observable : measured) {
        any |= observable[row];
      }
      return !any;
    }

    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      search.locate(first, end, centre, scale);
    }

    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      evaluate(first, theta, from, to, out);
      if (end > first + 1) {
        double[] more = new double[to];
        for (int row = first + 1; row < end; row++) {
          evaluate(row, theta, from, to, more);
          for (int k = from; k < to; k++) {
            out[k] += more[k];
          }
        }
      }
      for (int k = from; k < to; k++) {
        if (Double.isNaN(out[k]) && !isNaN(theta, k)) {
          out[k] = Double.NEGATIVE_INFINITY;
        }
      }
    }

    private static boolean isNaN(double[][] theta, int k) {
      boolean any = false;
      for (double[] column : theta) {
        any |= Double.isNaN(column[k]);
      }
      return any;
    }

    private void evaluate(int row, double[][] theta, int from, int to, double[] out) {
      evaluator.get().evaluate(row, 1, to - from, from, theta, out);
    }
  }
}
