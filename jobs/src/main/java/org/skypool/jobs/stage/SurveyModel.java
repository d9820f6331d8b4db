package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.random.KorobovLattice;
import org.skypool.core.sampler.Axis;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * The statistical model of a run, assembled from its configuration: object likelihood, interim
 * prior, population. Driver and executors each make their own from the same text.
 */
public final class SurveyModel {
  private static final int MOST_THETAS = 8;

  private final List<String> thetas;
  private final ModelArguments arguments;
  private final SurveyProblem problem;
  private final List<String> columns;

  private SurveyModel(ModelArguments arguments, SurveyProblem problem, List<String> columns) {
    this.thetas = problem.thetas();
    this.arguments = arguments;
    this.problem = problem;
    this.columns = columns;
  }

  /**
   * Assembles the model.
   *
   * @throws KeyedFormulaException for a formula that cannot be used, naming its key
   * @throws ConfigException for an argument that is missing or unknown
   */
  public static SurveyModel of(RunConfig config) {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.copyOf(config.objects().thetas().keySet());
    List<String> cells = columnNames(config);
    List<String> names = cells.stream().filter(name -> !thetas.contains(name)).toList();
    PopulationModel population =
        PopulationParser.parse(
            parser,
            new PopulationText(
                thetas,
                names,
                config.population().densities(),
                config.population().hyperpriors(),
                config.population().jointHyperprior(),
                config.population().selection().map(RunConfig.Selection::detection),
                config
                    .population()
                    .selection()
                    .map(s -> s.actsOn() == RunConfig.ActsOn.TRUTH)
                    .orElse(false)));
    Map<String, DensityTerm> interim = interim(parser, config, thetas);
    boolean given = config.catalog().source() == RunConfig.Source.DRAWS;
    ModelArguments arguments =
        given
            ? new ModelArguments(thetas, Map.of(), Map.of())
            : arguments(parser, config, thetas, Scope.empty().withCovariates(cells));
    ObjectLikelihood likelihood = given ? null : bind(config, arguments);
    return new SurveyModel(
        arguments,
        new SurveyProblem(thetas, likelihood, interim, population),
        needed(cells, arguments, interim, population));
  }

  /**
   * Every name a formula may use for a value of an object. Where a column and an individual
   * parameter share a name it means the column in {@code objects.theta} and the parameter in {@code
   * population}.
   */
  private static List<String> columnNames(RunConfig config) {
    Set<String> names = new LinkedHashSet<>(config.catalog().columns().keySet());
    config.catalog().mock().ifPresent(mock -> names.addAll(mock.columns().keySet()));
    config.catalog().rows().forEach(row -> names.addAll(row.keySet()));
    config.catalog().id().ifPresent(names::remove);
    if (config.catalog().source() != RunConfig.Source.DRAWS) {
      config
          .objects()
          .thetas()
          .values()
          .forEach(
              values ->
                  values.values().stream()
                      .filter(text -> text.matches("[A-Za-z_][A-Za-z0-9_]*"))
                      .forEach(names::add));
    }
    return List.copyOf(names);
  }

  private static ModelArguments arguments(
      FormulaParser parser, RunConfig config, List<String> thetas, Scope scope) {
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    config
        .objects()
        .thetas()
        .forEach(
            (theta, texts) -> {
              Map<String, Expression> expressions = new LinkedHashMap<>();
              texts.forEach(
                  (name, text) ->
                      expressions.put(
                          name,
                          number(
                              parser, "objects.theta." + theta + "." + name, text, scope, config)));
              values.put(theta, expressions);
            });
    Map<ModelArguments.Pair, Expression> correlation = new LinkedHashMap<>();
    config
        .objects()
        .correlation()
        .forEach(
            (pair, text) -> {
              String key = "objects.correlation.\"" + pair + "\"";
              String[] two = pair.split(",");
              for (String name : two) {
                if (two.length != 2 || !thetas.contains(name.strip())) {
                  throw new ConfigException(
                      key + ": must be a pair of individual parameters among " + thetas);
                }
              }
              correlation.put(
                  new ModelArguments.Pair(two[0].strip(), two[1].strip()),
                  number(parser, key, text, scope, config));
            });
    return new ModelArguments(thetas, values, correlation);
  }

