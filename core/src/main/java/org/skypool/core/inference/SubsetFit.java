package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealVector;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;

/**
 * Reaches a hyperposterior in a few scans of all draws: a random subset of objects is climbed and
 * sampled in this machine's memory, corrected to second order by gradient and Hessian over all
 * draws at the mode ({@link SubsetSurrogate}), and compared with all draws at points it has not
 * seen ({@link UnseenPoints}). What does not agree is tried once more with a larger subset where
 * that can help, and is else refused.
 */
final class SubsetFit {

  /** Objects of a subset per hyperparameter, and at least. */
  private static final int OBJECTS_PER_DIMENSION = 500;

  private static final int LEAST_OBJECTS = 1000;

  /** Objects of the survey per object of a subset, at least. */
  static final int LEAST_RATIO = 4;

  /** Draws of a subset, at most: what fits this machine's memory, at five columns 320 MB. */
  private static final long MOST_DRAWS = 8_000_000;

  /** Distance of the mode from the anchor, in posterior sd per root of the dimension. */
  private static final double SETTLED = 0.5;

  /** The mean may lie this far from the mode, in sd of the normal approximation there. */
  private static final double FARTHEST_MEAN = 1.5;

  private static final int GROWTH = 4;

  /** Residual sd that a larger subset is made for. */
  private static final double AIMED_RESIDUAL = 0.03;

  private final AimedSampling aiming;
  private final PopulationEvaluator evaluator;
  private final Targets all;
  private final Hyperprior prior;
  private final long seed;
  private final SamplingGoal goal;
  private long subsetEvaluations;
  private int objects;

  /**
   * Makes a fit.
   *
   * @param all targets over all draws of the evaluator, which count the scans
   */
  SubsetFit(
      AimedSampling aiming,
      PopulationEvaluator evaluator,
      Targets all,
      Hyperprior prior,
      long seed,
      SamplingGoal goal) {
    this.aiming = aiming;
    this.evaluator = evaluator;
    this.all = all;
    this.prior = prior;
    this.seed = seed;
    this.goal = goal;
    this.objects = (int) Math.min(mostObjects(evaluator), firstObjects(prior.dimension()));
  }

  /**
   * What came of it.
   *
   * @param found the verified sample; empty where it was refused
   * @param modes near those of all draws, the highest first; empty where none is known
   * @param modePasses scans of all draws for the anchors
   * @param path taken, or the one that was refused
   */
  record Outcome(
      Optional<AimedSampling.Found> found, List<double[]> modes, int modePasses, FitPath path) {}

  private static long mostObjects(PopulationEvaluator evaluator) {
    long perObject = Math.max(1, evaluator.draws() / evaluator.objects());
    return Math.min(evaluator.objects() / LEAST_RATIO, MOST_DRAWS / perObject);
  }

  /** Objects of the first subset of a survey that is large enough. */
  static int firstObjects(int dimension) {
    return Math.max(LEAST_OBJECTS, OBJECTS_PER_DIMENSION * dimension);
  }

  /** Scans of all draws after which another way is no worse. */
  static int mostPasses(int dimension) {
    if (dimension <= 2) {
      return 5;
    }
    if (dimension <= 5) {
      return 8;
    }
    return dimension <= 11 ? 15 : 20;
  }

  /** Points a surrogate is verified at: one pass of them, two for more than two dimensions. */
  private int unseenPoints() {
    return PopulationEvaluator.VECTORS_PER_PASS * (prior.dimension() <= 2 ? 1 : 2);
  }

  private int passesLeft() {
    return mostPasses(prior.dimension())
        - all.passes()
        - unseenPoints() / PopulationEvaluator.VECTORS_PER_PASS;
  }

  /** A subset with its targets. */
  private record Subset(Targets targets, double multiplicity) {
    DensityFamily surrogate(Star exact) {
      Star own = Star.of(targets.with(SelectionTerm.NONE), exact.at());
      Anchor anchor = Anchor.of(exact, own);
      return selection -> new SubsetSurrogate(targets.with(selection), anchor);
    }
  }

  private Optional<Subset> subset() {
    double multiplicity = (double) evaluator.objects() / objects;
    return evaluator
        .subset(objects, seed)
        .map(b -> new Subset(new Targets(b, multiplicity, prior), multiplicity));
  }

  /**
   * Fits.
   *
   * @param start coordinates near the answer; empty: the prior is searched
   */
  Outcome fit(Optional<double[]> start) {
    Optional<Subset> subset = subset();
    if (subset.isEmpty()) {
      return refused("its objects cannot be evaluated apart", List.of());
    }
    try {
      return fit(subset.get(), start);
    } catch (NoSupportException none) {
      return refused("no hyperparameters support the subset", List.of());
    }
  }

