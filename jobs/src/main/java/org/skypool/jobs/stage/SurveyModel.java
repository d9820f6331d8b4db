package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;
import org.skypool.core.inference.PriorGuess;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.object.Guess;
import org.skypool.core.object.HyperLikelihood;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.population.DerivedQuantities;
import org.skypool.core.population.Hyperparameters;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.population.RateText;
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
  private final Optional<ObjectLikelihood> atPriorCentre;
  private final ObjectColumns columns;
  private final DerivedQuantities derived;

  private SurveyModel(
      ModelArguments arguments,
      SurveyProblem problem,
      Optional<ObjectLikelihood> atPriorCentre,
      ObjectColumns columns,
      DerivedQuantities derived) {
    this.thetas = problem.thetas();
    this.arguments = arguments;
    this.problem = problem;
    this.atPriorCentre = atPriorCentre;
    this.columns = columns;
    this.derived = derived;
  }

  /**
   * Assembles the model.
   *
   * @throws KeyedFormulaException for a formula that cannot be used, naming its key
   * @throws ConfigException for an argument that is missing or unknown
   */
  public static SurveyModel of(RunConfig config) {
    FormulaParser parser = config.population().parser();
    List<String> thetas = config.objects().free();
    List<String> cells = ConfiguredColumns.all(config);
    Set<String> observed = ConfiguredColumns.observed(config);
    List<String> names =
        cells.stream().filter(name -> !thetas.contains(name) && !observed.contains(name)).toList();
    boolean measured =
        config.catalog().source() != RunConfig.Source.DRAWS
            && config.catalog().source() != RunConfig.Source.NONE;
    Map<String, DensityTerm> interim = interim(parser, config, thetas);
    ModelArguments arguments =
        measured
            ? ObjectArguments.of(
                parser,
                config.objects(),
                likelihoodScope(parser, config, cells),
                guesses(config, interim))
            : new ModelArguments(thetas, Map.of(), Map.of());
    PopulationText text = text(config, thetas, names, arguments.hyperparameters());
    PopulationModel population = PopulationParser.parse(parser, text);
    Optional<ObjectLikelihood> bound =
        measured ? Optional.of(bind(config, arguments, population)) : Optional.empty();
    return new SurveyModel(
        arguments,
        problem(config, arguments, bound, interim, population),
        bound,
        needed(cells, observed, arguments, interim, population),
        DerivedQuantities.parse(parser, text, config.population().derived()));
  }

  /** Engines that sample all together take hyperparameters in the likelihood by themselves. */
  private static SurveyProblem problem(
      RunConfig config,
      ModelArguments arguments,
      Optional<ObjectLikelihood> bound,
      Map<String, DensityTerm> interim,
      PopulationModel population) {
    List<String> thetas = config.objects().free();
    if (arguments.hyperparameters().isEmpty()) {
      return new SurveyProblem(thetas, bound.orElse(null), interim, population);
    }
    return config.engine().isReweight()
        ? SurveyProblem.of(
            thetas,
            new HyperLikelihood(ObjectArguments.model(config.objects()), arguments),
            interim,
            population)
        : new SurveyProblem(thetas, null, interim, population);
  }

  /** For predicted observables, whose likelihood does not say where it is. */
  private static Map<String, Guess> guesses(RunConfig config, Map<String, DensityTerm> interim) {
    Map<String, Guess> guesses = new LinkedHashMap<>();
    if (config.objects().observables().isEmpty()) {
      return guesses;
    }
    interim.forEach(
        (theta, prior) -> {
          try {
            guesses.put(theta, PriorGuess.of(theta, prior));
          } catch (UnsupportedOperationException | IllegalArgumentException cannot) {
            throw new ConfigException(
                "objects.interim-prior." + theta + ": " + cannot.getMessage());
          }
        });
    return guesses;
  }

  private static PopulationText text(
      RunConfig config, List<String> thetas, List<String> covariates, Set<String> inLikelihood) {
    RunConfig.Population population = config.population();
    Optional<RunConfig.Selection> selection = population.selection();
    PopulationText text =
        new PopulationText(
            thetas,
            covariates,
            population.densities(),
            population.hyperpriors(),
            population.jointHyperprior(),
            selection.flatMap(RunConfig.Selection::detection),
            selection.map(s -> s.actsOn() == RunConfig.ActsOn.TRUTH).orElse(false),
            config.engine().centred().stream()
                .filter(population.hyperparameters()::contains)
                .collect(Collectors.toSet()),
            inLikelihood,
            population.levels());
    return population.rate().map(rate -> text.with(rate(rate, population))).orElse(text);
  }

  private static RateText rate(String formula, RunConfig.Population population) {
    Map<String, RateText.Element> elements = new LinkedHashMap<>();
    population
        .elements()
        .forEach(
            (column, e) ->
                elements.put(
                    column, new RateText.Element(e.density(), e.from(), e.to(), e.values())));
    return new RateText(formula, elements);
  }

  /** What arguments of the object model may name: columns and hyperparameters. */
  private static Scope likelihoodScope(FormulaParser parser, RunConfig config, List<String> cells) {
    try {
      return Hyperparameters.of(parser, text(config, List.of(), cells, Set.of()))
          .in(Scope.empty().withCovariates(cells));
    } catch (IllegalArgumentException twice) {
      throw new KeyedFormulaException("population", "hyperprior", twice.getMessage());
    }
  }

  /** Hyperparameters in the likelihood stand at the centre of their prior. */
  private static ObjectLikelihood bind(
      RunConfig config, ModelArguments arguments, PopulationModel population) {
    Hyperprior prior = population.hyperprior();
    Map<String, Double> centre = prior.named(prior.natural(new double[prior.dimension()]));
    try {
      return ObjectArguments.model(config.objects()).bind(arguments.at(centre));
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

  private static ObjectColumns needed(
      List<String> names,
      Set<String> observed,
      ModelArguments arguments,
      Map<String, DensityTerm> interim,
      PopulationModel population) {
    List<Expression> all = new ArrayList<>(arguments.flattened().values());
    interim.values().forEach(term -> all.add(term.logDensity()));
    all.add(population.density().logDensity());
    population.selection().ifPresent(s -> all.add(s.probability()));
    population.rate().ifPresent(rate -> all.add(rate.logIntensity()));
    Set<String> used = NamesIn.of(all).covariates();
    Set<String> needed = new LinkedHashSet<>(names);
    needed.retainAll(used);
    Set<String> rows = new java.util.TreeSet<>(needed);
    rows.retainAll(observed);
    needed.removeAll(rows);
    return new ObjectColumns(List.copyOf(needed), List.copyOf(rows));
  }

  /**
   * Refuses what this version cannot run, before anything is read.
   *
   * @throws ConfigException naming key, value and what is allowed
   */
  void refuseUnsupported(RunConfig config) {
    refuseCovariatesOfInjections(config);
    EmptySupports.refuse(config, problem);
    int dimension = thetas.size();
    if (!config.engine().isReweight()) {
      refuseUnsampled(config);
      return;
    }
    if (config.catalog().source() == RunConfig.Source.NONE || dimension == 0) {
      throw new ConfigException(
          "engine = reweight: needs individual parameters to integrate; engine = joint does without");
    }
    if (problem.hyper().isPresent()) {
      refuseHyperparametersInLikelihood(config);
    }
    if (problem.isExact()) {
      return;
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

  /** Injections know nothing of the covariates of objects, unless a rate says how these spread. */
  private void refuseCovariatesOfInjections(RunConfig config) {
    Set<String> covariates = NamesIn.of(population().density().logDensity()).covariates();
    boolean injected =
        config.population().selection().flatMap(RunConfig.Selection::injections).isPresent();
    if (injected && population().rate().isEmpty() && !covariates.isEmpty()) {
      throw new ConfigException(
          "population.selection.injections: the population depends on the columns "
              + covariates
              + "; needs population.rate with an element for each, or detection as a formula");
    }
  }

  private void refuseHyperparametersInLikelihood(RunConfig config) {
    String stand =
        "engine = reweight: hyperparameters "
            + arguments.hyperparameters()
            + " stand in the likelihood";
    if (!columns.observed().isEmpty()) {
      throw new ConfigException(
          stand + " of objects with several observations; must be joint or gibbs");
    }
    if (config.report().compare()) {
      throw new ConfigException(
          stand + ", so no object can be estimated alone; report.compare must be false");
    }
    if (config.population().selection().isPresent()) {
      throw new ConfigException(
          stand
              + ", on which the detection probability would depend; population.selection must be"
              + " left out");
    }
  }

  private void refuseUnsampled(RunConfig config) {
    String engine = "engine = " + config.engine().name();
    if (config.catalog().source() == RunConfig.Source.DRAWS) {
      throw new ConfigException(
          engine + ": draws made elsewhere have no likelihood; must be reweight");
    }
    if (population().selection().isPresent()) {
      throw new ConfigException(
          engine + ": a selection is integrated with engine = reweight only in this version");
    }
    if (config.engine().name().equals("gibbs") && thetas.isEmpty()) {
      throw new ConfigException(
          engine + ": needs individual parameters; engine = joint does without");
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
    return columns.object();
  }

  /** The same with the columns of the observations. */
  ObjectColumns objectColumns() {
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

  /**
   * The same with hyperparameters in it, if any, at the centre of their prior; empty where nothing
   * is measured.
   */
  Optional<ObjectLikelihood> atPriorCentre() {
    return atPriorCentre;
  }

  /** Columns of draws that their likelihood is made of, where hyperparameters stand in it. */
  List<String> drawnObservables() {
    return problem
        .hyper()
        .map(
            hyper ->
                Stream.concat(
                        Stream.of(HyperLikelihood.LOG_LIKELIHOOD),
                        hyper.observables().keySet().stream())
                    .toList())
        .orElse(List.of());
  }

  /** Log likelihood of one observation over individual parameters, columns and hyperparameters. */
  Expression logLikelihood(RunConfig config) {
    return ObjectArguments.model(config.objects()).logLikelihood(arguments);
  }

  /** Whether objects can be integrated one by one, under interim priors or without error. */
  boolean isIntegrable() {
    return problem.likelihood() != null
        && !thetas.isEmpty()
        && (problem.isExact()
            || thetas.size() <= MOST_THETAS && problem.interim().keySet().containsAll(thetas));
  }

  /** Arguments of the object model. */
  public ModelArguments arguments() {
    return arguments;
  }

  /** Whether arguments of the object model depend on columns of the object. */
  boolean argumentsNeedObjects() {
    Set<String> used = NamesIn.of(List.copyOf(arguments.flattened().values())).covariates();
    return columns.object().stream().anyMatch(used::contains);
  }

  /** The population model. */
  public PopulationModel population() {
    return problem.population();
  }

  /** Interim prior of one individual parameter, if there is one. */
  public Optional<DensityTerm> interimPrior(String theta) {
    return Optional.ofNullable(problem.interim().get(theta));
  }

  /** What follows from the hyperparameters. */
  DerivedQuantities derived() {
    return derived;
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
