package org.skypool.core.inference;

import java.util.Locale;

/**
 * Means and sds of the hyperparameters that a run has to reproduce.
 *
 * @param meanError standard error of each mean, 0 where it is a quadrature's
 * @param relativeError of each sd
 */
record ExactMoments(double[] mean, double[] sd, double[] meanError, double[] relativeError) {
  private static final double WIDTH = 0.05;
  private static final double STANDARD_ERRORS = 4;

  static ExactMoments of(GridPosterior grid) {
    int d = grid.mean().length;
    return new ExactMoments(grid.mean(), grid.sd(), new double[d], new double[d]);
  }

  /** Of draws from the exact marginal likelihood. */
  static ExactMoments of(Hyperposterior drawn) {
    int d = drawn.mean().length;
    ExactMoments moments =
        new ExactMoments(drawn.mean(), new double[d], new double[d], new double[d]);
    for (int j = 0; j < d; j++) {
      moments.sd[j] = drawn.sd(j);
      moments.meanError[j] = drawn.summaries().get(j).mcseMean();
      moments.relativeError[j] = relativeError(drawn.summaries().get(j));
    }
    return moments;
  }

  private static double relativeError(Hyperposterior.Summary summary) {
    return 1 / Math.sqrt(2 * summary.essBulk());
  }

  /** How far the mean of a hyperparameter is off, in exact sd. */
  double error(Hyperposterior posterior, int j) {
    return (posterior.mean()[j] - mean[j]) / sd[j];
  }

  /** The largest such distance. */
  double worst(Hyperposterior posterior) {
    double worst = 0;
    for (int j = 0; j < mean.length; j++) {
      worst = Math.max(worst, Math.abs(error(posterior, j)));
    }
    return worst;
  }

  /**
   * Whether means are within {@code tolerance} sd + 4 Monte Carlo standard errors and sds within 5
   * % + 4 relative standard errors.
   */
  boolean isNear(Hyperposterior posterior, double tolerance) {
    boolean near = true;
    for (int j = 0; j < mean.length; j++) {
      Hyperposterior.Summary s = posterior.summaries().get(j);
      double noise = Math.hypot(s.mcseMean(), meanError[j]) / sd[j];
      double relative = Math.hypot(relativeError(s), relativeError[j]);
      near &= Math.abs(error(posterior, j)) <= tolerance + STANDARD_ERRORS * noise;
      near &= Math.abs(posterior.sd(j) / sd[j] - 1) <= WIDTH + STANDARD_ERRORS * relative;
    }
    return near;
  }

  /** What a run found, on a line per round and one for the answer. */
  String figures(Rounds.Outcome found) {
    StringBuilder text = new StringBuilder();
    for (RoundRecord r : found.rounds()) {
      text.append(
          String.format(
              Locale.ROOT,
              "round %d K %d%s N %d: off %s, moved %.3f",
              r.round(),
              r.plan().points(),
              r.plan().repair() ? " repaired" : "",
              r.objects(),
              errors(r.posterior()),
              r.drift()));
      r.audit().ifPresent(a -> text.append(NormalSurvey.figures(a)));
      text.append('\n');
    }
    Hyperposterior posterior = found.posterior();
    for (int j = 0; j < mean.length; j++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s %.5f +- %.5f, exact %.5f +- %.5f, off %+.4f sd, width %.4f; ",
              posterior.names().get(j),
              posterior.mean()[j],
              posterior.sd(j),
              mean[j],
              sd[j],
              error(posterior, j),
              posterior.sd(j) / sd[j]));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "effective %.0f %s k-hat %.2f; points %s",
                posterior.effective(),
                posterior.sampler(),
                posterior.khat(),
                found.points()))
        .toString();
  }

  private String errors(Hyperposterior posterior) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < mean.length; j++) {
      text.append(String.format(Locale.ROOT, "%+.3f ", error(posterior, j)));
    }
    return text + "sd";
  }
}
