package org.skypool.jobs.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.population.HyperpriorGroup;

/**
 * One run, as its configuration says: every value resolved, checked for type and range, and
 * immutable.
 *
 * <p>Names the user chooses (thetas, hyperparameters, columns) are sorted, never in the order of
 * the file, so that the order of writing cannot change a result. Values written as formula are kept
 * as text, numbers among them.
 *
 * @param name names the run; an output folder belongs to one name
 * @param seed the seed every random stream derives from
 * @param output folder that receives the tables, the report and {@code run.json}
 * @param resolved the configuration after substitution and overrides, as JSON with sorted keys
 * @param hash SHA-256 of {@code resolved}, in hexadecimal
 */
public record RunConfig(
    String name,
    long seed,
    String output,
    Catalog catalog,
    Objects objects,
    Population population,
    Rounds rounds,
    Hyperposterior hyperposterior,
    Individuals individuals,
    Report report,
    Engine engine,
    Releases releases,
    String resolved,
    String hash) {

  /** Makes the run from its parts; {@code resolved} and {@code hash} follow from them. */
  static RunConfig of(
      String name,
      long seed,
      String output,
      Catalog catalog,
      Objects objects,
      Population population,
      Rounds rounds,
      Hyperposterior hyperposterior,
      Individuals individuals,
      Report report,
      Engine engine,
      Releases releases) {
    RunConfig parts =
        new RunConfig(
            name,
            seed,
            output,
            catalog,
            objects,
            population,
            rounds,
            hyperposterior,
            individuals,
            report,
            engine,
            releases,
            "",
            "");
    String resolved = CanonicalConfig.json(CanonicalConfig.of(parts));
    return new RunConfig(
        name,
        seed,
        output,
        catalog,
        objects,
        population,
        rounds,
        hyperposterior,
        individuals,
        report,
        engine,
        releases,
        resolved,
        CanonicalConfig.sha256(resolved));
  }

  /** Where the catalogue comes from. */
  public enum Source {
    MOCK,
    CSV,
    PARQUET,
    FITS,
    VOTABLE,
    HIVE,
    DRAWS,
    INLINE,
    NONE
  }

  /** What the detection probability acts on. */
  public enum ActsOn {
    /** A cut on the measured values. */
    DATA,
    /** Completeness as a function of the true values. */
    TRUTH
  }

  /**
   * The catalogue.
   *
   * @param path literal path (never a glob) of a file or folder, anything Hadoop reads
   * @param format of draws made elsewhere: {@code skypool} (the draws table), {@code csv} or {@code
   *     parquet} (long form); empty for other sources
   * @param id column of the object id in the file; empty: the file has none, rows are counted
   * @param where Spark SQL predicate over the file's columns and {@code columns}
   * @param columns name used in this configuration, to a column or Spark SQL expression of the file
   * @param rows the catalogue itself, for the source inline: values by column name, as text; a
   *     missing value is absent
   * @param observations where objects have several observations each
   * @param mock the mock survey, for the source mock; with another source it tells the known truth
   * @param reading how the table is to be understood
   */
  public record Catalog(
      Source source,
      Optional<String> path,
      Optional<String> format,
      Optional<String> id,
      Optional<String> where,
      Map<String, String> columns,
      List<Map<String, String>> rows,
      Optional<Observations> observations,
      Optional<Mock> mock,
      TableReading reading) {

    /** A catalogue whose table needs no further words. */
    public Catalog(
        Source source,
        Optional<String> path,
        Optional<String> format,
        Optional<String> id,
        Optional<String> where,
        Map<String, String> columns,
        List<Map<String, String>> rows,
        Optional<Observations> observations,
        Optional<Mock> mock) {
      this(
          source, path, format, id, where, columns, rows, observations, mock, TableReading.plain());
    }
  }

  /**
   * A second table with one row per observation.
   *
   * @param path literal path of a file or folder, of a format told by its first bytes; empty where
   *     the rows are in the configuration, or a mock survey makes them
   * @param id column of the object's id
   * @param columns name used in this configuration, to a column or Spark SQL expression of the file
   * @param rows the observations themselves, if there is no file
   */
  public record Observations(
      Optional<String> path,
      String id,
      Map<String, String> columns,
      List<Map<String, String>> rows) {}

  /**
   * A mock survey.
   *
   * @param objects number of detected objects; empty where the population has a rate
   * @param truth true hyperparameters by name, fixed ones included
   * @param densities density formula by theta that the objects are drawn from; empty: the
   *     population's at the truth
   * @param columns density formula of every covariate, or a number for a constant column
   * @param observations how many observations an object has and what else is in their table
   */
  public record Mock(
      OptionalInt objects,
      Map<String, Double> truth,
      Map<String, String> densities,
      Map<String, String> columns,
      Optional<MockObservations> observations) {}

  /**
   * Observations of a mock survey.
   *
   * @param each observations per object
   * @param columns density formula of every column besides what the object model simulates, or a
   *     number
   */
  public record MockObservations(int each, Map<String, String> columns) {}

  /**
   * The objects.
   *
   * @param model name of the object model
   * @param thetas arguments of the model by individual parameter, or by a list of several that
   *     share them: name to formula text over columns and hyperparameters
   * @param observables arguments by predicted observable: name to formula text; the thetas of such
   *     a model have no arguments of their own
   * @param correlation correlation of measurement errors by pair {@code "m,x1"}: formula text over
   *     columns
   * @param interimPriors density formula by individual parameter
   * @param draws integration points per object; empty: chosen
   * @param timeLimit seconds that the likelihood of one object may take; empty: as long as it takes
   * @param bucketMib MiB of draws that a bucket may have
   */
  public record Objects(
      String model,
      Map<String, Map<String, String>> thetas,
      Map<String, Map<String, String>> observables,
      Map<String, String> correlation,
      Map<String, String> interimPriors,
      OptionalInt draws,
      OptionalDouble timeLimit,
      int bucketMib) {

    /** Size of buckets unless another is asked for. */
    static final int BUCKET_MIB = 64;

    /** Argument that determines an individual parameter instead of leaving it free. */
    public static final String EQUALS = "equals";

    /** What becomes of an object that lacks an observable. */
    public static final String MISSING = "missing";

    /** {@link #MISSING}: its likelihood is that of the others. */
    public static final String IGNORED = "ignored";

    /** {@link #MISSING}: it is set aside. */
    public static final String REJECTED = "rejected";

    /** The observables that an object may lack. */
    public Set<String> mayLack() {
      return observables.entrySet().stream()
          .filter(o -> IGNORED.equals(o.getValue().get(MISSING)))
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The individual parameters in order: by key, and within a key that lists several, as listed.
     */
    public List<String> names() {
      return thetas.keySet().stream().flatMap(key -> namesIn(key).stream()).distinct().toList();
    }

    /** The individual parameters that are inferred, those determined by a formula left out. */
    public List<String> free() {
      return thetas.entrySet().stream()
          .filter(entry -> !entry.getValue().containsKey(EQUALS))
          .flatMap(entry -> namesIn(entry.getKey()).stream())
          .filter(name -> !determined(name))
          .toList();
    }

    private boolean determined(String name) {
      return thetas.getOrDefault(name, Map.of()).containsKey(EQUALS);
    }

    /** The names in a key such as {@code "slope,intercept"}. */
    public static List<String> namesIn(String key) {
      return Arrays.stream(key.split(",", -1)).map(String::strip).toList();
    }
  }

  /**
   * The population.
   *
   * @param densities density formula by individual parameter (or comma-separated list of them,
   *     without blanks)
   * @param hyperpriors density formula, or number, by hyperparameter or group of them, such as
   *     {@code "m1 < m2"} and {@code "w1,w2"}
   * @param jointHyperprior formula added to the log hyperprior
   * @param levels values of the columns that index hyperparameters, ascending, by column
   * @param derived formula over hyperparameters by name of a derived quantity
   * @param rate formula of the number of objects per unit of the element
   * @param elements how much of the survey there is at values of a column, by column
   * @param tables functions that formulas may call, by name
   * @param knownEdges hyperparameters the edges of whose box are facts
   */
  public record Population(
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      Optional<String> jointHyperprior,
      Map<String, List<Double>> levels,
      Optional<Selection> selection,
      Map<String, String> derived,
      Optional<String> rate,
      Map<String, Element> elements,
      Map<String, TabulatedFunction> tables,
      List<String> knownEdges) {

    /** A parser of its formulas: one that knows its tables. */
    public FormulaParser parser() {
      return TabulatedFunction.parser(List.copyOf(tables.values()));
    }

    /** Whether the edges of the box of a hyperparameter, with an index or without, are facts. */
    public boolean areEdgesKnown(String hyperparameter) {
      return knownEdges.contains(Names.base(hyperparameter));
    }

    /** Names of the hyperparameters, as written, those of groups one by one. */
    public List<String> hyperparameters() {
      return hyperpriors.keySet().stream()
          .flatMap(key -> HyperpriorGroup.namesIn(key).stream())
          .toList();
    }
  }

  /**
   * How much of the survey there is at values of a covariate.
   *
   * @param density formula, per unit of a continuous covariate or at each value of a discrete one
   * @param from lower end of a continuous covariate
   * @param to its upper end
   * @param values of a discrete covariate, ascending
   */
  public record Element(
      String density, Optional<Double> from, Optional<Double> to, List<Double> values) {}

  /**
   * What was lost.
   *
   * @param detection formula of the detection probability over individual parameters and columns;
   *     empty where there are injections
   * @param actsOn what it acts on
   * @param injections in place of a formula
   */
  public record Selection(
      Optional<String> detection, ActsOn actsOn, Optional<Injections> injections) {}

  /**
   * Objects put into the survey to see which are found.
   *
   * @param path table of them; empty where they are drawn
   * @param where Spark SQL: which were found; empty: all in the table
   * @param columns name used in this configuration, to a column or Spark SQL expression of the
   *     table
   * @param drawn how many were put in
   * @param density formula of the density each was drawn from
   * @param draws density formula by individual parameter, to draw them from
   */
  public record Injections(
      Optional<String> path,
      Optional<String> where,
      Map<String, String> columns,
      long drawn,
      Optional<String> density,
      Map<String, String> draws) {}

  /**
   * Rounds of sampling and fitting.
   *
   * @param max number of rounds, the interim one included; empty: chosen
   * @param drift largest move of a hyperparameter between rounds, in posterior sd, that ends them
   */
  public record Rounds(OptionalInt max, double drift) {}

  /**
   * How the hyperposterior is reached.
   *
   * @param name {@code reweight}, {@code gibbs} or {@code joint}
   * @param centred names sampled in their own coordinate by the engine joint
   * @param nonCentred individual parameters that the engine joint samples as deviates from the
   *     population
   */
  public record Engine(String name, List<String> centred, List<String> nonCentred) {

    /** Whether objects are integrated one by one and reweighted. */
    public boolean isReweight() {
      return name.equals("reweight");
    }
  }

  /**
   * Draws of the hyperposterior.
   *
   * @param ess effective draws aimed at
   * @param path {@code auto}, {@code importance}, {@code subset} or {@code chains}
   */
  public record Hyperposterior(int ess, String path) {
    static final String AUTO = "auto";
  }

  /** Shrunken objects: equally weighted {@code draws} of each hierarchical posterior. */
  public record Individuals(int draws) {}

  /**
   * What the report shows.
   *
   * @param labels axis labels of individual parameters, by name
   * @param units what their densities are per, by name
   * @param compare whether independent and pooled estimates stand beside the hierarchical ones
   */
  public record Report(Map<String, String> labels, Map<String, String> units, boolean compare) {}

  /**
   * Answers that later ones replaced.
   *
   * @param keep how many stay; empty: all
   */
  public record Releases(OptionalInt keep) {
    static final String KEEP = "5";
  }
}
