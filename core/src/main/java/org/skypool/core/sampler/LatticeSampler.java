package org.skypool.core.sampler;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.math.BlockMath;
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
  private static final double START_WIDENING = 2;

  private static final int WIDER_TRIES = 4;

  /**
   * Behind a normal s times too wide in d dimensions {@code (sqrt(2 s^2 - 1) / s^2)^d} of the
   * points are effective, at s = 1.75 a fifth of them in five dimensions, fewer than tempering
   * preserves in more: fits would stay too wide. So beyond four dimensions passes widen by less,
   * and only the points that are kept by the whole factor.
   */
  private static final int WIDE_FITTING = 4;

  private static final double FITTING_WIDENING = 1.25;

  /** Share of effective points below which a fit has collapsed, and chains take over. */
  private static final double COLLAPSED = 0.05;

  private final List<Axis> axes;
  private final SamplerSettings settings;
  private final double startWidening;
  private final Proposal proposal;

  /** What fitting passes place points behind: the same family, perhaps less wide. */
  private final Proposal fitting;

  private final KorobovLattice lattice;

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
    this.proposal = proposal(axes.size(), settings);
    double fittingWidening =
        axes.size() > WIDE_FITTING ? FITTING_WIDENING : settings.fittingWidening(axes.size());
    this.fitting =
        fittingWidening == settings.widening()
            ? proposal
            : new TriangularProposal(axes.size(), fittingWidening);
  }

  /** The same sampler with fits that start from a guess so many times wider. */
  public LatticeSampler startingWider(double factor) {
    return new LatticeSampler(axes, settings, startWidening * factor);
  }

  /** The family of proposals for a dimension. */
  static Proposal proposal(int dimension, SamplerSettings settings) {
    return dimension == 1
        ? new StudentProposal(settings.widening())
        : new TriangularProposal(dimension, settings.widening());
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
    SampledPoints points = SampledPoints.of(axes.size(), settings.points(), objects);
    Run run = new Run(likelihood, aim, shifts);
    for (int i = 0; i < objects; i++) {
      run.sample(first + i, points, i);
    }
    return points;
  }

  /** The proposal behind the points of an object, as a component of a mixture. */
  PlacedProposal placed(SampledPoints points, int i) {
    return new PlacedProposal(axes, proposal, points.fits()[i], lattice);
  }

  /** One object after another, in the same arrays. */
  private final class Run {
    private final Likelihood likelihood;
    private final PointDensity aim;
    private final Shifts shifts;
    private final int k = settings.points();
    private final int d = axes.size();
    private final double[] shift = new double[d];
    private final double[] centre = new double[d];
    private final double[] scale = new double[d];
    private final double[] fit = new double[proposal.size()];
    private final double[][] standard = new double[d][k];
    private final double[] logStandard = new double[k];
    private final double[][] y = new double[d][k];
    private final double[][] theta = new double[d][k];
    private final double[] slope = new double[k];
    private final double[] logQ = new double[k];
    private final double[] logLikelihood = new double[k];
    private final double[] logRatio = new double[k];
    private final double[] work = new double[k];
    private final TemperedWeights weights =
        new TemperedWeights(k, Math.min(Math.max(4.0 * d, k / 6.0), k / 2.0));

    Run(Likelihood likelihood, PointDensity aim, Shifts shifts) {
      this.likelihood = likelihood;
      this.aim = aim;
      this.shifts = shifts;
    }

    /** Samples an object into place {@code at} of the results. */
    void sample(int object, SampledPoints out, int at) {
      shifts.shift(object, shift);
      lattice.points(shift, theta);
      double[][] u = fitting == proposal ? null : copy(theta);
      fitting.standardise(theta, 0, k, standard, logStandard);
      start(object, startWidening);
      int pass = 0;
      boolean settled;
      do {
        pass++;
        place(fitting);
        compare(object);
        double top = BlockMath.max(logRatio, 0, k);
        if (isFinite(top)) {
          settled = refit(top, pass);
        } else if (pass < WIDER_TRIES) {
          start(object, startWidening / START_WIDENING * StrictMath.pow(4, pass));
          settled = false;
        } else {
          out.unusable()[at] =
              "the likelihood has no finite value at any of " + pass * k + " points";
          settled = true;
        }
      } while (!settled);
      out.passes()[at] = pass;
      if (u != null) {
        proposal.standardise(u, 0, k, standard, logStandard);
      }
      finish(object, out, at);
      if (out.unusable()[at] == null && out.effective()[at] < COLLAPSED * k) {
        chain(object, out, at);
      }
    }

    /** Fits the proposal to Markov chains; the fit before is kept where that is better. */
    private void chain(int object, SampledPoints out, int at) {
      double[][] starts = new double[ChainFit.chains()][];
      double[] best = new double[starts.length];
      Arrays.fill(best, Double.NEGATIVE_INFINITY);
      for (int p = 0; p < k; p++) {
        double logTarget = logRatio[p] + logQ[p] + slope[p];
        int c = p % starts.length;
        if (logTarget > best[c]) {
          best[c] = logTarget;
          starts[c] = new double[d];
          for (int j = 0; j < d; j++) {
            starts[c][j] = y[j][p];
          }
        }
      }
      LogDensity target = new RealTarget(object);
      if (Arrays.stream(starts).anyMatch(s -> s == null || !Double.isFinite(target.at(s)))) {
        return;
      }
      likelihood.locate(object, centre, scale);
      for (int j = 0; j < d; j++) {
        scale[j] = axes.get(j).realScale(centre[j], scale[j]);
      }
      ChainFit chains = new ChainFit(target, starts, scale, Double.doubleToLongBits(shift[0]));
      double[] before = fit.clone();
      double effective = out.effective()[at];
      out.rhat()[at] = chains.rhat();
      if (chains.refit(proposal, fit)) {
        finish(object, out, at);
        if (out.unusable()[at] != null || !(out.effective()[at] > effective)) {
          out.unusable()[at] = null;
          System.arraycopy(before, 0, fit, 0, fit.length);
          finish(object, out, at);
        }
      }
    }

    /** Log of likelihood times aim at one point, a density in real coordinates. */
    private final class RealTarget implements LogDensity {
      private final int object;
      private final double[][] point = new double[d][1];
      private final double[][] real = new double[d][1];
      private final double[] jacobian = new double[1];
      private final double[] value = new double[1];
      private final double[] scratch = new double[1];

      RealTarget(int object) {
        this.object = object;
      }

      @Override
      public double at(double[] x) {
        jacobian[0] = 0;
        for (int j = 0; j < d; j++) {
          real[j][0] = x[j];
          axes.get(j).place(real[j], 1, point[j], jacobian, scratch);
        }
        likelihood.logLikelihood(object, point, 0, 1, value);
        double logLikelihood = value[0];
        aim.logDensity(object, 1, 1, point, value);
        return logLikelihood + value[0] + jacobian[0];
      }
    }

    /** Begins from the first guess, so many times wider. */
    private void start(int object, double widening) {
      likelihood.locate(object, centre, scale);
      for (int j = 0; j < d; j++) {
        double natural = scale[j];
        scale[j] = widening * axes.get(j).realScale(centre[j], natural);
        centre[j] = axes.get(j).realCentre(centre[j], natural);
      }
      fitting.start(centre, scale, fit);
    }

    /** Points of the current fit; log q in natural coordinates is {@code logQ - slope}. */
    private void place(Proposal by) {
      by.place(fit, standard, logStandard, 0, k, y, logQ);
      Arrays.fill(slope, 0);
      for (int j = 0; j < d; j++) {
        axes.get(j).place(y[j], k, theta[j], slope, work);
      }
    }

    /** Log ratio of likelihood times aim to proposal; minus infinity where that is not a number. */
    private void compare(int object) {
      likelihood.logLikelihood(object, theta, 0, k, logLikelihood);
      aim.logDensity(object, 1, k, theta, logRatio);
      for (int p = 0; p < k; p++) {
        logQ[p] -= slope[p];
        double target = logRatio[p] + logLikelihood[p];
        logRatio[p] = Double.isNaN(target) ? Double.NEGATIVE_INFINITY : target - logQ[p];
      }
    }

    /** Refits the proposal; true if it is good enough. */
    private boolean refit(double top, int pass) {
      double gamma = weights.temper(logRatio, top);
      boolean fitted = fitting.refit(y, weights.normalised(), 0, k, weights.effective(), fit);
      return pass >= settings.mostPasses()
          || (pass >= settings.leastPasses() && gamma == 1 && fitted);
    }

    /** The points of the last fit as they are stored, with their weights. */
    private void finish(int object, SampledPoints out, int at) {
      place(proposal);
      Arrays.fill(slope, 0);
      for (int j = 0; j < d; j++) {
        axes.get(j).store(theta[j], k, y[j], slope, work);
      }
      proposal.logDensity(fit, y, 0, k, logQ);
      compare(object);
      int from = at * k;
      for (int j = 0; j < d; j++) {
        System.arraycopy(theta[j], 0, out.theta()[j], from, k);
      }
      double logK = BlockMath.log(k);
      for (int p = 0; p < k; p++) {
        double logWeight = logLikelihood[p] - logQ[p] - logK;
        if (Double.isNaN(logWeight)) {
          out.unusable()[at] = "the likelihood is NaN at " + describe(p);
          logWeight = Double.NEGATIVE_INFINITY;
        }
        out.logWeight()[from + p] = logWeight;
      }
      out.fits()[at] = fit.clone();
      double top = BlockMath.max(logRatio, 0, k);
      if (isFinite(top)) {
        out.effective()[at] = weights.raise(logRatio, top, 1);
        out.logAimed()[at] = top + weights.logSum() - logK;
      } else if (out.unusable()[at] == null) {
        out.unusable()[at] = "the likelihood has no finite value at any point";
      }
    }

    private static double[][] copy(double[][] rows) {
      return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private boolean isFinite(double top) {
      return top > Double.NEGATIVE_INFINITY && top < Double.POSITIVE_INFINITY;
    }

    private String describe(int p) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < d; j++) {
        text.append(j == 0 ? "" : ", ")
            .append(axes.get(j).name())
            .append(" = ")
            .append(theta[j][p]);
      }
      return text.toString();
    }
  }
}
