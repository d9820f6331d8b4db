package org.skypool.core.inference;

import java.util.Optional;

class JointEngineTest extends EngineContract {
  private static final int MOST_DRAWS = 20_000;

  @Override
  Hyperposterior infer(EngineProblem problem) {
    SurveyProblem survey = problem.model().problem();
    JointModel model =
        JointModel.of(
            survey.population(),
            problem.model().logLikelihood(),
            Optional.ofNullable(survey.likelihood()),
            SelectionTerm.NONE,
            problem.objects());
    JointDensity density = JointDensity.of(model, Parameterisation.AUTOMATIC);
    JointSampler.Settings settings =
        new JointSampler.Settings(SEED, EFFECTIVE, EFFECTIVE, MOST_DRAWS, 1);
    return JointSampler.sample(density, settings).hyperposterior();
  }
}