  private static Expression number(
      FormulaParser parser, String key, String text, Scope scope, RunConfig config) {
    for (String name : config.population().hyperpriors().keySet()) {
      if (text.matches(".*\\b" + java.util.regex.Pattern.quote(name) + "\\b.*")) {
        throw new ConfigException(
            key
                + " = \""
                + text
                + "\": hyperparameter "
                + name
                + " cannot stand in the likelihood with engine = reweight; allowed are columns and numbers");
      }
    }
    try {
      return parser.number(text, scope);
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }

  private static ObjectLikelihood bind(RunConfig config, ModelArguments arguments) {
    String name = config.objects().model();
    ObjectModel model =
        ObjectModels.find(name)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "objects.model = "
                            + name
                            + ": must be one of "
                            + ObjectModels.all().stream().map(ObjectModel::name).toList()));
    try {
      return model.bind(arguments);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(wrong.getMessage());
    }
  }

  private static Map<String, DensityTerm> interim(
      FormulaParser parser, RunConfig config, List<String> thetas) {
    Map<String, DensityTerm> priors = new LinkedHashMap<>();
    for (String theta : thetas) {
      String text = config.objects().interimPriors().get(theta);
      if (text != null) {
        try {
          priors.put(
              theta,
              parser.density(text, List.of(theta), Scope.empty().withThetas(List.of(theta))));
        } catch (FormulaException wrong) {
          throw new KeyedFormulaException("objects.interim-prior." + theta, wrong);
        }
      }
    }
    return priors;
  }

  private static List<String> needed(
      List<String> names,
      ModelArguments arguments,
      Map<String, DensityTerm> interim,
      PopulationModel population) {
    List<Expression> all = new ArrayList<>(arguments.flattened().values());
    interim.values().forEach(term -> all.add(term.logDensity()));
    all.add(population.density().logDensity());
    population.selection().ifPresent(s -> all.add(s.probability()));
    Set<String> used = NamesIn.of(all).covariates();
    return names.stream().filter(used::contains).toList();
  }

  /**
   * Refuses what this version cannot run, before anything is read.
   *
   * @throws ConfigException naming key, value and what is allowed
   */
  void refuseUnsupported(RunConfig config) {
    int dimension = thetas.size();
    if (config.catalog().source() == RunConfig.Source.NONE || dimension == 0) {
      throw new ConfigException(
          "catalog.source = none: a run needs objects; allowed are mock, csv, parquet, draws, inline");
    }
    if (dimension > MOST_THETAS) {
      throw new ConfigException(
          "objects.theta has "
              + dimension
              + " individual parameters "
              + thetas
              + "; at most "
              + MOST_THETAS
              + " are integrated");
    }
    if (problem.likelihood() != null) {
      for (String theta : thetas) {
        if (!problem.interim().containsKey(theta)) {
          throw new ConfigException("objects.interim-prior." + theta + " is missing");
        }
      }
      config.objects().draws().ifPresent(draws -> refuseLattice(dimension, draws));
    }
  }

  private static void refuseLattice(int dimension, int draws) {
    try {
      KorobovLattice.of(dimension, draws);
    } catch (IllegalArgumentException noLattice) {
      throw new ConfigException("objects.draws = " + draws + ": " + noLattice.getMessage());
    }
  }

  /** Individual parameters, in order. */
  public List<String> thetas() {
    return thetas;
  }

  /** Columns of the catalogue that the model reads, in order. */
  public List<String> columns() {
    return columns;
  }

  /**
   * The name a column has in the table of draws, where individual parameters have their own.
   *
   * @param column one of {@link #columns()}
   */
  public String stored(String column) {
    return thetas.contains(column) ? column + "_measured" : column;
  }

  /** The object model bound to its arguments; null for draws made elsewhere. */
  public ObjectLikelihood likelihood() {
    return problem.likelihood();
  }

  /** Arguments of the object model. */
  public ModelArguments arguments() {
    return arguments;
  }

  /** The population model. */
  public PopulationModel population() {
    return problem.population();
  }

  /** Interim prior of one individual parameter, if there is one. */
  public java.util.Optional<DensityTerm> interimPrior(String theta) {
    return java.util.Optional.ofNullable(problem.interim().get(theta));
  }

  /** The model without what concerns files. */
  public SurveyProblem problem() {
    return problem;
  }

  /** Log interim prior density over all individual parameters. */
  public Expression logInterim() {
    return problem.logInterim();
  }

  /** The axes points are placed on; see {@link SurveyProblem#axes}. */
  public List<Axis> axes(boolean interimRound, Set<String> storedAsDouble) {
    return problem.axes(interimRound, storedAsDouble);
  }

  /** Coordinates of the interim densities by individual parameter, for the metadata of tables. */
  public Map<String, String> coordinates() {
    return thetas.stream()
        .collect(Collectors.toMap(t -> t, t -> t, (a, b) -> a, LinkedHashMap::new));
  }
}
