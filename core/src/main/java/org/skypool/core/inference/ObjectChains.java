package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.diagnostics.SplitRhat;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.draws.DrawBlock;

/**
 * Equally weighted posterior draws of every individual parameter of every object, from chains that
 * sampled them jointly with the hyperparameters.
 *
 * @param ids of the objects
 * @param thetas names of the individual parameters
 * @param chains number of chains; the draws hold equally many of each, chain after chain
 * @param draws by individual parameter, object and draw, in natural units
 * @param hyperparameters by draw, those the individual parameters were sampled with
 */
public record ObjectChains(
    List<String> ids,
    List<String> thetas,
    int chains,
    double[][][] draws,
    double[][] hyperparameters) {

  /** Most draws that memberships are averaged over. */
  private static final int MEMBERSHIP_DRAWS = 2_000;

  /**
   * Probabilities that the objects are of the components of a mixture, at evenly spaced draws.
   *
   * @param covariates of the objects by name, one value per object
   * @return by component, draw and object
   */
  public double[][][] memberships(Memberships memberships, Map<String, double[]> covariates) {
    int most = Math.min(MEMBERSHIP_DRAWS, hyperparameters.length);
    double[][][] out = new double[memberships.names().size()][most][ids.size()];
    int[] offsets = new int[ids.size() + 1];
    Arrays.setAll(offsets, i -> i);
    double[] zero = new double[ids.size()];
    for (int s = 0; s < most; s++) {
      int at = s;
      int draw = (int) ((long) s * hyperparameters.length / most);
      Map<String, double[]> values = new LinkedHashMap<>();
      for (int j = 0; j < thetas.size(); j++) {
        double[][] all = draws[j];
        values.put(thetas.get(j), Arrays.stream(all).mapToDouble(object -> object[draw]).toArray());
      }
      memberships.read(
          new DrawBlock(ids, offsets, values, covariates, zero, zero),
          new double[][] {hyperparameters[draw]},
          (object, vector, probabilities) -> {
            for (int c = 0; c < probabilities.length; c++) {
              out[c][at][object] = probabilities[c];
            }
          });
    }
    return out;
  }

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
