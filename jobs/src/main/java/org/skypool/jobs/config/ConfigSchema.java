package org.skypool.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.skypool.core.formula.NearestName;
import org.skypool.jobs.config.KeyType.Choice;
import org.skypool.jobs.config.KeyType.CountOrAll;
import org.skypool.jobs.config.KeyType.Edges;
import org.skypool.jobs.config.KeyType.Formula;
import org.skypool.jobs.config.KeyType.Fraction;
import org.skypool.jobs.config.KeyType.Marks;
import org.skypool.jobs.config.KeyType.Numbers;
import org.skypool.jobs.config.KeyType.Real;
import org.skypool.jobs.config.KeyType.RealOrReals;
import org.skypool.jobs.config.KeyType.Rows;
import org.skypool.jobs.config.KeyType.Symbol;
import org.skypool.jobs.config.KeyType.Text;
import org.skypool.jobs.config.KeyType.Whole;
import org.skypool.jobs.config.KeyType.Words;

/**
 * The key table: every key there is, with its type, range, default and reason.
 *
 * <p>Precedence of values, here and nowhere else: {@code --out}, then the last {@code --set} of a
 * key, then the configuration file, then the default of this table. Substitutions are resolved
 * after the first three were merged, so they follow what the command line sets.
 */
final class ConfigSchema {
  private static final List<ConfigKey> KEYS =
      List.of(
          ConfigKey.of("name", new Text(), "the name of the run; an output folder belongs to one"),
          ConfigKey.of(
              "seed",
              new Whole(Long.MIN_VALUE, Long.MAX_VALUE),
              1L,
              "every random stream derives from it"),
          ConfigKey.of("output", new Text(), "folder of the tables, the report and run.json"),
          ConfigKey.of(
              "engine",
              new Choice(List.of("reweight", "gibbs", "joint"), List.of()),
              "reweight",
              "how the hyperposterior is reached"),
          ConfigKey.of(
              "joint.centred",
              new Words(),
              "thetas or hyperparameters that the engine joint samples in their own coordinate"),
          ConfigKey.of(
              "joint.non-centred",
              new Words(),
              "thetas that the engine joint samples as deviates from the population"),
          ConfigKey.of(
              "catalog.source",
              new Choice(
                  List.of(
                      "mock", "csv", "parquet", "fits", "votable", "hive", "draws", "inline",
                      "none"),
                  List.of()),
              "where the catalogue comes from"),
          ConfigKey.of("catalog.path", new Text(), "the catalogue's file or folder, literally"),
          ConfigKey.of(
              "catalog.format",
              new Choice(List.of("skypool", "csv", "parquet"), List.of()),
              "layout of draws made elsewhere: the draws table, or one row per draw"),
          ConfigKey.of("catalog.hdu", new Text(), "extension of a FITS file, number or name"),
          ConfigKey.of("catalog.table", new Text(), "a Hive table, database.table"),
          ConfigKey.of(
              "catalog.csv.delimiter",
              new Symbol(List.of(CsvDialect.TAB, CsvDialect.WHITESPACE)),
              ",",
              "what stands between cells"),
          ConfigKey.of(
              "catalog.csv.quote",
              new Symbol(List.of(CsvDialect.NONE)),
              "\"",
              "what stands around cells that contain the delimiter"),
          ConfigKey.of("catalog.csv.comment", new Text(), "beginning of lines that are no records"),
          ConfigKey.of(
              "catalog.csv.header",
              new Choice(List.of(CsvDialect.LINE, CsvDialect.COMMENT), List.of()),
              CsvDialect.LINE,
              "where the names of the columns are"),
          ConfigKey.of("catalog.csv.names", new Words(), "columns of a file without header"),
          ConfigKey.of("catalog.units.*", new Text(), "unit that the column must be declared in"),
          ConfigKey.of("catalog.nulls", new Marks(), "values that stand for a missing one"),
          ConfigKey.of("catalog.nulls-of.*", new Marks(), "such values in one column"),
          ConfigKey.of(
              "catalog.max-rejected",
              new Fraction(),
              TableReading.ANY_FRACTION,
              "fraction of the survey's rows that may be set aside"),
          ConfigKey.of("catalog.id", new Text(), "column of the object id"),
          ConfigKey.of("catalog.where", new Text(), "Spark SQL: which rows are the survey"),
          ConfigKey.of("catalog.columns.*", new Text(), "column of the file, or Spark SQL over it"),
          ConfigKey.of("catalog.rows", new Rows(), "the catalogue itself"),
          ConfigKey.of("catalog.mock.objects", mockObjects(), "number of detected objects"),
          ConfigKey.of("catalog.mock.truth.*", new RealOrReals(), "true value"),
          ConfigKey.of("catalog.mock.density.*", new Formula(), "density the mock is drawn from"),
          ConfigKey.of("catalog.mock.columns.*", new Formula(), "density, or number, of a column"),
          ConfigKey.of(
              "catalog.mock.observations.each", mockObservations(), "observations per object"),
          ConfigKey.of(
              "catalog.mock.observations.columns.*",
              new Formula(),
              "density, or number, of a column"),
          ConfigKey.of(
              "catalog.observations.path", new Text(), "a second table, one row per observation"),
          ConfigKey.of("catalog.observations.id", new Text(), "column of the object's id there"),
          ConfigKey.of(
              "catalog.observations.columns.*", new Text(), "column there, or Spark SQL over it"),
          ConfigKey.of("catalog.observations.rows", new Rows(), "the observations themselves"),
          ConfigKey.of("mock.objects", mockObjects(), "number of detected objects"),
          ConfigKey.of("mock.truth.*", new RealOrReals(), "true value"),
          ConfigKey.of("mock.density.*", new Formula(), "density the mock is drawn from"),
          ConfigKey.of("mock.columns.*", new Formula(), "density, or number, of a column"),
          ConfigKey.of("mock.observations.each", mockObservations(), "observations per object"),
          ConfigKey.of(
              "mock.observations.columns.*", new Formula(), "density, or number, of a column"),
          ConfigKey.of(
              "objects.model",
              new Choice(ObjectModelArguments.names(), List.of()),
              "p(data | theta)"),
          ConfigKey.of("objects.theta.*.*", new Formula(), "argument of the object model"),
          ConfigKey.of(
              "objects.observable.*.missing",
              new Choice(List.of(RunConfig.Objects.IGNORED, RunConfig.Objects.REJECTED), List.of()),
              "what becomes of an object that lacks it; absent: rejected"),
          ConfigKey.of(
              "objects.observable.*.*", new Formula(), "argument of a predicted observable"),
          ConfigKey.of("objects.correlation.*", new Formula(), "correlation of two errors"),
          ConfigKey.of(
              "objects.interim-prior.*", new Formula(), "density the sampling starts from"),
          ConfigKey.of(
              "objects.draws",
              new Whole(1, 1_000_000),
              "integration points per object; absent: chosen by a pilot, and doubled where the"
                  + " audit fails"),
          ConfigKey.of(
              "objects.time-limit",
              new Real(0),
              "seconds one object's likelihood may take in a round; absent: as long as it takes"),
          ConfigKey.of(
              "objects.bucket-mib",
              new Whole(1, 1024),
              (long) RunConfig.Objects.BUCKET_MIB,
              "MiB of draws that are sampled by one task, and not again after an interruption"),
          ConfigKey.of("population.density.*", new Formula(), "density of thetas"),
          ConfigKey.of("population.hyperprior.*", new Formula(), "density, or fixed number"),
          ConfigKey.of(
              "population.levels.*",
              new Numbers(),
              "values of a column that indexes hyperparameters"),
          ConfigKey.of(
              "population.derived.*", new Formula(), "quantity that follows from hyperparameters"),
          ConfigKey.of(
              "population.known-edges",
              new Words(),
              "hyperparameters the edges of whose box are facts"),
          ConfigKey.of("population.rate", new Formula(), "objects per unit of the element"),
          ConfigKey.of("population.element.*.density", new Formula(), "element per unit"),
          ConfigKey.of("population.element.*.from", anyReal(), "lower end of a covariate"),
          ConfigKey.of("population.element.*.to", anyReal(), "upper end of a covariate"),
          ConfigKey.of("population.element.*.values", new Numbers(), "values of a covariate"),
          ConfigKey.of("population.tables.*.path", new Text(), "CSV file, one row per cell"),
          ConfigKey.of("population.tables.*.low", new Words(), "columns of lower edges, by axis"),
          ConfigKey.of("population.tables.*.high", new Words(), "columns of upper edges, by axis"),
          ConfigKey.of("population.tables.*.value", new Text(), "column of values"),
          ConfigKey.of("population.tables.*.edges", new Edges(), "edges of the cells, by axis"),
          ConfigKey.of(
              "population.tables.*.values",
              new RealOrReals(),
              "one value per cell, the last axis running fastest"),
          ConfigKey.of("population.tables.*.outside", anyReal(), "value outside the cells"),
          ConfigKey.of("population.selection.detection", new Formula(), "P(selected | theta)"),
          ConfigKey.of(
              "population.selection.acts-on",
              new Choice(List.of("data", "truth"), List.of()),
              "data: a cut on measured values; truth: completeness in the true values"),
          ConfigKey.of("population.selection.injections.path", new Text(), "table of injections"),
          ConfigKey.of("population.selection.injections.where", new Text(), "which were found"),
          ConfigKey.of("population.selection.injections.columns.*", new Text(), "column there"),
          ConfigKey.of(
              "population.selection.injections.drawn",
              new Whole(1, 1_000_000_000_000L),
              "how many were put in"),
          ConfigKey.of(
              "population.selection.injections.density",
              new Formula(),
              "what they were drawn from"),
          ConfigKey.of(
              "population.selection.injections.draw.*", new Formula(), "density to draw them from"),
          ConfigKey.of(
              "rounds.max",
              new Whole(1, 20),
              "rounds of sampling, the interim one included; absent: until settled, at most 6"),
          ConfigKey.of(
              "rounds.drift",
              new Real(0),
              0.1,
              "move of a hyperparameter between rounds, in posterior sd, small enough to stop"),
          ConfigKey.of(
              "hyperposterior.ess",
              new Whole(100, 10_000_000),
              4000L,
              "effective draws: the sd of a posterior mean is known to 1/sqrt(ess) of the sd"),
          ConfigKey.of(
              "hyperposterior.path",
              new Choice(List.of("auto", "importance", "subset", "chains"), List.of()),
              RunConfig.Hyperposterior.AUTO,
              "on some of the objects, verified on all; on all throughout; or by chains"),
          ConfigKey.of(
              "individuals.draws",
              new Whole(1, 10_000),
              32L,
              "equally weighted draws of each hierarchical posterior"),
          ConfigKey.of("report.labels.*", new Text(), "axis label of an individual parameter"),
          ConfigKey.of("report.units.*", new Text(), "what its density is per, such as dex"),
          ConfigKey.of(
              "report.compare",
              new Choice(List.of("true", "false"), List.of()),
              "false",
              "independent, pooled and hierarchical estimates side by side"),
          ConfigKey.of(
              "releases.keep",
              new CountOrAll(1_000_000),
              RunConfig.Releases.KEEP,
              "earlier answers that stay in output/releases"));

