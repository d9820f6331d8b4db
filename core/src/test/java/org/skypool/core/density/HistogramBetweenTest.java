package org.skypool.core.density;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramBetweenTest extends DensityContract {
  @Override
  Density density() {
    return new HistogramBetween();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {-1, 2, 0.4},
        new double[] {0, 0.2, 0.3, 1, 0.1, -0.7, 2},
        new double[] {8, 8.5, 11.9, 12, 30, 1, 32});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {0, 1, 1, 0, 0},
        new double[] {0, 2, 1, 0, 0},
        new double[] {0, 1, 2, 0, Double.POSITIVE_INFINITY});
  }

  @Override
  List<Integer> lengths(double[] arguments) {
    return List.of((arguments.length + 1) / 2, arguments.length / 2);
  }

  @Override
  double[] breaks(double[] a) {
    return new HistogramBetween().edges(a);
  }

  @Test
  void edgesAreOneMoreThanHeights() {
    Density family = new HistogramBetween();
    assertThrows(IllegalArgumentException.class, () -> SizedDensity.of(family, List.of(3, 3)));
  }
}
