package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;

/**
 * A hyperposterior sampled on a subset is that over all draws, or it is refused: means within 0.05
 * sd and sds within 5 % of a long importance sample over all draws.
 */
class FewPassTest {
  private static final double WITHIN = 0.05;
  private static final int DRAWS = 16_000;
  private static final int TRUTH = 50_000;
  private static final int SHORTER_TRUTH = 20_000;

  /** One short problem in two dimensions. */
  @Test
  void aSubsetIsAsGoodAsAllDraws(TestReporter reporter) {
    GivenDrawsProblem problem = FewPassProblems.schechter(5000, 4);
    PopulationFit.Result found = problem.fit(FitPath.Wanted.SUBSET, 4000, 1);
    report(reporter, problem, found, truth(problem, SHORTER_TRUTH));
    assertEquals("subset", found.path().taken(), found.path().reason());
    assertEquals(1000, found.path().subsetObjects());
    assertTrue(found.passes() <= 5, "passes " + found.passes());
    assertTrue(found.evaluations() < 100, "evaluations " + found.evaluations());
    assertTrue(found.path().subsetEvaluations() > 4000);
    assertTrue(found.posterior().effective() >= 4000);
  }

  /** Half of a normal population is cut off; the price of selection is exact in the surrogate. */
  @Test
  void withSelection(TestReporter reporter) {
    SplittableRandom random = new SplittableRandom(8);
    double[] data =
        random
            .doubles()
            .map(u -> 2 + 0.7 * random.nextGaussian() + 0.5 * random.nextGaussian())
            .filter(d -> d > 2)
            .limit(5000)
            .toArray();
    TestSurvey survey =
        new TestSurvey(
            new TestSurvey.Formulas(
                "gaussian",
                "x",
                Map.of("value", "d", "error", "0.5"),
                "normal(0, 5)",
                "normal(mu, tau)",
                TestSurvey.ordered("mu", "uniform(-20, 20)", "tau", "uniform(0.01, 10)"),
                Optional.of("normal_cdf((x - 2) / 0.5)"),
                Optional.empty()),
            TestSurvey.objects(Map.of("d", data)),
            8,
            1);
    List<DrawBlock> draws = survey.sample(0, new double[] {2, 0.7});
    PopulationFit.Result found = survey.fit(draws, Optional.empty(), 4000, FitPath.Wanted.SUBSET);
    Hyperposterior truth =
        survey.fit(draws, Optional.empty(), 8000, FitPath.Wanted.IMPORTANCE).posterior();
    assertEquals("subset", found.path().taken(), found.path().reason());
    assertEquals(1, found.selectionIntegrals());
    assertTrue(found.selectionError() < PopulationFit.SELECTION_TOLERANCE);
    double mean = GivenDrawsProblem.meanError(found.posterior(), truth);
    double sd = GivenDrawsProblem.sdError(found.posterior(), truth);
    reporter.publishEntry("selection", mean + " " + sd + " " + found.path().reason());
    assertTrue(mean <= WITHIN && sd <= WITHIN, "off " + mean + " sd, widths " + sd);
  }

  @Test
  void refusesTwoModes() {
    FitPath path = HeldOutProblems.twoModes(10_000, 2).fit(FitPath.Wanted.SUBSET, 100, 1).path();
    assertNotEquals("subset", path.taken());
    assertTrue(path.reason().contains("several modes"), path.reason());
  }

  /** Sixty objects in 20,000 tell two of the hyperparameters; a subset of 2,000 holds a few. */
  @Test
  void refusesWhatAFewObjectsTell() {
    FitPath path =
        HeldOutProblems.rareMembers(20_000, 2, 60).fit(FitPath.Wanted.SUBSET, 400, 1).path();
    assertNotEquals("subset", path.taken());
    assertTrue(path.reason().contains("does not agree with all draws"), path.reason());
    assertTrue(path.subsetObjects() > 2000 && path.subsetEvaluations() > 0);
  }

