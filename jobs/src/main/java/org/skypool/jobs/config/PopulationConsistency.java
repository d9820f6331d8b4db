package org.skypool.jobs.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.skypool.jobs.config.RunConfig.Source;

/** Rules between the keys of the population, and between them and those of objects and engine. */
final class PopulationConsistency {
  private final RunConfig run;
  private final ThetaNames thetas;

  private PopulationConsistency(RunConfig run) {
    this.run = run;
    this.thetas = new ThetaNames(run.objects());
  }

  /**
   * Checks a run.
   *
   * @throws ConfigException naming the first rule that is broken
   */
  static void check(RunConfig run) {
    PopulationConsistency rules = new PopulationConsistency(run);
    rules.checkDensities();
    rules.checkTruth();
    rules.checkParameterisation();
    rules.checkKnownEdges();
    rules.checkElements();
    rules.checkInjections();
  }

  private void checkDensities() {
    Map<String, String> keyOf = new TreeMap<>();
    for (String joint : run.population().densities().keySet()) {
      String key = Names.key("population.density", joint);
      for (String theta : thetas.listed(key, joint)) {
        String other = keyOf.put(theta, key);
        if (other != null) {
          throw new ConfigException(key + ": " + theta + " has its density already, in " + other);
        }
      }
    }
    for (String theta : run.objects().free()) {
      if (!keyOf.containsKey(theta)) {
        throw new ConfigException(
            Names.key("population.density", theta)
                + " is required: every theta needs a density, its"
                + " own or a joint one such as density.\""
                + theta
                + ",other\"");
      }
    }
  }

  private void checkTruth() {
    if (run.catalog().mock().isEmpty()) {
      return;
    }
    Map<String, Double> truth = run.catalog().mock().get().truth();
    List<String> hyperparameters = run.population().hyperparameters();
    Set<String> bases = new HashSet<>();
    hyperparameters.forEach(name -> bases.add(Names.base(name)));
    for (String name : truth.keySet()) {
      if (!bases.contains(Names.base(name))) {
        throw new ConfigException(
            Names.key("catalog.mock.truth", name)
                + ": no hyperparameter is called '"
                + name
                + "'; "
                + Names.nearest(name, hyperparameters, "population.hyperprior"));
      }
    }
    Set<String> known = new HashSet<>();
    truth.keySet().forEach(name -> known.add(Names.base(name)));
    for (String name : hyperparameters) {
      if (run.catalog().source() == Source.MOCK
          && run.catalog().mock().get().densities().isEmpty()
          && !known.contains(Names.base(name))) {
        throw new ConfigException(
            Names.key("catalog.mock.truth", name)
                + " is required: must be the true value, a number");
      }
    }
  }

  private void checkInjections() {
    String key = "population.selection.injections";
    RunConfig.Selection selection = run.population().selection().orElse(null);
    if (selection == null || selection.injections().isEmpty()) {
      return;
    }
    RunConfig.Injections injections = selection.injections().get();
    if (selection.detection().isPresent()) {
      throw new ConfigException(
          "population.selection.detection: stands beside injections; must be one of them");
    }
    if (selection.actsOn() == RunConfig.ActsOn.TRUTH) {
      throw new ConfigException(
          "population.selection.acts-on = truth: injections do not say the probability of detection"
              + " of each object, which this needs; must be data");
    }
    if (injections.path().isPresent() == !injections.draws().isEmpty()) {
      throw new ConfigException(
          key + ": must have path, a table of injections, or draw, densities to draw them from");
    }
    if (injections.path().isPresent() && injections.density().isEmpty()) {
      throw new ConfigException(
          key
              + ".density is required: must be the density each was drawn from, a column or formula");
    }
    injections
        .draws()
        .keySet()
        .forEach(theta -> thetas.require(Names.key(key + ".draw", theta), theta));
    if (!injections.draws().isEmpty() && !run.population().elements().isEmpty()) {
      throw new ConfigException(
          key + ".draw: cannot draw the columns of population.element; must be path");
    }
    if (!run.engine().isReweight()) {
      throw new ConfigException(
          "engine = " + run.engine().name() + ": injections are for engine = reweight only");
    }
  }

  private void checkElements() {
    Map<String, RunConfig.Element> elements = run.population().elements();
    Names.check("population.element", elements.keySet());
    if (run.population().rate().isEmpty() && !elements.isEmpty()) {
      throw new ConfigException(
          Names.key("population.element", elements.keySet().iterator().next())
              + ": is read with population.rate, which is missing");
    }
    if (run.population().rate().isPresent() && run.objects().free().isEmpty()) {
      throw new ConfigException("population.rate: needs individual parameters in objects.theta");
    }
    for (String column : elements.keySet()) {
      if (run.catalog().mock().map(m -> m.columns().containsKey(column)).orElse(false)) {
        throw new ConfigException(
            Names.key("catalog.mock.columns", column)
                + ": is drawn from population.rate and "
                + Names.key("population.element", column)
                + "; must be left out");
      }
    }
  }

  private void checkKnownEdges() {
    List<String> hyperparameters =
        run.population().hyperparameters().stream().map(Names::base).distinct().toList();
    for (String name : run.population().knownEdges()) {
      if (!hyperparameters.contains(name)) {
        throw new ConfigException(
            "population.known-edges: no hyperparameter is called '%s'; %s"
                .formatted(name, Names.nearest(name, hyperparameters, "population.hyperprior")));
      }
    }
  }

  private void checkParameterisation() {
    RunConfig.Engine engine = run.engine();
    List<String> hyperparameters = run.population().hyperparameters();
    engine.nonCentred().forEach(name -> thetas.require("joint.non-centred", name));
    for (String name : engine.centred()) {
      if (!run.objects().free().contains(name) && !hyperparameters.contains(name)) {
        throw new ConfigException(
            "joint.centred: no theta or hyperparameter is called '"
                + name
                + "'; there are "
                + run.objects().free()
                + " and "
                + hyperparameters);
      }
      if (engine.nonCentred().contains(name)) {
        throw new ConfigException(
            "joint.centred: " + name + " stands in joint.non-centred too; must be in one of them");
      }
    }
  }
}
