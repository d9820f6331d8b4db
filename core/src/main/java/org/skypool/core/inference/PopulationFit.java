package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;

/**
 * Infers the hyperparameters from draws: finds the mode, aims the selection integral there, samples
 * the hyperposterior, and checks that the integral was fine enough. Where there are many draws it
 * tries to do most of this on a subset of the objects ({@link SubsetFit}).
 */
public final class PopulationFit {

  /** Largest error of {@code sum_i log xi_i}, or of the expected number, over the posterior. */
  public static final double SELECTION_TOLERANCE = 1e-3;

  /** Points that other modes are looked for from. */
  private static final int FURTHER_STARTS = 7;

  /** Draws that are scanned so fast that a subset saves next to nothing. */
  private static final long QUICK_DRAWS = 500_000;

  private final PopulationModel model;
  private final PopulationEvaluator evaluator;
  private final AimedSampling aiming;
  private final long seed;
  private final SamplingGoal goal;
  private final FitPath.Wanted wanted;

  /**
   * What a fit found.
   *
   * @param posterior the hyperparameters
   * @param modePasses scans of the draws until the mode was found
   * @param samplingPasses scans of the draws while the hyperposterior was sampled
   * @param evaluations vectors evaluated
   * @param selectionError largest error found in {@code sum_i log xi_i}, 0 without selection
   * @param selectionIntegrals how many selection integrals were computed per vector
   * @param path how it was found, and why that way
   * @param evidence of the population model; empty where chains ran or the hyperprior has a joint
   *     factor
   * @param expected number of objects; empty where the population has no rate
   * @param injections what their noise does to the answer; empty where there are none
   * @param modes of the hyperposterior in the coordinates of the hyperprior; none where only one is
   *     known
   */
  public record Result(
      Hyperposterior posterior,
      int modePasses,
      int samplingPasses,
      long evaluations,
      double selectionError,
      int selectionIntegrals,
      FitPath path,
      Optional<Evidence> evidence,
      Optional<ExpectedObjects> expected,
      Optional<InjectionReliability> injections,
      List<double[]> modes) {

    /** Scans of the draws. */
    public int passes() {
      return modePasses + samplingPasses;
    }
  }

  /**
   * Makes a fit.
   *
   * @param survey what a selection term needs; empty where nothing was lost and nothing is counted
   * @param goal what the hyperposterior's draws are for, and how many
   */
  public PopulationFit(
      PopulationModel model,
      PopulationEvaluator evaluator,
      Optional<SelectionSurvey> survey,
      long seed,
      SamplingGoal goal) {
    this(model, evaluator, survey, seed, goal, FitPath.Wanted.AUTO);
  }

  /**
   * Makes a fit along a path.
   *
   * @param wanted which; a subset that is not verified is refused even if it is wanted
   */
  public PopulationFit(
      PopulationModel model,
      PopulationEvaluator evaluator,
      Optional<SelectionSurvey> survey,
      long seed,
      SamplingGoal goal,
      FitPath.Wanted wanted) {
    this.model = model;
    this.evaluator = evaluator;
    this.aiming = new AimedSampling(model, survey);
    this.seed = seed;
    this.goal = goal;
    this.wanted = wanted;
  }

  /**
   * Fits from where an earlier fit of the same survey ended: no other modes are looked for than it
   * found.
   *
   * @throws NoSupportException as below
   * @throws UnusableSurveyException as below
   */
  Result goOn(Result before) {
    return fit(Optional.of(before.posterior().shape().centre()), Optional.of(before.modes()));
  }

  /**
   * Fits.
   *
   * @param start coordinates near the answer; empty: the prior is searched
   * @throws NoSupportException if no hyperparameters support every object
   * @throws UnusableSurveyException if an edge of the population's support moves with a
   *     hyperparameter, and importance sampling, which needs no gradients, fails or is not wanted
   */
  public Result fit(Optional<double[]> start) {
    return fit(start, Optional.empty());
  }

  private Result fit(Optional<double[]> start, Optional<List<double[]>> known) {
    Targets all = new Targets(evaluator, 1, model.hyperprior());
    Optional<String> unsuited = unsuited();
    if (unsuited.isPresent()) {
      return scanAll(all, start, known, FitPath.withoutSubset(unsuited.get()));
    }
    SubsetFit.Outcome tried =
        new SubsetFit(aiming, evaluator, all, model.hyperprior(), seed, goal).fit(start);
    if (tried.found().isPresent()) {
      AimedSampling.Found found = tried.found().get();
      Optional<Evidence> evidence = evidence(found).map(e -> e.verifiedBy(tried.path().check()));
      return result(found, all, tried.modePasses(), tried.path(), evidence, List.of());
    }
    return scanAll(
        all,
        tried.modes().stream().findFirst().or(() -> start),
        Optional.of(tried.modes().size() > 1 ? tried.modes() : List.of()),
        tried.path());
  }

