package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.object.ObjectBlock;

class JointSamplerTest {

  private static JointModel eightSchools() {
    double[] y = {28, 8, -3, 7, -1, 1, 18, 12};
    double[] s = {15, 10, 16, 11, 9, 11, 10, 18};
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("mu", "normal(0, 5)");
    priors.put("tau", "half_cauchy(5)");
    ObjectBlock objects = JointFixture.objects(Map.of("y", y, "s", s), Optional.empty());
    return JointFixture.gaussian("normal(mu, tau)", priors, objects);
  }

  /**
   * Within 0.05 sd in the mean, 0.1 sd in quantiles and in the thetas: the Monte Carlo error of a
   * mean is 0.01 sd with 10,000 effective draws, of a 5 % quantile of the long-tailed tau 0.03 sd.
   */
  @Test
  void eightSchoolsAgreeWithQuadrature() {
    TestJson exact = TestJson.read("eight_schools/exact_quadrature_reference.json");
    JointDensity density = JointDensity.of(eightSchools(), Parameterisation.AUTOMATIC);
    assertEquals(List.of("t"), density.nonCentred());
    JointSampler.Result result =
        JointSampler.sample(density, new JointSampler.Settings(11, 10_000, 10_000, 20_000, 2));
    Hyperposterior posterior = result.hyperposterior();
    for (int d = 0; d < 2; d++) {
      String name = posterior.names().get(d);
      Hyperposterior.Summary found = posterior.summaries().get(d);
      double sd = exact.number(name, "sd");
      assertEquals(exact.number(name, "mean"), found.mean(), 0.05 * sd, name);
      assertEquals(exact.number(name, "q5"), found.q05(), 0.1 * sd, name);
      assertEquals(exact.number(name, "q50"), found.median(), 0.1 * sd, name);
      assertEquals(exact.number(name, "q95"), found.q95(), 0.1 * sd, name);
      assertTrue(found.rhat() < 1.01, name);
    }
    for (int i = 0; i < 8; i++) {
      WeightedSummary school = result.objects().summary(0, i);
      String name = "theta[" + (i + 1) + "]";
      double sd = exact.number(name, "sd");
      assertEquals(exact.number(name, "mean"), school.mean(), 0.1 * sd, name);
      assertEquals(sd, school.sd(), 0.1 * sd, name);
    }
    assertTrue(result.objects().worstRhat() < 1.01);
    assertTrue(Arrays.stream(result.energyFraction()).min().orElseThrow() > 0.3);
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    JointDensity density = JointDensity.of(eightSchools(), Parameterisation.AUTOMATIC);
    JointSampler.Result one =
        JointSampler.sample(density, new JointSampler.Settings(5, 100, 400, 500, 1));
    JointSampler.Result three =
        JointSampler.sample(density, new JointSampler.Settings(5, 100, 400, 500, 3));
    assertArrayEquals(one.hyperposterior().draws(), three.hyperposterior().draws());
    assertArrayEquals(one.objects().draws(), three.objects().draws());
    assertArrayEquals(one.energyFraction(), three.energyFraction());
  }

  /** The warm-up is the 1,050 transitions promised; sampling comes in blocks. */
  @Test
  void tellsHowLongTheChainsAre() {
    List<Integer> told = new ArrayList<>();
    JointSampler.Result result =
        JointSampler.sample(
            JointDensity.of(eightSchools(), Parameterisation.AUTOMATIC),
            new JointSampler.Settings(5, 100, 400, 500, 2),
            told::add);
    assertEquals(List.of(75, 100, 150, 250, 450, 950, 1_050, 1_550), told);
    assertEquals(1_050 + result.transitions(), told.get(told.size() - 1));
  }

  private static JointSampler.Result funnel(Parameterisation parameterisation) {
    ObjectBlock objects = JointFixture.objects(Map.of("zero", new double[9]), Optional.empty());
    JointModel model =
        JointFixture.model(
            Map.of("x", "normal(0, exp(y))"), Map.of("y", "normal(0, 3)"), "0 * zero", objects);
    return JointSampler.sample(
        JointDensity.of(model, parameterisation),
        new JointSampler.Settings(3, 1_000, 4_000, 2_000, 2));
  }

  private static boolean isSuspect(JointSampler.Result result) {
    return result.hyperposterior().divergences() > 0
        || Arrays.stream(result.energyFraction()).min().orElseThrow() < 0.3
        || result.hyperposterior().summaries().get(0).rhat() > 1.01;
  }

  @Test
  void theCentredFunnelIsFlaggedAndTheNonCentredOneIsNot() {
    JointSampler.Result centred = funnel(new Parameterisation(Set.of("x"), Set.of()));
    JointSampler.Result nonCentred = funnel(new Parameterisation(Set.of(), Set.of("x")));
    assertTrue(isSuspect(centred));
    assertTrue(!isSuspect(nonCentred));
    Hyperposterior.Summary y = nonCentred.hyperposterior().summaries().get(0);
    assertEquals(0, y.mean(), 4 * y.mcseMean());
    assertEquals(3, y.sd(), 4 * 3 / Math.sqrt(2 * 1_000));
  }
}
