package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.random.Streams;

/**
 * Samples hyperparameters and all individual parameters together: four chains of the No-U-Turn
 * sampler on a {@link JointDensity}, started apart, each with a warm-up of 1,050 transitions that
 * is thrown away.
 *
 * <p>For surveys that fit in memory, up to some thousands of individual parameters. The same bits
 * for any number of threads.
 */
public final class JointSampler {
  private static final int CHAINS = 4;

  /**
   * Most gradients of all chains per effective draw wanted: trajectories as long as they come would
   * not end otherwise. What is there by then is returned, and its effective draws tell.
   */
  private static final long MOST_GRADIENTS_PER_DRAW = 1_000;

  private JointSampler() {}

  /**
   * How much to sample.
   *
   * @param seed of all random numbers
   * @param effective bulk and tail effective draws wanted of every hyperparameter
   * @param rows hyperposterior draws to keep
   * @param mostDraws transitions per chain after which to stop regardless
   * @param threads how many chains run at a time
   */
  public record Settings(long seed, int effective, int rows, int mostDraws, int threads) {

    /** Checks the threads. */
    public Settings {
      if (threads < 1) {
        throw new IllegalArgumentException("threads = " + threads + ": at least 1");
      }
    }
  }

  /**
   * What was found.
   *
   * @param hyperposterior with the divergences after warm-up; its log density is that of
   *     hyperparameters and individual parameters together, both in natural units
   * @param objects draws of the individual parameters, thinned to the rows of the hyperposterior:
   *     draw r of both is one draw of the joint posterior
   * @param energyFraction estimated fraction of missing information of every chain; below 0.3 the
   *     posterior was not explored
   * @param transitions per chain, warm-up not counted
   * @param nonCentred individual parameters sampled non-centred
   */
  public record Result(
      Hyperposterior hyperposterior,
      ObjectChains objects,
      double[] energyFraction,
      int transitions,
      List<String> nonCentred) {}

  /** Samples, telling nobody how far it is. */
  public static Result sample(JointDensity density, Settings settings) {
    return sample(density, settings, transitions -> {});
  }

  /**
   * Samples.
   *
   * @param progress told how many transitions every chain has done, warm-up included
   * @throws UnusableSurveyException if no start has a finite density
   */
  public static Result sample(JointDensity density, Settings settings, IntConsumer progress) {
    JointStarts starts = new JointStarts(density);
    Streams streams = new Streams(settings.seed());
    List<AdaptiveChain> chains = new ArrayList<>();
    for (int c = 0; c < CHAINS; c++) {
      UniformRandomProvider rng = streams.stream("joint chain", "", 0, c);
      chains.add(
          new AdaptiveChain(
              density.copy(),
              NoUTurnSampler::new,
              rng,
              starts.next(rng),
              AdaptiveChain.CAREFUL_ACCEPTANCE));
    }
    new ChainGroup(chains, settings.threads(), progress)
        .sample(
            settings.mostDraws(),
            MOST_GRADIENTS_PER_DRAW * settings.effective(),
            all -> enough(density, all, settings.effective()));
    return result(density, chains, settings);
  }

  private static boolean enough(JointDensity density, List<AdaptiveChain> chains, int wanted) {
    double[][][] phi =
        chains.stream()
            .map(
                chain ->
                    chain.draws().stream().map(density::hyperparameters).toArray(double[][]::new))
            .toArray(double[][][]::new);
    for (int d = 0; d < density.model().hyperprior().dimension(); d++) {
      double[][] values = new double[phi.length][];
      for (int c = 0; c < phi.length; c++) {
        int component = d;
        values[c] = Arrays.stream(phi[c]).mapToDouble(draw -> draw[component]).toArray();
      }
      if (!(EffectiveSampleSize.bulk(values) >= wanted
          && EffectiveSampleSize.tail(values) >= wanted)) {
        return false;
      }
    }
    return true;
  }

  private static Result result(
      JointDensity density, List<AdaptiveChain> chains, Settings settings) {
    int dimension = density.model().hyperprior().dimension();
    double[][][] z = new double[CHAINS][][];
    double[][] logDensities = new double[CHAINS][];
    int divergences = 0;
    for (int c = 0; c < CHAINS; c++) {
      AdaptiveChain chain = chains.get(c);
      z[c] =
          chain.draws().stream()
              .map(draw -> Arrays.copyOf(draw, dimension))
              .toArray(double[][]::new);
      logDensities[c] = chain.draws().stream().mapToDouble(density::logDensityOfThetas).toArray();
      divergences += chain.divergences();
    }
    Hyperposterior posterior =
        ChainSummary.of(
            density.model().hyperprior(), z, logDensities, settings.rows(), divergences, "nuts");
    return new Result(
        posterior,
        objects(density, chains, posterior.draws()),
        chains.stream().mapToDouble(AdaptiveChain::energyFraction).toArray(),
        z[0].length,
        density.nonCentred());
  }

  private static ObjectChains objects(
      JointDensity density, List<AdaptiveChain> chains, double[][] phis) {
    JointModel model = density.model();
    int perChain = phis.length / CHAINS;
    double[][][] out = new double[model.thetas().size()][model.objects().size()][CHAINS * perChain];
    for (int c = 0; c < CHAINS; c++) {
      List<double[]> draws = chains.get(c).draws();
      for (int r = 0; r < perChain; r++) {
        int at = ChainSummary.kept(r, draws.size(), perChain);
        double[][] thetas = density.thetas(draws.get(at));
        for (int j = 0; j < thetas.length; j++) {
          for (int i = 0; i < thetas[j].length; i++) {
            out[j][i][c * perChain + r] = thetas[j][i];
          }
        }
      }
    }
    return new ObjectChains(model.objects().ids(), model.thetas(), CHAINS, out, phis);
  }
}
