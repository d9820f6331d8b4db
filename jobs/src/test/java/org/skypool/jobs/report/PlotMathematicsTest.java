package org.skypool.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlotMathematicsTest {
  private static final double[] RANGE = {-5, 5};

  private static Values normals(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double[] draws = new double[n];
    for (int i = 0; i < n; i++) {
      draws[i] = normal.inverseCumulativeProbability(random.nextDouble(1e-12, 1));
    }
    return Values.of(draws);
  }

  @ParameterizedTest
  @CsvSource({
    "-1.2473, 0.0119, −1.247",
    "10.66612, 0.021, 10.666",
    "0.00032712, 0.000099, 0.000327",
    "1234567.8, 321, 1234568",
    "-0.0001, 0.1, 0.00",
    "12.5, 0, 12.50",
    "0.000012346, 0, 1.235×10⁻⁵",
    "NaN, 1, undefined",
    "-Infinity, 1, −∞",
    "5, NaN, 5.000"
  })
  void valuesHaveTheDigitsTheirUncertaintySupports(double value, double sd, String expected) {
    assertEquals(expected, Numbers.rounded(value, sd));
  }

  /** The interval's definition, to the accuracy of the incomplete gamma function's inversion. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 12_345})
  void poissonIntervalHoldsItsProbability(int count) {
    PoissonInterval interval = PoissonInterval.of(count);
    assertEquals(0.16, PoissonDistribution.of(interval.low()).survivalProbability(count - 1), 1e-8);
    assertEquals(0.16, PoissonDistribution.of(interval.high()).cumulativeProbability(count), 1e-8);
  }

  @Test
  void poissonIntervalOfNothingStartsAtZero() {
    assertEquals(0, PoissonInterval.of(0).low());
    assertEquals(-Math.log(0.16), PoissonInterval.of(0).high(), 1e-8);
    assertThrows(IllegalArgumentException.class, () -> PoissonInterval.of(-1));
    assertThrows(IllegalArgumentException.class, () -> PoissonInterval.of(Double.NaN));
  }

  /**
   * A smoothed standard normal: its peak is lowered by the kernel's width, 1.06 n^-0.2, to within
   * four Monte Carlo errors.
   */
  @Test
  void smoothedDensityIsThatOfTheDraws() {
    int n = 20_000;
    Curve density = SmoothedDensity.of(normals(1, n), RANGE, 200);
    double step = 0.05;
    assertEquals(1, density.y().stream().sum() * step, 1e-12);
    double width = 1.06 * Math.pow(n, -0.2);
    double peak = 1 / Math.sqrt(2 * Math.PI * (1 + width * width));
    double error = Math.sqrt(peak / (2 * Math.sqrt(Math.PI) * width * n));
    assertEquals(peak, density.y().get(100), 4 * error);
  }

  /**
   * Two independent standard normals: the region of highest density that holds p is a disc of area
   * {@code -2 pi ln(1 - p) (1 + w^2)}, w the kernel's width. A tenth of n = 40,000 draws outside
   * moves its area by {@code 2 pi sd(p)/(1 - p)}.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.68, 0.95})
  void contourEnclosesTheRegionOfHighestDensity(double probability) {
    int n = 40_000;
    SmoothedGrid grid = SmoothedGrid.of(normals(2, n), normals(3, n), RANGE, RANGE, 100);
    double area = enclosed(ContourTracer.outlines(grid, grid.highestDensityLevel(probability)));
    double width = Math.pow(n, -1.0 / 6);
    double expected = -2 * Math.PI * Math.log(1 - probability) * (1 + width * width);
    double monteCarlo = 2 * Math.PI * Math.sqrt(probability / ((1 - probability) * n));
    double gridError = 0.01 * expected;
    assertEquals(expected, area, 4 * monteCarlo + gridError);
  }

  /** A ring has a hole, which is an outline of its own. */
  @Test
  void contourOfARingHasAHole() {
    int n = 20_000;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 3 * Math.cos(2 * Math.PI * i / n);
      y[i] = 3 * Math.sin(2 * Math.PI * i / n);
    }
    SmoothedGrid grid = SmoothedGrid.of(Values.of(x), Values.of(y), RANGE, RANGE, 60);
    Path2D outline = ContourTracer.outlines(grid, grid.highestDensityLevel(0.9));
    assertTrue(outline.contains(3, 0) && outline.contains(0, -3));
    assertTrue(!outline.contains(0, 0) && !outline.contains(4.9, 4.9));
  }

  /** Area by the shoelace formula, over all closed outlines. */
  private static double enclosed(Path2D path) {
    double twice = 0;
    double[] at = new double[6];
    double[] start = new double[2];
    double[] last = new double[2];
    for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
      int type = it.currentSegment(at);
      if (type == PathIterator.SEG_MOVETO) {
        start = new double[] {at[0], at[1]};
      } else {
        double[] to = type == PathIterator.SEG_CLOSE ? start : new double[] {at[0], at[1]};
        twice += last[0] * to[1] - to[0] * last[1];
      }
      last = type == PathIterator.SEG_CLOSE ? start : new double[] {at[0], at[1]};
    }
    return 0.5 * Math.abs(twice);
  }

  @Test
  void shapesAreChecked() {
    assertThrows(
        IllegalArgumentException.class, () -> new Histogram(Values.of(0, 1), Values.of(1, 2)));
    assertThrows(
        IllegalArgumentException.class, () -> new Histogram(Values.of(1, 0), Values.of(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Histogram(Values.of(0, Double.POSITIVE_INFINITY), Values.of(1)));
    assertThrows(IllegalArgumentException.class, () -> new Curve(Values.of(0, 1), Values.of(1)));
    assertThrows(IllegalArgumentException.class, () -> Values.of(1).quantile(1.5));
    assertEquals(2.5, Values.of(4, 1, Double.NaN, 3, 2).quantile(0.5));
    assertEquals(
        Values.of(1, 0, 3),
        Histogram.of(Values.of(0, 2, 3, -1, Double.NaN, 2.5), 0, 3, 3).counts());
  }

  @Test
  void densitiesThatSpanDecadesGetALogarithmicScale() {
    assertTrue(DensityScale.over(DoubleStream.of(1, 1e-3), 1e-6).logarithmic());
    assertTrue(!DensityScale.over(DoubleStream.of(1, 0.2, 0, Double.NaN), 1e-6).logarithmic());
    assertEquals(1e-6 / 1.5, DensityScale.over(DoubleStream.of(1, 1e-30), 1e-6).floor(), 1e-18);
  }
}
