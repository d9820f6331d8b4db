package org.skypool.core.sampler;

import java.util.List;
import org.skypool.core.math.BlockMath;
import org.skypool.core.random.KorobovLattice;

/**
 * Places integration points for every object of a block: a proposal is fitted per object by tempered
 * adaptive importance sampling and widened, and a randomly shifted lattice is mapped through it.
 *
 * <p>The points integrate {@code L_i(theta) f(theta)} for any density f near the one they are aimed at:
 * {@code integral L_i f = sum_k exp(logWeight_k) f(theta_k)}, where {@code logWeight = log L - log q - log
 * K} with the density q actually drawn from. Objects do not influence each other.
 *
 * <p>Recipe: tempering so that at least {@code max(4 d, K / 6)} points are effective in every refit
 * (Cornuet et al. 2012, doi:10.1111/j.1467-9469.2011.00756.x, for adaptive multiple importance sampling);
 * shifted lattices for smooth periodic integrands (Sloan and Joe 1994).
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
  private static final double TEMPERING_TOLERANCE = 1e-3;

  private final List<Axis> axes;
  private final SamplerSettings settings;
  private final Proposal proposal;
  private final KorobovLattice lattice;

  /**
   * Makes a sampler.
   *
   * @param axes one per individual parameter, in order; curvature-driving parameters first
   * @throws IllegalArgumentException if there are not one to four, or no lattice has that many points
   */
  public LatticeSampler(List<Axis> axes, SamplerSettings settings) {
    this.axes = List.copyOf(axes);
    this.settings = settings;
    this.lattice = KorobovLattice.of(axes.size(), settings.points());
    this.proposal =
        axes.size() == 1
            ? new StudentProposal(settings.widening())
            : new TriangularProposal(axes.size(), settings.widening());
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
    return new Run(likelihood, aim, first, objects).sample(shifts);
  }

  private final class Run {
    private final Likelihood likelihood;
    private final PointDensity aim;
    private final int first;
    private final int objects;
    private final int k = settings.points();
    private final int d = axes.size();
    private final double[][] standard;
    private final double[][] y;
    private final double[][] theta;
    private final double[] logQ;
    private final double[] logTarget;
    private final double[] weights;
    private final double[] scratch;
    private final double[][] fits;
    private final double[] effective;
    private final int[] passes;
    private final boolean[] settled;
    private final String[] unusable;

    Run(Likelihood likelihood, PointDensity aim, int first, int objects) {
      this.likelihood = likelihood;
      this.aim = aim;
      this.first = first;
      this.objects = objects;
      int n = objects * k;
      standard = new double[d][n];
      y = new double[d][n];
      theta = new double[d][n];
      logQ = new double[n];
      logTarget = new double[n];
      weights = new double[n];
      scratch = new double[n];
      fits = new double[objects][proposal.size()];
      effective = new double[objects];
      passes = new int[objects];
      settled = new boolean[objects];
      unusable = new String[objects];
    }

    SampledPoints sample(Shifts shifts) {
      start(shifts);
      int pass = 0;
      do {
        place();
        pass++;
      } while (refitAll(pass));
      return finish();
    }

    private void start(Shifts shifts) {
      double[] shift = new double[d];
      double[][] cell = new double[d][k];
      double[] centre = new double[d];
      double[] scale = new double[d];
      for (int i = 0; i < objects; i++) {
        shifts.shift(first + i, shift);
        lattice.points(shift, cell);
        for (int j = 0; j < d; j++) {
          System.arraycopy(cell[j], 0, theta[j], i * k, k);
        }
        likelihood.locate(first + i, centre, scale);
        for (int j = 0; j < d; j++) {
          double natural = scale[j];
          scale[j] = START_WIDENING * axes.get(j).realScale(centre[j], natural);
          centre[j] = axes.get(j).realCentre(centre[j], natural);
        }
        proposal.start(centre, scale, fits[i]);
      }
      proposal.standardise(theta, 0, objects * k, standard);
    }

    private void place() {
      for (int i = 0; i < objects; i++) {
        proposal.place(fits[i], standard, i * k, (i + 1) * k, y, logQ);
      }
      for (int j = 0; j < d; j++) {
        Axis axis = axes.get(j);
        for (int p = 0; p < objects * k; p++) {
          theta[j][p] = axis.toNatural(y[j][p]);
          logQ[p] -= axis.logSlope(y[j][p]);
        }
      }
      target();
    }

    /** Log likelihood in {@code scratch}, with the aim's density added in {@code logTarget}. */
    private void target() {
      for (int i = 0; i < objects; i++) {
        likelihood.logLikelihood(first + i, theta, i * k, (i + 1) * k, scratch);
      }
      aim.logDensity(first, objects, k, theta, logTarget);
      for (int p = 0; p < objects * k; p++) {
        double sum = logTarget[p] + scratch[p];
        logTarget[p] = Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
      }
    }

    /** Refits every unsettled object; false once all are settled. */
    private boolean refitAll(int pass) {
      boolean again = false;
      for (int i = 0; i < objects; i++) {
        if (!settled[i]) {
          refit(i, pass);
          again |= !settled[i];
        }
      }
      return again;
    }

    private void refit(int i, int pass) {
      int from = i * k;
      int to = from + k;
      passes[i] = pass;
      double top = Double.NEGATIVE_INFINITY;
      for (int p = from; p < to; p++) {
        logTarget[p] -= logQ[p];
        top = Math.max(top, logTarget[p]);
      }
      if (!(top > Double.NEGATIVE_INFINITY) || top == Double.POSITIVE_INFINITY) {
        widen(i, pass);
        return;
      }
      double gamma = tempering(from, to, top);
      double used = temper(from, to, top, gamma);
      boolean fitted = proposal.refit(y, weights, from, to, used, fits[i]);
      settled[i] =
          pass >= settings.mostPasses() || (pass >= settings.leastPasses() && gamma == 1 && fitted);
    }

    private void widen(int i, int pass) {
      if (pass >= WIDER_TRIES) {
        unusable[i] = "the likelihood has no finite value at any of " + pass * k + " points";
        settled[i] = true;
        return;
      }
      double[] centre = new double[d];
      double[] scale = new double[d];
      likelihood.locate(first + i, centre, scale);
      for (int j = 0; j < d; j++) {
        double natural = scale[j];
        scale[j] = StrictMath.pow(4, pass) * axes.get(j).realScale(centre[j], natural);
        centre[j] = axes.get(j).realCentre(centre[j], natural);
      }
      proposal.start(centre, scale, fits[i]);
    }

    /** Largest power of the weights, at most 1, that leaves enough effective points. */
    private double tempering(int from, int to, double top) {
      double least = Math.min(Math.max(4.0 * d, k / 6.0), k / 2.0);
      if (temper(from, to, top, 1) >= least) {
        return 1;
      }
      double low = 0;
      double high = 1;
      while (high - low > TEMPERING_TOLERANCE * high) {
        double middle = low == 0 ? high / 4 : Math.sqrt(low * high);
        if (temper(from, to, top, middle) >= least) {
          low = middle;
        } else {
          high = middle;
        }
        if (high < 1e-12) {
          return high;
        }
      }
      return low;
    }

    /** Normalised weights to the power gamma; returns their effective number. */
    private double temper(int from, int to, double top, double gamma) {
      for (int p = from; p < to; p++) {
        weights[p] = gamma * (logTarget[p] - top);
      }
      BlockMath.exp(weights, from, to, weights);
      double sum = 0;
      double squares = 0;
      for (int p = from; p < to; p++) {
        sum += weights[p];
        squares += weights[p] * weights[p];
      }
      for (int p = from; p < to; p++) {
        weights[p] /= sum;
      }
      return sum * sum / squares;
    }

    private SampledPoints finish() {
      for (int i = 0; i < objects; i++) {
        proposal.place(fits[i], standard, i * k, (i + 1) * k, y, logQ);
      }
      for (int j = 0; j < d; j++) {
        Axis axis = axes.get(j);
        for (int p = 0; p < objects * k; p++) {
          theta[j][p] = axis.toStored(y[j][p]);
          y[j][p] = axis.toReal(theta[j][p]);
        }
      }
      for (int i = 0; i < objects; i++) {
        for (int p = i * k; p < (i + 1) * k; p++) {
          logQ[p] = proposal.logDensity(fits[i], y, p);
        }
      }
      for (int j = 0; j < d; j++) {
        for (int p = 0; p < objects * k; p++) {
          logQ[p] -= axes.get(j).logSlope(y[j][p]);
        }
      }
      target();
      double[] logWeight = new double[objects * k];
      double logK = StrictMath.log(k);
      for (int i = 0; i < objects; i++) {
        weigh(i, logK, logWeight);
      }
      return new SampledPoints(k, theta, logWeight, effective, passes, unusable);
    }

    private void weigh(int i, double logK, double[] logWeight) {
      int from = i * k;
      int to = from + k;
      double top = Double.NEGATIVE_INFINITY;
      for (int p = from; p < to; p++) {
        logWeight[p] = scratch[p] - logQ[p] - logK;
        if (Double.isNaN(logWeight[p])) {
          unusable[i] = "the likelihood is NaN at " + describe(p);
          logWeight[p] = Double.NEGATIVE_INFINITY;
        }
        logTarget[p] -= logQ[p];
        top = Math.max(top, logTarget[p]);
      }
      if (top > Double.NEGATIVE_INFINITY && top < Double.POSITIVE_INFINITY) {
        effective[i] = temper(from, to, top, 1);
      } else if (unusable[i] == null) {
        unusable[i] = "the likelihood has no finite value at any point";
      }
    }

    private String describe(int p) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < d; j++) {
        text.append(j == 0 ? "" : ", ").append(axes.get(j).name()).append(" = ").append(theta[j][p]);
      }
      return text.toString();
    }
  }

  /** The axes. */
  public List<Axis> axes() {
    return axes;
  }
}
