package org.skypool.core.inference;

import java.util.*;
import org.junit.jupiter.api.Test;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.random.Streams;

class SmokeTest {
  @Test
  void smoke() throws Exception {
    int n = 3_000;
    var rng = new Streams(3).stream("smoke", "", 0, 0);
    var normal = org.apache.commons.rng.sampling.distribution.ZigguratSampler.NormalizedGaussian.of(rng);
    double[] logm = new double[n], err = new double[n];
    var f = new org.skypool.core.density.Schechter();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < n; ) {
      double t = f.sample(rng, new double[] {-1.25, 10.7, 8.0});
      double s = 0.2;
      double x = t + s * normal.sample();
      if (x > 8.9) { logm[i] = x; err[i] = s; ids.add("g" + i); i++; }
    }
    for (int rep = 0; rep < 1; rep++) {
    long t0 = System.nanoTime();
    TestSurvey survey = new TestSurvey("log_mass", Map.of("value", "logm", "error", "e"), "gaussian",
        "uniform(6, 13)", "schechter(slope = alpha, knee = m, above = 8.0)",
        Map.of("alpha", "uniform(-2, 0)", "m", "uniform(9.5, 11.5)"),
        Optional.of("normal_cdf((log_mass - 8.9) / e)"),
        new ObjectBlock(ids, Map.of("logm", logm, "e", err)), 64, 7);
    long t1 = System.nanoTime();
    survey.sample(0, null, 0, org.skypool.core.sampler.SamplerSettings.of(1, 64));
    System.out.printf("sample 0: %.3f s%n", (System.nanoTime() - t1) / 1e9);
    t1 = System.nanoTime();
    survey.sample(1, new double[] {-1.25, 10.7}, 0, org.skypool.core.sampler.SamplerSettings.of(1, 64));
    System.out.printf("sample 1: %.3f s%n", (System.nanoTime() - t1) / 1e9);
    var rounds = survey.fit(1, 2000);
    for (var r : rounds) {
      var p = r.result().posterior();
      System.out.println(p.names() + " " + Arrays.toString(p.mean()) + " sd " + p.sd(0) + " " + p.sd(1) + " khat " + p.khat()
          + " ess " + p.effective() + " passes " + r.result().passes() + " evals " + r.result().evaluations()
          + " selErr " + r.result().selectionError() + " integrals " + r.result().selectionIntegrals() + " " + p.sampler());
    }
    System.out.printf("all: %.3f s%n", (System.nanoTime() - t0) / 1e9);
    }
  }
}
