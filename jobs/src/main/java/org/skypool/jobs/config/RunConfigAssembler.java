package org.skypool.jobs.config;

import static org.skypool.jobs.config.ConfigValues.require;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the typed records from values that passed the key table; defaults are filled in. */
final class RunConfigAssembler {
  private static final String JOINT = "joint";

  private final ConfigValues values;

  RunConfigAssembler(ConfigValues values) {
    this.values = values;
  }

  /**
   * The run.
   *
   * @param nameOfFile name of the run where the configuration gives none
   * @throws ConfigException where a required key is missing
   */
  RunConfig assemble(String nameOfFile) {
    String name = values.text("name").orElse(nameOfFile);
    RunConfig.Catalog catalog = catalog();
    return RunConfig.of(
        name,
        values.whole("seed").orElseThrow(),
        values.text("output").orElse("out/" + name),
        catalog,
        objects(catalog.source()),
        population(),
        new RunConfig.Rounds(wholeInt("rounds.max"), values.real("rounds.drift").orElseThrow()),
        new RunConfig.Hyperposterior(
            wholeInt("hyperposterior.ess").orElseThrow(),
            values.text("hyperposterior.path").orElseThrow()),
        new RunConfig.Individuals(wholeInt("individuals.draws").orElseThrow()),
        new RunConfig.Report(
            Collections.unmodifiableMap(values.texts("report.labels")),
            Collections.unmodifiableMap(values.texts("report.units")),
            values.text("report.compare").orElseThrow().equals("true")),
        new RunConfig.Engine(
            values.text("engine").orElseThrow(),
            values.words("joint.centred"),
            values.words("joint.non-centred")),
        releases());
  }

