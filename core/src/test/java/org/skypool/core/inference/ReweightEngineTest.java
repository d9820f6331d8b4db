package org.skypool.core.inference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ReweightEngineTest extends EngineContract {
  @Override
  Hyperposterior infer(EngineProblem problem) {
    assumeTrue(
        problem.model().problem().likelihood() != null,
        "hyperparameters in the likelihood: not for reweighting");
    return reweight(problem);
  }
}
