package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.object.Observations;

/**
 * Models of the posterior database against its reference draws, or against quadrature (Magnusson et
 * al. 2025, posteriordb, arXiv:2407.04967). Priors are those of the Stan programs of the same
 * names, flat ones taken wide: {@code normal(0, 1000)} for the coefficients of kidiq, whose pull is
 * below 0.001 sd, and {@code uniform(0, 200)} for the widths of rats.
 *
 * <p>Means agree within 0.05 sd and four Monte Carlo errors of both sides.
 */
class PosteriorDatabaseTest {

  private static JointSampler.Result sample(JointModel model, int effective) {
    JointDensity density = JointDensity.of(model, Parameterisation.AUTOMATIC);
    return JointSampler.sample(density, new JointSampler.Settings(17, effective, 4_000, 20_000, 2));
  }

  private static void assertAgrees(
      JointSampler.Result result, Map<String, String> names, TestJson reference, double mcse) {
    Hyperposterior posterior = result.hyperposterior();
    names.forEach(
        (own, theirs) -> {
          Hyperposterior.Summary found = posterior.summaries().get(posterior.names().indexOf(own));
          double sd = reference.number(theirs, "sd");
          double noise = Math.sqrt(found.mcseMean() * found.mcseMean() + mcse * mcse * sd * sd);
          assertEquals(reference.number(theirs, "mean"), found.mean(), 0.05 * sd + 4 * noise, own);
          assertTrue(found.rhat() < 1.01, () -> own + " rhat " + found.rhat());
        });
    assertTrue(Arrays.stream(result.energyFraction()).min().orElseThrow() > 0.3);
    assertTrue(result.hyperposterior().divergences() <= 0.001 * 4 * result.transitions());
  }

  private static Map<String, String> same(String... names) {
    Map<String, String> map = new LinkedHashMap<>();
    Arrays.stream(names).forEach(name -> map.put(name, name));
    return map;
  }

  @Test
  void childrensScoresByMothersIntelligence() {
    TestJson data = TestJson.read("posteriordb/kidiq.data.json.zip");
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("score", data.array("kid_score"));
    columns.put("hs", data.array("mom_hs"));
    columns.put("iq", data.array("mom_iq"));
    Map<String, String> priors = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (int k = 1; k <= 4; k++) {
      priors.put("b" + k, "normal(0, 1000)");
      names.put("b" + k, "beta[" + k + "]");
    }
    priors.put("sigma", "half_cauchy(2.5)");
    names.put("sigma", "sigma");
    JointModel model =
        JointFixture.regression(
            priors,
            "-0.5 * ((score - b1 - b2 * hs - b3 * iq - b4 * hs * iq) / sigma)^2 - log(sigma)",
            JointFixture.objects(columns, Optional.empty()));
    TestJson reference = TestJson.read("posteriordb/kidiq-kidscore_interaction.summary.json");
    assertAgrees(sample(model, 4_000), names, reference, 0.01);
  }

