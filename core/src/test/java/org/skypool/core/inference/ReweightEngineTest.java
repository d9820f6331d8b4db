package org.skypool.core.inference;

class ReweightEngineTest extends EngineContract {
  @Override
  Hyperposterior infer(EngineProblem problem) {
    return reweight(problem);
  }
}
