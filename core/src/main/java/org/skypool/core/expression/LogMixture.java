package org.skypool.core.expression;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.skypool.core.math.BlockMath;

/**
 * {@code log sum_i w_i exp(a_i)} for {@code n} components, as a function of {@code w_1, ...,
 * w_(n-1), a_1, ..., a_n}; the last weight is {@code 1 - w_1 - ... - w_(n-1)}.
 *
 * <p>Never over- or underflows. NaN if a weight is outside [0, 1], the last one included, or if any
 * argument is NaN; minus infinity if every component with a weight is minus infinity. The
 * derivatives stay right where a weight is 0. A last weight within {@code 1e-15 n} below 0 counts
 * as 0, for sums such as 0.1 + 0.2 + 0.7.
 */
public final class LogMixture implements PointFunction {

  /** Elements met at a time: their exponentials stay in cache. */
  private static final int TILE = 128;

  private static final ConcurrentHashMap<Integer, LogMixture> INSTANCES = new ConcurrentHashMap<>();

  private final int components;

  private LogMixture(int components) {
    this.components = components;
  }

  /**
   * The function for a number of components.
   *
   * @throws IllegalArgumentException below 2
   */
  public static LogMixture of(int components) {
    if (components < 2) {
      throw new IllegalArgumentException("a mixture has 2 components or more, not " + components);
    }
    return INSTANCES.computeIfAbsent(components, LogMixture::new);
  }

  @Override
  public String name() {
    return "log_mixture_of_" + components;
  }

  @Override
  public int arity() {
    return 2 * components - 1;
  }

  @Override
  public double at(double[] x) {
    double last = lastWeight(x, components - 1);
    if (Double.isNaN(last) || anyNaN(x)) {
      return Double.NaN;
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < components; i++) {
      if (weight(x, i, last) > 0) {
        largest = Math.max(largest, x[components - 1 + i]);
      }
    }
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < components; i++) {
      double w = weight(x, i, last);
      if (w > 0) {
        sum += w * BlockMath.exp(x[components - 1 + i] - largest);
      }
    }
    return largest + BlockMath.log(sum);
  }

  /** The bits of {@link #at}. */
  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    Tile tile = new Tile(Math.min(TILE, to - from));
    for (int start = from; start < to; start += TILE) {
      tile.value(arguments, start, Math.min(to, start + TILE), out);
    }
  }

  /** The bits that {@link #partial} gives. */
  @Override
  public void pullBack(
      double[][] arguments,
      double[] value,
      int j,
      double[] adjoint,
      int from,
      int to,
      double[] out) {
    Tile tile = new Tile(Math.min(TILE, to - from));
    for (int start = from; start < to; start += TILE) {
      tile.pullBack(arguments, value, j, adjoint, start, Math.min(to, start + TILE), out);
    }
  }

  private double atElement(double[][] arguments, int k) {
    double[] x = new double[arguments.length];
    Arrays.setAll(x, i -> arguments[i][k]);
    return at(x);
  }

  /** Arrays over a few elements. */
  private final class Tile {
    private final double[] last;
    private final double[] largest;
    private final double[] sum;
    private final double[] term;
    private final double[] other;

    Tile(int length) {
      last = new double[length];
      largest = new double[length];
      sum = new double[length];
      term = new double[length];
      other = new double[length];
    }

    void value(double[][] arguments, int from, int to, double[] out) {
      int n = to - from;
      setLast(arguments, from, n);
      Arrays.fill(largest, 0, n, Double.NEGATIVE_INFINITY);
      for (int i = 0; i < components; i++) {
        double[] w = weights(arguments, i);
        double[] a = arguments[components - 1 + i];
        for (int k = 0; k < n; k++) {
          if (w == null ? last[k] > 0 : w[from + k] > 0) {
            largest[k] = Math.max(largest[k], a[from + k]);
          }
        }
      }
      Arrays.fill(sum, 0, n, 0);
      for (int i = 0; i < components; i++) {
        addTerm(weights(arguments, i), arguments[components - 1 + i], from, n);
      }
      BlockMath.log(sum, 0, n, term);
      for (int k = 0; k < n; k++) {
        double y = largest[k] + term[k];
        boolean plain = Double.isFinite(y) && !Double.isNaN(last[k]);
        out[from + k] = plain ? y : atElement(arguments, from + k);
      }
    }

    private void addTerm(double[] w, double[] a, int from, int n) {
      for (int k = 0; k < n; k++) {
        term[k] = a[from + k] - largest[k];
      }
      BlockMath.exp(term, 0, n, term);
      for (int k = 0; k < n; k++) {
        double weight = w == null ? last[k] : w[from + k];
        if (weight > 0 || Double.isNaN(term[k])) {
          sum[k] += weight * term[k];
        }
      }
    }

    void pullBack(
        double[][] arguments,
        double[] value,
        int j,
        double[] adjoint,
        int from,
        int to,
        double[] out) {
      int n = to - from;
      boolean byWeight = j < components - 1;
      ratios(arguments[byWeight ? components - 1 + j : j], value, from, n, term);
      double[] w = byWeight ? null : weights(arguments, j - components + 1);
      if (byWeight) {
        ratios(arguments[2 * components - 2], value, from, n, other);
      } else if (w == null) {
        setLast(arguments, from, n);
      }
      for (int k = 0; k < n; k++) {
        int at = from + k;
        if (adjoint[at] != 0 && value[at] != Double.NEGATIVE_INFINITY) {
          double partial = byWeight ? term[k] - other[k] : (w == null ? last[k] : w[at]) * term[k];
          out[at] += adjoint[at] * (Double.isFinite(value[at]) ? partial : Double.NaN);
        }
      }
    }

    private void ratios(double[] a, double[] value, int from, int n, double[] ratios) {
      for (int k = 0; k < n; k++) {
        ratios[k] = a[from + k] - value[from + k];
      }
      BlockMath.exp(ratios, 0, n, ratios);
    }

    /** Weights of a component; null for the last, whose weights are in {@link #last}. */
    private double[] weights(double[][] arguments, int i) {
      return i == components - 1 ? null : arguments[i];
    }

    private void setLast(double[][] arguments, int from, int n) {
      double[] others = new double[components - 1];
      for (int k = 0; k < n; k++) {
        for (int i = 0; i < others.length; i++) {
          others[i] = arguments[i][from + k];
        }
        last[k] = lastWeight(others);
      }
    }
  }

  private static boolean anyNaN(double[] x) {
    for (double v : x) {
      if (Double.isNaN(v)) {
        return true;
      }
    }
    return false;
  }

  private double weight(double[] x, int i, double last) {
    return i == components - 1 ? last : x[i];
  }

  /**
   * The last weight of a mixture, 1 minus the {@code others}; NaN if any of them is not in [0, 1].
   */
  public static double lastWeight(double[] others) {
    return lastWeight(others, others.length);
  }

  private static double lastWeight(double[] x, int others) {
    double last = 1;
    for (int i = 0; i < others; i++) {
      if (!(x[i] >= 0 && x[i] <= 1)) {
        return Double.NaN;
      }
      last -= x[i];
    }
    if (last < 0) {
      return last > -1e-15 * (others + 1) ? 0 : Double.NaN;
    }
    return last;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    if (!Double.isFinite(y)) {
      return y == Double.NEGATIVE_INFINITY ? 0 : Double.NaN;
    }
    if (j < components - 1) {
      return BlockMath.exp(x[components - 1 + j] - y) - BlockMath.exp(x[2 * components - 2] - y);
    }
    return weight(x, j - components + 1, lastWeight(x, components - 1)) * BlockMath.exp(x[j] - y);
  }
}
