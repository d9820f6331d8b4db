package org.skypool.core.density;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.ColumnFunction;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;

/**
 * Draws from a density known up to a constant, by inversion of a table: {@value #CELLS} equal cells
 * whose probabilities are Gauss-Legendre sums of {@value #NODES} points each; within a cell the
 * density is taken as a straight line. The table is kept as long as what it depends on stays the
 * same.
 */
final class ShapeSampler {
  private static final int CELLS = 1024;
  private static final int NODES = 4;
  private static final int STRIDE = NODES + 1;
  private static final double[] PLACE = new double[NODES];
  private static final double[] WEIGHT = new double[NODES];

  static {
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES);
    for (int i = 0; i < NODES; i++) {
      PLACE[i] = 0.5 * (1 + rule.getPoint(i));
      WEIGHT[i] = 0.5 * rule.getWeight(i);
    }
  }

  private final String variable;
  private final Evaluation ends;
  private final List<String> names;
  private final List<String> hyperparameters;
  private final ColumnFunction shape;
  private Table last;

  /** Sums of the cells' probabilities, and relative densities at their edges. */
  private record Table(double[] key, double from, double to, double[] sums, double[] edges) {}

  ShapeSampler(String variable, Expression shape, Expression low, Expression high) {
    this.variable = variable;
    this.ends = new Evaluation(List.of(low, high));
    TreeSet<String> all = new TreeSet<>(NamesIn.of(shape).all());
    all.add(variable);
    this.names = List.copyOf(all);
    this.hyperparameters = List.copyOf(NamesIn.of(shape).hyperparameters());
    List<String> free = names.stream().filter(n -> !hyperparameters.contains(n)).toList();
    this.shape = ColumnFunction.of(shape, hyperparameters, free, Map.of(), CELLS * STRIDE + 1);
  }

  /**
   * A draw.
   *
   * @param from lower end, if above the density's own
   * @param to upper end, if below the density's own
   * @throws IllegalArgumentException if nothing lies between them
   */
  synchronized double sample(
      UniformRandomProvider rng, double from, double to, Map<String, Double> point) {
    double[] own = ends.at(point);
    double low = Math.max(own[0], from);
    double high = Math.min(own[1], to);
    double[] key = new double[names.size()];
    for (int i = 0; i < key.length; i++) {
      Double value = names.get(i).equals(variable) ? Double.valueOf(0) : point.get(names.get(i));
      if (value == null) {
        throw new IllegalArgumentException("no value for '" + names.get(i) + "'");
      }
      key[i] = value;
    }
    if (last == null || last.from != low || last.to != high || !Arrays.equals(last.key, key)) {
      last = table(key, low, high);
    }
    double total = last.sums[CELLS];
    if (!(low < high && total > 0 && total < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "no probability of %s between %s and %s".formatted(variable, low, high));
    }
    return place(last, rng.nextDouble() * total);
  }

  private Table table(double[] key, double from, double to) {
    double step = (to - from) / CELLS;
    double[] x = new double[CELLS * STRIDE + 1];
    for (int c = 0; c < CELLS; c++) {
      x[c * STRIDE] = from + c * step;
      for (int q = 0; q < NODES; q++) {
        x[c * STRIDE + 1 + q] = from + (c + PLACE[q]) * step;
      }
    }
    x[CELLS * STRIDE] = to;
    double[] phi = new double[hyperparameters.size()];
    double[][] free = new double[names.size() - phi.length][];
    int h = 0;
    int f = 0;
    for (int i = 0; i < key.length; i++) {
      if (hyperparameters.contains(names.get(i))) {
        phi[h++] = key[i];
      } else if (names.get(i).equals(variable)) {
        free[f++] = x;
      } else {
        free[f] = new double[x.length];
        Arrays.fill(free[f++], key[i]);
      }
    }
    double[] logs = new double[x.length];
    shape.values(phi, free, logs);
    return table(key, from, to, logs);
  }

  private static Table table(double[] key, double from, double to, double[] logs) {
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logs.length; k++) {
      top = k % STRIDE == 0 ? top : Math.max(top, logs[k]);
    }
    double[] sums = new double[CELLS + 1];
    double[] edges = new double[CELLS + 1];
    for (int c = 0; c <= CELLS; c++) {
      edges[c] = StrictMath.exp(logs[c * STRIDE] - top);
    }
    for (int c = 0; c < CELLS; c++) {
      double sum = 0;
      for (int q = 0; q < NODES; q++) {
        sum += WEIGHT[q] * StrictMath.exp(logs[c * STRIDE + 1 + q] - top);
      }
      sums[c + 1] = sums[c] + sum;
    }
    return new Table(key, from, to, sums, edges);
  }

  /** Where the sum of probabilities reaches {@code left}. */
  private static double place(Table table, double left) {
    int cell = Arrays.binarySearch(table.sums, left);
    cell = Math.min(CELLS - 1, cell < 0 ? -cell - 2 : cell);
    double part = (left - table.sums[cell]) / (table.sums[cell + 1] - table.sums[cell]);
    double a = table.edges[cell];
    double b = table.edges[cell + 1];
    double t = part;
    if (a + b > 0 && a + b < Double.POSITIVE_INFINITY) {
      double root = StrictMath.sqrt(a * a + part * (b * b - a * a));
      t = part * (a + b) / (a + root);
    }
    double step = (table.to - table.from) / CELLS;
    return Math.min(table.to, table.from + (cell + Math.min(1, Math.max(0, t))) * step);
  }
}
