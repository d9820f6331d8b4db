package org.skypool.core.math;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Logarithms of many generalised incomplete gamma functions at once, {@code log integral of x^(s-1)
 * exp(-x) over (low, high)}, and the means of {@code log x} under the same weight, which are their
 * derivatives by {@code s}.
 *
 * <p>In {@code t = log(x / c)}, {@code c} being where {@code x^s exp(-x)} is largest on the
 * interval, the weight is {@code exp(s t - c (e^t - 1))}. Each side of {@code c} is cut where it
 * has fallen below {@code e^-42} and integrated by one Gauss-Legendre rule of {@value #NODES}
 * points, many intervals at a time: relative error a few 1e-15 where {@code |s|} and {@code low}
 * are up to {@value #MOST} and {@code low} is 0 or at least {@value #LEAST}. Elsewhere {@link
 * GammaInterval} is asked, whose panels adapt. Each element's bits depend on its own arguments
 * only.
 */
public final class GammaIntegrals {

  private static final int NODES = 48;
  private static final double MOST = 100;
  private static final double ONE_PANEL = 11;
  private static final double CUT = -42;
  private static final double AIM = 43;
  private static final double BEYOND = -44;
  private static final int MOST_STEPS = 60;
  private static final int TILE = 16;

  /** Points of the rule in (0, 1), and in (1, 2), and weights, repeated for every interval. */
  private static final double[][] POINTS = new double[2][TILE * NODES];

  private static final double[] WEIGHTS = new double[TILE * NODES];

  static {
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES);
    for (int i = 0; i < TILE * NODES; i++) {
      POINTS[0][i] = 0.5 * (1 + rule.getPoint(i % NODES));
      POINTS[1][i] = 1 + POINTS[0][i];
      WEIGHTS[i] = 0.5 * rule.getWeight(i % NODES);
    }
  }

  /** Where the points of so many intervals begin. */
  private static final int[][] OFFSETS = new int[TILE + 1][];

  static {
    for (int n = 0; n <= TILE; n++) {
      OFFSETS[n] = IntStream.rangeClosed(0, n).map(k -> k * NODES).toArray();
    }
  }

  private static final ThreadLocal<Tile> TILES = ThreadLocal.withInitial(Tile::new);

  private GammaIntegrals() {}

  /**
   * {@code out[i] = log integral}, over a range; minus infinity where {@code low >= high}, NaN
   * where there is no integral ({@link GammaInterval#exists}).
   */
  public static void logValues(
      double[] shape, double[] low, double[] high, int from, int to, double[] out) {
    check(shape, low, high, from, to, out);
    Tile tile = TILES.get();
    for (int start = from; start < to; start += TILE) {
      int n = Math.min(TILE, to - start);
      tile.integrate(shape, low, high, start, n, false);
      for (int k = 0; k < n; k++) {
        int i = start + k;
        out[i] =
            tile.isPlain[k]
                ? tile.shape[k] * BlockMath.log(tile.anchor[k])
                    - tile.anchor[k]
                    + BlockMath.log(tile.sum[k])
                : logValue(shape[i], low[i], high[i]);
      }
    }
  }

  /** {@code out[i] =} the mean of {@code log x}, over a range; NaN where there is no integral. */
  public static void meanLogs(
      double[] shape, double[] low, double[] high, int from, int to, double[] out) {
    check(shape, low, high, from, to, out);
    Tile tile = TILES.get();
    for (int start = from; start < to; start += TILE) {
      int n = Math.min(TILE, to - start);
      tile.integrate(shape, low, high, start, n, true);
      for (int k = 0; k < n; k++) {
        int i = start + k;
        out[i] =
            tile.isPlain[k]
                ? BlockMath.log(tile.anchor[k]) + tile.moment[k] / tile.sum[k]
                : meanLog(shape[i], low[i], high[i]);
      }
    }
  }

  private static void check(
      double[] shape, double[] low, double[] high, int from, int to, double[] out) {
    Objects.checkFromToIndex(from, to, shape.length);
    Objects.checkFromToIndex(from, to, low.length);
    Objects.checkFromToIndex(from, to, high.length);
    Objects.checkFromToIndex(from, to, out.length);
  }

  private static double logValue(double shape, double low, double high) {
    if (low >= high && !Double.isNaN(shape)) {
      return Double.NEGATIVE_INFINITY;
    }
    return GammaInterval.exists(shape, low, high)
        ? GammaInterval.of(shape, low, high).logValue()
        : Double.NaN;
  }

  private static double meanLog(double shape, double low, double high) {
    return GammaInterval.exists(shape, low, high)
        ? GammaInterval.of(shape, low, high).meanLog()
        : Double.NaN;
  }

  /** Arrays over a few intervals, and over the points of the rule in each. */
  private static final class Tile {
    final boolean[] isPlain = new boolean[TILE];
    final double[] shape = new double[TILE];
    final double[] anchor = new double[TILE];
    final double[] sum = new double[TILE];
    final double[] moment = new double[TILE];
    private final double[] left = new double[TILE];
    private final double[] right = new double[TILE];
    private final double[] width = new double[TILE];
    private final double[] side = new double[TILE];
    private final double[] point = new double[TILE * NODES];
    private final double[] value = new double[TILE * NODES];
    private final double[] rise = new double[TILE * NODES];

    void integrate(
        double[] shapes, double[] lows, double[] highs, int start, int n, boolean moments) {
      double leftmost = 0;
      double rightmost = 0;
      for (int k = 0; k < n; k++) {
        set(k, shapes[start + k], lows[start + k], highs[start + k]);
        leftmost = Math.min(leftmost, left[k]);
        rightmost = Math.max(rightmost, right[k]);
      }
      Arrays.fill(sum, 0, n, 0);
      Arrays.fill(moment, 0, n, 0);
      addSide(right, 1, rightmost, n, moments);
      addSide(left, -1, -leftmost, n, moments);
    }

    private void addSide(double[] end, double sign, double longest, int n, boolean moments) {
      for (int panel = 0; panel < 2 && longest > panel * ONE_PANEL; panel++) {
        for (int k = 0; k < n; k++) {
          boolean whole = Math.abs(end[k]) <= ONE_PANEL;
          width[k] = whole ? (1 - panel) * end[k] : 0.5 * end[k];
        }
        Kernels.CHOSEN.scale(POINTS[panel], OFFSETS[n], 0, n, width, point);
        addPanel(sign, n, moments);
      }
    }

    private void addPanel(double sign, int n, boolean moments) {
      int points = n * NODES;
      BlockMath.expm1(point, 0, points, value);
      Kernels.CHOSEN.scale(value, OFFSETS[n], 0, n, anchor, value);
      Kernels.CHOSEN.scale(point, OFFSETS[n], 0, n, shape, rise);
      for (int i = 0; i < points; i++) {
        value[i] = rise[i] - value[i];
      }
      BlockMath.exp(value, 0, points, value);
      multiply(WEIGHTS, points);
      addTo(sum, sign, n);
      if (moments) {
        multiply(point, points);
        addTo(moment, sign, n);
      }
    }

    private void multiply(double[] factors, int points) {
      for (int i = 0; i < points; i++) {
        value[i] *= factors[i];
      }
    }

    private void addTo(double[] total, double sign, int n) {
      Arrays.fill(side, 0);
      BlockMath.addSums(value, OFFSETS[n], side);
      for (int k = 0; k < n; k++) {
        total[k] += sign * width[k] * side[k];
      }
    }

    private void set(int k, double s, double low, double high) {
      isPlain[k] =
          GammaInterval.exists(s, low, high)
              && Math.abs(s) <= MOST
              && low <= MOST
              && reaches(k, s, low, high);
      if (!isPlain[k]) {
        shape[k] = 0;
        anchor[k] = 1;
        left[k] = 0;
        right[k] = 0;
      }
    }

    /** Sets the sides; whether two panels are enough for each. */
    private boolean reaches(int k, double s, double low, double high) {
      double c = s > 0 ? Math.min(Math.max(s, low), high) : low;
      shape[k] = s;
      anchor[k] = c;
      left[k] = edge(s, c, logRatio(low, c));
      right[k] = edge(s, c, logRatio(high, c));
      return -left[k] <= 2 * ONE_PANEL && right[k] <= 2 * ONE_PANEL;
    }

    private static double logRatio(double x, double c) {
      double difference = x - c;
      return Math.abs(difference) < 0.5 * c
          ? BlockMath.log1p(difference / c)
          : BlockMath.log(x) - BlockMath.log(c);
    }

    /**
     * The end, drawn in to where the log weight is about {@value #CUT} if it falls below, by
     * Newton's method from beyond: the log weight is concave, so that every step stays beyond.
     */
    private static double edge(double s, double c, double end) {
      if (end == 0 || s * end - c * BlockMath.expm1(end) > CUT) {
        return end;
      }
      double start = end > 0 ? BlockMath.log1p(AIM / c) : -(AIM + c) / s;
      double t = Math.abs(start) < Math.abs(end) ? start : end;
      for (int step = 0; step < MOST_STEPS; step++) {
        double e = BlockMath.expm1(t);
        double h = s * t - c * e;
        if (h <= CUT && h >= BEYOND) {
          break;
        }
        t -= (h + AIM) / (s - c - c * e);
      }
      return Math.abs(t) < Math.abs(end) ? t : end;
    }
  }
}
