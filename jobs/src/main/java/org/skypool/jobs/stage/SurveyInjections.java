package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;
import org.skypool.core.inference.Injections;
import org.skypool.core.inference.MockCovariates;
import org.skypool.core.inference.MockInjections;
import org.skypool.core.population.Rate;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.CatalogueReader;
import org.skypool.jobs.io.RowCheck;
import org.skypool.jobs.io.UnusableInputException;

/**
 * The injections of a survey, from a table or drawn.
 *
 * @param injections themselves
 * @param fingerprint of what was read; empty where they are drawn, which the configuration says all
 *     of
 */
record SurveyInjections(Injections injections, String fingerprint) {
  private static final String KEY = "population.selection.injections";

  /** Found ones; each takes some 100 bytes in the driver, and a pass over all for every vector. */
  private static final long MOST = 5_000_000;

  /**
   * Reads or draws them.
   *
   * @return empty where the configuration has none
   * @throws ConfigException for what cannot be used, naming its key
   */
  static Optional<SurveyInjections> of(SparkSession spark, RunConfig config, SurveyModel model) {
    Optional<RunConfig.Injections> wanted =
        config.population().selection().flatMap(RunConfig.Selection::injections);
    return wanted.map(
        section ->
            section.path().isPresent()
                ? read(spark, section, model)
                : new SurveyInjections(drawn(config, section, model), ""));
  }

  private static SurveyInjections read(
      SparkSession spark, RunConfig.Injections section, SurveyModel model) {
    List<String> names = new ArrayList<>(model.thetas());
    names.addAll(model.population().rate().map(Rate::columns).orElse(List.of()));
    ScalarFunction density = density(section, names);
    Set<String> needed = new LinkedHashSet<>(names);
    needed.addAll(density.inputs());
    List<String> columns = List.copyOf(needed);
    String path = section.path().orElseThrow();
    boolean parquet = path.endsWith(".parquet") || !path.matches(".*\\.(csv|txt)(\\.gz)?");
    RunConfig.Catalog table =
        new RunConfig.Catalog(
            parquet ? RunConfig.Source.PARQUET : RunConfig.Source.CSV,
            section.path(),
            Optional.empty(),
            Optional.empty(),
            section.where(),
            section.columns(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    try (Catalogue found = CatalogueReader.read(spark, table, columns, RowCheck.ANY)) {
      if (found.rejectedRows() > 0 || found.size() > MOST) {
        throw new UnusableInputException(
            "%s.path = %s: %,d rows are unusable and %,d found; must be 0 and at most %,d"
                .formatted(KEY, path, found.rejectedRows(), found.size(), MOST));
      }
      List<Row> rows =
          found.objects().orderBy("file", "row").selectExpr(quoted(columns)).collectAsList();
      return new SurveyInjections(
          injections(section, names, columns, density, rows), found.fingerprint());
    }
  }

  private static String[] quoted(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").toArray(String[]::new);
  }

  private static ScalarFunction density(RunConfig.Injections section, List<String> names) {
    String text = section.density().orElseThrow();
    FormulaParser parser = FormulaParser.standard();
    List<String> known = new ArrayList<>(names);
    section.columns().keySet().stream().filter(c -> !known.contains(c)).forEach(known::add);
    if (text.matches("[A-Za-z_][A-Za-z0-9_]*") && !known.contains(text)) {
      known.add(text);
    }
    try {
      var expression = parser.number(text, Scope.empty().withCovariates(known));
      return ScalarFunction.of(expression, List.copyOf(NamesIn.of(expression).covariates()));
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(KEY + ".density", wrong);
    }
  }

  private static Injections injections(
      RunConfig.Injections section,
      List<String> names,
      List<String> columns,
      ScalarFunction density,
      List<Row> rows) {
    Map<String, double[]> found = new LinkedHashMap<>();
    for (String name : names) {
      int at = columns.indexOf(name);
      found.put(name, rows.stream().mapToDouble(row -> row.getDouble(at)).toArray());
    }
    int[] inputs = density.inputs().stream().mapToInt(columns::indexOf).toArray();
    double[] logDensity = new double[rows.size()];
    for (int j = 0; j < logDensity.length; j++) {
      Row row = rows.get(j);
      double[] point = java.util.Arrays.stream(inputs).mapToDouble(row::getDouble).toArray();
      double value = density.value(point);
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new UnusableInputException(
            KEY + ".density: is " + value + " for an injection that was found, must be above 0");
      }
      logDensity[j] = StrictMath.log(value);
    }
    try {
      return new Injections(found, logDensity, section.drawn());
    } catch (IllegalArgumentException fewer) {
      throw new ConfigException(KEY + ".drawn = " + section.drawn() + ": " + fewer.getMessage());
    }
  }

  private static Injections drawn(
      RunConfig config, RunConfig.Injections section, SurveyModel model) {
    FormulaParser parser = FormulaParser.standard();
    Map<String, DensityTerm> draws = new LinkedHashMap<>();
    for (String theta : model.thetas()) {
      String text = section.draws().get(theta);
      if (text == null) {
        throw new ConfigException(KEY + ".draw." + theta + " is required: must be a density");
      }
      try {
        draws.put(
            theta, parser.density(text, List.of(theta), Scope.empty().withThetas(List.of(theta))));
      } catch (FormulaException wrong) {
        throw new KeyedFormulaException(KEY + ".draw." + theta, wrong);
      }
    }
    MockCovariates covariates =
        MockCovariates.parse(
            parser, config.catalog().mock().map(RunConfig.Mock::columns).orElse(Map.of()));
    try {
      return MockInjections.of(
          model.likelihood(),
          draws,
          covariates,
          cut(config, model, covariates),
          section.drawn(),
          config.seed());
    } catch (IllegalArgumentException | UnsupportedOperationException cannot) {
      throw new ConfigException(KEY + ".draw: " + cannot.getMessage());
    }
  }

  private static ColumnCut cut(RunConfig config, SurveyModel model, MockCovariates covariates) {
    Set<String> names = new LinkedHashSet<>(covariates.names());
    names.addAll(model.columns());
    String where =
        config
            .catalog()
            .where()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "catalog.where is missing: it says which drawn injections are found"));
    try {
      return ColumnCut.parse(FormulaParser.standard(), where, names);
    } catch (FormulaException wrong) {
      throw new ConfigException(
          "catalog.where = \"%s\": cannot be applied to drawn injections: %s"
              .formatted(where, wrong.reason()));
    }
  }
}