  private RunConfig.Releases releases() {
    String keep = values.text("releases.keep").orElseThrow();
    return new RunConfig.Releases(
        keep.equals(KeyType.CountOrAll.ALL)
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(keep)));
  }

  private RunConfig.Catalog catalog() {
    String word = require(values.text("catalog.source"), "catalog.source");
    RunConfig.Source source = RunConfig.Source.valueOf(word.toUpperCase(Locale.ROOT));
    Optional<String> format = values.text("catalog.format");
    if (source == RunConfig.Source.DRAWS) {
      format = format.or(() -> Optional.of("skypool"));
    }
    Optional<String> id = values.text("catalog.id");
    if (source == RunConfig.Source.INLINE) {
      id = id.or(() -> Optional.of("id"));
    }
    return new RunConfig.Catalog(
        source,
        values.text("catalog.path"),
        format,
        id,
        values.text("catalog.where"),
        Collections.unmodifiableMap(values.texts("catalog.columns")),
        values.rows("catalog.rows"),
        observations(),
        mock(),
        TableReading.of(values));
  }

  private Optional<RunConfig.Observations> observations() {
    String section = "catalog.observations";
    if (!values.has(section)) {
      return Optional.empty();
    }
    return Optional.of(
        new RunConfig.Observations(
            values.text(section + ".path"),
            values.text(section + ".id").orElse("id"),
            Collections.unmodifiableMap(values.texts(section + ".columns")),
            values.rows(section + ".rows")));
  }

  private Optional<RunConfig.Mock> mock() {
    if (values.has("mock") && values.has("catalog.mock")) {
      throw new ConfigException("mock: stands in catalog.mock too; write it in one place");
    }
    if (!values.has("mock") && !values.has("catalog.mock")) {
      return Optional.empty();
    }
    String section = values.has("mock") ? "mock" : "catalog.mock";
    String objects = section + ".objects";
    Map<String, Double> truth = values.reals(section + ".truth");
    values.texts("population.hyperprior").forEach((name, text) -> addFixed(truth, name, text));
    return Optional.of(
        new RunConfig.Mock(
            mockObjects(objects),
            Collections.unmodifiableMap(truth),
            Collections.unmodifiableMap(values.texts(section + ".density")),
            Collections.unmodifiableMap(values.texts(section + ".columns")),
            mockObservations(section + ".observations")));
  }

  /** A rate says how many objects there are. */
  private OptionalInt mockObjects(String key) {
    OptionalInt objects = wholeInt(key);
    if (values.has("population.rate")) {
      if (objects.isPresent()) {
        throw new ConfigException(
            key
                + " = "
                + objects.getAsInt()
                + ": population.rate says how many objects there are; must be left out");
      }
      return objects;
    }
    return OptionalInt.of(require(objects.stream().boxed().findFirst(), key));
  }

  private Optional<RunConfig.MockObservations> mockObservations(String section) {
    if (!values.has(section)) {
      return Optional.empty();
    }
    String each = section + ".each";
    return Optional.of(
        new RunConfig.MockObservations(
            require(wholeInt(each).stream().boxed().findFirst(), each),
            Collections.unmodifiableMap(values.texts(section + ".columns"))));
  }

  private static void addFixed(Map<String, Double> truth, String name, String hyperprior) {
    if (!name.equals(JOINT)) {
      number(hyperprior).ifPresent(fixed -> truth.putIfAbsent(name, fixed));
    }
  }

  private RunConfig.Objects objects(RunConfig.Source source) {
    Optional<String> model = values.text("objects.model");
    if (source == RunConfig.Source.NONE) {
      model = model.or(() -> Optional.of("given"));
    }
    Map<String, Map<String, String>> thetas = new TreeMap<>();
    values
        .sections("objects.theta")
        .forEach(
            (key, texts) ->
                thetas.put(
                    String.join(",", RunConfig.Objects.namesIn(key)),
                    Collections.unmodifiableMap(texts)));
    Map<String, Map<String, String>> observables = values.sections("objects.observable");
    if (!observables.isEmpty()) {
      thetasOfFormulas().forEach(theta -> thetas.putIfAbsent(theta, Map.of()));
    }
    return new RunConfig.Objects(
        require(model, "objects.model"),
        Collections.unmodifiableMap(thetas),
        Collections.unmodifiableMap(observables),
        byVariables("objects.correlation"),
        Collections.unmodifiableMap(values.texts("objects.interim-prior")),
        wholeInt("objects.draws"),
        timeLimit(),
        wholeInt("objects.bucket-mib").orElseThrow());
  }

  private OptionalDouble timeLimit() {
    String key = "objects.time-limit";
    Optional<Double> seconds = values.real(key);
    String engine = values.text("engine").orElseThrow();
    if (seconds.isPresent() && !engine.equals("reweight")) {
      throw new ConfigException(
          key
              + " = "
              + seconds.get()
              + ": objects are set aside one by one with engine = reweight only, not "
              + engine);
    }
    return seconds.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /** Thetas of predicted observables: those that have an interim prior or a density. */
  private Set<String> thetasOfFormulas() {
    Set<String> names = new TreeSet<>(values.texts("objects.interim-prior").keySet());
    byVariables("population.density")
        .keySet()
        .forEach(key -> names.addAll(RunConfig.Objects.namesIn(key)));
    return names;
  }

  private RunConfig.Population population() {
    Map<String, String> hyperpriors = values.texts("population.hyperprior");
    Optional<String> joint = Optional.ofNullable(hyperpriors.remove(JOINT));
    return new RunConfig.Population(
        byVariables("population.density"),
        Collections.unmodifiableMap(hyperpriors),
        joint,
        Collections.unmodifiableMap(values.numbers("population.levels")),
        selection(),
        Collections.unmodifiableMap(values.texts("population.derived")),
        values.text("population.rate"),
        elements(),
        new TabulatedFunctions(values).all(),
        values.words("population.known-edges"));
  }

  private Map<String, RunConfig.Element> elements() {
    Map<String, RunConfig.Element> elements = new TreeMap<>();
    for (String column : values.names("population.element")) {
      String section = Names.key("population.element", column);
      elements.put(
          column,
          new RunConfig.Element(
              values
                  .at("population.element", column, "density")
                  .map(String.class::cast)
                  .orElse("1"),
              values.at("population.element", column, "from").map(Double.class::cast),
              values.at("population.element", column, "to").map(Double.class::cast),
              elementValues(section, column)));
    }
    return Collections.unmodifiableMap(elements);
  }

  @SuppressWarnings("unchecked") // only the Numbers type is read for this key
  private List<Double> elementValues(String section, String column) {
    List<Double> listed =
        values
            .at("population.element", column, "values")
            .map(list -> (List<Double>) list)
            .orElse(List.of());
    boolean ends =
        values.at("population.element", column, "from").isPresent()
            && values.at("population.element", column, "to").isPresent();
    if (listed.isEmpty() != ends) {
      throw new ConfigException(
          section + ": must have from and to, or a list of values, such as from = 0, to = 1");
    }
    return listed;
  }

  private Optional<RunConfig.Selection> selection() {
    if (!values.has("population.selection")) {
      return Optional.empty();
    }
    String detection = "population.selection.detection";
    String actsOn = "population.selection.acts-on";
    Optional<RunConfig.Injections> injections = injections("population.selection.injections");
    return Optional.of(
        new RunConfig.Selection(
            injections.isPresent()
                ? values.text(detection)
                : Optional.of(require(values.text(detection), detection)),
            RunConfig.ActsOn.valueOf(require(values.text(actsOn), actsOn).toUpperCase(Locale.ROOT)),
            injections));
  }

  private Optional<RunConfig.Injections> injections(String section) {
    if (!values.has(section)) {
      return Optional.empty();
    }
    return Optional.of(
        new RunConfig.Injections(
            values.text(section + ".path"),
            values.text(section + ".where"),
            Collections.unmodifiableMap(values.texts(section + ".columns")),
            require(values.whole(section + ".drawn"), section + ".drawn"),
            values.text(section + ".density"),
            Collections.unmodifiableMap(values.texts(section + ".draw"))));
  }

  /** Texts by variables: {@code "m, x1"} becomes {@code "m,x1"}. */
  private Map<String, String> byVariables(String section) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, String> entry : values.texts(section).entrySet()) {
      String variables =
          Arrays.stream(entry.getKey().split(",", -1))
              .map(String::strip)
              .collect(Collectors.joining(","));
      if (texts.put(variables, entry.getValue()) != null) {
        throw new ConfigException(
            Names.key(section, entry.getKey()) + ": stands there twice, with and without blanks");
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  private OptionalInt wholeInt(String key) {
    return values.whole(key).map(Math::toIntExact).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The number a formula text is, where it is nothing but a finite number. */
  static Optional<Double> number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException formula) {
      return Optional.empty();
    }
  }
}
