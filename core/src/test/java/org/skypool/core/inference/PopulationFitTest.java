package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.sampler.Axis;

class PopulationFitTest {
  private static final double[] DATA = data();

  private static double[] data() {
    SplittableRandom random = new SplittableRandom(5);
    double[] data = new double[400];
    Arrays.setAll(data, i -> 2 + 0.7 * random.nextGaussian() + 0.5 * random.nextGaussian());
    return data;
  }

  private static TestSurvey survey(String density, Optional<String> detection, long seed) {
    return new TestSurvey(
        new TestSurvey.Formulas(
            "gaussian",
            "x",
            Map.of("value", "d", "error", "0.5"),
            "normal(0, 5)",
            density,
            TestSurvey.ordered("mu", "uniform(-20, 20)", "tau", "uniform(0.01, 10)"),
            detection,
            Optional.empty()),
        TestSurvey.objects(Map.of("d", DATA)),
        64,
        seed);
  }

  private static PopulationFit.Result fit(
      TestSurvey survey, List<DrawBlock> draws, long seed, int wanted, Optional<double[]> start) {
    return fit(survey, draws, seed, wanted, start, FitPath.Wanted.AUTO);
  }

  private static PopulationFit.Result fit(
      TestSurvey survey,
      List<DrawBlock> draws,
      long seed,
      int wanted,
      Optional<double[]> start,
      FitPath.Wanted path) {
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(
            survey.model().logIntegrand(), survey.model().hyperprior().names(), draws, 2)) {
      return new PopulationFit(
              survey.model(), evaluator, Optional.empty(), seed, SamplingGoal.answer(wanted), path)
          .fit(start);
    }
  }

  /** Found from nothing and from a start at the far end of the prior alike, in few passes. */
  @Test
  void whereItStartsDoesNotMatter() {
    TestSurvey survey = survey("normal(mu, tau)", Optional.empty(), 1);
    List<DrawBlock> draws = survey.sample(0, new double[] {2, 0.7});
    Hyperposterior searched = fit(survey, draws, 1, 1000, Optional.empty()).posterior();
    double[] far = survey.model().hyperprior().standard(new double[] {-15, 9});
    PopulationFit.Result started = fit(survey, draws, 1, 1000, Optional.of(far));
    for (int j = 0; j < 2; j++) {
      double error = searched.summaries().get(j).mcseMean();
      assertEquals(searched.mean()[j], started.posterior().mean()[j], 6 * error);
    }
    assertTrue(started.passes() <= 60, "passes " + started.passes());
    assertTrue(started.evaluations() <= 40 * 64, "evaluations " + started.evaluations());
    assertEquals(0, started.selectionError());
    assertEquals(0, started.selectionIntegrals());
  }

  @Test
  void sameSeedSameBitsAnotherSeedOthers() {
    TestSurvey survey = survey("normal(mu, tau)", Optional.empty(), 1);
    List<DrawBlock> draws = survey.sample(0, new double[] {2, 0.7});
    double[][] first = fit(survey, draws, 1, 500, Optional.empty()).posterior().draws();
    assertArrayEquals(first, fit(survey, draws, 1, 500, Optional.empty()).posterior().draws());
    double[][] other = fit(survey, draws, 2, 500, Optional.empty()).posterior().draws();
    assertTrue(!Arrays.deepEquals(first, other));
  }

  /** The means of 1,000 effective draws each are within 6 standard errors. */
  @Test
  void chainsWhereTheyAreWanted() {
    TestSurvey survey = survey("normal(mu, tau)", Optional.empty(), 1);
    List<DrawBlock> draws = survey.sample(0, new double[] {2, 0.7});
    Hyperposterior importance = fit(survey, draws, 1, 1000, Optional.empty()).posterior();
    PopulationFit.Result chains =
        fit(survey, draws, 1, 1000, Optional.empty(), FitPath.Wanted.CHAINS);
    assertEquals("nuts", chains.posterior().sampler());
    assertEquals("chains", chains.path().taken());
    for (int j = 0; j < 2; j++) {
      double error = chains.posterior().summaries().get(j).mcseMean();
      assertEquals(importance.mean()[j], chains.posterior().mean()[j], 6 * error);
    }
  }

  /** A hyperprior under which no population reaches the objects. */
  @Test
  void noSupport() {
    TestSurvey reached = survey("normal(mu, tau)", Optional.empty(), 1);
    List<DrawBlock> draws = reached.sample(0, new double[] {2, 0.7});
    TestSurvey beyond = survey("truncated(normal(mu, tau), 50, 60)", Optional.empty(), 1);
    NoSupportException exception =
        assertThrows(NoSupportException.class, () -> fit(beyond, draws, 1, 500, Optional.empty()));
    assertEquals(2, exception.phi().length);
    assertTrue(exception.getMessage().contains("no hyperparameters support"));
  }

  /** A cut far below every object loses nothing: the fit is the one without it. */
  @Test
  void selectionThatLosesNothing() {
    Hyperposterior without =
        survey("normal(mu, tau)", Optional.empty(), 1).fit(1, 2000).get(1).posterior();
    PopulationFit.Result with =
        survey("normal(mu, tau)", Optional.of("normal_cdf((x + 30) / 0.5)"), 1)
            .fit(1, 2000)
            .get(1)
            .result();
    assertEquals(1, with.selectionIntegrals());
    assertTrue(with.selectionError() < PopulationFit.SELECTION_TOLERANCE);
    for (int j = 0; j < 2; j++) {
      assertEquals(without.mean()[j], with.posterior().mean()[j], 1e-3 * without.sd(j));
    }
  }

  /** The aim is the population's density to the power 1/4 in one dimension, 4/9 in more. */
  @Test
  void aim() {
    TestSurvey survey = survey("normal(mu, tau)", Optional.empty(), 1);
    Axis line = Axis.of("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);
    double value =
        ScalarFunction.of(
                Aim.at(survey.model(), new double[] {2, 0.7}, List.of(line)), List.of("x"))
            .value(2.7);
    assertEquals((-0.5 - Math.log(0.7 * Math.sqrt(2 * Math.PI))) / 4, value, 1e-14);
    assertEquals(2.25, Aim.tempering(2));
    assertEquals(2.25, Aim.tempering(4));
  }
}
