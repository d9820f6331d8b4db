package org.skypool.core.inference;

class GibbsEngineTest extends EngineContract {
  @Override
  Hyperposterior infer(EngineProblem problem) {
    return GibbsSampler.local(
            problem.model(),
            SelectionTerm.NONE,
            problem.objects(),
            GibbsSettings.of(SEED, EFFECTIVE, 1))
        .run()
        .posterior();
  }
}
