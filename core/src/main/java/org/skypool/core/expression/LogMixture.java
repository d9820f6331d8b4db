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
  private static final int TILE = 256;

  /** Below this, terms may have been lost beside a far larger one that has no weight. */
  private static final double LEAST_SUM = 1e-250;

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
    double[][] arguments = new double[x.length][1];
    for (int j = 0; j < x.length; j++) {
      arguments[j][0] = x[j];
    }
    double[] out = new double[1];
    value(arguments, 0, 1, out);
    return out[0];
  }

  /** With the largest among the components that have a weight, however far below the others. */
  private double carefully(double[][] arguments, int k) {
    double[] x = new double[arguments.length];
    Arrays.setAll(x, i -> arguments[i][k]);
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

  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    Tile tile = Tile.reaching(to);
    for (int start = from; start < to; start += TILE) {
      value(tile, arguments, start, Math.min(to, start + TILE), out);
    }
  }

  private void value(Tile tile, double[][] arguments, int from, int to, double[] out) {
    double[] largest = tile.largest;
    double[] term = tile.term;
    setWeights(tile, arguments, from, to);
    Arrays.fill(largest, from, to, -Double.MAX_VALUE);
    for (int i = 0; i < components; i++) {
      raise(largest, arguments[components - 1 + i], from, to);
    }
    Arrays.fill(tile.sum, from, to, 0);
    for (int i = 0; i < components; i++) {
      exponentials(arguments[components - 1 + i], largest, from, to, term);
      addProducts(i == components - 1 ? tile.last : arguments[i], term, from, to, tile.sum);
    }
    BlockMath.log(tile.sum, from, to, term);
    for (int k = from; k < to; k++) {
      double y = largest[k] + term[k];
      boolean plain = tile.lowest[k] >= 0 && tile.sum[k] >= LEAST_SUM && y <= Double.MAX_VALUE;
      out[k] = plain ? y : carefully(arguments, k);
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
    double[][] outs = new double[arity()][];
    outs[j] = out;
    pullBackAll(arguments, value, adjoint, from, to, outs);
  }

  @Override
  public void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    Tile tile = Tile.reaching(to);
    for (int start = from; start < to; start += TILE) {
      pullBackAll(tile, arguments, value, adjoint, start, Math.min(to, start + TILE), outs);
    }
  }

  private void pullBackAll(
      Tile tile,
      double[][] arguments,
      double[] value,
      double[] adjoint,
      int from,
      int to,
      double[][] outs) {
    boolean plain = Double.isFinite(BlockMath.sum(value, from, to));
    double[] weighed = plain ? adjoint : tile.adjointsOfFinite(adjoint, value, from, to);
    setWeights(tile, arguments, from, to);
    int byLast = 2 * components - 2;
    ratios(arguments[byLast], value, from, to, tile.sum, plain);
    if (outs[byLast] != null) {
      addProducts(weighed, tile.last, tile.sum, from, to, outs[byLast], plain);
    }
    for (int i = 0; i < components - 1; i++) {
      double[] byTerm = outs[components - 1 + i];
      if (byTerm != null || outs[i] != null) {
        ratios(arguments[components - 1 + i], value, from, to, tile.term, plain);
      }
      if (byTerm != null) {
        addProducts(weighed, arguments[i], tile.term, from, to, byTerm, plain);
      }
      if (outs[i] != null) {
        addDifferences(weighed, tile.term, tile.sum, from, to, outs[i]);
      }
    }
  }

  /** Arrays over a few elements, at the same indices as the arguments. */
  private static final class Tile {
    private static final ThreadLocal<Tile> OF_THREAD = ThreadLocal.withInitial(() -> new Tile(0));

    final double[] last;
    final double[] lowest;
    final double[] largest;
    final double[] sum;
    final double[] term;

    private Tile(int length) {
      last = new double[length];
      lowest = new double[length];
      largest = new double[length];
      sum = new double[length];
      term = new double[length];
    }

    static Tile reaching(int to) {
      Tile tile = OF_THREAD.get();
      if (tile.last.length < to) {
        tile = new Tile(to);
        OF_THREAD.set(tile);
      }
      return tile;
    }

    /** 0 where the value is minus infinity, NaN where it is not finite otherwise. */
    double[] adjointsOfFinite(double[] adjoint, double[] value, int from, int to) {
      for (int k = from; k < to; k++) {
        boolean counts = adjoint[k] != 0 && value[k] != Double.NEGATIVE_INFINITY;
        double finite = Double.isFinite(value[k]) ? adjoint[k] : Double.NaN;
        largest[k] = counts ? finite : 0;
      }
      return largest;
    }
  }

  private static void raise(double[] largest, double[] a, int from, int to) {
    for (int k = from; k < to; k++) {
      largest[k] = Math.max(largest[k], a[k]);
    }
  }

  private static void exponentials(double[] a, double[] shift, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = a[k] - shift[k];
    }
    BlockMath.exp(out, from, to, out);
  }

  /** {@code exp(a - value)}, infinity brought down to a number: times 0 it is 0. */
  private static void ratios(
      double[] a, double[] value, int from, int to, double[] out, boolean plain) {
    exponentials(a, value, from, to, out);
    for (int k = from; k < to; k++) {
      out[k] = Math.min(out[k], Double.MAX_VALUE);
    }
    if (!plain) {
      for (int k = from; k < to; k++) {
        out[k] = Double.isFinite(value[k]) ? out[k] : 0;
      }
    }
  }

  private static void addProducts(double[] w, double[] x, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += w[k] * x[k];
    }
  }

  /** Elements of adjoint 0 take no part; where all arguments are finite this needs no care. */
  private static void addProducts(
      double[] adjoint, double[] w, double[] x, int from, int to, double[] out, boolean plain) {
    if (plain) {
      for (int k = from; k < to; k++) {
        out[k] += adjoint[k] * (w[k] * x[k]);
      }
      return;
    }
    for (int k = from; k < to; k++) {
      if (adjoint[k] != 0) {
        out[k] += adjoint[k] * (w[k] * x[k]);
      }
    }
  }

  private static void addDifferences(
      double[] adjoint, double[] x, double[] y, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += adjoint[k] * (x[k] - y[k]);
    }
  }

  /** The last weights, and the smallest of all. */
  private void setWeights(Tile tile, double[][] arguments, int from, int to) {
    double[] last = tile.last;
    double[] lowest = tile.lowest;
    Arrays.fill(last, from, to, 1);
    Arrays.fill(lowest, from, to, 1);
    for (int i = 0; i < components - 1; i++) {
      take(arguments[i], from, to, last, lowest);
    }
    for (int k = from; k < to; k++) {
      lowest[k] = Math.min(lowest[k], last[k]);
      last[k] = Math.max(last[k], 0);
    }
  }

  private static void take(double[] w, int from, int to, double[] last, double[] lowest) {
    for (int k = from; k < to; k++) {
      last[k] -= w[k];
      lowest[k] = Math.min(lowest[k], w[k]);
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
      return ratio(x[components - 1 + j], y) - ratio(x[2 * components - 2], y);
    }
    return weight(x, j - components + 1, lastWeight(x, components - 1)) * ratio(x[j], y);
  }

  private static double ratio(double a, double y) {
    return Math.min(BlockMath.exp(a - y), Double.MAX_VALUE);
  }
}
