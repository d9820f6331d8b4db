package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;

/**
 * Worked problems of measurements: values without error, observables predicted by formulas,
 * hyperparameters in the likelihood. Against computations of the same models that share nothing
 * with the project: Markov chains over likelihoods written out by hand.
 */
class MeasurementProblemsTest {
  @TempDir Path folder;

  private static Path project() {
    return Launched.module().getParent();
  }

  private Path output() {
    return folder.resolve("out");
  }

  private JsonNode run(String problem, String... more) {
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("run", project().resolve("conf/" + problem + ".conf"), output(), more);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(Files.exists(output().resolve("report.html")));
    return RunsOnSpark.record(output());
  }

  private static double[] column(JsonNode found, String name) {
    List<Double> values = new ArrayList<>();
    found.at("/config/catalog/rows").forEach(row -> values.add(row.get(name).asDouble()));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void near(
      JsonNode found, String name, double mean, double sd, double shift, double width) {
    JsonNode of = found.at("/hyperparameters/" + name);
    String figures = name + " " + mean + " +- " + sd + ", found " + of;
    assertEquals(mean, of.get("mean").asDouble(), shift * sd, figures);
    assertEquals(1, of.get("sd").asDouble() / sd, width, figures);
  }

  private static double logNormal(double x, double mean, double variance) {
    return -0.5 * ((x - mean) * (x - mean) / variance + Math.log(2 * Math.PI * variance));
  }

  private static double logSum(double a, double b) {
    double top = Math.max(a, b);
    return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
  }

  /** Priors of m, b, p_bad and y_bad. */
  private static double linePrior(double[] t) {
    boolean inside = Math.abs(t[0]) < 10 && Math.abs(t[1]) < 1000 && t[2] > 0 && t[2] < 1;
    double z = (t[3] - 400) / 200;
    return inside
        ? -0.5 * z * z - 1.5 * Math.log(1 + t[0] * t[0]) + Math.log(t[2]) + 5 * Math.log(1 - t[2])
        : Double.NEGATIVE_INFINITY;
  }

  /**
   * The mixture on all twenty points, against a Markov chain, and against the published 2.24 +-
   * 0.12 and 34.5 +- 20. Chain and run know a mean to 0.02 sd and 0.016 sd.
   */
  @Test
  void lineWithOutliers() {
    JsonNode found = run("line-outliers");
    double[] x = column(found, "x");
    double[] y = column(found, "y");
    double[] s = column(found, "s_y");
    ToDoubleFunction<double[]> posterior =
        t -> {
          double sum = linePrior(t);
          for (int i = 0; i < x.length && sum > Double.NEGATIVE_INFINITY; i++) {
            double good = logNormal(y[i], t[0] * x[i] + t[1], s[i] * s[i]);
            double bad = logNormal(y[i], t[3], 15_000 + s[i] * s[i]);
            sum += logSum(Math.log(1 - t[2]) + good, Math.log(t[2]) + bad);
          }
          return sum;
        };
    double[][] moments =
        Walk.moments(
            posterior, new double[] {2.2, 34, 0.2, 450}, new double[] {0.1, 15, 0.1, 50}, 400_000);
    List<String> names = List.of("m", "b", "p_bad", "y_bad");
    for (int j = 0; j < names.size(); j++) {
      near(found, names.get(j), moments[0][j], moments[1][j], 0.1, 0.08);
    }
    near(found, "m", 2.24, 0.12, 0.2, 0.1);
    near(found, "b", 34.5, 20, 0.2, 0.1);
    assertEquals(0, found.at("/rounds/0/bias_sd").asDouble());
    assertEquals(1, found.get("rounds").size());
    assertEquals(1, found.at("/points/per_object").asInt());
  }

  /**
   * Without scatter and with true abscissae anywhere this is the projection on the line, published
   * as 2.17 +- 0.13 and 41 +- 20.
   */
  @Test
  void lineWithErrorsOnBothAxes() {
    JsonNode found =
        run(
            "line-both-axes",
            "--set",
            "population.hyperprior.scatter=0",
            "--set",
            "population.hyperprior.x_sd=10000",
            "--set",
            "population.hyperprior.x_mean=150");
    double[] x = column(found, "x");
    double[] y = column(found, "y");
    double[] sx = column(found, "s_x");
    double[] sy = column(found, "s_y");
    double[] rho = column(found, "rho");
    ToDoubleFunction<double[]> posterior =
        t -> {
          double sum = linePrior(t) - 0.5 * (t[4] - 10) * (t[4] - 10);
          for (int i = 0; i < x.length && sum > Double.NEGATIVE_INFINITY; i++) {
            double v =
                sy[i] * sy[i] - 2 * t[0] * rho[i] * sx[i] * sy[i] + t[0] * t[0] * sx[i] * sx[i];
            double good = logNormal(y[i], t[0] * x[i] + t[1], v);
            double bad = logNormal(y[i], t[3], Math.exp(t[4]) + sy[i] * sy[i]);
            sum += logSum(Math.log(1 - t[2]) + good, Math.log(t[2]) + bad);
          }
          return sum;
        };
    double[][] moments =
        Walk.moments(
            posterior,
            new double[] {2.2, 34, 0.2, 450, 10},
            new double[] {0.1, 15, 0.1, 50, 1},
            400_000);
    List<String> names = List.of("m", "b", "p_bad", "y_bad");
    for (int j = 0; j < names.size(); j++) {
      near(found, names.get(j), moments[0][j], moments[1][j], 0.1, 0.08);
    }
    near(found, "m", 2.17, 0.13, 0.2, 0.1);
    near(found, "b", 41, 20, 0.2, 0.1);
  }

  /**
   * Whether the truth lies within 3 posterior sd: false alarms in one of 90 seeds, which is fixed.
   */
  private static void recovers(JsonNode found, Map<String, Double> truth) {
    truth.forEach(
        (name, value) -> {
          JsonNode of = found.at("/hyperparameters/" + name);
          assertEquals(value, of.get("mean").asDouble(), 3 * of.get("sd").asDouble(), name);
        });
  }

  private static final String UNKNOWN_NOISE =
      """
      name = unknown-noise
      catalog {
        source = mock
        mock { objects = 200, columns.e = "log_uniform(0.2, 2)", truth { mu = 1, tau = 1, k = 1.5 } }
      }
      objects {
        model = gaussian
        theta.y { value = y, error = "k * e" }
        interim-prior.y = "normal(0, 10)"
      }
      population {
        density.y = "normal(mu, tau)"
        hyperprior { mu = "normal(0, 3)", tau = "half_normal(2)", k = "log_normal(0, 0.5)" }
      }
      """;

  /**
   * A measured column with the name of its theta, and an unknown factor on its errors: draws carry
   * their log likelihood, and what is read back is what was written.
   */
  @Test
  void unknownNoise() throws Exception {
    Path file = Files.writeString(folder.resolve("noise.conf"), UNKNOWN_NOISE);
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("run", file, output());
    assertEquals(0, outcome.code(), outcome.err());
    recovers(RunsOnSpark.record(output()), Map.of("mu", 1.0, "tau", 1.0, "k", 1.5));
    assertEquals(
        List.of("200|0"),
        Duck.rows(
            "SELECT count(*), count(*) FILTER (len(log_likelihood) <> len(log_weight)) FROM "
                + RunsOnSpark.table(output(), "draws/round=1")));
    // round 0 is weighted at the centre of the prior, k = 1: log N(y; y_k, e)
    assertEquals(
        List.of("true"),
        Duck.rows(
            "SELECT max(abs(log_likelihood[7] + 0.5 * pow((y_measured - y[7]) / e, 2)"
                + " + ln(e) + 0.5 * ln(2 * pi()))) < 1e-9 FROM "
                + RunsOnSpark.table(output(), "draws/round=0")));
  }

  @Test
  @Tag("nightly")
  void clusterDistance() {
    JsonNode found = run("cluster-distance");
    recovers(found, Map.of("mu_r", 0.41, "sigma_r", 0.012, "f_field", 0.15, "zero_point", 0.045));
    assertTrue(found.at("/hyperparameters/mu_r/sd").asDouble() < 0.003);
  }

  @Test
  @Tag("nightly")
  void calibrationOffsets() {
    JsonNode found = run("calibration-offsets");
    recovers(
        found,
        Map.of("zero_g", 0.03, "zero_i", -0.02, "zero_z", 0.05, "c_mean", 0.6, "c_sd", 0.25));
    for (String name : List.of("zero_i", "zero_z")) {
      assertTrue(found.at("/hyperparameters/" + name + "/sd").asDouble() < 0.012, name);
    }
  }

  /**
   * Offsets in the likelihood, reweighted and by chains over all stars together. The chains' 400
   * effective draws know a mean to 0.05 sd: 0.2 sd is 4 of it. Few stars, since an offset and the
   * colours of all stars move together: chains over 60 of them had 119 effective draws after 5,000
   * transitions.
   */
  @Test
  @Tag("nightly")
  void enginesAgree() {
    String[] few = {"--set", "catalog.mock.objects=15"};
    JsonNode reweighted = run("calibration-offsets", few).get("hyperparameters");
    RunsOnSpark.Outcome joint =
        RunsOnSpark.execute(
            "run",
            project().resolve("conf/calibration-offsets.conf"),
            folder.resolve("joint"),
            few[0],
            few[1],
            "--set",
            "hyperposterior.ess=400",
            "--set",
            "engine=joint");
    assertEquals(0, joint.code(), joint.err());
    JsonNode chains = RunsOnSpark.record(folder.resolve("joint"));
    reweighted
        .fields()
        .forEachRemaining(
            of ->
                near(
                    chains,
                    of.getKey(),
                    of.getValue().get("mean").asDouble(),
                    of.getValue().get("sd").asDouble(),
                    0.2,
                    0.15));
  }

  /**
   * NGC 2516 against quadrature over the distance of every star within a Markov chain, and against
   * the weighted mean of its parallaxes, 2.428 mas: 412 pc without a zero-point, 405 pc with one.
   */
  @Test
  @Tag("nightly")
  void realCluster() throws Exception {
    Path file =
        project().resolve("../shared/data/star_cluster/asteca_cluster_ngc2516.csv").normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    JsonNode found = run("ngc2516", "--set", "catalog.path=" + file);
    double[][] moments =
        Walk.moments(
            ParallaxQuadrature.of(file)::logPosterior,
            new double[] {0.406, Math.log(0.006), 0.07, Math.log(0.95), 0.035},
            new double[] {0.0016, 0.05, 0.01, 0.04, 0.01},
            15_000);
    List<String> names = List.of("mu_r", "sigma_r", "f_field", "inflation", "zero_point");
    for (int j = 0; j < names.size(); j++) {
      boolean log = j == 1 || j == 3;
      double mean = log ? Math.exp(moments[0][j]) : moments[0][j];
      near(found, names.get(j), mean, log ? mean * moments[1][j] : moments[1][j], 0.3, 0.3);
    }
    assertEquals(0.405, found.at("/hyperparameters/mu_r/mean").asDouble(), 0.003);
  }

  /**
   * The core of the Hyades (Oh & Evans 2020), whose table has no errors: 0.05 mas are assumed,
   * which matters little at 21 mas. The published distance is 46 to 47 pc; the mean of its
   * parallaxes is that of 46.75 pc, the mean of their inverses 46.98 pc.
   */
  @Test
  @Tag("nightly")
  void hyades() {
    Path file =
        project().resolve("../shared/data/star_cluster/hyades_oh_evans2020_table2.csv").normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    List<String> options = new ArrayList<>();
    for (String option :
        List.of(
            "catalog.path=" + file,
            "catalog.id=designation",
            "catalog.where=fit_group = 'cl'",
            "catalog.columns.plx=parallax",
            "catalog.columns.e_plx=parallax",
            "objects.observable.parallax.error=0.05",
            "objects.interim-prior.r=gamma(3, 60)",
            "population.hyperprior.mu_r=uniform(0.03, 0.07)",
            "population.hyperprior.sigma_r=log_uniform(0.0005, 0.03)",
            "population.hyperprior.inflation=1")) {
      options.add("--set");
      options.add(option);
    }
    JsonNode found = run("ngc2516", options.toArray(String[]::new));
    assertEquals(400, found.at("/input/objects").asInt());
    assertEquals(0.0469, found.at("/hyperparameters/mu_r/mean").asDouble(), 0.0004);
  }

  /** Random-walk Metropolis whose proposal learns from its first half; the second half counts. */
  private static final class Walk {
    private Walk() {}

    /** Means and standard deviations. */
    static double[][] moments(
        ToDoubleFunction<double[]> logDensity, double[] start, double[] scale, int steps) {
      int d = start.length;
      Random random = new Random(1);
      double[] at = start.clone();
      double log = logDensity.applyAsDouble(at);
      double[][] factor = new double[d][d];
      for (int j = 0; j < d; j++) {
        factor[j][j] = 0.5 * scale[j];
      }
      List<double[]> chain = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        if (step == steps / 8 || step == steps / 4 || step == steps / 2) {
          factor = factor(chain.subList(chain.size() / 2, chain.size()));
        }
        double[] next = at.clone();
        double[] z = random.doubles(d).map(u -> random.nextGaussian()).toArray();
        for (int j = 0; j < d; j++) {
          for (int l = 0; l <= j; l++) {
            next[j] += 2.4 / Math.sqrt(d) * factor[j][l] * z[l];
          }
        }
        double proposed = logDensity.applyAsDouble(next);
        if (Math.log(random.nextDouble()) < proposed - log) {
          at = next;
          log = proposed;
        }
        chain.add(at);
      }
      List<double[]> kept = chain.subList(steps / 2, steps);
      double[] mean = mean(kept);
      double[][] covariance = covariance(kept, mean);
      double[] sd = new double[d];
      for (int j = 0; j < d; j++) {
        sd[j] = Math.sqrt(covariance[j][j]);
      }
      return new double[][] {mean, sd};
    }

    private static double[] mean(List<double[]> rows) {
      double[] mean = new double[rows.get(0).length];
      for (double[] row : rows) {
        for (int j = 0; j < mean.length; j++) {
          mean[j] += row[j] / rows.size();
        }
      }
      return mean;
    }

    private static double[][] covariance(List<double[]> rows, double[] mean) {
      int d = mean.length;
      double[][] c = new double[d][d];
      for (double[] row : rows) {
        for (int j = 0; j < d; j++) {
          for (int l = 0; l < d; l++) {
            c[j][l] += (row[j] - mean[j]) * (row[l] - mean[l]) / rows.size();
          }
        }
      }
      return c;
    }

    private static double[][] factor(List<double[]> rows) {
      double[][] c = covariance(rows, mean(rows));
      int d = c.length;
      double[][] l = new double[d][d];
      for (int j = 0; j < d; j++) {
        for (int k = 0; k <= j; k++) {
          double sum = c[j][k];
          for (int m = 0; m < k; m++) {
            sum -= l[j][m] * l[k][m];
          }
          l[j][k] = j == k ? Math.sqrt(sum + 1e-12 * c[j][j]) : sum / l[k][k];
        }
      }
      return l;
    }
  }

