package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.Hyperprior;

/**
 * Metropolis within Gibbs for hierarchical models (Mandel, Narayan &amp; Kirshner 2011,
 * doi:10.1088/0004-637X/731/2/120): the individual parameters of all objects given the
 * hyperparameters, then the hyperparameters given all individual parameters, and again, with
 * standardised individual parameters held fixed (Yu &amp; Meng 2011,
 * doi:10.1198/jcgs.2011.203main).
 *
 * <p>Several chains start apart from each other. Steps adapt during warm-up (Roberts &amp;
 * Rosenthal 2009, doi:10.1198/jcgs.2009.06134) and are frozen then. Sampling ends when every
 * hyperparameter has the bulk and tail effective draws wanted, or at a largest number of
 * iterations.
 */
public final class GibbsSampler {
  private static final int FIRST_STARTS = 20;
  private static final int FIRST_LENGTH = 1_000;
  private static final double GROWTH = 1.4;

  private final GibbsModel model;
  private final ObjectBlock objects;
  private final GibbsSettings settings;
  private final GibbsIteration iteration;

  /**
   * What was found.
   *
   * @param posterior of the hyperparameters; its log densities are NaN
   * @param objects draws of the individual parameters, evenly spaced in the chains
   * @param iterations per chain after warm-up
   * @param isComplete whether every hyperparameter has the effective draws wanted
   */
  public record Result(
      Hyperposterior posterior, ObjectChains objects, int iterations, boolean isComplete) {}

  /**
   * Makes a sampler.
   *
   * @param objects all of them, in the order of the states of {@code sweeps}; the moves of
   *     hyperparameters read them
   * @param sweeps moves of the individual parameters
   */
  public GibbsSampler(
      GibbsModel model,
      SelectionTerm selection,
      ObjectBlock objects,
      ObjectSweeps sweeps,
      GibbsSettings settings) {
    this.model = model;
    this.objects = objects;
    this.settings = settings;
    this.iteration = new GibbsIteration(model, selection, objects, sweeps, settings);
  }

  /** A sampler in this machine's memory. */
  public static GibbsSampler local(
      GibbsModel model, SelectionTerm selection, ObjectBlock objects, GibbsSettings settings) {
    return new GibbsSampler(
        model,
        selection,
        objects,
        new LocalObjectSweeps(model, objects, settings.threads()),
        settings);
  }

  /** Samples, telling nobody how far it is. */
  public Result run() {
    return run(iterations -> {});
  }

  /**
   * Samples.
   *
   * @param progress told how many iterations every chain has done, warm-up included
   * @throws UnusableSurveyException if no draw from the hyperprior allows the objects, or if some
   *     of them are still impossible after warm-up
   * @throws IllegalArgumentException naming an object whose measurement cannot be used
   */
  public Result run(IntConsumer progress) {
    GibbsChains chains =
        new GibbsStart(model, objects, iteration.hyperparameters())
            .chains(settings.seed(), settings.chains());
    int number = 0;
    for (; number < FIRST_STARTS; number++) {
      ObjectStates moved = iteration.moveObjects(chains, number, settings.sweeps(), true);
      chains = new GibbsChains(chains.z(), moved, chains.given(), chains.standardised());
      progress.accept(number + 1);
    }
    for (; number < FIRST_STARTS + settings.warmUp(); number++) {
      chains = iteration.next(chains, number, true);
      progress.accept(number + 1);
    }
    requireSupport(chains);
    KeptObjects kept =
        new KeptObjects(settings.chains(), model.problem().thetas().size(), objects.size());
    Hyperprior prior = model.problem().population().hyperprior();
    List<double[][]> z = new ArrayList<>();
    int length = Math.min(FIRST_LENGTH, settings.most());
    while (true) {
      for (; z.size() < length; number++) {
        chains = iteration.next(chains, number, false);
        z.add(chains.z());
        kept.add(
            chains.objects(),
            Arrays.stream(chains.z()).map(prior::natural).toArray(double[][]::new));
        progress.accept(number + 1);
      }
      boolean complete = isEnough(z);
      if (complete || length >= settings.most()) {
        return new Result(
            posterior(z), kept.chains(objects.ids(), model.problem().thetas()), length, complete);
      }
      length = (int) Math.min(settings.most(), GROWTH * length);
    }
  }

  private void requireSupport(GibbsChains chains) {
    Hyperprior prior = model.problem().population().hyperprior();
    double[][] phi = Arrays.stream(chains.z()).map(prior::natural).toArray(double[][]::new);
    List<String> missing = ObjectSupport.missing(model, objects, chains.objects(), phi);
    if (!missing.isEmpty()) {
      throw new UnusableSurveyException(
          "%d objects have no finite density after warm-up, the first is %s"
              .formatted(missing.size(), missing.get(0)));
    }
  }

  private boolean isEnough(List<double[][]> z) {
    Hyperprior prior = model.problem().population().hyperprior();
    double[][][] values = new double[prior.dimension()][settings.chains()][z.size()];
    for (int i = 0; i < z.size(); i++) {
      for (int c = 0; c < settings.chains(); c++) {
        double[] phi = prior.natural(z.get(i)[c]);
        for (int j = 0; j < phi.length; j++) {
          values[j][c][i] = phi[j];
        }
      }
    }
    for (double[][] chains : values) {
      if (!(EffectiveSampleSize.bulk(chains) >= settings.effective()
          && EffectiveSampleSize.tail(chains) >= settings.effective())) {
        return false;
      }
    }
    return true;
  }

  private Hyperposterior posterior(List<double[][]> z) {
    int chains = settings.chains();
    double[][][] byChain = new double[chains][z.size()][];
    double[][] unknown = new double[chains][z.size()];
    for (int c = 0; c < chains; c++) {
      int chain = c;
      Arrays.setAll(byChain[c], i -> z.get(i)[chain]);
      Arrays.fill(unknown[c], Double.NaN);
    }
    return ChainSummary.of(
        model.problem().population().hyperprior(),
        byChain,
        unknown,
        settings.effective(),
        0,
        "gibbs");
  }
}
