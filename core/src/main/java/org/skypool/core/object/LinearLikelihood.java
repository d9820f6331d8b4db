package org.skypool.core.object;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Expression;

/** The linear model bound to its arguments. */
final class LinearLikelihood implements RowLikelihood {
  private final LinearModel model;
  private final ModelArguments arguments;

  LinearLikelihood(LinearModel model, ModelArguments arguments) {
    this.model = model;
    this.arguments = arguments;
  }

  @Override
  public Rows of(ObjectBlock rows) {
    ArgumentColumns columns = ArgumentColumns.of(model, arguments, rows);
    Points points = Points.of(columns);
    return arguments.thetas().size() == LinearModel.LINE
        ? new LineRows(columns, points)
        : new LineAndAbscissaeRows(columns, points);
  }

  @Override
  public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    ObjectBlock one = SimulatedColumns.block(columns);
    double yError = single(LinearModel.Y_ERROR, one);
    double scatter = single(LinearModel.SCATTER, one);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double x;
    if (theta.length == LinearModel.LINE) {
      x = single(LinearModel.X, one);
    } else {
      x = theta[2] + theta[3] * normal.sample();
      double xError = single(LinearModel.X_ERROR, one);
      put(columns, LinearModel.X, x + xError * normal.sample());
    }
    double noise = Math.sqrt(yError * yError + scatter * scatter);
    put(columns, LinearModel.Y, theta[0] * x + theta[1] + noise * normal.sample());
  }

  private double single(String argument, ObjectBlock one) {
    return ArgumentColumns.one(model, argument, arguments, one)[0][0];
  }

  private void put(Map<String, Double> columns, String argument, double value) {
    String key = arguments.keys(model).get(0);
    Expression target = arguments.values().get(key).get(argument);
    columns.put(SimulatedColumns.name(key, argument, target), value);
  }

  /**
   * Points and their errors.
   *
   * @param noise variance of y about the line: measurement and scatter
   */
  record Points(double[] x, double[] y, double[] xError, double[] noise) {
    static Points of(ArgumentColumns columns) {
      double[] error = columns.of(LinearModel.Y_ERROR)[0];
      double[] scatter = columns.of(LinearModel.SCATTER)[0];
      double[] noise = new double[error.length];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = error[i] * error[i] + scatter[i] * scatter[i];
      }
      return new Points(
          columns.of(LinearModel.X)[0],
          columns.of(LinearModel.Y)[0],
          columns.of(LinearModel.X_ERROR)[0],
          noise);
    }
  }
}
