package org.skypool.core.sampler;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.LogSumExp;

/**
 * Places the points of one run of objects after another, in the same arrays. The fitting passes of
 * a run go side by side, so that loops are long; an object's points are those it has alone. One per
 * thread.
 */
public final class LatticeRun {
  private static final int WIDER_TRIES = 4;

  /** Share of effective points below which a fit has collapsed, and chains take over. */
  private static final double COLLAPSED = 0.05;

  private final LatticeSampler sampler;
  private final LatticeSampler.Likelihood likelihood;
  private final PointDensity aim;
  private final LatticeSampler.Shifts shifts;
  private final int d;
  private final int k;
  private final double logK;
  private final double least;
  private final double[] centre;
  private final double[] scale;
  private final TemperedWeights tempered;
  private SampledPoints points;
  private int room;
  private int first;

  /** Per object. */
  private double[][] shift;

  private boolean[] settled;
  private int[] offsets;
  private double[] logSum;

  /** Sums of squared weights. */
  private double[] squares;

  /** Per coordinate and point. */
  private double[][] uniform;

  private double[][] standard;
  private double[][] y;

  /** Per point. */
  private double[] logStandard;

  private double[] slope;
  private double[] logQ;
  private double[] logLikelihood;
  private double[] logRatio;
  private double[] weights;
  private double[] work;

  LatticeRun(
      LatticeSampler sampler,
      LatticeSampler.Likelihood likelihood,
      PointDensity aim,
      LatticeSampler.Shifts shifts) {
    this.sampler = sampler;
    this.likelihood = likelihood;
    this.aim = aim;
    this.shifts = shifts;
    this.d = sampler.axes.size();
    this.k = sampler.settings.points();
    this.logK = BlockMath.log(k);
    this.least = Math.min(Math.max(4.0 * d, k / 6.0), k / 2.0);
    this.centre = new double[d];
    this.scale = new double[d];
    this.tempered = new TemperedWeights(k, least);
  }

  /**
   * Samples a run of objects.
   *
   * @param firstObject index of the first
   * @param objects how many
   * @return points in arrays of this run, at least as long as needed, valid up to the next call
   */
  public SampledPoints sample(int firstObject, int objects) {
    reserve(objects);
    first = firstObject;
    begin(objects);
    int left = objects;
    for (int pass = 1; left > 0; pass++) {
      int from = 0;
      while (from < objects) {
        int to = from;
        while (to < objects && !settled[to]) {
          to++;
        }
        if (to > from) {
          left -= fit(from, to, pass);
        }
        from = to + 1;
      }
    }
    if (uniform != null) {
      sampler.proposal.standardise(uniform, 0, objects * k, standard, logStandard);
    }
    finish(0, objects);
    for (int i = 0; i < objects; i++) {
      if (points.unusable()[i] == null && points.effective()[i] < COLLAPSED * k) {
        chain(i);
      }
    }
    return points;
  }

  private void reserve(int objects) {
    if (objects <= room) {
      return;
    }
    room = objects;
    int n = Math.multiplyExact(objects, k);
    points = SampledPoints.of(d, sampler.proposal.size(), k, objects);
    shift = new double[objects][d];
    settled = new boolean[objects];
    offsets = new int[objects + 1];
    for (int i = 0; i <= objects; i++) {
      offsets[i] = i * k;
    }
    logSum = new double[objects];
    squares = new double[objects];
    uniform = sampler.fitting == sampler.proposal ? null : new double[d][n];
    standard = new double[d][n];
    y = new double[d][n];
    logStandard = new double[n];
    slope = new double[n];
    logQ = new double[n];
    logLikelihood = new double[n];
    logRatio = new double[n];
    weights = new double[n];
    work = new double[n];
  }

  private void begin(int objects) {
    double[][] u = uniform == null ? y : uniform;
    for (int i = 0; i < objects; i++) {
      shifts.shift(first + i, shift[i]);
      sampler.lattice.points(shift[i], i * k, u);
      settled[i] = false;
      points.clear(i);
      start(i, sampler.startWidening);
    }
    sampler.fitting.standardise(u, 0, objects * k, standard, logStandard);
  }

