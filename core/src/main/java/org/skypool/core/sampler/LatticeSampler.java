package org.skypool.core.sampler;

import java.util.List;
import org.skypool.core.random.KorobovLattice;

/**
 * Places integration points for every object of a block: a proposal is fitted per object by
 * tempered adaptive importance sampling and widened, and a randomly shifted lattice is mapped
 * through it.
 *
 * <p>The points integrate {@code L_i(theta) f(theta)} for any density f near the one they are aimed
 * at: {@code integral L_i f = sum_k exp(logWeight_k) f(theta_k)}, where {@code logWeight = log L -
 * log q - log K} with the density q actually drawn from. Objects do not influence each other.
 *
 * <p>An object with fewer than 5 % effective points after its last pass gets a proposal fitted to
 * Markov chains instead, if that gives more.
 *
 * <p>Recipe: tempering so that at least {@code max(4 d, K / 6)} points are effective in every refit
 * (Cornuet et al. 2012, doi:10.1111/j.1467-9469.2011.00756.x, for adaptive multiple importance
 * sampling); shifted lattices for smooth periodic integrands (Sloan and Joe 1994).
 */
public final class LatticeSampler {

  /** The likelihood of the objects to sample, as far as the sampler needs it. */
  public interface Likelihood {

    /** A first guess of location and width, natural units. */
    void locate(int object, double[] centre, double[] scale);

    /** Log likelihood of one object at points {@code from} to {@code to}. */
    void logLikelihood(int object, double[][] theta, int from, int to, double[] out);
  }

  /** The random shift of an object's lattice, one number in [0, 1) per dimension. */
  public interface Shifts {

    /** Writes the shift of an object. */
    void shift(int object, double[] out);
  }

  /** Start from a width this many times the guess. */
  static final double START_WIDENING = 2;

  /**
   * Behind a normal s times too wide in d dimensions {@code (sqrt(2 s^2 - 1) / s^2)^d} of the
   * points are effective, at s = 1.6 three in ten in five dimensions and one in six in eight. Fits
   * would stay too wide: so beyond four dimensions passes widen by less, and only the points that
   * are kept by the whole factor.
   */
  private static final int FEW_DIMENSIONS = 4;

  private static final double FITTING_WIDENING = 1.25;

  /** On the widening that serves normal numbers: Student-t numbers are wide already. */
  private static final double STUDENT_NARROWING = 14.0 / 15;

  final List<Axis> axes;
  final SamplerSettings settings;
  final double startWidening;
  final Proposal proposal;

  /** What fitting passes place points behind: the same family, perhaps less wide. */
  final Proposal fitting;

  final KorobovLattice lattice;

  /**
   * Makes a sampler.
   *
   * @param axes one per individual parameter, in order; curvature-driving parameters first
   * @throws IllegalArgumentException if there are not one to eight, or no lattice has that many
   *     points
   */
  public LatticeSampler(List<Axis> axes, SamplerSettings settings) {
    this(axes, settings, START_WIDENING);
  }

  private LatticeSampler(List<Axis> axes, SamplerSettings settings, double startWidening) {
    this.axes = List.copyOf(axes);
    this.settings = settings;
    this.startWidening = startWidening;
    this.lattice = KorobovLattice.of(axes.size(), settings.points());
    this.proposal = proposal(this.axes, settings);
    double fittingWidening =
        axes.size() > FEW_DIMENSIONS ? FITTING_WIDENING : settings.fittingWidening(axes.size());
    this.fitting =
        fittingWidening == settings.widening()
            ? proposal
            : proposal(this.axes, settings.withWidening(fittingWidening));
  }

  /** The same sampler with fits that start from a guess so many times wider. */
  public LatticeSampler startingWider(double factor) {
    return new LatticeSampler(axes, settings, startWidening * factor);
  }

  /**
   * The family of proposals on some axes. Student-t numbers reach on where densities fall as
   * exponentials, and cost points: behind them lattices integrate a normal in five dimensions and
   * more with 2 to 3 times the error. On axes that end at both sides populations pile up, and far
   * points are close to an edge; on others they would be at values nobody asks for.
   */
  static Proposal proposal(List<Axis> axes, SamplerSettings settings) {
    int dimension = axes.size();
    if (dimension == 1) {
      return new StudentProposal(settings.widening());
    }
    boolean ends = axes.stream().allMatch(Axis::endsAtBothSides);
    return ends && dimension <= FEW_DIMENSIONS
        ? new TriangularProposal(
            dimension, StandardDistribution.STUDENT_T4, STUDENT_NARROWING * settings.widening())
        : new TriangularProposal(dimension, StandardDistribution.NORMAL, settings.widening());
  }

  /**
   * Room to sample one run of objects after another.
   *
   * @param aim density the points are aimed at together with the likelihood, natural coordinates
   */
  public LatticeRun on(Likelihood likelihood, PointDensity aim, Shifts shifts) {
    return new LatticeRun(this, likelihood, aim, shifts);
  }

  /**
   * Samples a run of objects.
   *
   * @param first index of the first object
   * @param objects how many
   * @param aim density the points are aimed at together with the likelihood, natural coordinates
   */
  public SampledPoints sample(
      Likelihood likelihood, PointDensity aim, Shifts shifts, int first, int objects) {
    return on(likelihood, aim, shifts).sample(first, objects);
  }

  /** The proposal behind the points of an object, as a component of a mixture. */
  PlacedProposal placed(SampledPoints points, int i) {
    return new PlacedProposal(axes, proposal, points.fits()[i], lattice);
  }
}
