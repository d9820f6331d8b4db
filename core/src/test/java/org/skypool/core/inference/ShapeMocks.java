package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.skypool.core.object.ObjectBlock;

/**
 * Mock surveys of populations without a named shape: values by rejection under a bound of the
 * density, none of the project's densities, samplers or splines in use. Measured with errors
 * uniform between two limits.
 */
final class ShapeMocks implements MockCalibration.Source {
  private final int objects;
  private final double low;
  private final double high;
  private final double[] errors;
  private final Function<SplittableRandom, double[]> prior;
  private final Function<double[], DoubleUnaryOperator> logShape;

  private ShapeMocks(
      int objects,
      double low,
      double high,
      double[] errors,
      Function<SplittableRandom, double[]> prior,
      Function<double[], DoubleUnaryOperator> logShape) {
    this.objects = objects;
    this.low = low;
    this.high = high;
    this.errors = errors;
    this.prior = prior;
    this.logShape = logShape;
  }

  /** Four bins between 0 and 4, heights a random walk of known step from 0. */
  static ShapeMocks histogram(int objects) {
    return new ShapeMocks(
        objects,
        0,
        4,
        new double[] {0.2, 0.6},
        random -> walk(random, 3, 1),
        h -> x -> x < 1 ? 0 : h[(int) Math.min(3, x) - 1]);
  }

  /** A natural cubic spline through 0 and three steps of a random walk, knots at 0, 1, 2, 3. */
  static ShapeMocks spline(int objects) {
    return new ShapeMocks(
        objects,
        0,
        3,
        new double[] {0.2, 0.6},
        random -> walk(random, 3, 1),
        h -> cubic(new double[] {0, h[0], h[1], h[2]}));
  }

  /** Heights {@code sd L d} of five bins between 0 and 5; sd log-normal, the length known. */
  static ShapeMocks process(int objects) {
    double[][] root = root(5, 2);
    return new ShapeMocks(
        objects,
        0,
        5,
        new double[] {0.2, 0.6},
        random -> {
          double[] truth = new double[6];
          truth[0] = StrictMath.exp(0.5 * random.nextGaussian());
          for (int i = 1; i < 6; i++) {
            truth[i] = random.nextGaussian();
          }
          return truth;
        },
        truth ->
            x -> {
              int bin = (int) Math.min(4, x);
              double sum = 0;
              for (int j = 0; j <= bin; j++) {
                sum += root[bin][j] * truth[1 + j];
              }
              return truth[0] * sum;
            });
  }

  /** Density proportional to {@code x^2 (1 + x)^g} between 0 and 2, g normal(0, 2). */
  static ShapeMocks volume(int objects) {
    return new ShapeMocks(
        objects,
        0,
        2,
        new double[] {0.05, 0.2},
        random -> new double[] {2 * random.nextGaussian()},
        g -> x -> 2 * StrictMath.log(x) + g[0] * StrictMath.log1p(x));
  }

  /** Density proportional to {@code x^a (1-x)^b}, a and b log-normal. */
  static ShapeMocks eccentricities(int objects) {
    return new ShapeMocks(
        objects,
        0,
        1,
        new double[] {0.02, 0.3},
        random ->
            new double[] {
              StrictMath.exp(0.5 * random.nextGaussian() - 1),
              StrictMath.exp(0.5 * random.nextGaussian() + 0.7)
            },
        p -> x -> p[0] * StrictMath.log(x) + p[1] * StrictMath.log1p(-x));
  }

  private static double[] walk(SplittableRandom random, int steps, double sd) {
    double[] walk = new double[steps];
    for (int i = 0; i < steps; i++) {
      walk[i] = (i == 0 ? 0 : walk[i - 1]) + sd * random.nextGaussian();
    }
    return walk;
  }

  /** Four knots: the two inner curvatures from their two equations. */
  private static DoubleUnaryOperator cubic(double[] h) {
    double r1 = 6 * (h[0] - 2 * h[1] + h[2]);
    double r2 = 6 * (h[1] - 2 * h[2] + h[3]);
    double[] m = {0, (4 * r1 - r2) / 15, (4 * r2 - r1) / 15, 0};
    return x -> {
      int j = (int) Math.min(2, x);
      double b = x - j;
      double slope = h[j + 1] - h[j] - (2 * m[j] + m[j + 1]) / 6;
      return h[j] + b * (slope + b * (m[j] / 2 + b * (m[j + 1] - m[j]) / 6));
    };
  }

  /** Cholesky factor, by columns, of the Matern correlation of order 3/2. */
  private static double[][] root(int n, double length) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double r = Math.sqrt(3) * Math.abs(i - j) / length;
        a[i][j] = (1 + r) * Math.exp(-r);
      }
    }
    for (int k = 0; k < n; k++) {
      double pivot = Math.sqrt(a[k][k]);
      for (int i = k; i < n; i++) {
        a[i][k] /= pivot;
      }
      for (int j = k + 1; j < n; j++) {
        for (int i = j; i < n; i++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
      }
    }
    return a;
  }

  @Override
  public double[] truth(long seed) {
    return prior.apply(new SplittableRandom(seed));
  }

  @Override
  public ObjectBlock survey(double[] truth, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    DoubleUnaryOperator log = logShape.apply(truth);
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 1; k < 4000; k++) {
      top = Math.max(top, log.applyAsDouble(low + (high - low) * k / 4000));
    }
    Map<String, double[]> columns = new TreeMap<>();
    columns.put("y", new double[objects]);
    columns.put("e", new double[objects]);
    List<String> ids = new ArrayList<>(Collections.nCopies(objects, ""));
    for (int i = 0; i < objects; i++) {
      double x;
      do {
        x = low + (high - low) * random.nextDouble();
      } while (StrictMath.log(random.nextDouble()) > log.applyAsDouble(x) - top - 0.01);
      double error = errors[0] + (errors[1] - errors[0]) * random.nextDouble();
      ids.set(i, "object-" + i);
      columns.get("e")[i] = error;
      columns.get("y")[i] = x + error * random.nextGaussian();
    }
    return new ObjectBlock(ids, columns);
  }
}
