package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The stellar mass function of the ECO survey (Moffett et al. 2015) against direct quadrature: two
 * rounds of 64 points must give the posterior means within 0.1 sd.
 */
class EcoCatalogTest {
  private static final String CATALOGUE = "shared/data/gsmf/eco/eco_dr1_named.csv.gz";
  private static final double CUT = 8.9;
  private static final double[][] PRIORS = {{-2, 0}, {9.5, 11.5}};
  private static final int GRID = 21;

  private static double[] masses() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve(CATALOGUE))) {
      folder = folder.getParent();
    }
    assumeTrue(folder != null, "no " + CATALOGUE + " above the project: test skipped");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(CATALOGUE))),
                StandardCharsets.UTF_8))) {
      List<String> header = Arrays.asList(reader.readLine().split(","));
      int velocity = header.indexOf("group_cz_km_s");
      int mass = header.indexOf("log10_stellar_mass_Msun");
      return reader
          .lines()
          .map(line -> line.split(",", -1))
          .filter(row -> between(Double.parseDouble(row[velocity]), 3000, 7000))
          .mapToDouble(row -> Double.parseDouble(row[mass]))
          .filter(x -> x > CUT)
          .toArray();
    }
  }

  private static boolean between(double x, double low, double high) {
    return low <= x && x <= high;
  }

  @Test
  void selectionOnTheMeasuredMass(TestReporter reporter) throws IOException {
    selection(0.2, reporter);
  }

  @Test
  void truncation(TestReporter reporter) throws IOException {
    truncation(0.2, reporter);
  }

  @Test
  @Tag("nightly")
  void smallerErrors(TestReporter reporter) throws IOException {
    selection(0.15, reporter);
    truncation(0.15, reporter);
  }

  private static void selection(double error, TestReporter reporter) throws IOException {
    check(error, 8.0, CUT, Optional.of("normal_cdf((log_mass - 8.9) / error)"), reporter);
  }

  private static void truncation(double error, TestReporter reporter) throws IOException {
    check(error, CUT, Double.NEGATIVE_INFINITY, Optional.empty(), reporter);
  }

  private static void check(
      double error, double edge, double cut, Optional<String> detection, TestReporter reporter)
      throws IOException {
    double[] masses = masses();
    assertEquals(6550, masses.length, "galaxies of the volume-limited core");
    TestSurvey survey =
        new TestSurvey(
            new TestSurvey.Formulas(
                "gaussian",
                "log_mass",
                Map.of("value", "logm", "error", "error"),
                "uniform(6, 13)",
                "schechter(slope = alpha, knee = log_m_star, above = " + edge + ")",
                TestSurvey.ordered("alpha", "uniform(-2, 0)", "log_m_star", "uniform(9.5, 11.5)"),
                detection,
                Optional.empty()),
            TestSurvey.objects(
                Map.of(
                    "logm",
                    masses,
                    "error",
                    DoubleStream.generate(() -> error).limit(masses.length).toArray())),
            64,
            20260729);
    Hyperposterior posterior = survey.fit(1, GridPosterior.EFFECTIVE).get(1).posterior();
    ReferenceMassFunction reference = new ReferenceMassFunction(masses, error, edge, cut);
    GridPosterior.of(
            GridPosterior.Surface.of(reference::logLikelihood),
            posterior.mean(),
            new double[] {posterior.sd(0), posterior.sd(1)},
            PRIORS,
            GRID)
        .assertNear(posterior, 0.1, reporter);
  }
}
