package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.zip.ZipFile;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mixtures of measured quantities as they are written in {@code conf/}, against marginal
 * likelihoods in closed form: by quadrature, or by chains of another kind ({@link EnsembleChains}),
 * whose means are known to about 0.03 sd.
 */
@Tag("nightly")
class MixtureProblemsTest {

  /** Of half the width of the central 68 %. */
  private static final double SHARE = 0.12;

  @TempDir Path folder;

  private ComparedRun run(String problem) {
    return ComparedRun.of(problem, folder.resolve("out"));
  }

  @Test
  void gaussiansInOneDimension() throws Exception {
    ComparedRun run = run("mixture");
    double[][] rows = run.rows("draws/round=0", "x_measured", "e");
    ToDoubleFunction<double[]> log =
        phi -> {
          double last = 1 - phi[6] - phi[7];
          boolean ordered = phi[0] < phi[1] && phi[1] < phi[2];
          if (!ordered || !(Math.min(Math.min(phi[6], phi[7]), last) > 0)) {
            return Double.NEGATIVE_INFINITY;
          }
          double sum = Math.log(phi[6]) + Math.log(phi[7]) + Math.log(last);
          for (int c = 0; c < 3; c++) {
            if (!(phi[3 + c] > 0)) {
              return Double.NEGATIVE_INFINITY;
            }
            sum += ComparedRun.logGaussian(phi[c], 0, 4);
            sum += ComparedRun.logGaussian(Math.log(phi[3 + c]), -0.5, 0.7) - Math.log(phi[3 + c]);
          }
          double[] weights = {phi[6], phi[7], last};
          for (double[] row : rows) {
            double density = 0;
            for (int c = 0; c < 3; c++) {
              density +=
                  weights[c]
                      * Math.exp(
                          ComparedRun.logGaussian(row[0], phi[c], Math.hypot(phi[3 + c], row[1])));
            }
            sum += Math.log(density);
          }
          return sum;
        };
    List<double[]> draws =
        EnsembleChains.sample(
            log,
            new double[] {-2, 0, 3, 0.5, 0.7, 0.9, 0.3, 0.3},
            new double[] {0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.03, 0.03},
            10_000);
    run.compare(new String[] {"m1", "m2", "m3", "s1", "s2", "s3", "w1", "w2"}, draws, SHARE);
  }

  @Test
  void gaussiansInThreeDimensions() throws Exception {
    ComparedRun run = run("mixture-3d");
    double[][] rows = run.rows("draws/round=0", "u_measured", "v_measured", "w_measured", "e");
    String[] names = {
      "u1", "v1", "w1", "su1", "sv1", "sw1", "ruv1", "ruw1", "rvw1", "u2", "v2", "w2", "su2", "sv2",
      "sw2", "ruv2", "ruw2", "rvw2", "share"
    };
    double[] start = new double[names.length];
    double[] width = new double[names.length];
    for (int j = 0; j < names.length; j++) {
      start[j] = run.found().at("/config/catalog/mock/truth/" + names[j]).asDouble();
      width[j] = 0.03;
    }
    List<double[]> draws =
        EnsembleChains.sample(phi -> logThreeDimensions(rows, phi), start, width, 12_000);
    run.compare(names, draws, 0.15);
  }

  private static double logThreeDimensions(double[][] rows, double[] phi) {
    boolean inside = phi[0] < phi[9] && phi[18] > 0 && phi[18] < 1;
    double sum = 0;
    double[][][] covariance = new double[2][][];
    for (int c = 0; inside && c < 2; c++) {
      for (int j = 0; j < 3; j++) {
        double sd = phi[9 * c + 3 + j];
        inside &= sd > 0 && Math.abs(phi[9 * c + 6 + j]) < 1;
        sum +=
            ComparedRun.logGaussian(phi[9 * c + j], 0, 3)
                + ComparedRun.logGaussian(Math.log(sd), 0, 1)
                - Math.log(sd);
      }
      covariance[c] = covariance(phi, 9 * c);
    }
    if (!inside) {
      return Double.NEGATIVE_INFINITY;
    }
    for (double[] row : rows) {
      double one = phi[18] * density(row, phi, 0, covariance[0]);
      sum += Math.log(one + (1 - phi[18]) * density(row, phi, 9, covariance[1]));
    }
    return sum;
  }

