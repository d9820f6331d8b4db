package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.skypool.core.random.Streams;

class AdaptiveChainTest {
  /** Leapfrog steps of the longest trajectory. */
  private static final int LONGEST = 1_023;

  private final AdaptiveChain chain =
      new AdaptiveChain(
          (x, gradient) -> {
            Arrays.fill(gradient, 0);
            return 0;
          },
          NoUTurnSampler::new,
          new Streams(1).stream("flat", "", 0, 0),
          new JointStarts.Start(new double[2], Metric.identity(2)),
          AdaptiveChain.CAREFUL_ACCEPTANCE);

  /** On a plain nothing turns back: every trajectory is as long as they come. */
  @Test
  void trajectoriesThatNeverTurnEndWithTheirGradients() {
    assertEquals(10, chain.warmUp(500, 10_000).length);
    assertTrue(chain.warmUpGradients() < 10_000 + LONGEST, "" + chain.warmUpGradients());
    assertEquals(0, chain.warmUp(500, 10_000).length);
    chain.run(500, 5_000);
    assertEquals(5, chain.draws().size());
    assertTrue(chain.gradients() < 5_000 + LONGEST, "" + chain.gradients());
    chain.run(500, 5_000);
    assertEquals(5, chain.draws().size());
    chain.keep(3);
    assertEquals(3, chain.draws().size());
  }
}
