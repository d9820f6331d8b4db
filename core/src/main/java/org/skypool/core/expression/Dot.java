package org.skypool.core.expression;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code a_1 b_1 + ... + a_n b_n} of the arguments {@code a_1, ..., a_n, b_1, ..., b_n}, added up
 * in this order: one step where sums of products would be 2 n.
 */
public final class Dot implements ElementFunction {
  private static final ConcurrentHashMap<Integer, Dot> INSTANCES = new ConcurrentHashMap<>();

  private final int terms;

  private Dot(int terms) {
    this.terms = terms;
  }

  /**
   * The product of two vectors.
   *
   * @throws IllegalArgumentException if they differ in length or are empty
   */
  public static Expression of(List<Expression> a, List<Expression> b) {
    if (a.size() != b.size() || a.isEmpty()) {
      throw new IllegalArgumentException(
          "a product of vectors of " + a.size() + " and " + b.size() + " elements");
    }
    Expression[] arguments = new Expression[2 * a.size()];
    for (int j = 0; j < a.size(); j++) {
      arguments[j] = a.get(j);
      arguments[a.size() + j] = b.get(j);
    }
    return Expression.apply(INSTANCES.computeIfAbsent(a.size(), Dot::new), arguments);
  }

  @Override
  public String name() {
    return "dot_of_" + terms;
  }

  @Override
  public int arity() {
    return 2 * terms;
  }

  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      double sum = 0;
      for (int j = 0; j < terms; j++) {
        sum += arguments[j][k] * arguments[terms + j][k];
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
    double[] other = arguments[j < terms ? j + terms : j - terms];
    for (int k = from; k < to; k++) {
      out[k] += adjoint[k] * other[k];
    }
  }

  @Override
  public double at(double[] x) {
    double sum = 0;
    for (int j = 0; j < terms; j++) {
      sum += x[j] * x[terms + j];
    }
    return sum;
  }

  @Override
  public void addPartials(double[] x, double y, double adjoint, double[] out) {
    for (int j = 0; j < terms; j++) {
      out[j] += adjoint * x[terms + j];
      out[terms + j] += adjoint * x[j];
    }
  }
}