  /** Each dog's first trial, with certain outcome, is left out. */
  @Test
  void dogsAvoidingShocks() {
    int trials = 25;
    double[] y = TestJson.read("posteriordb/dogs.data.json.zip").array("y");
    List<double[]> rows = new ArrayList<>();
    for (int dog = 0; dog < y.length / trials; dog++) {
      double shocks = 0;
      for (int t = 1; t < trials; t++) {
        shocks += y[dog * trials + t - 1];
        rows.add(new double[] {y[dog * trials + t], shocks, t - shocks});
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    List<String> names = List.of("y", "shocks", "avoided");
    for (int k = 0; k < 3; k++) {
      int column = k;
      columns.put(names.get(k), rows.stream().mapToDouble(row -> row[column]).toArray());
    }
    String logP = "(shocks * log(a) + avoided * log(b))";
    JointModel model =
        JointFixture.regression(
            new LinkedHashMap<>(Map.of("a", "uniform(0, 1)", "b", "uniform(0, 1)")),
            "y * " + logP + " + (1 - y) * log(1 - exp" + logP + ")",
            JointFixture.objects(columns, Optional.empty()));
    TestJson reference = TestJson.read("posteriordb/dogs-dogs_hierarchical.exact.json");
    assertAgrees(sample(model, 4_000), same("a", "b"), reference, 0);
  }

  /** Rows of groups numbered from 1, in the order of the groups. */
  private static Observations grouped(double[] group, Map<String, double[]> columns) {
    Integer[] order = new Integer[group.length];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, (a, b) -> Double.compare(group[a], group[b]));
    int groups = (int) Arrays.stream(group).max().orElseThrow();
    int[] offsets = new int[groups + 1];
    for (double g : group) {
      offsets[(int) g]++;
    }
    for (int g = 1; g <= groups; g++) {
      offsets[g] += offsets[g - 1];
    }
    Map<String, double[]> sorted = new LinkedHashMap<>();
    columns.forEach(
        (name, values) ->
            sorted.put(name, Arrays.stream(order).mapToDouble(k -> values[k]).toArray()));
    return new Observations(offsets, sorted);
  }

  private static JointModel lines(Map<String, String> priors, Observations observations) {
    Map<String, String> densities = new LinkedHashMap<>();
    densities.put("alpha", "normal(mu_alpha, sigma_alpha)");
    densities.put("beta", "normal(mu_beta, sigma_beta)");
    return JointFixture.model(
        densities,
        priors,
        "-0.5 * ((y - alpha - beta * x) / sigma_y)^2 - log(sigma_y)",
        JointFixture.objects(Map.of(), Optional.of(observations)));
  }

  @Test
  void growingRats() {
    TestJson data = TestJson.read("posteriordb/rats_data.data.json.zip");
    double centre = data.value("xbar");
    double[] x = Arrays.stream(data.array("x")).map(v -> v - centre).toArray();
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu_alpha", "normal(0, 100)");
    priors.put("mu_beta", "normal(0, 100)");
    for (String width : List.of("sigma_y", "sigma_alpha", "sigma_beta")) {
      priors.put(width, "uniform(0, 200)");
    }
    JointModel model =
        lines(priors, grouped(data.array("rat"), Map.of("x", x, "y", data.array("y"))));
    TestJson reference = TestJson.read("posteriordb/rats_data-rats_model.exact.json");
    String[] names = priors.keySet().toArray(String[]::new);
    assertAgrees(sample(model, 2_000), same(names), reference, 0);
  }

  @Test
  @Tag("nightly")
  void radonByCounty() {
    TestJson data = TestJson.read("linear/radon/radon_mn.data.json.zip");
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu_alpha", "normal(0, 10)");
    priors.put("mu_beta", "normal(0, 10)");
    for (String width : List.of("sigma_y", "sigma_alpha", "sigma_beta")) {
      priors.put(width, "half_normal(1)");
    }
    Map<String, double[]> columns =
        Map.of("x", data.array("floor_measure"), "y", data.array("log_radon"));
    JointModel model = lines(priors, grouped(data.array("county_idx"), columns));
    TestJson reference = TestJson.read("linear/radon/radon_variable_intercept_slope.exact.json");
    String[] names = priors.keySet().toArray(String[]::new);
    assertAgrees(sample(model, 2_000), same(names), reference, 0);
  }

  /** Homes of a county share an intercept; uranium and floor act on all alike. */
  @Test
  void radonByUraniumAndFloor() {
    TestJson data = TestJson.read("linear/radon/radon_mn.data.json.zip");
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu_alpha", "normal(0, 10)");
    priors.put("uranium", "normal(0, 10)");
    priors.put("floor", "normal(0, 10)");
    priors.put("sigma_alpha", "half_normal(1)");
    priors.put("sigma_y", "half_normal(1)");
    Map<String, double[]> columns =
        Map.of(
            "u",
            data.array("log_uppm"),
            "x",
            data.array("floor_measure"),
            "y",
            data.array("log_radon"));
    JointModel model =
        JointFixture.model(
            Map.of("alpha", "normal(mu_alpha, sigma_alpha)"),
            priors,
            "-0.5 * ((y - alpha - uranium * u - floor * x) / sigma_y)^2 - log(sigma_y)",
            JointFixture.objects(
                Map.of(), Optional.of(grouped(data.array("county_idx"), columns))));
    Map<String, String> names = same("mu_alpha", "sigma_alpha", "sigma_y");
    names.put("uranium", "beta[1] (log_uppm)");
    names.put("floor", "beta[2] (floor)");
    TestJson reference = TestJson.read("linear/radon/radon_hierarchical_intercept.exact.json");
    assertAgrees(sample(model, 2_000), names, reference, 0);
  }

  @Test
  void yearlyCountsWithPoissonNoise() {
    TestJson data = TestJson.read("posteriordb/GLMM_Poisson_data.data.json.zip");
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("alpha", "uniform(-20, 20)");
    for (String slope : List.of("beta1", "beta2", "beta3")) {
      priors.put(slope, "uniform(-10, 10)");
    }
    priors.put("sigma", "uniform(0, 5)");
    Map<String, double[]> columns = Map.of("year", data.array("year"), "c", data.array("C"));
    JointModel model =
        JointFixture.model(
            Map.of("rate", "normal(alpha + beta1 * year + beta2 * year^2 + beta3 * year^3, sigma)"),
            priors,
            "c * rate - exp(rate)",
            JointFixture.objects(columns, Optional.empty()));
    TestJson reference =
        TestJson.read("posteriordb/GLMM_Poisson_data-GLMM_Poisson_model.reference.json");
    String[] names = priors.keySet().toArray(String[]::new);
    assertAgrees(sample(model, 2_000), same(names), reference, 0.02);
  }
}
