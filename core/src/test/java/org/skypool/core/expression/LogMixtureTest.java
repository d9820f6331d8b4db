package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

/** Blocks of mixtures against single points, at ordinary values and at every kind of edge. */
class LogMixtureTest {
  private static final double[] EDGES = {
    0,
    1,
    -1,
    0.5,
    1e-300,
    -800,
    800,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final int ELEMENTS = 1_000;
  private static final int FROM = 3;

  private final UniformRandomProvider rng = RandomSource.XO_SHI_RO_256_PP.create(1);

  private double[][] arguments(int components) {
    double[][] arguments = new double[2 * components - 1][ELEMENTS];
    for (int j = 0; j < arguments.length; j++) {
      boolean weight = j < components - 1;
      for (int k = 0; k < ELEMENTS; k++) {
        double usual = weight ? rng.nextDouble() / (components - 1) : 20 * rng.nextDouble() - 10;
        arguments[j][k] = rng.nextInt(5) == 0 ? EDGES[rng.nextInt(EDGES.length)] : usual;
      }
    }
    return arguments;
  }

  private static double[] at(double[][] arguments, int k) {
    return Arrays.stream(arguments).mapToDouble(a -> a[k]).toArray();
  }

  @Test
  void blocksHaveTheBitsOfPoints() {
    for (int components = 2; components <= 4; components++) {
      LogMixture mixture = LogMixture.of(components);
      double[][] arguments = arguments(components);
      double[] values = new double[ELEMENTS];
      mixture.value(arguments, FROM, ELEMENTS, values);
      for (int k = FROM; k < ELEMENTS; k++) {
        assertEquals(mixture.at(at(arguments, k)), values[k], 0, Arrays.toString(at(arguments, k)));
      }
      for (int j = 0; j < arguments.length; j++) {
        double[] adjoint = new double[ELEMENTS];
        Arrays.setAll(adjoint, k -> k % 7 == 0 ? 0 : 1.5);
        double[] out = new double[ELEMENTS];
        mixture.pullBack(arguments, values, j, adjoint, FROM, ELEMENTS, out);
        for (int k = FROM; k < ELEMENTS; k++) {
          double[] x = at(arguments, k);
          double expected = adjoint[k] == 0 ? 0 : adjoint[k] * mixture.partial(x, values[k], j);
          assertEquals(expected, out[k], 0, "by " + j + " at " + Arrays.toString(x));
        }
      }
    }
  }

  @Test
  void anImpossibleComponentWithoutWeightChangesNothing() {
    double inf = Double.POSITIVE_INFINITY;
    double[] x = {0, 0.5, inf, -inf, 1};
    assertEquals(1 + Math.log(0.5), LogMixture.of(3).at(x), 1e-15);
  }
}
