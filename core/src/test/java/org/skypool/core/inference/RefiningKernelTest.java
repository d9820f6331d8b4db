package org.skypool.core.inference;

/**
 * The No-U-Turn sampler keeps the contract of transition kernels also where it divides every other
 * step.
 */
class RefiningKernelTest extends NoUTurnKernelTest {

  @Override
  protected NoUTurnSampler sampler(NoUTurnSampler.Target target) {
    return NoUTurnSampler.refining(target);
  }

  @Override
  protected double stepSize() {
    return 1.5;
  }
}
