package org.skypool.core.sampler;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AdaptiveMetropolisTest extends TransitionKernelContract {

  @Override
  protected TransitionKernel<?> kernel(Target target, double[] scale) {
    return new AdaptiveMetropolis(x -> target.at(x, new double[x.length]), scale);
  }

  @Test
  void refusesScalesThatAreNoWidths() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new AdaptiveMetropolis(x -> 0, new double[] {1, scale}));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new AdaptiveMetropolis(x -> 0, new double[] {1}).init(new double[2]));
  }
}
