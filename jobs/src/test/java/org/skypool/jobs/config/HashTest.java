package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashTest {
  private static final List<String> STAGES =
      List.of("interim", "sampling", "population", "individuals", "report");

  @TempDir Path folder;

  @Test
  void writtenDefaultsAndAnotherOrderMakeTheSameRun() {
    String reordered =
        """
        population {
          hyperprior { log_m_star = "uniform(9.5, 11.5)" }
          selection { acts-on = data, detection = "normal_cdf((log_mass - 8.9) / 0.2)" }
          density { log_mass = "schechter(slope = alpha, knee = log_m_star, above = 8.0)" }
          hyperprior.alpha = "uniform(-2, 0)"
        }
        seed = 1, engine = reweight, rounds.drift = 0.1, individuals.draws = 32
        objects.interim-prior.log_mass = "uniform(6, 13)"
        objects.model = gaussian
        objects.theta.log_mass { error = 0.2, value = logm }
        hyperposterior.ess = 4000
        catalog { columns { z = "cz / 299792.458", logm = log10_mass }, where = "logm > 8.9"
                  id = survey_id, path = survey.csv, source = csv }
        name = survey
        output = out/survey
        """;
    assertEquals(ConfigFiles.complete(folder), ConfigFiles.load(folder, reordered));
  }

  @Test
  void resolvedIsAConfigurationOfTheSameRun() {
    String everything =
        ConfigFiles.COMPLETE
            + """
            objects { theta.c { value = c, error = sc }, interim-prior.c = "normal(0, 1)", draws = 64 }
            objects.correlation."log_mass,c" = 0.5
            population { density.c = "normal(0, 1)", hyperprior { joint = "-log(3)", "mu[state]" = 2 } }
            mock { objects = 7, truth { alpha = -1.25, log_m_star = 10.7 }, columns { c = 3 } }
            rounds.max = 3
            catalog {
              csv { delimiter = whitespace, quote = none, comment = "#", names = [a, "b c"] }
              nulls = [-99.99, "n/a"], nulls-of { "b c" = [0] }, max-rejected = 0.25
            }
            """;
    RunConfig run = ConfigFiles.load(folder, everything);
    assertEquals(run, ConfigFiles.load(folder, run.resolved()));
  }

  @Test
  void resolvedIsSortedJsonAndItsHashIsStable() {
    RunConfig run = ConfigFiles.load(folder, "catalog.source = none, name = prior, seed = 7");
    assertEquals(
        "{\"catalog\":{\"source\":\"none\"},\"engine\":\"reweight\",\"hyperposterior\":{\"ess\":4000},"
            + "\"individuals\":{\"draws\":32},\"name\":\"prior\",\"objects\":{\"bucket-mib\":64,\"model\":\"given\"},"
            + "\"output\":\"out/prior\",\"population\":{},\"rounds\":{\"drift\":0.1},\"seed\":7}",
        run.resolved());
    // printf '%s' "$resolved" | sha256sum, GNU coreutils 9.1
    assertEquals("a36e4c7d3fdf2224619df5b30813ee45451c63422d1ccba6dcb9a2344a040071", run.hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed=2 | interim",
        "catalog.where=logm > 9 | interim",
        "catalog.nulls=[-99] | interim",
        "catalog.csv.delimiter=tab | interim",
        "catalog.max-rejected=0.5 | none",
        "objects.draws=64 | interim",
        "objects.bucket-mib=32 | interim",
        "objects.theta.log_mass.value=other | interim",
        "population.density.log_mass=\"normal(alpha, 1)\" | sampling",
        "population.hyperprior.alpha=\"uniform(-3, 0)\" | sampling",
        "population.selection.acts-on=truth | sampling",
        "rounds.max=2 | sampling",
        "hyperposterior.ess=5000 | population",
        "hyperposterior.path=subset | sampling",
        "individuals.draws=64 | individuals",
        "name=other | report",
        "mock={objects: 5} | report",
        "output=elsewhere | none",
        "releases.keep=all | none",
      })
  void aChangedKeyChangesItsStageAndThoseDownstreamOnly(String set, String first) {
    List<String> before = stages(StageHashes.of(ConfigFiles.complete(folder)));
    List<String> after = stages(StageHashes.of(ConfigFiles.complete(folder, set)));
    boolean changed = false;
    for (int i = 0; i < STAGES.size(); i++) {
      changed |= STAGES.get(i).equals(first);
      if (changed) {
        assertNotEquals(before.get(i), after.get(i), STAGES.get(i));
      } else {
        assertEquals(before.get(i), after.get(i), STAGES.get(i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "catalog.mock.truth.alpha=-1 | mock",
        "population.selection.acts-on=truth | mock",
        "objects.theta.log_mass.error=0.3 | mock",
        "objects.draws=64 | interim",
        "objects.bucket-mib=32 | interim",
        "objects.interim-prior.log_mass=\"uniform(5, 14)\" | interim",
        "population.hyperprior.alpha=\"uniform(-3, 0)\" | sampling"
      })
  void thePopulationMakesTheDataOfAMock(String set, String first) {
    String[] mock = {
      "catalog.source=mock",
      "catalog.path=null",
      "catalog.mock={objects: 5, truth: {alpha: -1.25, log_m_star: 10.7}}"
    };
    String[] changed = Arrays.copyOf(mock, 4);
    changed[3] = set;
    StageHashes before = StageHashes.of(ConfigFiles.complete(folder, mock));
    StageHashes after = StageHashes.of(ConfigFiles.complete(folder, changed));
    assertEquals(first.equals("mock"), !before.mock().equals(after.mock()));
    assertEquals(first.equals("sampling"), before.interim().equals(after.interim()));
    assertNotEquals(before.sampling(), after.sampling());
  }

  /** The points of an object do not depend on where its row came from. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "catalog.path=other.csv | true | true",
        "catalog.where=logm > 9 | true | true",
        "catalog.columns.logm=mass | true | true",
        "hyperposterior.ess=5000 | true | true",
        "population.hyperprior.alpha=\"uniform(-3, 0)\" | true | false",
        "rounds.max=2 | true | false",
        "seed=2 | false | false",
        "objects.draws=64 | false | false",
        "objects.interim-prior.log_mass=\"uniform(5, 14)\" | false | false"
      })
  void whatPointsDependOnBesidesTheObjects(String set, boolean interim, boolean aimed) {
    StageHashes before = StageHashes.of(ConfigFiles.complete(folder));
    StageHashes after = StageHashes.of(ConfigFiles.complete(folder, set));
    assertEquals(interim, before.objects().equals(after.objects()));
    assertEquals(aimed, before.aimed().equals(after.aimed()));
  }

  private static List<String> stages(StageHashes hashes) {
    return List.of(
        hashes.interim(),
        hashes.sampling(),
        hashes.population(),
        hashes.individuals(),
        hashes.report());
  }
}
