package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.diagnostics.WeightedSummary;

class GibbsSamplerTest {
  private static final int EFFECTIVE = 10_000;

  private static GibbsSampler.Result run(EngineProblem problem, int effective, int threads) {
    return GibbsSampler.local(
            problem.model(),
            SelectionTerm.NONE,
            problem.objects(),
            GibbsSettings.of(1, effective, threads))
        .run();
  }

  @Test
  void tellsEveryIteration() {
    EngineProblem problem = EngineProblem.normal();
    List<Integer> told = new ArrayList<>();
    GibbsSettings settings = GibbsSettings.of(1, 100, 1);
    GibbsSampler.Result result =
        GibbsSampler.local(problem.model(), SelectionTerm.NONE, problem.objects(), settings)
            .run(told::add);
    int starts = 20;
    int last = starts + settings.warmUp() + result.iterations();
    assertEquals(IntStream.rangeClosed(1, last).boxed().toList(), told);
  }

  /** 4 Monte Carlo standard errors on top: a false alarm once in 16,000 for each number. */
  private static void assertExact(EngineProblem problem, TestReporter reporter) {
    GibbsSampler.Result result = run(problem, EFFECTIVE, 1);
    assertTrue(result.isComplete());
    double[][] exact = problem.exact().orElseThrow();
    for (int j = 0; j < exact[0].length; j++) {
      Hyperposterior.Summary found = result.posterior().summaries().get(j);
      String figures =
          String.format(
              Locale.ROOT,
              "%s: %.5f +- %.5f, exact %.5f +- %.5f; R-hat %.4f, ESS %.0f %.0f in 4 x %d",
              problem.hyperparameters().get(j),
              found.mean(),
              found.sd(),
              exact[0][j],
              exact[1][j],
              found.rhat(),
              found.essBulk(),
              found.essTail(),
              result.iterations());
      reporter.publishEntry(figures);
      assertEquals(exact[0][j], found.mean(), 0.05 * exact[1][j] + 4 * found.mcseMean(), figures);
      assertEquals(1, found.sd() / exact[1][j], 0.05 + 4 / Math.sqrt(2 * found.essTail()), figures);
      assertTrue(found.rhat() < 1.01, figures);
      assertTrue(found.essBulk() >= EFFECTIVE && found.essTail() >= EFFECTIVE, figures);
    }
  }

  @Test
  void normalPopulation(TestReporter reporter) {
    assertExact(EngineProblem.normal(), reporter);
  }

  @Test
  @Tag("nightly")
  void proportions(TestReporter reporter) {
    assertExact(EngineProblem.proportions(), reporter);
  }

  @Test
  void schoolsByQuadrature(TestReporter reporter) {
    assertExact(EngineProblem.eightSchools(), reporter);
  }

  /** Tolerances of four and more Monte Carlo standard errors with 10,000 effective draws. */
  @Test
  void schoolsByReference(TestReporter reporter) throws IOException {
    Path file = reference();
    assumeTrue(Files.exists(file), () -> "no reference data: " + file);
    String json = Files.readString(file);
    GibbsSampler.Result result = run(EngineProblem.eightSchools(), EFFECTIVE, 1);
    for (int j = 0; j < 2; j++) {
      String name = List.of("mu", "tau").get(j);
      Hyperposterior.Summary found = result.posterior().summaries().get(j);
      double sd = number(json, name, "sd");
      reporter.publishEntry(name + " " + found);
      assertEquals(number(json, name, "mean"), found.mean(), 0.05 * sd, name);
      assertEquals(number(json, name, "q5"), found.q05(), 0.1 * sd, name);
      assertEquals(number(json, name, "q50"), found.median(), 0.1 * sd, name);
      assertEquals(number(json, name, "q95"), found.q95(), 0.1 * sd, name);
    }
    for (int i = 0; i < 8; i++) {
      String name = "theta[" + (i + 1) + "]";
      WeightedSummary found = result.objects().summary(0, i);
      double[] draws = result.objects().draws()[0][i];
      double mean = Arrays.stream(draws).average().orElseThrow();
      double spread =
          Math.sqrt(Arrays.stream(draws).map(t -> (t - mean) * (t - mean)).average().orElseThrow());
      double sd = number(json, name, "sd");
      reporter.publishEntry(
          name + " " + mean + " +- " + spread + ", median " + found.quantile(0.5));
      assertEquals(number(json, name, "mean"), mean, 0.1 * sd, name);
      assertEquals(sd, spread, 0.1 * sd, name);
    }
  }

  private static Path reference() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
      folder = folder.getParent();
    }
    return (folder == null ? Path.of("") : folder)
        .resolve("shared/data/eight_schools/exact_quadrature_reference.json");
  }

  private static double number(String json, String name, String key) {
    Matcher found =
        Pattern.compile(
                "\"" + Pattern.quote(name) + "\":\\s*\\{[^}]*\"" + key + "\":\\s*([-+.eE0-9]+)")
            .matcher(json);
    assertTrue(found.find(), () -> name + " " + key);
    return Double.parseDouble(found.group(1));
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    EngineProblem problem = EngineProblem.line();
    double[][] one = run(problem, 200, 1).posterior().draws();
    double[][] three = run(problem, 200, 3).posterior().draws();
    assertTrue(Arrays.deepEquals(one, three));
  }

  /** Objects do not see each other, so that a block may be cut anywhere. */
  @Test
  void sweepsOfPartsAreThoseOfTheWhole() {
    EngineProblem problem = EngineProblem.proportions();
    int n = problem.objects().size();
    double[][] phi = {{0.2, 2}, {0.1, 3}};
    double[][][] theta = new double[2][1][n];
    double[][][] steps = new double[2][1][n];
    for (double[][] chain : theta) {
      Arrays.fill(chain[0], 0.3);
    }
    ObjectStates states = new ObjectStates(theta, steps);
    SweepPlan plan = new SweepPlan(3, 7, 4, 0.5, phi);
    ObjectStates whole = new BlockSweeps(problem.model(), problem.objects()).sweep(plan, states);
    ObjectStates first =
        new BlockSweeps(problem.model(), problem.objects().select(IntStream.range(0, 29).toArray()))
            .sweep(plan, states.slice(0, 29));
    ObjectStates second =
        new BlockSweeps(problem.model(), problem.objects().select(IntStream.range(29, n).toArray()))
            .sweep(plan, states.slice(29, n));
    ObjectStates joined = ObjectStates.concatenate(List.of(first, second));
    for (int c = 0; c < 2; c++) {
      assertArrayEquals(whole.theta()[c][0], joined.theta()[c][0]);
      assertArrayEquals(whole.logStep()[c][0], joined.logStep()[c][0]);
      assertTrue(!Arrays.equals(whole.theta()[c][0], theta[c][0]), "nothing moved");
    }
  }
}
