package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;
import static org.skypool.jobs.cli.RunsOnSpark.record;
import static org.skypool.jobs.cli.RunsOnSpark.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.jobs.io.Duck;

/** Models that do not fit their data, or cannot be fitted: each is refused or said to be wrong. */
class BadModelTest {
  private static final String LINES =
      """
      name = lines
      catalog { source = csv, path = "CATALOGUE" }
      objects {
        model = linear
        theta."slope,intercept" { x = x, y = y, y-error = e }
        interim-prior { slope = "normal(0, 3)", intercept = "normal(0, 3)" }
      }
      population {
        density { slope = "normal(m, 1)", intercept = "normal(0, 3)" }
        hyperprior { m = "normal(0, 3)" }
      }
      """;

  private static final String GIVEN =
      """
      name = given
      catalog { source = draws, format = csv, path = "CATALOGUE", id = id }
      objects { model = given, theta.x { draws = x }, interim-prior.x = "normal(0, 10)" }
      population {
        density.x = "normal(mu, sd)"
        hyperprior { mu = "normal(0, 10)", sd = "half_normal(5)" }
      }
      """;

  /** Two thetas, for which points come from tabulated lattices. */
  private static final String PAIRS =
      """
      name = pairs
      catalog { source = csv, path = "CATALOGUE" }
      objects {
        model = gaussian
        theta { x { value = x, error = 0.3 }, y { value = y, error = 0.3 } }
        interim-prior { x = "normal(0, 3)", y = "normal(0, 3)" }
      }
      population {
        density { x = "normal(m, 1)", y = "normal(0, 3)" }
        hyperprior { m = "normal(0, 3)" }
      }
      """;

  private static final String NO_SUPPORT =
      "no finite likelihood anywhere: no hyperparameters within population.hyperprior support any"
          + " object, or the population is so narrow that no point lies in it";

  @TempDir Path folder;
  private Path catalogue;
  private Path conf;
  private Path output;