  /** Why no subset is tried. */
  private Optional<String> unsuited() {
    if (wanted == FitPath.Wanted.IMPORTANCE || wanted == FitPath.Wanted.CHAINS) {
      return Optional.of("no subset wanted");
    }
    if (!MovingEdges.of(model).isEmpty()) {
      return Optional.of("no subset: edges of the population move with hyperparameters");
    }
    if (wanted == FitPath.Wanted.AUTO && evaluator.draws() < QUICK_DRAWS) {
      return Optional.of(
          "no subset: %d draws, fewer than %d".formatted(evaluator.draws(), QUICK_DRAWS));
    }
    if (evaluator.objects() < leastObjects()) {
      return Optional.of(
          "no subset: %d objects, fewer than %d".formatted(evaluator.objects(), leastObjects()));
    }
    return Optional.empty();
  }

  /** Objects below which a subset is not worth its while. */
  private long leastObjects() {
    return (long) SubsetFit.LEAST_RATIO * SubsetFit.firstObjects(model.hyperprior().dimension());
  }

  /** Whether climbs over all draws cost little; few objects are what may leave several modes. */
  private boolean isSmall() {
    return evaluator.draws() < QUICK_DRAWS || evaluator.objects() < leastObjects();
  }

  private Result scanAll(
      Targets all, Optional<double[]> start, Optional<List<double[]>> known, FitPath before) {
    boolean looks = known.isEmpty() && isSmall() && isToBeSampledByValues();
    Optional<PriorSearch> search = start.isEmpty() || looks ? search(all, start) : Optional.empty();
    double[] z = start.orElseGet(() -> search.orElseThrow().best());
    List<double[]> starts = new ArrayList<>(known.orElse(List.of()));
    search.filter(s -> looks).ifPresent(s -> starts.addAll(s.apart(z, FURTHER_STARTS)));
    int[] sampling = new int[1];
    AimedSampling.Found found =
        aiming
            .sample(
                all,
                z,
                (density, mode) -> {
                  List<Laplace> modes = PosteriorModes.of(density, mode, starts);
                  starts.clear();
                  if (modes.size() > 1) {
                    modes.forEach(peak -> starts.add(peak.centre()));
                  }
                  int passes = all.passes();
                  HyperposteriorSampler.Sampled sampled = sample(density, modes);
                  sampling[0] += all.passes() - passes;
                  return Optional.of(sampled);
                })
            .orElseThrow();
    String sampler = found.sampled().posterior().sampler();
    String taken = sampler.equals("importance") ? sampler : "chains";
    return result(
        found,
        all,
        all.passes() - sampling[0],
        before.instead(taken),
        evidence(found),
        List.copyOf(starts));
  }

  /** Edges that move leave no gradients to climb by. */
  private boolean isToBeSampledByValues() {
    return wanted != FitPath.Wanted.CHAINS
        && HyperposteriorSampler.triesValues(model.hyperprior().dimension())
        && MovingEdges.of(model).isEmpty();
  }

  /** Empty where no point of the prior has support but there is a start. */
  private Optional<PriorSearch> search(Targets all, Optional<double[]> start) {
    try {
      return Optional.of(PriorSearch.of(all.with(aiming.aimedAtEach()), seed));
    } catch (NoSupportException none) {
      if (start.isEmpty()) {
        throw none;
      }
      return Optional.empty();
    }
  }

  private Optional<Evidence> evidence(AimedSampling.Found found) {
    return found.sampled().points().flatMap(points -> Evidence.of(points, model.hyperprior()));
  }

  private Result result(
      AimedSampling.Found found,
      Targets all,
      int modePasses,
      FitPath path,
      Optional<Evidence> evidence,
      List<double[]> modes) {
    return new Result(
        found.sampled().posterior(),
        modePasses,
        all.passes() - modePasses,
        all.evaluations(),
        found.selectionError(),
        found.selectionIntegrals(),
        path,
        evidence,
        model
            .rate()
            .map(
                rate ->
                    ExpectedObjects.of(
                        found.aimed().selection(), found.sampled().posterior().draws())),
        found.aimed().selection() instanceof InjectionIntegral injected
            ? Optional.of(injected.reliability(found.sampled().posterior()))
            : Optional.empty(),
        modes);
  }

  private HyperposteriorSampler.Sampled sample(StandardDensity target, List<Laplace> modes) {
    HyperposteriorSampler sampler = new HyperposteriorSampler(target, seed, goal);
    MovingEdges edges = MovingEdges.of(model);
    if (edges.isEmpty()) {
      return wanted == FitPath.Wanted.CHAINS
          ? sampler.sampleByChains(modes.get(0))
          : sampler.sample(modes);
    }
    if (wanted == FitPath.Wanted.CHAINS) {
      throw new UnusableSurveyException(
          "population.density: %s, so that the likelihood from points is a step function, without the gradients that hyperposterior.path = chains needs: use another path"
              .formatted(edges.text()));
    }
    return sampler
        .sampleByValues(modes)
        .orElseThrow(
            () ->
                new UnusableSurveyException(
                    "population.density: %s, so that the likelihood from points is a step function; its hyperposterior could not be sampled: give the edge as a number, or a density with a soft edge"
                        .formatted(edges.text())));
  }
}
