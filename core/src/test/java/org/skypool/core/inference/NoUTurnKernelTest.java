package org.skypool.core.inference;

import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.sampler.LogDensity;
import org.skypool.core.sampler.TransitionKernel;
import org.skypool.core.sampler.TransitionKernelContract;

/** The No-U-Turn sampler keeps the contract of transition kernels, in scaled coordinates. */
class NoUTurnKernelTest extends TransitionKernelContract {

  /** The sampler under test. */
  protected NoUTurnSampler sampler(NoUTurnSampler.Target target) {
    return new NoUTurnSampler(target);
  }

  /** The size of its steps. */
  protected double stepSize() {
    return 0.4;
  }

  @Override
  protected int steps() {
    return 5_000;
  }

  @Override
  protected TransitionKernel<?> kernel(Target target, double[] scale) {
    return new Adapter(target, sampler(target::at), stepSize());
  }

  private record Chain(NoUTurnSampler.State inner) implements TransitionKernel.State {
    @Override
    public double[] position() {
      return inner.position();
    }

    @Override
    public double logDensity() {
      return inner.logDensity();
    }
  }

  private record Adapter(Target target, NoUTurnSampler sampler, double stepSize)
      implements TransitionKernel<Chain> {
    @Override
    public Chain init(double[] position) {
      LogDensity.atStart(x -> target.at(x, new double[x.length]), position);
      return new Chain(sampler.init(position));
    }

    @Override
    public Chain step(UniformRandomProvider rng, Chain state) {
      return new Chain(sampler.step(rng, state.inner(), stepSize).state());
    }
  }
}