  private Outcome fit(Subset subset, Optional<double[]> start) {
    List<double[]> modes =
        new SubsetModes(aiming, subset.targets, subset.multiplicity).of(start, seed);
    if (modes.size() > 1) {
      subsetEvaluations += subset.targets.evaluations();
      return refused("climbs from points apart end at several modes", modes);
    }
    Optional<Star> anchor = anchor(subset, modes.get(0));
    if (anchor.isEmpty()) {
      subsetEvaluations += subset.targets.evaluations();
      return refused("the mode of all draws was not reached from that of the subset", List.of());
    }
    return verified(subset, anchor.get(), all.passes());
  }

  /** The star over all draws next to whose centre lies the mode of its surrogate. */
  private Optional<Star> anchor(Subset subset, double[] start) {
    double[] z = start;
    while (passesLeft() > 0) {
      Star exact = Star.of(all.with(SelectionTerm.NONE), z);
      if (!exact.isFinite()) {
        return Optional.empty();
      }
      AimedSampling.Aimed aimed = aiming.climb(subset.surrogate(exact), z);
      if (distance(aimed.mode(), z) <= SETTLED * Math.sqrt(z.length)) {
        return Optional.of(exact);
      }
      z = aimed.mode().centre();
    }
    return Optional.empty();
  }

  private Outcome verified(Subset first, Star anchor, int modePasses) {
    Subset subset = first;
    for (int checks = 0; ; checks++) {
      Optional<AimedSampling.Found> found =
          aiming.sample(
              subset.surrogate(anchor),
              anchor.at(),
              (density, mode) ->
                  new HyperposteriorSampler(density, seed, goal)
                      .sampleByValues(List.of(mode))
                      .filter(sampled -> isAround(mode, sampled)));
      int unseen = checks;
      Optional<SurrogateCheck> check = found.flatMap(f -> check(f, unseen));
      subsetEvaluations += subset.targets.evaluations();
      if (check.filter(SurrogateCheck::passes).isPresent()) {
        return new Outcome(found, List.of(anchor.at()), modePasses, path("verified: ", check));
      }
      int larger = larger(check);
      if (larger <= objects || passesLeft() < 0) {
        String why =
            found.isEmpty()
                ? "its surrogate could not be sampled"
                : "its surrogate does not agree with all draws";
        return new Outcome(
            Optional.empty(), List.of(anchor.at()), modePasses, path("refused: " + why, check));
      }
      objects = larger;
      subset = subset().orElseThrow();
    }
  }

  /** Objects for which the residuals are as small as wanted, if there can be as many. */
  private int larger(Optional<SurrogateCheck> check) {
    double wanted = check.map(c -> Math.pow(c.residualSd() / AIMED_RESIDUAL, 2)).orElse(0.0);
    double grown = objects * Math.max(GROWTH, wanted);
    return (int) Math.min((double) mostObjects(evaluator), grown);
  }

  private Optional<SurrogateCheck> check(AimedSampling.Found found, int number) {
    WeightedPoints points = found.sampled().points().orElseThrow();
    return UnseenPoints.of(prior, points, unseenPoints(), new Streams(seed), number)
        .flatMap(
            unseen ->
                unseen.compare(
                    all.with(found.aimed().selection()).values(unseen.z()),
                    found.aimed().density().values(unseen.z())));
  }

  /** Mass that lies elsewhere than around the mode is an artefact of the correction far away. */
  private static boolean isAround(Laplace mode, HyperposteriorSampler.Sampled sampled) {
    double[] mean = sampled.posterior().shape().centre();
    for (int d = 0; d < mean.length; d++) {
      double sd = Math.sqrt(mode.covariance()[d][d]);
      if (!(Math.abs(mean[d] - mode.centre()[d]) <= FARTHEST_MEAN * sd)) {
        return false;
      }
    }
    return true;
  }

  /** Mahalanobis distance of a point from the centre; infinite without a positive covariance. */
  private static double distance(Laplace mode, double[] z) {
    RealVector apart = new ArrayRealVector(mode.centre()).subtract(new ArrayRealVector(z));
    try {
      return Math.sqrt(
          apart.dotProduct(
              new CholeskyDecomposition(new Array2DRowRealMatrix(mode.covariance(), false), 1e-8, 0)
                  .getSolver()
                  .solve(apart)));
    } catch (NonPositiveDefiniteMatrixException degenerate) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private Outcome refused(String why, List<double[]> modes) {
    return new Outcome(
        Optional.empty(), modes, all.passes(), path("refused: " + why, Optional.empty()));
  }

  private FitPath path(String what, Optional<SurrogateCheck> check) {
    String reason =
        "%sa subset of %d of %d objects%s"
            .formatted(
                what.endsWith(" ") ? what : what + ", ",
                objects,
                evaluator.objects(),
                check.map(c -> ", " + c.text()).orElse(""));
    return new FitPath(
        "subset", reason, objects, subsetEvaluations, check.orElse(SurrogateCheck.NONE));
  }
}
