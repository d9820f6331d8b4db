package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;

/**
 * One iteration of all chains: objects given hyperparameters, hyperparameters given individual
 * parameters, hyperparameters given standardised values. With steps frozen each part leaves the
 * joint posterior invariant.
 */
final class GibbsIteration {
  private static final String PURPOSE = "gibbs hyperparameters";

  private final Hyperprior prior;
  private final ObjectSweeps sweeps;
  private final GibbsSettings settings;
  private final HyperPosteriorGivenObjects hyperparameters;
  private final Threads threads;

  GibbsIteration(
      GibbsModel model,
      SelectionTerm selection,
      ObjectBlock objects,
      ObjectSweeps sweeps,
      GibbsSettings settings) {
    this.prior = model.problem().population().hyperprior();
    this.sweeps = sweeps;
    this.settings = settings;
    this.hyperparameters = new HyperPosteriorGivenObjects(model, selection, objects);
    this.threads = new Threads(settings.threads());
  }

  HyperPosteriorGivenObjects hyperparameters() {
    return hyperparameters;
  }

  /** The next states; {@code number} keys the random numbers. */
  GibbsChains next(GibbsChains chains, int number, boolean adapting) {
    ObjectStates objects = moveObjects(chains, number, settings.sweeps(), adapting);
    List<Callable<Chain>> tasks = new ArrayList<>();
    for (int c = 0; c < chains.z().length; c++) {
      Chain chain =
          new Chain(
              c, chains.z()[c], objects.theta()[c], chains.given()[c], chains.standardised()[c]);
      tasks.add(() -> chain.moved(number, adapting));
    }
    List<Chain> moved = threads.run(tasks);
    return new GibbsChains(
        moved.stream().map(chain -> chain.z).toArray(double[][]::new),
        objects.withTheta(moved.stream().map(chain -> chain.theta).toArray(double[][][]::new)),
        moved.stream().map(chain -> chain.given).toArray(HyperMoves.State[]::new),
        moved.stream().map(chain -> chain.standardised).toArray(HyperMoves.State[]::new));
  }

  /** The objects' part alone. */
  ObjectStates moveObjects(GibbsChains chains, int number, int sweepCount, boolean adapting) {
    double gain = adapting ? HyperMoves.gain(number + 1) : 0;
    double[][] phi = Arrays.stream(chains.z()).map(prior::natural).toArray(double[][]::new);
    return sweeps.sweep(
        new SweepPlan(settings.seed(), number, sweepCount, gain, phi), chains.objects());
  }

  /** One chain. */
  private final class Chain {
    private final int index;
    private double[] z;
    private double[][] theta;
    private HyperMoves.State given;
    private HyperMoves.State standardised;

    Chain(
        int index,
        double[] z,
        double[][] theta,
        HyperMoves.State given,
        HyperMoves.State standardised) {
      this.index = index;
      this.z = z;
      this.theta = theta;
      this.given = given;
      this.standardised = standardised;
    }

    Chain moved(int number, boolean adapting) {
      UniformRandomProvider rng = new Streams(settings.seed()).stream(PURPOSE, "", number, index);
      HyperMoves.Moved move =
          HyperMoves.move(rng, hyperparameters.given(theta), z, given, adapting);
      z = move.z();
      given = move.state();
      if (hyperparameters.isStandardised()) {
        double[][] eta = hyperparameters.standardise(theta, z);
        move =
            HyperMoves.move(rng, hyperparameters.givenStandardised(eta), z, standardised, adapting);
        if (move.z() != z) {
          z = move.z();
          theta = hyperparameters.place(eta, z);
        }
        standardised = move.state();
      }
      return this;
    }
  }
}
