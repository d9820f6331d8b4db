package org.skypool.core.math;

import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The natural cubic spline s through heights {@code h_1, ..., h_n} at {@code t = 0, 1, ..., n - 1}
 * (no curvature at the ends), and integrals of its exponential.
 *
 * <p>Between knots j and j + 1, with {@code b} the part of the way and {@code a = 1 - b}, {@code s
 * = a h_j + b h_(j+1) + ((a^3 - a) m_j + (b^3 - b) m_(j+1)) / 6}; the curvatures m are linear in h.
 * Integrals use {@value #NODES} Gauss-Legendre points between neighbouring knots: their relative
 * error is below 1e-12 where neighbouring heights differ by less than 20.
 */
public final class NaturalSpline {
  private static final int NODES = 16;
  private static final double[] NODE = new double[NODES];
  private static final double[] WEIGHT = new double[NODES];
  private static final ConcurrentHashMap<Integer, NaturalSpline> INSTANCES =
      new ConcurrentHashMap<>();

  static {
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES);
    for (int i = 0; i < NODES; i++) {
      NODE[i] = 0.5 * (1 + rule.getPoint(i));
      WEIGHT[i] = 0.5 * rule.getWeight(i);
    }
  }

  private final int knots;
  private final double[][] curvatures;

  /** Weights of the heights at the nodes of all panels. */
  private final double[][] atNodes;

  private NaturalSpline(int knots) {
    this.knots = knots;
    this.curvatures = curvaturesOf(knots);
    this.atNodes = new double[(knots - 1) * NODES][knots];
    for (int q = 0; q < atNodes.length; q++) {
      int panel = q / NODES;
      weights(panel + NODE[q % NODES], atNodes[q]);
    }
  }

  /** The spline through a number of heights, 2 or more. */
  public static NaturalSpline of(int knots) {
    return INSTANCES.computeIfAbsent(knots, NaturalSpline::new);
  }

  /** Row k: curvature at knot k as a linear form of the heights (tridiagonal elimination). */
  private static double[][] curvaturesOf(int n) {
    double[][] m = new double[n][n];
    double[] pivot = new double[n];
    for (int k = 1; k < n - 1; k++) {
      m[k][k - 1] += 6;
      m[k][k] -= 12;
      m[k][k + 1] += 6;
      pivot[k] = 4;
      if (k > 1) {
        double factor = 1 / pivot[k - 1];
        pivot[k] -= factor;
        add(m[k], m[k - 1], -factor);
      }
    }
    for (int k = n - 2; k >= 1; k--) {
      if (k < n - 2) {
        add(m[k], m[k + 1], -1);
      }
      for (int i = 0; i < n; i++) {
        m[k][i] /= pivot[k];
      }
    }
    return m;
  }

  private static void add(double[] row, double[] other, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] += factor * other[i];
    }
  }

  /** Curvature at knot {@code k}, from 0, as weights of the heights. */
  public double[] curvature(int k) {
    return curvatures[k].clone();
  }

  /** Weights of the heights in {@code s(t)}, for {@code t} from 0 to n - 1. */
  public void weights(double t, double[] out) {
    int j = (int) Math.min(knots - 2, Math.max(0, Math.floor(t)));
    double b = t - j;
    double a = 1 - b;
    double c = (a * a * a - a) / 6;
    double d = (b * b * b - b) / 6;
    for (int i = 0; i < knots; i++) {
      out[i] = c * curvatures[j][i] + d * curvatures[j + 1][i];
    }
    out[j] += a;
    out[j + 1] += b;
  }

  /** {@code s(t)}. */
  public double value(double t, double[] heights) {
    double[] weights = new double[knots];
    weights(t, weights);
    return dot(weights, heights);
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** Logarithm of the integral of {@code exp(s)} between two places; minus infinity if empty. */
  public double logIntegral(double from, double to, double[] heights) {
    return logIntegral(from, to, heights, null);
  }

  /**
   * The same, with its derivatives by the heights.
   *
   * @param gradient receives them; null for none
   */
  public double logIntegral(double from, double to, double[] heights, double[] gradient) {
    double low = Math.max(0, from);
    double high = Math.min(knots - 1, to);
    if (!(low < high)) {
      return low >= high ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    int first = (int) Math.min(knots - 2, Math.floor(low));
    int last = (int) Math.max(first, Math.ceil(high) - 1);
    double[][] weights = new double[(last - first + 1) * NODES][];
    double[] logs = new double[weights.length];
    double top = Double.NEGATIVE_INFINITY;
    for (int q = 0; q < weights.length; q++) {
      int panel = first + q / NODES;
      double start = Math.max(low, panel);
      double length = Math.min(high, panel + 1) - start;
      weights[q] =
          length == 1
              ? atNodes[panel * NODES + q % NODES]
              : weightsAt(start + length * NODE[q % NODES]);
      logs[q] = dot(weights[q], heights) + StrictMath.log(WEIGHT[q % NODES] * length);
      top = Math.max(top, logs[q]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - top);
    }
    if (gradient != null) {
      java.util.Arrays.fill(gradient, 0);
      for (int q = 0; q < logs.length; q++) {
        add(gradient, weights[q], StrictMath.exp(logs[q] - top) / sum);
      }
    }
    return top + StrictMath.log(sum);
  }

  private double[] weightsAt(double t) {
    double[] weights = new double[knots];
    weights(t, weights);
    return weights;
  }

  /**
   * The place below which a part of the integral from one place to another lies.
   *
   * @param p the part, 0 to 1
   */
  public double invert(double p, double from, double to, double[] heights) {
    double low = Math.max(0, from);
    double high = Math.min(knots - 1, to);
    double total = logIntegral(low, high, heights);
    double left = p;
    for (int panel = (int) Math.floor(low); panel < high; panel++) {
      double start = Math.max(low, panel);
      double end = Math.min(high, panel + 1);
      double part = StrictMath.exp(logIntegral(start, end, heights) - total);
      if (left <= part || end == high) {
        return within(Math.min(left, part), start, end, total, heights);
      }
      left -= part;
    }
    return high;
  }

  /** Newton's method between brackets. */
  private double within(double part, double start, double end, double total, double[] heights) {
    double low = start;
    double high = end;
    double t = start;
    for (int step = 0; step < 100; step++) {
      double below = t > start ? StrictMath.exp(logIntegral(start, t, heights) - total) : 0;
      if (below < part) {
        low = t;
      } else {
        high = t;
      }
      double next = t + (part - below) / StrictMath.exp(value(t, heights) - total);
      if (!(next > low && next < high)) {
        next = next == t ? t : 0.5 * (low + high);
      }
      if (Math.abs(next - t) <= 1e-16 * Math.max(1e-300, Math.abs(t)) || next == t) {
        return next;
      }
      t = next;
    }
    return t;
  }
}