  /**
   * The model of conf/ngc2516.conf, the distance of every star integrated by the trapezoid rule.
   */
  private record ParallaxQuadrature(double[] parallax, double[] error) {
    private static final int NODES = 41;
    private static final double REACH = 6.5;
    private static final double FIELD = 0.05;

    static ParallaxQuadrature of(Path file) throws java.io.IOException {
      List<String> lines = Files.readAllLines(file);
      List<String> names = List.of(lines.get(0).split(",", -1));
      int p = names.indexOf("Plx");
      int e = names.indexOf("e_Plx");
      return new ParallaxQuadrature(numbers(lines, p), numbers(lines, e));
    }

    private static double[] numbers(List<String> lines, int column) {
      return lines.stream()
          .skip(1)
          .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
          .toArray();
    }

    /** Of mu_r, log sigma_r, f_field, log inflation and zero_point. */
    double logPosterior(double[] t) {
      boolean inside =
          t[0] > 0.3
              && t[0] < 0.6
              && t[1] > Math.log(0.001)
              && t[1] < Math.log(0.04)
              && t[2] > 0
              && t[2] < 1;
      if (!inside) {
        return Double.NEGATIVE_INFINITY;
      }
      double z = (t[3] - 0.2) / 0.2;
      double y = (t[4] - 0.04) / 0.01;
      double sum = -0.5 * (z * z + y * y);
      for (int i = 0; i < parallax.length; i++) {
        double value = parallax[i] + t[4];
        double noise = error[i] * Math.exp(t[3]);
        double cluster = evidence(value, noise, t[0], Math.exp(t[1]));
        double field = evidence(value, noise, t[0], FIELD);
        sum += Math.log((1 - t[2]) * cluster + t[2] * field);
      }
      return sum;
    }

    /** Integral of {@code Normal(value; 1 / r, noise) Normal(r; mean, sd)} over r. */
    private static double evidence(double value, double noise, double mean, double sd) {
      double distance = 1 / value;
      double width = noise * distance * distance;
      double variance = 1 / (1 / (width * width) + 1 / (sd * sd));
      double centre = variance * (distance / (width * width) + mean / (sd * sd));
      double step = 2 * REACH * Math.sqrt(variance) / (NODES - 1);
      double sum = 0;
      for (int k = 0; k < NODES; k++) {
        double r = Math.max(1e-3, centre + (k - (NODES - 1) / 2) * step);
        double a = (value - 1 / r) / noise;
        double b = (r - mean) / sd;
        sum += Math.exp(-0.5 * (a * a + b * b));
      }
      return sum * step / (2 * Math.PI * noise * sd);
    }
  }
}
