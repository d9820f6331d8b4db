package org.skypool.core.expression;

/** {@code w_1 a_1 + ... + w_n a_n} with numbers as weights. */
public final class WeightedSum implements ElementFunction {
  private final double[] weights;

  /** The sum with these weights. */
  public WeightedSum(double[] weights) {
    this.weights = weights.clone();
  }

  @Override
  public String name() {
    return "weighted_sum_of_" + weights.length;
  }

  @Override
  public int arity() {
    return weights.length;
  }

  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      double sum = 0;
      for (int j = 0; j < weights.length; j++) {
        sum += weights[j] * arguments[j][k];
      }
      out[k] = sum;
    }
  }

  @Override
  public void pullBack(
      double[][] arguments,
      double[] value,
      int j,
      double[] adjoint,
      int from,
      int to,
      double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += adjoint[k] * weights[j];
    }
  }
}