  @BeforeEach
  void writeGoodInput() {
    catalogue = RunsOnSpark.normalCatalogue(folder, 40);
    conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, catalogue);
    output = folder.resolve("out");
  }

  private void configuration(String text, String rows) {
    RunsOnSpark.write(catalogue, rows);
    conf = RunsOnSpark.configuration(folder, text, catalogue);
  }

  private static String[] sets(String... settings) {
    String[] words = new String[2 * settings.length];
    for (int i = 0; i < settings.length; i++) {
      words[2 * i] = "--set";
      words[2 * i + 1] = settings[i];
    }
    return words;
  }

  /** Refused with one line, whose text after the name of the program is given. */
  private void refused(int code, String message, String... settings) {
    RunsOnSpark.Outcome outcome = execute("run", conf, output, sets(settings));
    assertEquals(code, outcome.code(), outcome.err());
    assertEquals("skypool: " + message, outcome.failure());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertEquals("", outcome.out());
    assertFalse(Files.exists(output.resolve("hyperposterior")));
  }

  /** Done but not to be trusted, with one line for each guard that failed. */
  private RunsOnSpark.Outcome untrusted(RunsOnSpark.Outcome outcome, String... guards) {
    assertEquals(4, outcome.code(), outcome.err());
    assertEquals("untrustworthy", record(output).get("status").asText());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    for (String guard : guards) {
      assertEquals(
          1,
          outcome
              .err()
              .lines()
              .filter(line -> line.startsWith("untrustworthy: guard " + guard + " is "))
              .count(),
          outcome.err());
    }
    return outcome;
  }

  private JsonNode guard(String name) {
    for (JsonNode guard : record(output).get("guards")) {
      if (guard.get("name").asText().equals(name)) {
        return guard;
      }
    }
    throw new AssertionError(name + " is no guard of this run");
  }

  @Test
  void noObjectWithSupport() {
    refused(
        3,
        NO_SUPPORT,
        "population.density.x=\"truncated(normal(mu, sd), 100, 200)\"",
        "objects.interim-prior.x=\"uniform(-10, 300)\"");
  }

  /** Some value of mu gives every object probability, but no point lies so near to it. */
  @Test
  void populationWithEdgesBetweenThePoints() {
    refused(
        3,
        NO_SUPPORT,
        "population.density.x=\"uniform(mu - 1e-5, mu + 1e-5)\"",
        "population.hyperprior.sd=null");
  }

  /** The same without edges: a few points near one another decide, and others would say other. */
  @Test
  void populationNarrowerThanTheDistanceOfPoints() {
    untrusted(
        execute(
            "population",
            conf,
            output,
            sets(
                "population.density.x=\"normal(mu, 1e-4)\"",
                "population.hyperprior.sd=null",
                "objects.draws=8",
                "rounds.max=1")),
        "rounds",
        "bias",
        "scatter");
  }

  /**
   * Points aimed at the population at one mu reach no other, so that the posterior ends where they
   * end, a quarter as wide as it is. Rounds agree on it and so do finer points at its mean; only
   * its tails tell.
   */
  @Test
  void posteriorWiderThanPointsReach() {
    untrusted(
        execute(
            "population",
            conf,
            output,
            sets(
                "population.density.x=\"normal(mu, 1e-3)\"",
                "population.hyperprior.sd=null",
                "objects.draws=1024",
                "hyperposterior.ess=100")),
        "tails");
    assertTrue(guard("tails").get("value").asDouble() > 2, guard("tails").toString());
    assertTrue(guard("bias").get("passed").asBoolean());
  }

  /** Points aimed at the first answer let the second be many times as wide. */
  @Test
  void posteriorThatWidensFromRoundToRound() {
    untrusted(
        execute(
            "population",
            conf,
            output,
            sets(
                "population.density.x=\"normal(mu, 1e-4)\"",
                "population.hyperprior.sd=null",
                "objects.draws=64",
                "rounds.max=2",
                "hyperposterior.ess=100")),
        "rounds_sd",
        "tails");
    assertTrue(guard("bias").get("passed").asBoolean());
  }

  @Test
  void noObjectSelected() {
    refused(
        3,
        catalogue + " has no usable row: of 40, 40 not selected, 0 rejected",
        "catalog.where=\"x > 1000\"");
  }

  @Test
  void noObjectInTheCatalogue() {
    RunsOnSpark.write(catalogue, "x,x_err\n");
    refused(3, "catalog.path = " + catalogue + " has no record", "engine=joint");
  }

  /** Data say that mu is 1.5; half of what the prior allows lies in its uppermost percent. */
  @Test
  void posteriorThatPilesUpAtTheEdgeOfItsHyperprior() throws Exception {
    RunsOnSpark.Outcome outcome =
        execute("run", conf, output, sets("population.hyperprior.mu=\"uniform(-3, 1)\""));
    untrusted(outcome, "prior_edge");
    String said = "% of the posterior of mu lies in the outermost 1 % of its prior.";
    assertTrue(outcome.err().contains(said), outcome.err());
    assertTrue(Files.readString(output.resolve("report.html")).contains(said));
    assertEquals("report: " + output + "/report.html", outcome.out().strip());
  }

  @Test
  void edgeThatIsAFact() {
    RunsOnSpark.Outcome outcome =
        execute(
            "population",
            conf,
            output,
            sets("population.hyperprior.mu=\"uniform(-3, 1)\"", "population.known-edges=[mu]"));
    assertEquals(0, outcome.code(), outcome.err());
  }

  @Test
  void knownEdgeOfNothing() {
    refused(
        2,
        "population.known-edges: no hyperparameter is called 'mv'; the nearest is"
            + " population.hyperprior.mu",
        "population.known-edges=[mv]");
  }

  @Test
  void posteriorOfAnIndexedHyperparameterThatPilesUp() {
    configuration(
        RunsOnSpark.NORMAL
            .replace("normal(mu, sd)", "normal(mu[state], 0.3)")
            .replace("source = csv", "source = csv, columns { state = g }")
            .replace(
                "mu = \"normal(0, 10)\", sd = \"half_normal(5)\"",
                "\"mu[state]\" = \"uniform(-3, 1)\""),
        "g,x,x_err\n1,1.4,0.2\n1,1.3,0.2\n1,1.6,0.2\n2,0.1,0.2\n2,0.2,0.2\n2,-0.1,0.2\n");
    String said = "of the posterior of mu[1] lies in the outermost 1 % of its prior.";
    RunsOnSpark.Outcome outcome = untrusted(execute("population", conf, output), "prior_edge");
    assertTrue(outcome.err().contains(said), outcome.err());
  }

  /** A width may well be 0: a posterior that ends there is not at fault. */
  @Test
  void widthThatMayBeZeroDoesNotPileUp() {
    RunsOnSpark.Outcome outcome =
        execute(
            "population",
            conf,
            output,
            sets("population.hyperprior.mu=1.5", "population.hyperprior.sd=\"uniform(0, 50)\""));
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(0, guard("prior_edge").get("value").asDouble());
  }

  /** One object says little: the posterior is wide, and right. */
  @Test
  void oneObject() throws Exception {
    RunsOnSpark.write(catalogue, "x,x_err\n1.2,0.3\n");
    RunsOnSpark.Outcome outcome = execute("run", conf, output);
    assertEquals(0, outcome.code(), outcome.err());
    assertNear(
        new NormalPosterior(
            new double[] {1.2}, new double[] {0.3}, 10, 0, 40, NormalPosterior.halfNormal(5)));
    assertEquals(List.of("1"), Duck.rows("SELECT count(*) FROM " + table(output, "individuals")));
  }

  /** Means within 4 Monte Carlo errors and 0.05 exact sd; the latter half an audit's allowance. */
  private void assertNear(NormalPosterior exact) {
    JsonNode found = record(output).get("hyperparameters");
    assertEquals(
        exact.mu(),
        found.at("/mu/mean").asDouble(),
        4 * found.at("/mu/mcse_mean").asDouble() + 0.05 * exact.muSd());
    assertEquals(
        exact.sd(),
        found.at("/sd/mean").asDouble(),
        4 * found.at("/sd/mcse_mean").asDouble() + 0.05 * exact.sdSd());
  }

  @Test
  void onePointPerObject() {
    untrusted(
        execute("population", conf, output, sets("objects.draws=1")),
        "bias",
        "scatter",
        "missed_mass");
  }

  /** One theta takes any number of points: they are equidistant. */
  @Test
  void pointsThatAreNoPowerOfTwoForOneTheta() throws Exception {
    RunsOnSpark.Outcome outcome = execute("population", conf, output, sets("objects.draws=7"));
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(7, record(output).at("/points/per_object").asInt());
    assertNear(
        NormalPosterior.of(
            "'" + catalogue + "'", "x", "x_err", 10, 0, 4, NormalPosterior.halfNormal(5)));
  }

  @ParameterizedTest
  @CsvSource({"1", "100", "65536"})
  void pointsThatAreNoLattice(int points) {
    configuration(PAIRS, "x,y\n1,2\n2,3\n");
    refused(
        2,
        "objects.draws = "
            + points
            + ": lattice size "
            + points
            + " in 2 dimensions: allowed are [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192,"
            + " 16384, 32768]",
        "objects.draws=" + points);
  }

  /** The error is the square root of column e, of one row of which there is none. */
  @Test
  void argumentThatIsNoNumberForOneRow() throws Exception {
    RunsOnSpark.write(catalogue, "name,x,v\na,1.2,2\nb,1.3,3\nc,1.4,2\nd,1.5,-0.5\ne,1.6,2.5\n");
    RunsOnSpark.Outcome outcome =
        execute(
            "population",
            conf,
            output,
            sets("catalog.id=name", "catalog.columns.e=v", "objects.theta.x.error=\"sqrt(e)\""));
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(
        List.of("4|d|error of x is NaN, must be > 0"),
        Duck.rows("SELECT row, object_id, reason FROM " + table(output, "rejected")));
    assertEquals(4, record(output).at("/input/objects").asInt());
  }

  @Test
  void argumentThatIsNoNumberForAnyRow() {
    refused(
        3,
        catalogue
            + " has no usable row: of 40, 0 not selected, 40 rejected (40 x error of x is NaN, must"
            + " be > 0)",
        "catalog.columns.e=x_err",
        "objects.theta.x.error=\"sqrt(-e)\"");
  }

  @Test
  void errorsOnXWithoutAPopulationOfX() {
    configuration(LINES, "x,y,e\n1,2,0.3\n2,3,0.2\n");
    refused(
        2,
        "objects.theta.\"slope,intercept\".x-error: errors on x need the mean and sd of the true x"
            + " as two more parameters, \"slope,intercept,x_mean,x_sd\"",
        "objects.theta.\"slope,intercept\".x-error=e");
  }

  @Test
  void equalsOnAList() {
    configuration(LINES, "x,y,e\n1,2,0.3\n2,3,0.2\n");
    refused(
        2,
        "objects.theta.\"slope,intercept\".equals: must stand alone under the name of one of the"
            + " thetas",
        "engine=joint",
        "objects.theta.\"slope,intercept\".equals=m");
    refused(
        2,
        "objects.theta.slope.equals = [\"m\"]: must be formula text or a number",
        "engine=joint",
        "objects.theta.slope.equals=[m]");
  }

  @Test
  void interimPriorOfAThetaThatIsDetermined() {
    refused(
        2,
        "objects.interim-prior.x: objects.theta.x.equals leaves nothing to infer",
        "engine=joint",
        "objects.theta.x.equals=mu");
  }

  @ParameterizedTest
  @CsvSource({"joint", "gibbs"})
  void drawsMadeElsewhereSampledAgain(String engine) {
    configuration(GIVEN, "id,x\na,1\na,2\nb,1\nb,3\n");
    refused(
        2,
        "engine = " + engine + ": draws made elsewhere have no likelihood; must be reweight",
        "engine=" + engine);
  }

  /** Whatever the engine: it may be another one the next time. */
  @ParameterizedTest
  @CsvSource({"joint", "reweight"})
  void parametersThatAreNotThere(String engine) {
    refused(
        2,
        "joint.centred: no theta or hyperparameter is called 'z'; there are [x] and [mu, sd]",
        "engine=" + engine,
        "joint.centred=[z]");
    refused(
        2,
        "joint.non-centred: no theta is called 'z'; the nearest is objects.theta.x",
        "engine=" + engine,
        "joint.non-centred=[z]");
    refused(
        2,
        "joint.centred: x stands in joint.non-centred too; must be in one of them",
        "engine=" + engine,
        "joint.centred=[x]",
        "joint.non-centred=[x]");
  }
}
