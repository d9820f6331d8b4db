package org.skypool.jobs.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canonical form of a configuration: keys as in the configuration language, defaults filled in,
 * sorted, as JSON on one line. It is itself a configuration, and loads to the same canonical form.
 */
final class CanonicalConfig {
  private CanonicalConfig() {}

  /** The whole configuration as nested sorted maps. */
  static Map<String, Object> of(RunConfig run) {
    Map<String, Object> root = new TreeMap<>();
    root.put("name", run.name());
    root.put("seed", run.seed());
    root.put("output", run.output());
    root.put("engine", run.engine().name());
    putUnlessEmpty(root, "joint", joint(run.engine()));
    root.put("catalog", catalog(run.catalog()));
    root.put("objects", objects(run.objects()));
    Map<String, Object> population = population(run.population());
    putUnlessEmpty(population, "derived", run.population().derived());
    root.put("population", population);
    root.put("rounds", rounds(run.rounds()));
    Map<String, Object> hyperposterior = path(run.hyperposterior());
    hyperposterior.put("ess", run.hyperposterior().ess());
    root.put("hyperposterior", hyperposterior);
    root.put("individuals", Map.of("draws", run.individuals().draws()));
    Map<String, Object> report = report(run.report());
    if (!report.isEmpty()) {
      root.put("report", report);
    }
    if (!releases(run.releases()).equals(RunConfig.Releases.KEEP)) {
      root.put("releases", Map.of("keep", releases(run.releases())));
    }
    return root;
  }

  private static String releases(RunConfig.Releases releases) {
    return releases.keep().isPresent()
        ? Integer.toString(releases.keep().getAsInt())
        : KeyType.CountOrAll.ALL;
  }

  /** The path where one is demanded, nothing where it is chosen. */
  static Map<String, Object> path(RunConfig.Hyperposterior hyperposterior) {
    Map<String, Object> section = new TreeMap<>();
    if (!hyperposterior.path().equals(RunConfig.Hyperposterior.AUTO)) {
      section.put("path", hyperposterior.path());
    }
    return section;
  }

  static Map<String, Object> joint(RunConfig.Engine engine) {
    Map<String, Object> section = new TreeMap<>();
    if (!engine.centred().isEmpty()) {
      section.put("centred", engine.centred());
    }
    if (!engine.nonCentred().isEmpty()) {
      section.put("non-centred", engine.nonCentred());
    }
    return section;
  }

  static Map<String, Object> report(RunConfig.Report report) {
    Map<String, Object> section = new TreeMap<>();
    putUnlessEmpty(section, "labels", report.labels());
    putUnlessEmpty(section, "units", report.units());
    if (report.compare()) {
      section.put("compare", true);
    }
    return section;
  }

  static Map<String, Object> catalog(RunConfig.Catalog catalog) {
    Map<String, Object> section = new TreeMap<>();
    section.put("source", lower(catalog.source()));
    catalog.path().ifPresent(path -> section.put("path", path));
    catalog.format().ifPresent(format -> section.put("format", format));
    catalog.id().ifPresent(id -> section.put("id", id));
    catalog.where().ifPresent(where -> section.put("where", where));
    putUnlessEmpty(section, "columns", catalog.columns());
    if (!catalog.rows().isEmpty()) {
      section.put("rows", catalog.rows());
    }
    catalog
        .observations()
        .ifPresent(observations -> section.put("observations", observations(observations)));
    catalog.mock().ifPresent(mock -> section.put("mock", mock(mock)));
    catalog.reading().addTo(section);
    return section;
  }

  private static Map<String, Object> observations(RunConfig.Observations observations) {
    Map<String, Object> section = new TreeMap<>();
    observations.path().ifPresent(path -> section.put("path", path));
    section.put("id", observations.id());
    putUnlessEmpty(section, "columns", observations.columns());
    if (!observations.rows().isEmpty()) {
      section.put("rows", observations.rows());
    }
    return section;
  }