  /** The third correlation from the partial one. */
  private static double[][] covariance(double[] phi, int at) {
    double[] s = {phi[at + 3], phi[at + 4], phi[at + 5]};
    double a = phi[at + 6];
    double b = phi[at + 7];
    double c = phi[at + 8] * Math.sqrt((1 - a * a) * (1 - b * b)) + a * b;
    double[][] rho = {{1, a, b}, {a, 1, c}, {b, c, 1}};
    for (int j = 0; j < 3; j++) {
      for (int k = 0; k < 3; k++) {
        rho[j][k] *= s[j] * s[k];
      }
    }
    return rho;
  }

  /** By cofactors; errors are equal in all three coordinates and independent. */
  private static double density(double[] row, double[] phi, int at, double[][] c) {
    double e = row[3] * row[3];
    double xx = c[0][0] + e;
    double yy = c[1][1] + e;
    double zz = c[2][2] + e;
    double xy = c[0][1];
    double xz = c[0][2];
    double yz = c[1][2];
    double ixx = yy * zz - yz * yz;
    double ixy = xz * yz - xy * zz;
    double ixz = xy * yz - xz * yy;
    double determinant = xx * ixx + xy * ixy + xz * ixz;
    double x = row[0] - phi[at];
    double y = row[1] - phi[at + 1];
    double z = row[2] - phi[at + 2];
    double square =
        x * x * ixx
            + y * y * (xx * zz - xz * xz)
            + z * z * (xx * yy - xy * xy)
            + 2 * (x * y * ixy + x * z * ixz + y * z * (xy * xz - xx * yz));
    return Math.exp(-square / (2 * determinant)) / Math.sqrt(determinant);
  }