  /** Begins from the first guess, so many times wider. */
  private void start(int i, double widening) {
    likelihood.locate(first + i, centre, scale);
    for (int j = 0; j < d; j++) {
      Axis axis = sampler.axes.get(j);
      double natural = scale[j];
      scale[j] = widening * axis.realScale(centre[j], natural);
      centre[j] = axis.realCentre(centre[j], natural);
    }
    sampler.fitting.start(centre, scale, points.fits()[i]);
  }

  /** One pass of some objects; returns how many are settled by it. */
  private int fit(int from, int to, int pass) {
    place(sampler.fitting, from, to);
    compare(from, to);
    int done = 0;
    for (int i = from; i < to; i++) {
      if (isFinite(logSum[i])) {
        settled[i] = refit(i, pass);
      } else if (pass < WIDER_TRIES) {
        start(i, sampler.startWidening / LatticeSampler.START_WIDENING * StrictMath.pow(4, pass));
      } else {
        points.unusable()[i] =
            "the likelihood has no finite value at any of " + pass * k + " points";
        settled[i] = true;
      }
      if (settled[i]) {
        points.passes()[i] = pass;
        done++;
      }
    }
    return done;
  }

  /** Points of the current fits; log q in natural coordinates is {@code logQ - slope}. */
  private void place(Proposal by, int from, int to) {
    for (int i = from; i < to; i++) {
      by.place(points.fits()[i], standard, logStandard, i * k, (i + 1) * k, y, logQ);
    }
    Arrays.fill(slope, from * k, to * k, 0);
    for (int j = 0; j < d; j++) {
      sampler.axes.get(j).place(y[j], from * k, to * k, points.theta()[j], slope, work);
    }
  }

  /**
   * Log ratios of likelihood times aim to proposal, minus infinity where that is not a number; the
   * logarithms of their sums, and the weights they stand for.
   */
  private void compare(int from, int to) {
    double[][] theta = points.theta();
    for (int i = from; i < to; i++) {
      likelihood.logLikelihood(first + i, theta, i * k, (i + 1) * k, logLikelihood);
    }
    int start = from * k;
    int end = to * k;
    aim.logDensity(first + from, to - from, k, start, theta, logRatio);
    for (int p = start; p < end; p++) {
      logQ[p] -= slope[p];
      logRatio[p] = logRatio[p] + logLikelihood[p] - logQ[p];
    }
    LogSumExp.ofSegments(logRatio, offsets, from, to, logSum, weights);
    for (int i = from; i < to; i++) {
      if (Double.isNaN(logSum[i])) {
        leaveOutNotANumber(i);
      }
    }
    Arrays.fill(squares, from, to, 0);
    BlockMath.addWeighted(weights, weights, offsets, from, to, squares);
  }

  private void leaveOutNotANumber(int i) {
    for (int p = i * k; p < (i + 1) * k; p++) {
      if (Double.isNaN(logRatio[p])) {
        logRatio[p] = Double.NEGATIVE_INFINITY;
      }
    }
    LogSumExp.ofSegments(logRatio, offsets, i, i + 1, logSum, weights);
  }

  /** Refits the proposal of an object; true if it is good enough. */
  private boolean refit(int i, int pass) {
    int from = i * k;
    int to = from + k;
    double effective = 1 / squares[i];
    boolean all = effective >= least;
    if (!all) {
      all = tempered.temper(logRatio, from, BlockMath.max(logRatio, from, to)) == 1;
      System.arraycopy(tempered.normalised(), 0, weights, from, k);
      effective = tempered.effective();
    }
    boolean fitted = sampler.fitting.refit(y, weights, from, to, effective, points.fits()[i]);
    SamplerSettings settings = sampler.settings;
    return pass >= settings.mostPasses() || (pass >= settings.leastPasses() && all && fitted);
  }