  private static Map<String, Object> mock(RunConfig.Mock mock) {
    Map<String, Object> section = new TreeMap<>();
    mock.objects().ifPresent(objects -> section.put("objects", objects));
    putUnlessEmpty(section, "truth", mock.truth());
    putUnlessEmpty(section, "density", mock.densities());
    putUnlessEmpty(section, "columns", mock.columns());
    mock.observations()
        .ifPresent(
            several -> {
              Map<String, Object> inner = new TreeMap<>();
              inner.put("each", several.each());
              putUnlessEmpty(inner, "columns", several.columns());
              section.put("observations", inner);
            });
    return section;
  }

  static Map<String, Object> objects(RunConfig.Objects objects) {
    Map<String, Object> section = new TreeMap<>();
    section.put("model", objects.model());
    putUnlessEmpty(section, "theta", objects.thetas());
    putUnlessEmpty(section, "observable", objects.observables());
    putUnlessEmpty(section, "correlation", objects.correlation());
    putUnlessEmpty(section, "interim-prior", objects.interimPriors());
    objects.draws().ifPresent(draws -> section.put("draws", draws));
    objects.timeLimit().ifPresent(seconds -> section.put("time-limit", seconds));
    section.put("bucket-mib", objects.bucketMib());
    return section;
  }

  /** What the fit depends on: derived quantities are left out. */
  static Map<String, Object> population(RunConfig.Population population) {
    Map<String, Object> section = new TreeMap<>();
    putUnlessEmpty(section, "density", population.densities());
    Map<String, Object> hyperprior = new TreeMap<>(population.hyperpriors());
    population.jointHyperprior().ifPresent(joint -> hyperprior.put("joint", joint));
    putUnlessEmpty(section, "hyperprior", hyperprior);
    putUnlessEmpty(section, "levels", population.levels());
    population.rate().ifPresent(rate -> section.put("rate", rate));
    Map<String, Object> elements = new TreeMap<>();
    population.elements().forEach((column, element) -> elements.put(column, element(element)));
    putUnlessEmpty(section, "element", elements);
    Map<String, Object> tables = new TreeMap<>();
    population.tables().forEach((name, table) -> tables.put(name, table(table)));
    putUnlessEmpty(section, "tables", tables);
    if (!population.knownEdges().isEmpty()) {
      section.put("known-edges", population.knownEdges());
    }
    population.selection().ifPresent(selection -> section.put("selection", selection(selection)));
    return section;
  }

  private static Map<String, Object> selection(RunConfig.Selection selection) {
    Map<String, Object> section = new TreeMap<>();
    selection.detection().ifPresent(formula -> section.put("detection", formula));
    section.put("acts-on", lower(selection.actsOn()));
    selection.injections().ifPresent(i -> section.put("injections", injections(i)));
    return section;
  }

  private static Map<String, Object> injections(RunConfig.Injections injections) {
    Map<String, Object> section = new TreeMap<>();
    injections.path().ifPresent(path -> section.put("path", path));
    injections.where().ifPresent(where -> section.put("where", where));
    putUnlessEmpty(section, "columns", injections.columns());
    section.put("drawn", injections.drawn());
    injections.density().ifPresent(density -> section.put("density", density));
    putUnlessEmpty(section, "draw", injections.draws());
    return section;
  }

  private static Map<String, Object> element(RunConfig.Element element) {
    Map<String, Object> section = new TreeMap<>();
    section.put("density", element.density());
    element.from().ifPresent(from -> section.put("from", from));
    element.to().ifPresent(to -> section.put("to", to));
    if (!element.values().isEmpty()) {
      section.put("values", element.values());
    }
    return section;
  }

  /** The numbers themselves: what a file holds is part of the run. */
  private static Map<String, Object> table(TabulatedFunction table) {
    Map<String, Object> section = new TreeMap<>();
    section.put("edges", table.edges());
    section.put("values", table.values());
    section.put("outside", table.outside());
    return section;
  }

  static Map<String, Object> rounds(RunConfig.Rounds rounds) {
    Map<String, Object> section = new TreeMap<>();
    rounds.max().ifPresent(max -> section.put("max", max));
    section.put("drift", rounds.drift());
    return section;
  }

  /** Nested maps and lists as JSON on one line, keys sorted. */
  static String json(Map<String, Object> section) {
    return ConfigValueFactory.fromMap(section).render(ConfigRenderOptions.concise());
  }

  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> section, String key, Map<?, ?> values) {
    if (!values.isEmpty()) {
      section.put(key, values);
    }
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