  /** Means and sds by the midpoint rule over share, velocity and log dispersion. */
  private static List<double[]> velocities(double[][] rows, double window) {
    int steps = 60;
    List<double[]> grid = new ArrayList<>();
    double[] logs = new double[steps * steps * steps];
    double top = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < steps; s++) {
      double sigma = 100 * Math.pow(20, (s + 0.5) / steps);
      for (int v = 0; v < steps; v++) {
        double mean = -400 + 800 * (v + 0.5) / steps;
        double inside =
            (Erf.erf((window - mean) / sigma / Math.sqrt(2))
                    + Erf.erf((window + mean) / sigma / Math.sqrt(2)))
                / 2;
        double[] member = new double[rows.length];
        double[] other = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
          member[i] = memberDensity(rows[i], mean, sigma, window) / inside;
          other[i] =
              (Erf.erf((window - rows[i][0]) / rows[i][1] / Math.sqrt(2))
                      + Erf.erf((window + rows[i][0]) / rows[i][1] / Math.sqrt(2)))
                  / (4 * window);
        }
        for (int f = 0; f < steps; f++) {
          double share = (f + 0.5) / steps;
          double log = -mean * mean / (2 * 500 * 500);
          for (int i = 0; i < rows.length; i++) {
            log += Math.log(share * member[i] + (1 - share) * other[i]);
          }
          logs[grid.size()] = log;
          top = Math.max(top, log);
          grid.add(new double[] {share, mean, sigma});
        }
      }
    }
    // systematic draws of the grid, spread over their cells: quantiles would be those of cells else
    double total = 0;
    for (double log : logs) {
      total += Math.exp(log - top);
    }
    List<double[]> draws = new ArrayList<>();
    double due = total / 40_000;
    double at = due / 2;
    double sum = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < logs.length; k++) {
      sum += Math.exp(logs[k] - top);
      for (; at < sum; at += due) {
        double[] cell = grid.get(k);
        draws.add(
            new double[] {
              cell[0] + (random.nextDouble() - 0.5) / steps,
              cell[1] + 800 * (random.nextDouble() - 0.5) / steps,
              cell[2] * Math.pow(20, (random.nextDouble() - 0.5) / steps)
            });
      }
    }
    return draws;
  }

  /** The truncated Gaussian, without its normalisation, behind a measurement. */
  private static double memberDensity(double[] row, double mean, double sigma, double window) {
    double variance = sigma * sigma + row[1] * row[1];
    double centre = (row[0] * sigma * sigma + mean * row[1] * row[1]) / variance;
    double width = sigma * row[1] / Math.sqrt(variance) * Math.sqrt(2);
    double inside = (Erf.erf((window - centre) / width) + Erf.erf((window + centre) / width)) / 2;
    double z = (row[0] - mean) * (row[0] - mean) / variance;
    return inside * Math.exp(-z / 2) / Math.sqrt(2 * Math.PI * variance);
  }

  private static final String OUTLIERS =
      """
      name = outliers
      seed = 1
      catalog {
        source = mock
        mock { objects = 60, truth { share = 0.7, m = 1 }, columns { e = "uniform(0.2, 0.8)" } }
      }
      objects {
        model = gaussian
        theta.x { value = y, error = e }
        interim-prior.x = "normal(0, 10)"
      }
      population {
        density.x = "mix(share, normal(m, 0.5), normal(0, 4))"
        hyperprior { share = "beta(2, 2)", m = "normal(0, 2)" }
      }
      """;

  /** Memberships given points and given chains: of 2,000 correlated draws they are good to 0.02. */
  @Test
  void enginesAgreeOnMemberships() throws Exception {
    Path configuration = folder.resolve("outliers.conf");
    Files.writeString(configuration, OUTLIERS);
    double[][] reweighted = null;
    for (String engine : List.of("reweight", "joint", "gibbs")) {
      Path own = folder.resolve(engine);
      ComparedRun run = ComparedRun.of(configuration, own, "--set", "engine=" + engine);
      JsonNode count = run.found().at("/memberships/membership_1");
      double[][] found = run.rows("individuals", "membership_1");
      double sum = Arrays.stream(found).mapToDouble(row -> row[0]).sum();
      assertEquals(sum, count.get("mean").asDouble(), 1e-6);
      if (reweighted == null) {
        reweighted = found;
      }
      double furthest = 0;
      for (int i = 0; i < found.length; i++) {
        furthest = Math.max(furthest, Math.abs(found[i][0] - reweighted[i][0]));
      }
      System.out.println(engine + ": memberships apart by " + furthest + ", number " + count);
      assertTrue(furthest < 0.05, engine + ": memberships apart by " + furthest);
    }
  }

  private static final String GROUP =
      """
      name = group
      seed = 1
      catalog {
        source = csv
        path = "PATH"
        id = eco_id
        columns {
          v_measured = "(cz_km_s - 5828) / (1 + 5828 / 299792.458)"
          v_error = "50.0 + 0 * cz_km_s"
        }
        where = "sqrt(pow((ra_deg - 181.09) * cos(radians(1.89)), 2) + pow(dec_deg - 1.89, 2)) < 1 AND abs(v_measured) < 1500"
      }
      objects {
        model = gaussian
        theta.v { value = v_measured, error = v_error }
        interim-prior.v = "uniform(-1500, 1500)"
      }
      population {
        density.v = "mix(share, truncated(normal(v_mean, sigma), -1500, 1500), uniform(-1500, 1500))"
        hyperprior { share = "uniform(0, 1)", v_mean = "normal(0, 500)", sigma = "log_uniform(100, 2000)" }
      }
      """;

  private static final String[] VELOCITY = {"share", "v_mean", "sigma"};

  @Test
  void velocityDispersion() throws Exception {
    ComparedRun run = run("velocity-dispersion");
    run.compare(
        VELOCITY, velocities(run.rows("draws/round=0", "v_measured", "v_error"), 3000), 0.1);
  }

  /**
   * All ECO galaxies within a degree of the group MKW 4 and 1,500 km/s of its velocity, members of
   * the catalogue's group or not; errors of 50 km/s are assumed. The window lies inside the
   * survey's limits. Friends of friends link 40 of them, whose standard deviation is 480 km/s.
   */
  @Test
  void velocityDispersionOfARealGroup() throws Exception {
    Path file =
        ComparedRun.project().resolve("../shared/data/gsmf/eco/eco_dr1_named.csv.gz").normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    Path configuration = folder.resolve("group.conf");
    Files.writeString(configuration, GROUP.replace("PATH", file.toString()));
    ComparedRun run = ComparedRun.of(configuration, folder.resolve("out"));
    assertEquals(86, run.found().at("/input/objects").asInt());
    run.compare(
        VELOCITY, velocities(run.rows("draws/round=0", "v_measured", "v_error"), 1500), 0.15);
  }

  private static final String EXACT =
      """
      name = low-dim-gauss-mix
      seed = 1
      catalog { source = csv, path = "PATH", id = id }
      objects { model = exact, theta.x.value = y }
      population {
        density.x = "mix(theta, normal(mu1, sigma1), normal(mu2, sigma2))"
        hyperprior {
          "mu1 < mu2" = "normal(0, 2)"
          sigma1 = "half_normal(2)", sigma2 = "half_normal(2)"
          theta = "beta(5, 5)"
        }
      }
      """;

  /**
   * {@code low_dim_gauss_mix} of the posterior database, 1,000 values without error, against its
   * 10,000 reference draws: means within 0.05 sd and four Monte Carlo errors of both sides, widths
   * within 5 % and four relative errors of both.
   */
  @Test
  void valuesWithoutErrorOfThePosteriorDatabase() throws Exception {
    Path data = ComparedRun.project().resolve("../shared/data/posteriordb").normalize();
    assumeTrue(Files.exists(data), "skipped: " + data + " is not there");
    ObjectMapper json = new ObjectMapper();
    StringBuilder table = new StringBuilder("id,y\n");
    try (ZipFile zip = new ZipFile(data.resolve("low_dim_gauss_mix.data.json.zip").toFile())) {
      JsonNode y = json.readTree(zip.getInputStream(zip.entries().nextElement())).get("y");
      for (int i = 0; i < y.size(); i++) {
        table.append(i).append(',').append(y.get(i).asText()).append('\n');
      }
    }
    Path catalogue = Files.writeString(folder.resolve("y.csv"), table);
    Path configuration = folder.resolve("exact.conf");
    Files.writeString(configuration, EXACT.replace("PATH", catalogue.toString()));
    JsonNode found = ComparedRun.of(configuration, folder.resolve("out")).found();
    assertEquals(1_000, found.at("/input/objects").asInt());
    Path summary = data.resolve("low_dim_gauss_mix-low_dim_gauss_mix.summary.json");
    JsonNode reference = json.readTree(summary.toFile()).get("parameters");
    Map<String, String> names =
        Map.of(
            "mu1",
            "mu[1]",
            "mu2",
            "mu[2]",
            "sigma1",
            "sigma[1]",
            "sigma2",
            "sigma[2]",
            "theta",
            "theta");
    names.forEach(
        (own, theirs) -> {
          JsonNode here = found.at("/hyperparameters/" + own);
          JsonNode there = reference.get(theirs);
          double sd = there.get("sd").asDouble();
          double noise =
              Math.hypot(here.get("mcse_mean").asDouble(), there.get("mcse_mean").asDouble());
          double relative =
              Math.hypot(
                  1 / Math.sqrt(2 * here.get("ess_bulk").asDouble()),
                  1 / Math.sqrt(2 * there.get("ess").asDouble()));
          double mean = there.get("mean").asDouble();
          assertEquals(mean, here.get("mean").asDouble(), 0.05 * sd + 4 * noise, own);
          assertEquals(1, here.get("sd").asDouble() / sd, 0.05 + 4 * relative, own);
        });
  }
}