  private ConfigSchema() {}

  private static Real anyReal() {
    return new Real(Double.NEGATIVE_INFINITY);
  }

  private static Whole mockObjects() {
    return new Whole(1, 1_000_000_000);
  }

  private static Whole mockObservations() {
    return new Whole(1, 1_000_000);
  }

  /** The whole table, in the order documentation lists it. */
  static List<ConfigKey> keys() {
    return KEYS;
  }

  /** The row of a key written with dots, {@code *} for chosen names. */
  static ConfigKey key(String dotted) {
    return KEYS.stream()
        .filter(key -> key.dotted().equals(dotted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no key " + dotted + " in the table"));
  }

  /**
   * Checks every key of a resolved configuration against the table.
   *
   * @throws ConfigException for the first (in sorted order) unknown key, wrong type or value out of
   *     range
   */
  static ConfigValues check(ConfigObject root) {
    Map<List<String>, Object> values = new LinkedHashMap<>();
    walk(root, List.of(), values);
    return new ConfigValues(values);
  }

  private static void walk(
      ConfigObject section, List<String> path, Map<List<String>, Object> values) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(section).entrySet()) {
      if (entry.getValue().valueType() == ConfigValueType.NULL) {
        continue;
      }
      List<String> actual = append(path, entry.getKey());
      Optional<ConfigKey> row = KEYS.stream().filter(key -> key.matches(actual)).findFirst();
      if (row.isPresent()) {
        values.put(actual, row.get().type().read(dotted(actual), entry.getValue()));
      } else if (KEYS.stream().anyMatch(key -> key.begins(actual, actual.size()))) {
        if (!(entry.getValue() instanceof ConfigObject child)) {
          throw notASection(actual, entry.getValue());
        }
        values.put(actual, ConfigValues.SECTION);
        walk(child, actual, values);
      } else {
        throw unknown(actual);
      }
    }
  }

