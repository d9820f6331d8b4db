package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.density.StudentT;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;
import org.skypool.core.sampler.LogDensity;

/**
 * Hyperparameters, individual parameters and data drawn together from the model stay draws from it
 * when iterations given the data have moved the first two (Geweke 2004,
 * doi:10.1198/016214504000001132). Sums of squares of standard normal quantities and of their
 * products are compared with their expectations at 4.5 standard errors: a false alarm in fewer than
 * one of 5,000 seeds.
 */
class GibbsInvarianceTest {
  private static final int REPLICATES = 2_000;
  private static final int ITERATIONS = 6;
  private static final int OBJECTS = 3;
  private static final double ERROR = 0.5;

  private static EngineProblem problem(ObjectBlock objects) {
    Map<String, Map<String, String>> arguments = new LinkedHashMap<>();
    arguments.put("u", Map.of("value", "x", "error", "0.5"));
    arguments.put("v", Map.of("value", "y", "error", "0.5"));
    return EngineProblem.of(
        "invariance",
        "gaussian",
        arguments,
        TestSurvey.ordered("u", "uniform(0, 100)", "v", "normal(0, 10)"),
        TestSurvey.ordered("u", "log_normal(m, s)", "v", "student_t(df, a + 0.5 * u, w)"),
        TestSurvey.ordered(
            "m", "normal(0, 0.5)",
            "s", "uniform(0.2, 1)",
            "df", "uniform(1, 20)",
            "a", "normal(0, 1)",
            "w", "half_normal(1)"),
        objects,
        Optional.empty());
  }

  /** Quantities that are standard normal under the model, by name. */
  private static final class Quantities {
    private final Map<String, double[]> sums = new TreeMap<>();

    void add(String name, double value) {
      double[] sum = sums.computeIfAbsent(name, key -> new double[3]);
      sum[0]++;
      sum[1] += value;
      sum[2] += value * value;
    }

    void check(TestReporter reporter) {
      StringBuilder figures = new StringBuilder();
      sums.forEach(
          (name, sum) ->
              figures.append(
                  " %s %.2f %.2f;"
                      .formatted(
                          name,
                          sum[1] / Math.sqrt(sum[0]),
                          (sum[2] - sum[0]) / Math.sqrt(2 * sum[0]))));
      reporter.publishEntry(figures.toString());
      sums.forEach(
          (name, sum) -> {
            assertEquals(0, sum[1] / Math.sqrt(sum[0]), 4.5, name + ", mean");
            assertEquals(0, (sum[2] - sum[0]) / Math.sqrt(2 * sum[0]), 4.5, name + ", square");
          });
    }
  }

  @Test
  void jointDrawsStayJointDraws(TestReporter reporter) {
    Quantities quantities = new Quantities();
    double[] moved = new double[2];
    for (int r = 0; r < REPLICATES; r++) {
      UniformRandomProvider rng = new Streams(5).stream("invariance", "", 0, r);
      ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
      Map<String, double[]> columns = new LinkedHashMap<>();
      columns.put("x", new double[OBJECTS]);
      columns.put("y", new double[OBJECTS]);
      EngineProblem problem = problem(EngineProblem.block(columns));
      Hyperprior prior = problem.model().problem().population().hyperprior();
      double[] phi = prior.sample(rng);
      double[][] theta = new double[2][OBJECTS];
      for (int i = 0; i < OBJECTS; i++) {
        Map<String, Double> point = new HashMap<>(prior.named(phi));
        problem.model().problem().population().density().sample(rng, point);
        theta[0][i] = point.get("u");
        theta[1][i] = point.get("v");
        columns.get("x")[i] = theta[0][i] + ERROR * normal.sample();
        columns.get("y")[i] = theta[1][i] + ERROR * normal.sample();
      }
      double[] z = prior.standard(phi);
      GibbsChains start =
          new GibbsChains(
              new double[][] {z},
              new ObjectStates(new double[][][] {theta}, new double[1][2][OBJECTS]),
              new HyperMoves.State[] {HyperMoves.State.first(z)},
              new HyperMoves.State[] {HyperMoves.State.first(z)});
      GibbsSettings settings = new GibbsSettings(r, 1, 1, 0, 1, 2, 1);
      GibbsIteration iteration =
          new GibbsIteration(
              problem.model(),
              SelectionTerm.NONE,
              problem.objects(),
              new LocalObjectSweeps(problem.model(), problem.objects(), 1),
              settings);
      GibbsChains chains = start;
      for (int k = 0; k < ITERATIONS; k++) {
        chains = iteration.next(chains, k, false);
      }
      record(quantities, prior, chains, columns);
      moved[0] += Math.abs(chains.z()[0][0] - z[0]) / REPLICATES;
      moved[1] += Math.abs(chains.objects().theta()[0][0][0] - theta[0][0]) / REPLICATES;
    }
    reporter.publishEntry("mean moves " + moved[0] + " " + moved[1]);
    quantities.check(reporter);
  }