  /** The points of the last fits as they are stored, with their weights. */
  private void finish(int from, int to) {
    int start = from * k;
    int end = to * k;
    place(sampler.proposal, from, to);
    Arrays.fill(slope, start, end, 0);
    for (int j = 0; j < d; j++) {
      sampler.axes.get(j).store(points.theta()[j], start, end, y[j], slope, work);
    }
    for (int i = from; i < to; i++) {
      sampler.proposal.logDensity(points.fits()[i], y, i * k, (i + 1) * k, logQ);
    }
    compare(from, to);
    double[] logWeight = points.logWeight();
    for (int p = start; p < end; p++) {
      logWeight[p] = logLikelihood[p] - logQ[p] - logK;
    }
    if (Double.isNaN(BlockMath.sum(logWeight, start, end))) {
      markNotANumber(start, end);
    }
    for (int i = from; i < to; i++) {
      if (isFinite(logSum[i])) {
        points.effective()[i] = 1 / squares[i];
        points.logAimed()[i] = logSum[i] - logK;
      } else if (points.unusable()[i] == null) {
        points.unusable()[i] = "the likelihood has no finite value at any point";
      }
    }
  }

  private void markNotANumber(int start, int end) {
    for (int p = start; p < end; p++) {
      if (Double.isNaN(points.logWeight()[p])) {
        points.unusable()[p / k] = "the likelihood is NaN at " + describe(p);
        points.logWeight()[p] = Double.NEGATIVE_INFINITY;
      }
    }
  }

  /** Fits the proposal to Markov chains; the fit before is kept where that is better. */
  private void chain(int i) {
    LogDensity target = new RealTarget(first + i);
    double[][] starts = starts(i);
    if (Arrays.stream(starts).anyMatch(s -> s == null || !Double.isFinite(target.at(s)))) {
      return;
    }
    likelihood.locate(first + i, centre, scale);
    for (int j = 0; j < d; j++) {
      scale[j] = sampler.axes.get(j).realScale(centre[j], scale[j]);
    }
    ChainFit chains = new ChainFit(target, starts, scale, Double.doubleToLongBits(shift[i][0]));
    double[] fit = points.fits()[i];
    double[] before = fit.clone();
    double effective = points.effective()[i];
    points.rhat()[i] = chains.rhat();
    if (chains.refit(sampler.proposal, fit)) {
      finish(i, i + 1);
      if (points.unusable()[i] != null || !(points.effective()[i] > effective)) {
        points.unusable()[i] = null;
        System.arraycopy(before, 0, fit, 0, fit.length);
        finish(i, i + 1);
      }
    }
  }

  /** The best of the points of each chain, or null where there is none. */
  private double[][] starts(int i) {
    double[][] starts = new double[ChainFit.chains()][];
    double[] best = new double[starts.length];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int q = 0; q < k; q++) {
      int p = i * k + q;
      double logTarget = logRatio[p] + logQ[p] + slope[p];
      int c = q % starts.length;
      if (logTarget > best[c]) {
        best[c] = logTarget;
        starts[c] = new double[d];
        for (int j = 0; j < d; j++) {
          starts[c][j] = y[j][p];
        }
      }
    }
    return starts;
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
        sampler.axes.get(j).place(real[j], 0, 1, point[j], jacobian, scratch);
      }
      likelihood.logLikelihood(object, point, 0, 1, value);
      double logL = value[0];
      aim.logDensity(object, 1, 1, 0, point, value);
      return logL + value[0] + jacobian[0];
    }
  }

  private static boolean isFinite(double x) {
    return Math.abs(x) <= Double.MAX_VALUE;
  }

  private String describe(int p) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < d; j++) {
      text.append(j == 0 ? "" : ", ")
          .append(sampler.axes.get(j).name())
          .append(" = ")
          .append(points.theta()[j][p]);
    }
    return text.toString();
  }
}