  @Test
  void notTriedWhereItSavesNothing() {
    GivenDrawsProblem problem = HeldOutProblems.normalPopulation(5000, 2);
    PopulationFit.Result found = problem.fit(FitPath.Wanted.AUTO, 400, 1);
    assertEquals("importance", found.path().taken());
    assertEquals("no subset: 10000 draws, fewer than 500000", found.path().reason());
    assertEquals(0, found.path().subsetEvaluations());
    assertEquals(
        "no subset: 3000 objects, fewer than 4000",
        HeldOutProblems.normalPopulation(3000, 2)
            .fit(FitPath.Wanted.SUBSET, 100, 1)
            .path()
            .reason());
  }

  @Test
  void triedByItselfWhereThereAreManyDraws() {
    GivenDrawsProblem problem = HeldOutProblems.normalPopulation(10_000, 50);
    FitPath path = problem.fit(FitPath.Wanted.AUTO, 400, 1).path();
    assertEquals("subset", path.taken(), path.reason());
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    GivenDrawsProblem problem = HeldOutProblems.relation(6000, 3);
    Hyperposterior one = fit(problem, 1);
    Hyperposterior three = fit(problem, 3);
    assertArrayEquals(one.draws(), three.draws());
    assertArrayEquals(one.mean(), three.mean());
  }

  private static Hyperposterior fit(GivenDrawsProblem problem, int threads) {
    try (LocalEvaluator evaluator = problem.evaluator(threads)) {
      PopulationFit.Result found =
          new PopulationFit(
                  problem.model(),
                  evaluator,
                  Optional.empty(),
                  5,
                  SamplingGoal.answer(400),
                  FitPath.Wanted.SUBSET)
              .fit(Optional.empty());
      assertEquals("subset", found.path().taken(), found.path().reason());
      return found.posterior();
    }
  }

  /** Value up to a constant, gradient and Hessian of the surrogate are those of all draws. */
  @Test
  void theAnchorHoldsToSecondOrder() {
    GivenDrawsProblem problem = FewPassProblems.mixture(4000, 3);
    double[] z = problem.model().hyperprior().standard(new double[] {0.4, -0.4, 0.9, 2.4, 1.1});
    try (LocalEvaluator evaluator = problem.evaluator(1)) {
      Targets all = new Targets(evaluator, 1, problem.model().hyperprior());
      PopulationEvaluator some = evaluator.subset(1000, 7).orElseThrow();
      Targets subset = new Targets(some, 4, problem.model().hyperprior());
      Star exact = Star.of(all.with(SelectionTerm.NONE), z);
      Star own = Star.of(subset.with(SelectionTerm.NONE), z);
      SubsetSurrogate surrogate =
          new SubsetSurrogate(subset.with(SelectionTerm.NONE), Anchor.of(exact, own));
      Star corrected = Star.of(surrogate, z);
      for (int a = 0; a < z.length; a++) {
        double scale = Math.abs(exact.hessian()[a][a]);
        assertEquals(exact.gradient()[a], corrected.gradient()[a], 1e-9 * scale);
        assertTrue(Math.abs(exact.gradient()[a] - own.gradient()[a]) > 1e-3 * scale / 100);
        for (int b = 0; b < z.length; b++) {
          assertEquals(exact.hessian()[a][b], corrected.hessian()[a][b], 1e-5 * scale);
        }
      }
      double[] there = z.clone();
      there[1] += 0.02;
      there[4] -= 0.01;
      double[] slope = new double[z.length];
      double value = surrogate.values(new double[][] {there})[0];
      assertEquals(value, surrogate.gradients(new double[][] {there}).values()[0], 1e-9);
      for (int d = 0; d < z.length; d++) {
        double[] above = there.clone();
        double[] below = there.clone();
        above[d] += 1e-5;
        below[d] -= 1e-5;
        double[] values = surrogate.values(new double[][] {above, below});
        slope[d] = (values[0] - values[1]) / 2e-5;
      }
      double[] gradient = surrogate.gradients(new double[][] {there}).gradients()[0];
      double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
      assertArrayEquals(slope, gradient, 1e-4 * largest);
    }
  }

