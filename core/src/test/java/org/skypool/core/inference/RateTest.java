package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.population.RateText;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/** Populations whose number of objects is inferred, against {@link CountedSurvey}'s quadrature. */
class RateTest {
  private static final int EFFECTIVE = 10_000;
  private static final List<Axis> LINE =
      List.of(Axis.of("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false));

  private static SelectionSurvey survey() {
    return new SelectionSurvey(
        CountedSurvey.model(),
        LINE,
        Map.of("z", new double[] {1, 0.5}),
        2,
        new double[] {1},
        new double[] {1});
  }

  /** Numbers and gradients of the term, at the aim and away from it. */
  @Test
  void expectedNumberOfDetectedObjects() {
    IntegratedTerm term =
        survey().term(CountedSurvey.TRUTH, SelectionIntegral.Resolution.first(1), 0.3);
    double[][] phis = {CountedSurvey.TRUTH, {5.2, 0.1, 0.5}, {4.7, 0.4, 0.2}};
    Gradients gradients = term.gradients(phis);
    double h = 1e-5;
    for (int v = 0; v < phis.length; v++) {
      double exact = CountedSurvey.expected(phis[v][0], phis[v][1], phis[v][2]);
      assertEquals(exact, term.values(phis)[v], 1e-6 * exact);
      assertEquals(exact, gradients.values()[v], 1e-6 * exact);
      for (int d = 0; d < 3; d++) {
        double[] up = phis[v].clone();
        double[] down = phis[v].clone();
        up[d] += h;
        down[d] -= h;
        double slope =
            (CountedSurvey.expected(up[0], up[1], up[2])
                    - CountedSurvey.expected(down[0], down[1], down[2]))
                / (2 * h);
        assertEquals(slope, gradients.gradients()[v][d], 1e-5 * exact);
      }
    }
  }

  @Test
  void objectsOutsideTheElementAreRefused() {
    UnusableSurveyException refused =
        assertThrows(
            UnusableSurveyException.class,
            () ->
                new SelectionSurvey(
                    CountedSurvey.model(),
                    LINE,
                    Map.of("z", new double[] {1, 2.5}),
                    2,
                    new double[] {1},
                    new double[] {1}));
    assertTrue(
        refused.getMessage().contains("z = 2.5, must be from 0.0 to 2.0"), refused::getMessage);
  }

  /** Rounds, audit and all: posterior, expected number, and every object left out. */
  @Test
  void wholeFit(TestReporter reporter) {
    CountedSurvey survey = CountedSurvey.drawn(CountedSurvey.TRUTH, 7);
    SurveyProblem problem = CountedSurvey.problem();
    LocalSurvey work = LocalSurvey.of(problem, List.of(survey.objects()), 1);
    Rounds.Outcome found = Rounds.of(problem, work, RoundSettings.of(problem, EFFECTIVE, 3)).run();
    Hyperposterior posterior = found.posterior();
    double[] sd = new double[3];
    Arrays.setAll(sd, posterior::sd);
    CountedSurvey.Quadrature exact = survey.quadrature(posterior.mean(), sd, 60);
    ExactMoments moments = exact.moments();
    String figures = moments.figures(found);
    reporter.publishEntry(figures);
    assertTrue(moments.isNear(posterior, 0.05), figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    double mean = exact.mean(CountedSurvey::expected);
    ExpectedObjects expected = found.fit().expected().orElseThrow();
    assertEquals(mean, expected.mean(), 4 * expected.sd() / Math.sqrt(1_000), figures);
    assertEquals(1, expected.sd() / Math.sqrt(survey.size()), 0.15, figures);
    assertTrue(found.fit().selectionError() < PopulationFit.SELECTION_TOLERANCE, figures);
    leaveOut(survey, problem, posterior, exact);
  }

  /** {@code elpd_j = -log E[1 / (R Z_j)]} over the posterior, which the quadrature knows. */
  private static void leaveOut(
      CountedSurvey survey,
      SurveyProblem problem,
      Hyperposterior posterior,
      CountedSurvey.Quadrature exact) {
    double[] aim = posterior.mean();
    DrawBlock block =
        new ObjectSampling(
                problem.likelihood(),
                LINE,
                SamplerSettings.of(1, 256),
                Aim.at(problem.population(), aim, LINE),
                problem.logInterim(),
                new ObjectSampling.Stream(5, 1, 0))
            .sample(survey.objects())
            .draws();
    double[][] phis = Arrays.copyOf(posterior.draws(), 4_000);
    LeaveOneOut[] left =
        new LeaveOneOutPass(problem.population(), LINE, phis).scan(block).orElseThrow();
    for (int i = 0; i < survey.size(); i += 37) {
      int at = i;
      double elpd =
          -Math.log(exact.mean((a, c, mu) -> Math.exp(-survey.logIntensity(at, a, c, mu))));
      double noise =
          Math.sqrt(
              exact.mean((a, c, mu) -> square(survey.logIntensity(at, a, c, mu)))
                  - square(exact.mean((a, c, mu) -> survey.logIntensity(at, a, c, mu))));
      assertEquals(
          elpd, left[i].logPredictive(), 5 * noise / Math.sqrt(4_000) + 1e-4, "object " + i);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /** A subset of objects corrected at the mode of all, and all objects throughout. */
  @Tag("nightly")
  @Test
  void fewPasses(TestReporter reporter) {
    CountedSurvey survey = CountedSurvey.drawn(new double[] {8.1, 0.3, 0.4}, 8);
    SurveyProblem problem = CountedSurvey.problem("normal(8, 1)");
    DrawBlock block =
        new ObjectSampling(
                problem.likelihood(),
                LINE,
                SamplerSettings.of(1, 32),
                Aim.at(problem.population(), new double[] {8.1, 0.3, 0.4}, LINE),
                problem.logInterim(),
                new ObjectSampling.Stream(5, 1, 0))
            .sample(survey.objects())
            .draws();
    PopulationModel model = problem.population();
    PopulationFit.Result[] found = new PopulationFit.Result[2];
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(model.logIntegrand(), model.hyperprior().names(), List.of(block), 2)) {
      SelectionSurvey counted =
          new SelectionSurvey(
              model,
              LINE,
              Map.of("z", survey.z()),
              survey.size(),
              new double[] {1},
              new double[] {1});
      for (int p = 0; p < 2; p++) {
        found[p] =
            new PopulationFit(
                    model,
                    evaluator,
                    Optional.of(counted),
                    3,
                    SamplingGoal.answer(EFFECTIVE),
                    p == 0 ? FitPath.Wanted.SUBSET : FitPath.Wanted.IMPORTANCE)
                .fit(Optional.empty());
      }
    }
    ExactMoments moments = ExactMoments.of(found[1].posterior());
    String figures = found[0].path() + Arrays.toString(found[0].posterior().mean());
    reporter.publishEntry(figures);
    assertEquals("subset", found[0].path().taken(), figures);
    assertTrue(moments.isNear(found[0].posterior(), 0.05), figures);
    assertEquals(survey.size(), found[0].expected().orElseThrow().mean(), 0.01 * survey.size());
  }

  /** The number is Poisson, and the covariate follows the rate. */
  @Test
  void mocksAreAPoissonProcess() {
    Map<String, Double> truth = Map.of("a", 5.0, "c", 0.3, "mu", 0.4);
    FormulaParser parser = FormulaParser.standard();
    double all = Math.exp(5) * (Math.exp(0.6) - 1) / 0.3;
    double sum = 0;
    double squares = 0;
    double sumZ = 0;
    long objects = 0;
    int mocks = 400;
    for (int m = 0; m < mocks; m++) {
      MockObjects mock =
          new MockObjects(
              CountedSurvey.problem(), MockCovariates.parse(parser, Map.of()), truth, m);
      long count = mock.count().orElseThrow();
      sum += count;
      squares += (count - all) * (count - all);
      if (m < 40) {
        ObjectBlock kept = MockCatalogue.all(mock, ColumnCut.none(), count);
        objects += kept.size();
        sumZ += Arrays.stream(kept.columns().get("z")).sum();
      }
    }
    assertEquals(all, sum / mocks, 4 * Math.sqrt(all / mocks));
    assertEquals(1, squares / mocks / all, 4 * Math.sqrt(2.0 / mocks));
    double norm = (Math.exp(0.6) - 1) / 0.3;
    double first = (2 * Math.exp(0.6) - norm) / 0.3 / norm;
    assertEquals(first, sumZ / objects, 4 * 0.6 / Math.sqrt((double) objects));
  }

  @Test
  void covariatesThatMatterNeedAnElement() {
    PopulationText text =
        new PopulationText(
            List.of("x"),
            List.of("z", "e"),
            Map.of("x", "normal(mu, 1)"),
            TestSurvey.ordered("mu", "normal(0, 1)", "n", "gamma(2, 0.1)"),
            Optional.empty(),
            Optional.of("normal_cdf(x / e)"),
            false);
    assertRefused(text.with(new RateText("n", Map.of())), "population.element.e", "is required");
    RateText.Element e =
        new RateText.Element("1", Optional.empty(), Optional.empty(), List.of(0.5, 1.0));
    assertEquals(
        List.of("mu", "n"),
        parse(text.with(new RateText("n", Map.of("e", e)))).hyperprior().names());
    assertRefused(
        text.with(new RateText("n * z", Map.of("e", e))), "population.element.z", "is required");
    assertRefused(
        text.with(new RateText("n * x", Map.of("e", e))), "population.rate", "population.density");
    assertRefused(
        text.with(new RateText("n", Map.of("e", e, "q", e))), "population.element.q", "no");
    assertRefused(text.with(new RateText("2", Map.of("e", e))), "population.hyperprior.n", "uses");
  }

  private static PopulationModel parse(PopulationText text) {
    return PopulationParser.parse(FormulaParser.standard(), text);
  }

  private static void assertRefused(PopulationText text, String key, String why) {
    String message = assertThrows(KeyedFormulaException.class, () -> parse(text)).getMessage();
    assertTrue(message.startsWith(key) && message.contains(why), message);
  }
}
