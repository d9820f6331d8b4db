package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Locale;

/**
 * Means and sds of the hyperparameters that a run has to reproduce. From quadrature, or drawn by
 * the sampler of the run from the exact marginal likelihood, whose quasi-random errors are nearly
 * the run's.
 */
record ExactMoments(double[] mean, double[] sd) {
  private static final double WIDTH = 0.05;
  private static final double STANDARD_ERRORS = 4;

  /**
   * Monte Carlo errors are allowed for as if there were so many effective draws: fewer, being
   * quasi-random, must do as well.
   */
  private static final double ALLOWED_DRAWS = 10_000;

  static ExactMoments of(GridPosterior grid) {
    return new ExactMoments(grid.mean(), grid.sd());
  }

  /** Of draws from the exact marginal likelihood. */
  static ExactMoments of(Hyperposterior drawn) {
    double[] sd = new double[drawn.mean().length];
    Arrays.setAll(sd, drawn::sd);
    return new ExactMoments(drawn.mean(), sd);
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
   * % + 4 relative standard errors, of 10,000 effective draws.
   */
  boolean isNear(Hyperposterior posterior, double tolerance) {
    boolean near = true;
    for (int j = 0; j < mean.length; j++) {
      Hyperposterior.Summary s = posterior.summaries().get(j);
      double noise = Math.min(s.mcseMean() / sd[j], 1 / Math.sqrt(ALLOWED_DRAWS));
      double relative = Math.min(relativeError(s), 1 / Math.sqrt(2 * ALLOWED_DRAWS));
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
