package org.skypool.jobs.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.skypool.jobs.config.RunConfig.Source;

/** Rules between keys: what one key's value asks of another. */
final class ConfigConsistency {
  private static final Pattern RUN_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,100}");

  private final RunConfig run;

  private ConfigConsistency(RunConfig run) {
    this.run = run;
  }

  /**
   * Checks a run.
   *
   * @return the same run
   * @throws ConfigException naming the first rule that is broken
   */
  static RunConfig check(RunConfig run) {
    ConfigConsistency rules = new ConfigConsistency(run);
    rules.checkName();
    rules.checkSource();
    rules.checkNames();
    rules.checkObjects();
    PopulationConsistency.check(run);
    return run;
  }

  private void checkName() {
    if (!RUN_NAME.matcher(run.name()).matches() || run.name().matches("\\.{1,2}")) {
      throw new ConfigException(
          "name = "
              + run.name().replaceAll("\\p{Cntrl}", "?")
              + ": must be 1 to 100 characters without / and \\");
    }
  }

  private void checkSource() {
    RunConfig.Catalog catalog = run.catalog();
    boolean files = TableReading.FROM_FILES.contains(catalog.source());
    need(files && catalog.path().isEmpty(), "catalog.path", "a file or folder");
    need(
        catalog.source() == Source.INLINE && catalog.rows().isEmpty(),
        "catalog.rows",
        "a list of rows such as [{id = A, y = 28, s = 15}]");
    need(
        catalog.source() == Source.MOCK && catalog.mock().isEmpty(),
        "catalog.mock",
        "a section { objects = 1000, truth { ... } }");
    if (!files) {
      catalog
          .path()
          .ifPresent(
              path -> unused("catalog.path = " + path, "csv, parquet, fits, votable or draws"));
    }
    if (catalog.source() != Source.INLINE && !catalog.rows().isEmpty()) {
      unused("catalog.rows", "inline");
    }
    TableReading.check(catalog);
    catalog.observations().ifPresent(this::checkObservations);
    checkMockObservations();
    if (catalog.source() != Source.DRAWS) {
      catalog.format().ifPresent(format -> unused("catalog.format = " + format, "draws"));
    }
  }

  private void checkObservations(RunConfig.Observations observations) {
    String section = "catalog.observations";
    if (run.catalog().source() == Source.MOCK) {
      throw new ConfigException(
          section + ": a mock survey makes its own; say how many in catalog.mock.observations");
    }
    if (observations.path().isPresent() != observations.rows().isEmpty()) {
      throw new ConfigException(
          section + ".path: must be a file or folder, unless " + section + ".rows has them");
    }
    if (run.objects().model().equals("given")) {
      throw new ConfigException(section + ": draws made elsewhere have none");
    }
  }

  private void checkMockObservations() {
    RunConfig.Catalog catalog = run.catalog();
    if (catalog.source() != Source.MOCK
        || catalog.mock().flatMap(RunConfig.Mock::observations).isEmpty()) {
      return;
    }
    boolean selected = run.population().selection().isPresent();
    if (selected || catalog.where().isPresent()) {
      throw new ConfigException(
          "catalog.mock.observations: a mock survey of objects with several observations detects"
              + " all of them; "
              + (selected ? "population.selection" : "catalog.where")
              + " must be left out");
    }
  }

  private void need(boolean missing, String key, String allowed) {
    if (missing) {
      throw new ConfigException(
          key + " is required by catalog.source = " + source() + ": must be " + allowed);
    }
  }

  private void unused(String what, String sources) {
    throw new ConfigException(
        what + ": is read with catalog.source = " + sources + ", and the source is " + source());
  }

  private String source() {
    return run.catalog().source().name().toLowerCase(Locale.ROOT);
  }

  private void checkNames() {
    List<String> thetas = run.objects().names();
    List<String> hyperparameters = run.population().hyperparameters();
    Names.check("objects.theta", thetas);
    Names.check("objects.observable", run.objects().observables().keySet());
    Names.checkHyperparameters("population.hyperprior", hyperparameters);
    Names.check("catalog.columns", run.catalog().columns().keySet());
    run.catalog().mock().ifPresent(m -> Names.check("catalog.mock.columns", m.columns().keySet()));
    run.catalog()
        .mock()
        .flatMap(RunConfig.Mock::observations)
        .ifPresent(m -> Names.check("catalog.mock.observations.columns", m.columns().keySet()));
    Set<String> derived = run.population().derived().keySet();
    Names.check("population.derived", derived);
    for (String hyperparameter : hyperparameters) {
      if (derived.contains(Names.base(hyperparameter))) {
        throw new ConfigException(
            Names.key("population.derived", Names.base(hyperparameter))
                + ": is a hyperparameter already; a derived quantity must have another name");
      }
      String name = Names.base(hyperparameter);
      boolean column =
          run.catalog().columns().containsKey(name)
              || run.catalog().mock().map(m -> m.columns().containsKey(name)).orElse(false);
      if (thetas.contains(name) || column) {
        throw new ConfigException(
            Names.key("population.hyperprior", hyperparameter)
                + ": "
                + name
                + " is also a "
                + (column ? "column" : "theta")
                + "; a formula could not tell them apart");
      }
    }
  }

  private void checkObjects() {
    RunConfig.Objects objects = run.objects();
    ObjectModelArguments model = ObjectModelArguments.of(objects.model());
    boolean none = run.catalog().source() == Source.NONE;
    boolean given = !model.sampled();
    if (!none && given != (run.catalog().source() == Source.DRAWS)) {
      throw new ConfigException(
          "objects.model = "
              + model.model()
              + ": catalog.source = draws and objects.model = given"
              + " go together, and the source is "
              + source());
    }
    if (!none && model.observables() && objects.observables().isEmpty()) {
      throw new ConfigException(
          "objects.observable is required by objects.model = "
              + model.model()
              + ": must be a section for each, such as observable.parallax"
              + " { predicted = \"1 / r\", value = plx, error = e_plx }");
    }
    if (!none && objects.thetas().isEmpty()) {
      throw new ConfigException(
          "objects.theta is required: must be a section for each theta, such as"
              + " theta.x { value = x, error = x_err }");
    }
    objects.thetas().forEach(model::check);
    objects.observables().forEach(model::checkObservable);
    checkInterimPriors(model);
    if (!objects.correlation().isEmpty() && !model.correlated()) {
      throw new ConfigException(
          "objects.correlation: objects.model = "
              + objects.model()
              + " has none, only gaussian and observables");
    }
    objects.correlation().forEach(this::checkCorrelation);
  }

  private void checkInterimPriors(ObjectModelArguments model) {
    Map<String, String> priors = run.objects().interimPriors();
    for (String theta : priors.keySet()) {
      new ThetaNames(run.objects()).require(Names.key("objects.interim-prior", theta), theta);
    }
    if (!model.sampled() && priors.isEmpty()) {
      return;
    }
    if (model.exact()) {
      checkExact();
      return;
    }
    if (!run.engine().isReweight()) {
      return;
    }
    for (String theta : run.objects().free()) {
      if (!priors.containsKey(theta)) {
        throw new ConfigException(
            Names.key("objects.interim-prior", theta)
                + " is required: must be a density such as"
                + " \"uniform(6, 13)\"");
      }
    }
  }

  /** Values without error are not sampled: what says how is refused. */
  private void checkExact() {
    String model = ": objects.model = exact ";
    if (!run.engine().isReweight()) {
      throw new ConfigException(
          "engine = "
              + run.engine().name()
              + model
              + "has no individual parameters to sample; must be reweight");
    }
    for (String theta : run.objects().interimPriors().keySet()) {
      throw new ConfigException(
          Names.key("objects.interim-prior", theta)
              + model
              + "takes the values as they are; must be left out");
    }
    if (run.objects().draws().isPresent()) {
      throw new ConfigException(
          "objects.draws = "
              + run.objects().draws().getAsInt()
              + model
              + "has one point per object; must be left out");
    }
    if (run.catalog().observations().isPresent()
        || run.catalog().mock().flatMap(RunConfig.Mock::observations).isPresent()) {
      throw new ConfigException(
          "catalog.observations" + model + "takes one value per object; must be left out");
    }
    if (run.report().compare()) {
      throw new ConfigException(
          "report.compare = true"
              + model
              + "leaves nothing to shrink, so independent estimates are the values; must be false");
    }
  }

  private void checkCorrelation(String pair, String text) {
    String key = Names.key("objects.correlation", pair);
    Set<String> observables = run.objects().observables().keySet();
    List<String> thetas =
        observables.isEmpty()
            ? new ThetaNames(run.objects()).listed(key, pair)
            : RunConfig.Objects.namesIn(pair);
    if (!observables.isEmpty()
        && (thetas.size() != 2
            || !observables.containsAll(thetas)
            || thetas.get(0).equals(thetas.get(1)))) {
      throw new ConfigException(key + ": must name two observables among " + observables);
    }
    if (thetas.size() != 2) {
      throw new ConfigException(key + ": must name two thetas, such as \"m,x1\"");
    }
    RunConfigAssembler.number(text)
        .filter(number -> number <= -1 || number >= 1)
        .ifPresent(
            number -> {
              throw new ConfigException(key + " = " + text + ": must lie between -1 and 1");
            });
  }
}
