package org.skypool.core.expression;

import java.util.concurrent.ConcurrentHashMap;
import org.skypool.core.math.BlockMath;

/**
 * {@code log(exp(a_1) + ... + exp(a_n))}, which never over- or underflows. Minus infinity where all
 * arguments are, NaN for an argument that is NaN or infinity.
 */
public final class LogSum implements PointFunction {
  private static final ConcurrentHashMap<Integer, LogSum> INSTANCES = new ConcurrentHashMap<>();

  private final int terms;

  private LogSum(int terms) {
    this.terms = terms;
  }

  /** The function of a number of terms. */
  public static LogSum of(int terms) {
    return INSTANCES.computeIfAbsent(terms, LogSum::new);
  }

  @Override
  public String name() {
    return "log_sum_of_" + terms;
  }

  @Override
  public int arity() {
    return terms;
  }

  @Override
  public double at(double[] x) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double a : x) {
      largest = Math.max(largest, a);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double a : x) {
      sum += BlockMath.exp(a - largest);
    }
    return largest + BlockMath.log(sum);
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return x[j] == Double.NEGATIVE_INFINITY ? 0 : BlockMath.exp(x[j] - y);
  }

  @Override
  public void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    for (int j = 0; j < terms; j++) {
      if (outs[j] == null) {
        continue;
      }
      for (int k = from; k < to; k++) {
        double a = arguments[j][k];
        if (adjoint[k] != 0 && a != Double.NEGATIVE_INFINITY) {
          outs[j][k] += adjoint[k] * BlockMath.exp(a - value[k]);
        }
      }
    }
  }

  @Override
  public void addPartials(double[] x, double y, double adjoint, double[] out) {
    for (int j = 0; j < terms; j++) {
      if (x[j] != Double.NEGATIVE_INFINITY) {
        out[j] += adjoint * BlockMath.exp(x[j] - y);
      }
    }
  }
}
