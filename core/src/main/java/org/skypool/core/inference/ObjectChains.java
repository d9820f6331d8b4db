package org.skypool.core.inference;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.diagnostics.SplitRhat;
import org.skypool.core.diagnostics.WeightedSummary;

/**
 * Equally weighted posterior draws of every individual parameter of every object, from chains that
 * sampled them jointly with the hyperparameters.
 *
 * @param ids of the objects
 * @param thetas names of the individual parameters
 * @param chains number of chains; the draws hold equally many of each, chain after chain
 * @param draws by individual parameter, object and draw, in natural units
 */
public record ObjectChains(List<String> ids, List<String> thetas, int chains, double[][][] draws) {

  /** Mean, standard deviation and quantiles of individual parameter {@code j} of an object. */
  public WeightedSummary summary(int j, int object) {
    return WeightedSummary.ofEqualWeights(draws[j][object]);
  }

  /**
   * Rank-normalised split R-hat of individual parameter {@code j} of an object; NaN with fewer than
   * four draws per chain.
   */
  public double rhat(int j, int object) {
    return SplitRhat.of(split(j, object));
  }

  private double[][] split(int j, int object) {
    double[] all = draws[j][object];
    int length = all.length / chains;
    double[][] split = new double[chains][];
    Arrays.setAll(split, c -> Arrays.copyOfRange(all, c * length, (c + 1) * length));
    return split;
  }

  /** Effective draws of individual parameter {@code j} of an object, the fewer of bulk and tail. */
  public double effective(int j, int object) {
    double[][] split = split(j, object);
    return Math.min(EffectiveSampleSize.bulk(split), EffectiveSampleSize.tail(split));
  }

  /** The largest R-hat of all individual parameters and objects; NaN where there are none. */
  public double worstRhat() {
    double worst = Double.NaN;
    for (int j = 0; j < thetas.size(); j++) {
      for (int object = 0; object < ids.size(); object++) {
        double value = rhat(j, object);
        worst = Double.isNaN(worst) || value > worst ? value : worst;
      }
    }
    return worst;
  }
}
