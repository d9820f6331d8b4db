package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.skypool.core.diagnostics.ParetoSmoothing;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.math.LogSumExp;
import org.skypool.core.random.ScrambledSobol;
import org.skypool.core.random.Streams;

/**
 * Samples the hyperposterior by adaptive multiple importance sampling: batches of scrambled Sobol
 * points through Student-t proposals, one for each mode that is known, refitted to all points so
 * far, every point weighted against the mixture of all proposals used (Cornuet et al. 2012,
 * doi:10.1111/j.1467-9469.2011.00756.x; Veach and Guibas 1995), weights smoothed by a Pareto tail
 * (Vehtari et al. 2024). While that tail is heavy, every other batch goes where the proposals used
 * so far cover too little ({@link Uncovered}): a width that reaches 0 leaves a long tail on one
 * side, which no proposal fitted to the bulk serves.
 *
 * <p>A batch is one pass over the draws. Four independent randomisations share each batch, so that
 * the spread between them measures the Monte Carlo error.
 */
public final class AdaptiveImportanceSampler {

  /** Independent randomisations. */
  public static final int REPLICATES = 4;

  private static final int BATCH = PopulationEvaluator.VECTORS_PER_PASS;
  private static final double TRUSTED_KHAT = 0.7;

  /** Pareto shape from which on every other batch goes where the proposals cover too little. */
  private static final double COVERED_KHAT = 0.5;

  /** Batches in a row after which weights that cannot be trusted will not become so. */
  private static final int PATIENCE = 16;

  /** Batches after each of which weights are looked at. */
  private static final int OFTEN = 32;

  private final StandardDensity target;
  private final DoubleConsumer heard;
  private final List<ScrambledSobol> sequences = new ArrayList<>();
  private final ProposalMixture mixture = new ProposalMixture();
  private final List<Double> logDensities = new ArrayList<>();
  private final List<Integer> replicates = new ArrayList<>();
  private final PeakProposals peaks;
  private WeightedPoints all;
  private int batches;
  private int untrusted;

  /**
   * Makes a sampler for one fit.
   *
   * @param seed of the randomisations
   * @param modes a first normal approximation of every mode
   */
  public AdaptiveImportanceSampler(StandardDensity target, long seed, List<Laplace> modes) {
    this(target, seed, modes, effective -> {});
  }

  /**
   * The same.
   *
   * @param heard told of the effective points there are by now
   */
  AdaptiveImportanceSampler(
      StandardDensity target, long seed, List<Laplace> modes, DoubleConsumer heard) {
    this.target = target;
    this.heard = heard;
    this.peaks = new PeakProposals(modes);
    for (int r = 0; r < REPLICATES; r++) {
      sequences.add(
          ScrambledSobol.of(
              target.prior().dimension() + 1, new Streams(seed).key("importance", "", 0, r)));
    }
  }

  /**
   * Goes on until there are points enough.
   *
   * @param aim effective number of points to reach
   * @return all points so far; empty where the weights never become trustworthy or would need too
   *     many points
   */
  public Optional<WeightedPoints> sample(double aim) {
    run(aim);
    return Optional.ofNullable(all).filter(w -> isTrusted(w) && w.effective() >= aim);
  }

  /**
   * The same points where it is only asked whereabouts the hyperposterior lies.
   *
   * @return empty where even that cannot be said: fewer than 4 effective points per dimension
   */
  public Optional<WeightedPoints> locate(double aim) {
    run(aim);
    return Optional.ofNullable(all).filter(AdaptiveImportanceSampler::hasShape);
  }

  private static boolean isTrusted(WeightedPoints all) {
    return all.khat() < TRUSTED_KHAT;
  }

  private static boolean hasShape(WeightedPoints all) {
    return PeakProposals.tellShape(all.effective(), all.z()[0].length);
  }

  private void run(double aim) {
    Optional<StudentProposal> gap = Optional.empty();
    while (!peaks.isEmpty() && !isOver(aim)) {
      int before = batches;
      do {
        add(gap.orElseGet(peaks::next));
        batches++;
      } while (!isWeighed());
      all = weigh();
      heard.accept(all.effective());
      untrusted = isTrusted(all) ? 0 : untrusted + batches - before;
      if (refits(batches) && hasShape(all)) {
        peaks.refit(all);
      }
      boolean leavesGaps = all.khat() >= COVERED_KHAT && batches % 2 == 0;
      gap = leavesGaps ? Uncovered.by(all).flatMap(PeakProposals::around) : Optional.empty();
    }
  }

  /**
   * Weights are looked at after every batch while there are few or their tail is heavy, then
   * whenever there are a sixteenth to a thirty-second more: looking costs as much as there are
   * points.
   */
  private boolean isWeighed() {
    return batches <= OFTEN
        || all.khat() >= COVERED_KHAT
        || batches % (Integer.highestOneBit(batches) * 2 / OFTEN) == 0;
  }

  private boolean isOver(double aim) {
    if (batches == 0) {
      return false;
    }
    double mostBatches = Math.ceil(6 * aim / BATCH) + 2 * PATIENCE;
    double projected = aim * batches / Math.max(all.effective(), 1);
    return untrusted == 0 && all.effective() >= aim
        || untrusted >= PATIENCE
        || batches >= PATIENCE && projected > mostBatches
        || batches >= mostBatches;
  }

  /** After each of the first four batches, then ever more rarely. */
  private static boolean refits(int batch) {
    return batch <= 4 || Integer.bitCount(batch) == 1;
  }

  private void add(StudentProposal proposal) {
    double[][] batch = new double[BATCH][];
    int share = BATCH / REPLICATES;
    for (int r = 0; r < REPLICATES; r++) {
      ScrambledSobol sequence = sequences.get(r);
      double[][] u = new double[sequence.dimension()][share];
      sequence.points(mixture.size() / REPLICATES, share, u);
      for (int k = 0; k < share; k++) {
        batch[r * share + k] = proposal.at(column(u, k));
        replicates.add(r);
      }
    }
    for (double value : target.values(batch)) {
      logDensities.add(value);
    }
    mixture.add(proposal, batch);
  }

  private static double[] column(double[][] rows, int k) {
    double[] column = new double[rows.length];
    for (int j = 0; j < column.length; j++) {
      column[j] = rows[j][k];
    }
    return column;
  }

  private WeightedPoints weigh() {
    int n = mixture.size();
    double[] logRatio = new double[n];
    double[] logDensity = new double[n];
    for (int k = 0; k < n; k++) {
      logDensity[k] = logDensities.get(k);
      logRatio[k] = logDensity[k] - mixture.logDensity(k);
    }
    ParetoSmoothing smoothed = ParetoSmoothing.of(logRatio);
    double squares = 0;
    for (double w : smoothed.logWeights()) {
      squares += StrictMath.exp(2 * w);
    }
    return new WeightedPoints(
        mixture.points(),
        logDensity,
        smoothed.logWeights(),
        replicates.stream().mapToInt(Integer::intValue).toArray(),
        1 / squares,
        smoothed.khat(),
        LogSumExp.of(logRatio, 0, n) - StrictMath.log(n));
  }
}