  /**
   * With eta fixed, the density of the hyperparameters is that of hyperparameters and thetas
   * together, likelihood included, times {@code |d theta / d eta|}: the difference of the logs is
   * the same everywhere.
   */
  @Test
  void standardisedDensityIsThatOfThetasTimesTheJacobian() {
    Map<String, double[]> data = Map.of("x", new double[] {1.1, 0.4}, "y", new double[] {-2, 0.9});
    EngineProblem problem = problem(EngineProblem.block(data));
    HyperPosteriorGivenObjects hyperparameters =
        new HyperPosteriorGivenObjects(problem.model(), SelectionTerm.NONE, problem.objects());
    double[][] eta = {{-0.7, 1.3}, {2.5, -0.4}};
    LogDensity standardised = hyperparameters.givenStandardised(eta);
    double expected = Double.NaN;
    for (double[] z :
        new double[][] {{0, 0, 0, 0, 0}, {0.3, -1, 1.5, 0.2, -0.8}, {-1, 0.6, -2, -0.5, 0.4}}) {
      double[] phi = problem.model().problem().population().hyperprior().natural(z);
      double[][] theta = hyperparameters.place(eta, z);
      double sum = hyperparameters.given(theta).at(z);
      for (int i = 0; i < 2; i++) {
        double u = Math.exp(phi[0] + phi[1] * eta[0][i]);
        assertEquals(u, theta[0][i], 1e-12);
        assertEquals(phi[3] + 0.5 * u + phi[4] * eta[1][i], theta[1][i], 1e-12);
        sum += Math.log(u * phi[1]) + Math.log(phi[4]);
        sum -= Math.pow((data.get("x")[i] - theta[0][i]) / ERROR, 2) / 2;
        sum -= Math.pow((data.get("y")[i] - theta[1][i]) / ERROR, 2) / 2;
      }
      double[][] back = hyperparameters.standardise(theta, z);
      assertArrayEquals(eta[0], back[0], 1e-12);
      assertArrayEquals(eta[1], back[1], 1e-12);
      double difference = standardised.at(z) - sum;
      expected = Double.isNaN(expected) ? difference : expected;
      assertEquals(expected, difference, 1e-10);
    }
  }

  private static void record(
      Quantities quantities, Hyperprior prior, GibbsChains chains, Map<String, double[]> data) {
    double[] z = chains.z()[0];
    double[] phi = prior.natural(z);
    for (int j = 0; j < z.length; j++) {
      quantities.add(prior.names().get(j), z[j]);
    }
    double[][] theta = chains.objects().theta()[0];
    for (int i = 0; i < OBJECTS; i++) {
      double eta = (Math.log(theta[0][i]) - phi[0]) / phi[1];
      double t =
          new StudentT()
              .cumulative(theta[1][i], new double[] {phi[2], phi[3] + 0.5 * theta[0][i], phi[4]});
      double x = (data.get("x")[i] - theta[0][i]) / ERROR;
      double y = (data.get("y")[i] - theta[1][i]) / ERROR;
      quantities.add("eta" + i, eta);
      quantities.add("t" + i, NormalDistribution.of(0, 1).inverseCumulativeProbability(t));
      quantities.add("x" + i, x);
      quantities.add("y" + i, y);
    }
  }
}
