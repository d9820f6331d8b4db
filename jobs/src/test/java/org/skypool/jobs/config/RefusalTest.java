package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every configuration that is refused is refused in one line naming key, value and what is allowed.
 */
class RefusalTest {
  private static final String DENSITY = "population.density";

  @TempDir Path folder;

  private String refusal(String text, String... sets) {
    String message =
        assertThrows(ConfigException.class, () -> ConfigFiles.load(folder, text, sets))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private String refusalWith(String... sets) {
    return refusal(ConfigFiles.COMPLETE, sets);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "populaton.density.log_mass=x   | populaton: | population",
        "catalog.wher=x                 | catalog.wher: | catalog.where",
        "objects.drawz=64               | objects.drawz: | objects.draws",
        "objects.interim_prior.x=1      | objects.interim_prior: | objects.interim-prior",
        "population.selection.act-on=data | population.selection.act-on: | population.selection.acts-on",
        "rounds.maximum=3               | rounds.maximum: | rounds.max",
        "path=x.csv                     | path: | catalog.path",
        "Seed=3                         | Seed: | seed",
        "zzzzzzzzzz=3                   | zzzzzzzzzz: | e",
        "catalog.mock.object=3          | catalog.mock.object: | catalog.mock.objects",
      })
  void unknownKeyIsNamedWithTheNearestKnownOne(String set, String key, String nearest) {
    String message = refusalWith(set);
    assertTrue(message.startsWith(key.strip() + " unknown key"), message);
    if (nearest.length() > 1) {
      assertTrue(message.endsWith("nearest known one is " + nearest.strip()), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objects.draws=-5       | objects.draws = -5: must be a whole number from 1 to 1,000,000",
        "objects.draws=0        | objects.draws = 0: must be a whole number from 1 to 1,000,000",
        "objects.draws=1000001  | objects.draws = 1000001: must be a whole number from 1 to 1,000,000",
        "objects.draws=2.5      | objects.draws = 2.5: must be a whole number from 1 to 1,000,000",
        "objects.draws=many     | objects.draws = \"many\": must be a whole number from 1 to 1,000,000",
        "objects.draws=[64]     | objects.draws = [64]: must be a whole number from 1 to 1,000,000",
        "objects.draws=true     | objects.draws = true: must be a whole number from 1 to 1,000,000",
        "rounds.max=0           | rounds.max = 0: must be a whole number from 1 to 20",
        "rounds.max=21          | rounds.max = 21: must be a whole number from 1 to 20",
        "rounds.drift=0         | rounds.drift = 0: must be a finite number above 0",
        "rounds.drift=-0.1      | rounds.drift = -0.1: must be a finite number above 0",
        "rounds.drift=NaN       | rounds.drift = \"NaN\": must be a finite number above 0",
        "rounds.drift=1e999     | rounds.drift = 1e999: must be a finite number above 0",
        "hyperposterior.ess=99  | hyperposterior.ess = 99: must be a whole number from 100 to 10,000,000",
        "hyperposterior.ess=10000001 | hyperposterior.ess = 10000001: must be a whole number from 100 to 10,000,000",
        "individuals.draws=0    | individuals.draws = 0: must be a whole number from 1 to 10,000",
        "individuals.draws=10001 | individuals.draws = 10001: must be a whole number from 1 to 10,000",
        "seed=9223372036854775808 | seed = \"9223372036854775808\": must be a whole number of 64 bits",
        "seed=1.5               | seed = 1.5: must be a whole number of 64 bits",
        "catalog.mock.objects=0 | catalog.mock.objects = 0: must be a whole number from 1 to 1,000,000,000",
        "catalog.mock.truth.alpha=high | catalog.mock.truth.alpha = \"high\": must be a finite number",
        "name=[a]               | name = [\"a\"]: must be text",
        "name=a/b               | name = a/b: must be 1 to 100 characters without / and \\",
        "output=                | output = \"\": must be text",
        "catalog.where={a=1}    | catalog.where = {\"a\":1}: must be text",
        "catalog.rows=3         | catalog.rows = 3: must be a list of rows",
        "catalog.rows=[3]       | catalog.rows[0] = 3: must be a list of rows",
        "objects=3,population.selection=null | objects = 3: must be a section { ... } with model, theta,",
        "objects.theta.log_mass=logm,population.selection=null | objects.theta.log_mass = \"logm\": must be a section { ... } with <name>",
        "population.density.log_mass.x=1 | population.density.log_mass = {\"x\":1}: must be formula text or a number",
        "population.hyperprior.alpha=true | population.hyperprior.alpha = true: must be formula text or a number",
        "population.hyperprior.alpha=[1]  | population.hyperprior.alpha = [1]: must be formula text or a number",
      })
  void valueOfWrongTypeOrRange(String sets, String expected) {
    String message = refusalWith(sets.split(",(?=population)"));
    assertTrue(message.startsWith(expected.strip()), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "catalog.source=cvs | catalog.source = \"cvs\": must be one of mock, csv, parquet, fits, votable, hive, draws, inline, none (nearest: csv)",
        "catalog.source=hive | catalog.path = survey.csv: is read with catalog.source = csv, parquet, fits, votable or draws, and the source is hive",
        "catalog.hdu=2 | catalog.hdu: is read with catalog.source = fits, and the source is csv",
        "catalog.table=a.b | catalog.table: is read with catalog.source = hive, and the source is csv",
        "catalog.units.logm=mag | catalog.units: is read with catalog.source = fits or votable, and the source is csv",
        "catalog.nulls=-99 | catalog.nulls = -99: must be a list of numbers and texts",
        "catalog.nulls=[[1]] | catalog.nulls = [[1]]: must be a list of numbers and texts",
        "catalog.nulls-of.logm=x | catalog.nulls-of.logm = \"x\": must be a list of numbers and texts",
        "catalog.max-rejected=1.5 | catalog.max-rejected = 1.5: must be a number from 0 to 1",
        "catalog.max-rejected=-0.1 | catalog.max-rejected = -0.1: must be a number from 0 to 1",
        "catalog.csv.delimiter=ab | catalog.csv.delimiter = \"ab\": must be one character, or tab or whitespace",
        "catalog.csv.delimiter=a | catalog.csv.delimiter = \"a\": must be one character, or tab or whitespace",
        "catalog.csv.delimiter=\" \" | catalog.csv.delimiter = \" \": must be one character, or tab or whitespace",
        "catalog.csv.quote=\",\" | catalog.csv.quote = ,: is the delimiter too; must be another, or none",
        "catalog.csv.header=comment | catalog.csv.header = comment: needs catalog.csv.comment",
        "catalog.csv.names=[a, b, a] | catalog.csv.names: a name stands there twice",
        "objects.model=gausian | objects.model = \"gausian\": must be one of gaussian, student, binomial, multinomial, poisson, linear, exact, observables, given (nearest: gaussian)",
        "engine=nuts | engine = \"nuts\": must be one of reweight, gibbs, joint",
        "joint.centred=x | joint.centred = \"x\": must be a list of names such as [x, y]",
        "catalog.observations.id=x | catalog.observations.path: must be a file or folder, unless",
        "population.selection.injections.path=x | population.selection.injections.drawn is required",
        "population.selection.acts-on=dta | population.selection.acts-on = \"dta\": must be one of data, truth (nearest: data)",
      })
  void wordsThatDoNotExistOrNotYet(String set, String expected) {
    String message = refusalWith(set);
    assertTrue(message.startsWith(expected.strip()), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "catalog.source=null | catalog.source is required",
        "catalog.path=null | catalog.path is required by catalog.source = csv",
        "catalog.source=inline,catalog.path=null | catalog.rows is required by catalog.source = inline",
        "catalog.source=mock,catalog.path=null | catalog.mock is required by catalog.source = mock",
        "catalog.source=mock | catalog.mock is required by catalog.source = mock",
        "catalog.mock.truth.alpha=-1 | catalog.mock.objects is required",
        "objects.model=null | objects.model is required (p(data | theta)): must be one of gaussian",
        "objects.theta=null,population.selection=null | objects.theta is required",
        "objects.interim-prior=null | objects.interim-prior.log_mass is required",
        "population.density=null | population.density.log_mass is required",
        "population.selection.acts-on=null | population.selection.acts-on is required",
        "population.selection.detection=null | population.selection.detection is required",
      })
  void missingKey(String sets, String expected) {
    String message = refusalWith(sets.split(","));
    assertTrue(message.startsWith(expected.strip()), message);
  }

  @Test
  void missingArgumentOfTheModel() {
    String text =
        ConfigFiles.COMPLETE
            .replace(", error = 0.2 }", " }")
            .replace("${objects.theta.log_mass.error}", "0.2");
    assertTrue(
        refusal(text)
            .startsWith("objects.theta.log_mass.error is required by objects.model = gaussian"));
  }

  @Test
  void argumentOfAnotherModel() {
    assertEquals(
        "objects.theta.log_mass.eror: objects.model = gaussian takes value, error;"
            + " the nearest is objects.theta.log_mass.error",
        refusalWith("objects.theta.log_mass.eror=0.3"));
  }

  @Test
  void mockNeedsATruthForEveryHyperparameter() {
    String[] mock = {
      "catalog.source=mock",
      "catalog.path=null",
      "catalog.mock.objects=10",
      "catalog.mock.truth.alpha=-1.25"
    };
    assertTrue(refusalWith(mock).startsWith("catalog.mock.truth.log_m_star is required"));
    String[] typo = mock.clone();
    typo[3] = "catalog.mock.truth.alfa=-1.25";
    assertEquals(
        "catalog.mock.truth.alfa: no hyperparameter is called 'alfa';"
            + " the nearest is population.hyperprior.alpha",
        refusalWith(typo));
  }

  @Test
  void keysOfAnotherSourceAreNotIgnored() {
    assertEquals(
        "catalog.rows: is read with catalog.source = inline, and the source is csv",
        refusalWith("catalog.rows=[{id=A}]"));
    assertEquals(
        "catalog.format = csv: is read with catalog.source = draws, and the source is csv",
        refusalWith("catalog.format=csv"));
    assertEquals(
        "catalog.path = survey.csv: is read with catalog.source = csv, parquet, fits, votable or draws,"
            + " and the source is none",
        refusalWith("catalog.source=none"));
  }

  @Test
  void mockInTwoPlaces() {
    assertTrue(
        refusalWith("mock.objects=3", "catalog.mock.objects=3").startsWith("mock: stands in"));
  }

  @Test
  void givenAndDrawsGoTogether() {
    assertTrue(refusalWith("catalog.source=draws").contains("objects.model = given go together"));
    assertTrue(refusalWith("objects.model=given").contains("objects.model = given go together"));
  }

  @Test
  void densitiesNameThetasOnce() {
    assertEquals(
        DENSITY + ".mass: no theta is called 'mass'; the nearest is objects.theta.log_mass",
        refusalWith(DENSITY + ".mass=\"normal(0, 1)\""));
    assertTrue(
        refusalWith(DENSITY + ".\"log_mass,log_mass\"=\"normal(0, 1)\"").contains("log_mass"));
    assertEquals(
        "objects.interim-prior.mass: no theta is called 'mass'; the nearest is objects.theta.log_mass",
        refusalWith("objects.interim-prior.mass=\"normal(0, 1)\""));
  }

  @Test
  void everyThetaNeedsADensity() {
    String[] second = {
      "objects.theta.z={value=z, error=0.01}", "objects.interim-prior.z=\"uniform(0, 1)\""
    };
    assertTrue(refusalWith(second).startsWith(DENSITY + ".z is required"));
    assertTrue(
        refusalWith(second[0], second[1], DENSITY + ".\"z,log_mass\"=\"normal(z, 1)\"")
            .endsWith("log_mass has its density already, in " + DENSITY + ".log_mass"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object_id",
        "log_weight",
        "log_interim_prior",
        "ess",
        "khat",
        "log_evidence",
        "chain",
        "draw",
        "log_density",
        "file",
        "row",
        "reason",
        "bucket",
        "round",
        "Row"
      })
  void reservedNames(String name) {
    assertTrue(
        refusalWith("population.hyperprior." + name + "=1")
            .startsWith("population.hyperprior." + name + ": the name is reserved"));
    assertTrue(
        refusalWith("objects.theta." + name + "={value=a, error=b}")
            .startsWith("objects.theta." + name + ": the name is reserved"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-b", "2a", "a b", "mu[state", "mu[1]", "mü"})
  void namesMustBeIdentifiers(String name) {
    assertTrue(
        refusalWith("population.hyperprior.\"" + name + "\"=1").contains("letters, digits and _"));
  }

  @Test
  void thetasAreNotIndexed() {
    assertTrue(
        refusalWith("objects.theta.\"mu[state]\"={value=a, error=b}")
            .startsWith("objects.theta.\"mu[state]\": a name must be"));
  }

  @Test
  void namesThatAFormulaOrATableCouldNotTellApart() {
    assertTrue(refusalWith("population.hyperprior.log_mass=1").contains("is also a theta"));
    assertTrue(refusalWith("population.hyperprior.z=1").contains("is also a column"));
    assertTrue(
        refusalWith("population.hyperprior.Alpha=1").contains("more than upper and lower case"));
  }

  @Test
  void correlations() {
    String[] two = {
      "objects.theta.z={value=z, error=0.01}",
      "objects.interim-prior.z=\"uniform(0, 1)\"",
      "population.density.z=\"uniform(0, 1)\"",
      null
    };
    two[3] = "objects.correlation.\"log_mass,z\"=1";
    assertTrue(refusalWith(two).endsWith("= 1: must lie between -1 and 1"));
    two[3] = "objects.correlation.log_mass=0.5";
    assertTrue(refusalWith(two).contains("must name two thetas"));
    two[3] = "objects.correlation.\"log_mass,log_mass\"=0.5";
    assertTrue(refusalWith(two).contains("names a theta twice"));
    two[3] = "objects.correlation.\"log_mass,y\"=0.5";
    assertTrue(refusalWith(two).contains("no theta is called 'y'"));
  }

  @Test
  void settingsThatAreNoSettings() {
    assertEquals("--set seed: must be key=value", refusalWith("seed"));
    assertEquals("--set =3: must be key=value", refusalWith("=3"));
    assertTrue(
        refusalWith("population..x=3").startsWith("--set population..x=3: must be key=value"));
  }

  @Test
  void syntaxErrorHasFileAndLine() {
    String message = refusal("name = a\ncatalog {\n  source = csv\n");
    String end = "test.conf, line 4: expecting a key or a closing brace }, got end of file";
    assertTrue(message.endsWith(end), message);
    assertTrue(refusal("name = a\nseed = = 3\n").contains("test.conf, line 2: "));
    String unquoted = refusal("name = a\npopulation.density.x = normal(mean = mu, sd = 1)\n");
    assertTrue(unquoted.contains("test.conf, line 2: "), unquoted);
    assertTrue(unquoted.endsWith("needs double quotes around it"), unquoted);
  }

  @Test
  void substitutionOfNothingHasFileAndLine() {
    String message = refusal("name = a\noutput = ${objects.theta.mass.error}\n");
    assertTrue(message.contains("test.conf, line 2: "), message);
    assertTrue(message.contains("${objects.theta.mass.error}"), message);
  }

  @Test
  void missingFileAndFolder() {
    String absent = folder.resolve("absent.conf").toString();
    assertEquals(absent + ": no such configuration file", loadingFails(absent));
    assertTrue(loadingFails(folder.toString()).contains("is a folder"));
    assertTrue(loadingFails("hdfs://host/a.conf").contains("cannot be read: only local files"));
  }

  private static String loadingFails(String location) {
    return assertThrows(
            ConfigException.class, () -> ConfigLoader.load(location, List.of(), Optional.empty()))
        .getMessage();
  }

  @Test
  void includeOfNothingIsNotSilent() {
    String message = refusal("include \"absent.conf\"\n" + ConfigFiles.COMPLETE);
    assertTrue(message.contains("absent.conf"), message);
  }

  @Test
  void emptyFileNamesTheFirstRequiredKey() {
    assertTrue(refusal("").startsWith("catalog.source is required"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{ a = "})
  void bracketsThousandsOfLevelsDeep(String bracket) {
    String message = refusal("name = " + bracket.repeat(100_000));
    assertTrue(message.contains("thousands of levels deep"), message);
  }
}