  private static ConfigException notASection(List<String> actual, ConfigValue value) {
    return new ConfigException(
        dotted(actual)
            + " = "
            + KeyType.shown(value)
            + ": must be a section { ... } with "
            + String.join(", ", children(actual)));
  }

  private static ConfigException unknown(List<String> actual) {
    return new ConfigException(
        dotted(actual) + ": unknown key; the nearest known one is " + nearest(actual));
  }

  /**
   * The nearest known key: a neighbour in the same section where its last segment is near, else the
   * key anywhere whose last segment is, else the nearest neighbour.
   */
  static String nearest(List<String> actual) {
    String last = actual.get(actual.size() - 1);
    List<String> section = actual.subList(0, actual.size() - 1);
    String sibling =
        NearestName.closest(
                last, children(section).stream().filter(c -> !c.startsWith("<")).toList())
            .orElse(null);
    if (sibling != null && NearestName.near(last, sibling)) {
      return dotted(append(section, sibling));
    }
    List<String> elsewhere =
        KEYS.stream()
            .filter(key -> NearestName.near(last, key.path().get(key.path().size() - 1)))
            .filter(key -> !key.path().contains(ConfigKey.ANY))
            .map(ConfigKey::dotted)
            .toList();
    if (elsewhere.isEmpty() && sibling != null) {
      return dotted(append(section, sibling));
    }
    List<String> candidates =
        elsewhere.isEmpty() ? KEYS.stream().map(ConfigKey::dotted).toList() : elsewhere;
    return NearestName.closest(dotted(actual), candidates).orElseThrow();
  }

  /**
   * Names that may stand directly in a section; a name the user chooses is written {@code <name>}.
   */
  private static List<String> children(List<String> section) {
    return KEYS.stream()
        .filter(key -> key.path().size() > section.size() && key.begins(section, section.size()))
        .map(key -> key.path().get(section.size()))
        .map(name -> name.equals(ConfigKey.ANY) ? "<name> = ..." : name)
        .distinct()
        .toList();
  }

  /** The full dotted key, segments quoted where the configuration language needs it. */
  static String dotted(List<String> path) {
    return ConfigUtil.joinPath(path);
  }

  private static List<String> append(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }
}
