package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skypool.core.diagnostics.ParetoSmoothing;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.random.ScrambledSobol;
import org.skypool.core.random.Streams;

/**
 * Samples the hyperposterior by adaptive multiple importance sampling: batches of scrambled Sobol
 * points through Student-t proposals, refitted to all points so far, every point weighted against
 * the mixture of all proposals used (Cornuet et al. 2012, doi:10.1111/j.1467-9469.2011.00756.x;
 * Veach and Guibas 1995), weights smoothed by a Pareto tail (Vehtari et al. 2024).
 *
 * <p>A batch is one pass over the draws. Four independent randomisations share each batch, so that
 * the spread between them measures the Monte Carlo error.
 */
public final class AdaptiveImportanceSampler {

  /** Independent randomisations. */
  public static final int REPLICATES = 4;

  private static final int BATCH = PopulationEvaluator.VECTORS_PER_PASS;
  private static final double WIDENING = 1.1;
  private static final int HIGH_DIMENSION = 15;
  private static final double HEAVY_DEGREES = 6;
  private static final double LIGHT_DEGREES = 25;
  private static final double TRUSTED_KHAT = 0.7;

  /** Batches after which weights that cannot be trusted will not become so. */
  private static final int PATIENCE = 12;

  private final HyperposteriorTarget target;
  private final long seed;
  private final double aim;
  private final int mostBatches;

  private final List<StudentProposal> proposals = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> logDensities = new ArrayList<>();
  private final List<Integer> replicates = new ArrayList<>();

  /**
   * Makes a sampler for one fit.
   *
   * @param seed of the randomisations
   * @param aim effective number of points to reach
   */
  public AdaptiveImportanceSampler(HyperposteriorTarget target, long seed, double aim) {
    this.target = target;
    this.seed = seed;
    this.aim = aim;
    this.mostBatches = (int) Math.ceil(6 * aim / BATCH) + 2 * PATIENCE;
  }

  /**
   * Samples from a first normal approximation on.
   *
   * @return empty where the weights never become trustworthy or would need too many points
   */
  public Optional<WeightedPoints> sample(Laplace start) {
    int dimension = start.centre().length;
    List<ScrambledSobol> sequences = new ArrayList<>();
    for (int r = 0; r < REPLICATES; r++) {
      sequences.add(
          ScrambledSobol.of(dimension + 1, new Streams(seed).key("importance", "", 0, r)));
    }
    double degrees = dimension >= HIGH_DIMENSION ? LIGHT_DEGREES : HEAVY_DEGREES;
    StudentProposal proposal = StudentProposal.of(start, WIDENING, degrees);
    for (int batch = 1; proposal != null && batch <= mostBatches; batch++) {
      add(proposal, sequences);
      WeightedPoints all = weigh();
      boolean trusted = all.khat() < TRUSTED_KHAT;
      if (all.effective() >= aim && trusted) {
        return Optional.of(all);
      }
      double projected = aim * batch / Math.max(all.effective(), 1);
      if (batch >= PATIENCE && (!trusted || projected > mostBatches)) {
        return Optional.empty();
      }
      if (refits(batch)) {
        StudentProposal next =
            StudentProposal.of(Moments.of(all.z(), all.logWeight()), WIDENING, degrees);
        proposal = next == null || all.effective() < 4 * dimension ? proposal : next;
      }
    }
    return Optional.empty();
  }

  /** After each of the first four batches, then ever more rarely. */
  private static boolean refits(int batch) {
    return batch <= 4 || Integer.bitCount(batch) == 1;
  }

  private void add(StudentProposal proposal, List<ScrambledSobol> sequences) {
    double[][] batch = new double[BATCH][];
    int share = BATCH / REPLICATES;
    for (int r = 0; r < REPLICATES; r++) {
      ScrambledSobol sequence = sequences.get(r);
      double[][] u = new double[sequence.dimension()][share];
      sequence.points(points.size() / REPLICATES, share, u);
      for (int k = 0; k < share; k++) {
        batch[r * share + k] = proposal.at(column(u, k));
        replicates.add(r);
      }
    }
    for (double value : target.values(batch)) {
      logDensities.add(value);
    }
    points.addAll(List.of(batch));
    int last = proposals.size() - 1;
    if (last >= 0 && proposals.get(last) == proposal) {
      counts.set(last, counts.get(last) + BATCH);
    } else {
      proposals.add(proposal);
      counts.add(BATCH);
    }
  }

  private static double[] column(double[][] rows, int k) {
    double[] column = new double[rows.length];
    for (int j = 0; j < column.length; j++) {
      column[j] = rows[j][k];
    }
    return column;
  }

  private WeightedPoints weigh() {
    int n = points.size();
    double[] logRatio = new double[n];
    double[] logDensity = new double[n];
    for (int k = 0; k < n; k++) {
      logDensity[k] = logDensities.get(k);
      logRatio[k] = logDensity[k] - logMixture(points.get(k));
    }
    ParetoSmoothing smoothed = ParetoSmoothing.of(logRatio);
    double squares = 0;
    for (double w : smoothed.logWeights()) {
      squares += StrictMath.exp(2 * w);
    }
    return new WeightedPoints(
        points.toArray(double[][]::new),
        logDensity,
        smoothed.logWeights(),
        replicates.stream().mapToInt(Integer::intValue).toArray(),
        1 / squares,
        smoothed.khat());
  }

  private double logMixture(double[] z) {
    double top = Double.NEGATIVE_INFINITY;
    double[] logs = new double[proposals.size()];
    for (int j = 0; j < logs.length; j++) {
      logs[j] = StrictMath.log(counts.get(j)) + proposals.get(j).logDensity(z);
      top = Math.max(top, logs[j]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - top);
    }
    return top + StrictMath.log(sum / points.size());
  }
}