  /** Name, hyperparameters, whether it must be verified, problem. */
  static Stream<Arguments> problems() {
    return Stream.of(
        of("Schechter, 1e4", 2, true, () -> FewPassProblems.schechter(10_000, 5)),
        of("Schechter, 1e5", 2, true, () -> FewPassProblems.schechter(100_000, 2)),
        of("mixture", 5, true, () -> FewPassProblems.mixture(10_000, 4)),
        of("evolving Schechter", 5, true, () -> FewPassProblems.evolving(20_000, 4)),
        of("relation with outliers", 11, true, () -> FewPassProblems.outliers(24_000, 3)),
        of("three components", 11, false, () -> FewPassProblems.threeComponents(24_000, 3)),
        of("20 coefficients", 20, true, () -> FewPassProblems.regression(40_000, 2)),
        of("normal", 2, true, () -> HeldOutProblems.normalPopulation(6000, 5)),
        of("relation", 3, true, () -> HeldOutProblems.relation(6000, 5)),
        of("beta-binomial", 2, true, () -> HeldOutProblems.proportions(6000, 5)),
        of("Poisson rates", 2, true, () -> HeldOutProblems.rates(6000, 5)),
        of("log-normal", 2, true, () -> HeldOutProblems.logNormal(6000, 5)),
        of("Student-t", 3, true, () -> HeldOutProblems.studentT(6000, 5)),
        of("cluster", 3, true, () -> HeldOutProblems.cluster(6000, 5)),
        of("supernovae", 8, true, () -> HeldOutProblems.supernovae(16_000, 4)),
        of("60 rare members", 4, false, () -> HeldOutProblems.rareMembers(20_000, 4, 60)),
        of("200 rare members", 4, false, () -> HeldOutProblems.rareMembers(20_000, 4, 200)));
  }

  private static Arguments of(
      String name, int dimension, boolean verified, Supplier<GivenDrawsProblem> problem) {
    return Arguments.of(name, dimension, verified, problem);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  @Tag("nightly")
  void rightOrRefused(
      String name,
      int dimension,
      boolean verified,
      Supplier<GivenDrawsProblem> made,
      TestReporter reporter) {
    GivenDrawsProblem problem = made.get();
    PopulationFit.Result found = problem.fit(FitPath.Wanted.SUBSET, DRAWS, 1);
    if (found.path().taken().equals("subset")) {
      report(reporter, problem, found, truth(problem, TRUTH));
      assertTrue(found.passes() <= SubsetFit.mostPasses(dimension), "passes " + found.passes());
    } else {
      reporter.publishEntry(name, found.path().reason());
      assertFalse(verified, found.path().reason());
    }
  }

  /** A hundred draws of each galaxy; what it costs is for the section draws of bench to say. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000})
  @Tag("nightly")
  void givenDrawsOfASurveyAreNotRefused(int objects) {
    PopulationFit.Result found =
        FewPassProblems.schechter(objects, 100).fit(FitPath.Wanted.AUTO, 1000, 2);
    assertEquals("subset", found.path().taken(), found.path().reason());
    assertTrue(found.passes() <= 5, "passes " + found.passes());
  }

  private static Hyperposterior truth(GivenDrawsProblem problem, int draws) {
    Hyperposterior truth = problem.fit(FitPath.Wanted.IMPORTANCE, draws, 977).posterior();
    assertEquals("importance", truth.sampler());
    return truth;
  }

  private static void report(
      TestReporter reporter,
      GivenDrawsProblem problem,
      PopulationFit.Result found,
      Hyperposterior truth) {
    double mean = GivenDrawsProblem.meanError(found.posterior(), truth);
    double sd = GivenDrawsProblem.sdError(found.posterior(), truth);
    SurrogateCheck check = found.path().check();
    String row =
        String.format(
            Locale.ROOT,
            "D %d, N %d, subset %d, passes %d, %s; off %.4f sd, widths %.4f",
            problem.dimension(),
            problem.objects(),
            found.path().subsetObjects(),
            found.passes(),
            check.text(),
            mean,
            sd);
    reporter.publishEntry(problem.name(), row);
    assertTrue(mean <= WITHIN && sd <= WITHIN, problem.name() + ": " + row);
    assertTrue(check.passes(), row);
  }
}
