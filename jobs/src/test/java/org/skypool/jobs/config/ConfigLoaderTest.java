package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void everyValueArrivesAndDefaultsAreFilledIn() {
    RunConfig run = ConfigFiles.complete(folder);
    assertEquals("survey", run.name());
    assertEquals(1, run.seed());
    assertEquals("out/survey", run.output());
    assertEquals("reweight", run.engine().name());
    assertEquals(RunConfig.Source.CSV, run.catalog().source());
    assertEquals(Optional.of("survey.csv"), run.catalog().path());
    assertEquals(Optional.of("survey_id"), run.catalog().id());
    assertEquals(Optional.of("logm > 8.9"), run.catalog().where());
    assertEquals(Optional.empty(), run.catalog().format());
    assertEquals(Map.of("logm", "log10_mass", "z", "cz / 299792.458"), run.catalog().columns());
    assertEquals("gaussian", run.objects().model());
    assertEquals(
        Map.of("log_mass", Map.of("value", "logm", "error", "0.2")), run.objects().thetas());
    assertEquals(OptionalInt.empty(), run.objects().draws());
    assertEquals(Map.of("log_mass", "uniform(6, 13)"), run.objects().interimPriors());
    assertEquals(
        List.of("alpha", "log_m_star"), List.copyOf(run.population().hyperpriors().keySet()));
    assertEquals(RunConfig.ActsOn.DATA, run.population().selection().orElseThrow().actsOn());
    assertEquals(new RunConfig.Rounds(OptionalInt.empty(), 0.1), run.rounds());
    assertEquals(4000, run.hyperposterior().ess());
    assertEquals(32, run.individuals().draws());
  }

  @Test
  void nameIsTheFileNameUnlessGiven() {
    assertEquals("test", ConfigFiles.complete(folder, "name=null").name());
    assertEquals("out/test", ConfigFiles.complete(folder, "name=null").output());
  }

  @Test
  void settingsApplyBeforeSubstitution() {
    RunConfig run = ConfigFiles.complete(folder, "objects.theta.log_mass.error=0.15");
    assertEquals("0.15", run.objects().thetas().get("log_mass").get("error"));
    assertEquals(
        "normal_cdf((log_mass - 8.9) / 0.15)",
        run.population().selection().orElseThrow().detection().orElseThrow());
  }

  @Test
  void aSettingMaySubstitute() {
    RunConfig run =
        ConfigFiles.complete(folder, "objects.draws=${individuals.draws}", "individuals.draws=48");
    assertEquals(OptionalInt.of(48), run.objects().draws());
  }

  @Test
  void theLastSettingWinsAndOutWinsOverAll() {
    assertEquals(3, ConfigFiles.complete(folder, "seed=2", "seed=3").seed());
    String file = ConfigFiles.write(folder, ConfigFiles.COMPLETE).toString();
    RunConfig run = ConfigLoader.load(file, List.of("output=a"), Optional.of("b#c//d"));
    assertEquals("b#c//d", run.output());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logm > 9.0                      | logm > 9.0",
        "\"logm > 9.0\"                  | logm > 9.0",
        "a = 1 AND b = 'x'               | a = 1 AND b = 'x'",
        "a < 1, b                        | a < 1, b",
        "f(a, b) > 0                     | f(a, b) > 0",
        "a # b                           | a # b",
        "a//b                            | a//b",
        "1, seed = 5                     | 1, seed = 5",
        "true                            | true",
      })
  void aSettingThatDoesNotParseIsPlainText(String written, String expected) {
    RunConfig run = ConfigFiles.complete(folder, "catalog.where=" + written);
    assertEquals(Optional.of(expected), run.catalog().where());
    assertEquals(1, run.seed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"-9223372036854775808 | -9223372036854775808", "5e4 | 50000", "\"7\" | 7"})
  void wholeNumbersAsPeopleWriteThem(String written, long expected) {
    assertEquals(expected, ConfigFiles.complete(folder, "seed=" + written).seed());
  }

  @ParameterizedTest
  @CsvSource({
    "objects.draws,1",
    "objects.draws,1000000",
    "rounds.max,1",
    "rounds.max,20",
    "hyperposterior.ess,100",
    "hyperposterior.ess,10000000",
    "individuals.draws,1",
    "individuals.draws,10000",
    "rounds.drift,1e-300"
  })
  void edgesOfRangesAreAllowed(String key, String value) {
    assertTrue(ConfigFiles.complete(folder, key + "=" + value).resolved().contains(":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"population.density.\"log_mass, z\"", "population.density.log_mass,z"})
  void jointDensityInASettingWithAndWithoutQuotes(String key) {
    RunConfig run =
        ConfigFiles.complete(
            folder,
            "population.density=null",
            "objects.theta.z={value=z, error=0.01}",
            "objects.interim-prior.z=\"uniform(0, 1)\"",
            key + "=normal(log_mass, alpha, 1) * uniform(z, 0, 1)");
    assertEquals(
        Map.of("log_mass,z", "normal(log_mass, alpha, 1) * uniform(z, 0, 1)"),
        run.population().densities());
  }

  @ParameterizedTest
  @ValueSource(strings = {"population.hyperprior.\"mu[state]\"", "population.hyperprior.mu[state]"})
  void indexedHyperparameterInASettingWithAndWithoutQuotes(String key) {
    RunConfig run = ConfigFiles.complete(folder, key + "=normal(m, t)");
    assertEquals("normal(m, t)", run.population().hyperpriors().get("mu[state]"));
  }

  @Test
  void quotedKeysInAFile() {
    String text =
        ConfigFiles.COMPLETE
            + """
            objects.theta { x1 { value = x1, error = s1 }, c { value = c, error = sc } }
            objects.interim-prior { x1 = "normal(0, 5)", c = "normal(0, 1)" }
            objects.correlation."x1,c" = rho
            population.density."x1,c" = "normal(x1, 0, 1) * normal(c, 0, 0.1)"
            population.hyperprior { "mu[state]" = "normal(0, 1)", joint = "-2.5 * log(alpha + 3)", k = 2 }
            """;
    RunConfig run = ConfigFiles.load(folder, text);
    assertTrue(run.population().densities().containsKey("x1,c"));
    assertEquals(Map.of("x1,c", "rho"), run.objects().correlation());
    assertEquals(Optional.of("-2.5 * log(alpha + 3)"), run.population().jointHyperprior());
    assertFalse(run.population().hyperpriors().containsKey("joint"));
    assertEquals("2", run.population().hyperpriors().get("k"));
    assertTrue(run.population().hyperpriors().containsKey("mu[state]"));
  }

  @Test
  void inlineRows() {
    String text =
        """
        catalog { source = inline, rows = [{id = A, y = 28, s = 1.50e1}, {id = B, y = null, s = 10}] }
        objects { model = gaussian, theta.t { value = y, error = s }, interim-prior.t = "normal(0, 100)" }
        population { density.t = "normal(mu, tau)", hyperprior { mu = "normal(0, 5)", tau = "half_cauchy(5)" } }
        """;
    RunConfig.Catalog catalog = ConfigFiles.load(folder, text).catalog();
    assertEquals(
        List.of(Map.of("id", "A", "y", "28", "s", "1.50e1"), Map.of("id", "B", "s", "10")),
        catalog.rows());
    assertEquals(Optional.of("id"), catalog.id());
  }

  @Test
  void drawsMadeElsewhere() {
    String text =
        """
        catalog { source = draws, path = "p.csv", id = object_id }
        objects { model = given, theta.log_mass { draws = lm }, theta.z {} }
        population { density { log_mass = "normal(a, 1)", z = "uniform(0, 1)" }, hyperprior.a = "normal(0, 5)" }
        """;
    RunConfig run = ConfigFiles.load(folder, text);
    assertEquals(Optional.of("skypool"), run.catalog().format());
    assertEquals(Map.of("log_mass", Map.of("draws", "lm"), "z", Map.of()), run.objects().thetas());
    assertEquals(
        Optional.of("csv"),
        ConfigFiles.load(folder, text, "catalog.format=csv").catalog().format());
  }

  @Test
  void priorsAloneNeedNoObjects() {
    RunConfig run =
        ConfigFiles.load(
            folder,
            "catalog.source = none\npopulation.hyperprior { y = \"normal(0, 3)\", x = \"normal(0, exp(y))\" }");
    assertEquals(RunConfig.Source.NONE, run.catalog().source());
    assertTrue(run.objects().thetas().isEmpty());
  }

  @Test
  void mockMayStandAtTheTopOrInTheCatalogue() {
    String mock =
        "mock { objects = 5e3, truth { alpha = -1 }, columns { e = \"log_uniform(0.1, 0.5)\", z = 0.1 } }";
    String[] sets = {
      "catalog.source=mock",
      "catalog.path=null",
      "population.hyperprior.log_m_star=10.7",
      "catalog.columns=null"
    };
    RunConfig top = ConfigFiles.load(folder, ConfigFiles.COMPLETE + mock, sets);
    RunConfig inside = ConfigFiles.load(folder, ConfigFiles.COMPLETE + "catalog." + mock, sets);
    assertEquals(top, inside);
    RunConfig.Mock expected =
        new RunConfig.Mock(
            OptionalInt.of(5000),
            Map.of("alpha", -1.0, "log_m_star", 10.7),
            Map.of(),
            Map.of("e", "log_uniform(0.1, 0.5)", "z", "0.1"),
            Optional.empty());
    assertEquals(Optional.of(expected), top.catalog().mock());
  }

  @Test
  void includesBesideTheFile() throws IOException {
    Files.writeString(folder.resolve("base.conf"), ConfigFiles.COMPLETE);
    assertEquals(5, ConfigFiles.load(folder, "include \"base.conf\"\nseed = 5").seed());
  }

  @Test
  void aSchemeIsReadAsRemoteText() {
    RunConfig run =
        ConfigLoader.load(
            "hdfs://host/dir/remote.conf",
            List.of("name=null"),
            Optional.empty(),
            location -> new StringReader(ConfigFiles.COMPLETE));
    assertEquals("remote", run.name());
    assertEquals(ConfigFiles.complete(folder, "name=remote"), run);
  }

  @Test
  void recordsAreImmutable() {
    RunConfig run = ConfigFiles.complete(folder);
    for (Map<String, ?> map :
        List.of(
            run.catalog().columns(),
            run.objects().thetas(),
            run.objects().thetas().get("log_mass"),
            run.objects().interimPriors(),
            run.population().densities(),
            run.population().hyperpriors())) {
      assertThrows(
          UnsupportedOperationException.class, () -> map.remove(map.keySet().iterator().next()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gsmf.conf", "gsmf-eco.conf", "normal.conf"})
  void configurationsOfTheProjectLoad(String file) {
    RunConfig run = ConfigLoader.load(ConfigFiles.ofProject(file), List.of(), Optional.empty());
    assertEquals(file.replace(".conf", ""), run.name());
  }

  @Test
  void ecoErrorChangesModelAndDetectionTogether() {
    RunConfig run =
        ConfigLoader.load(
            ConfigFiles.ofProject("gsmf-eco.conf"),
            List.of("objects.theta.log_mass.error=0.15"),
            Optional.empty());
    assertEquals("0.15", run.objects().thetas().get("log_mass").get("error"));
    assertEquals(
        "normal_cdf((log_mass - 8.9) / 0.15)",
        run.population().selection().orElseThrow().detection().orElseThrow());
  }
}
