package org.skypool.core.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.random.Streams;

/**
 * Individual parameters drawn from a population at several hyperparameter vectors, for marginals of
 * populations whose densities have none in closed form.
 */
public final class PopulationSample {
  private static final String PURPOSE = "marginal";

  private final List<String> thetas;

  /** By theta, hyperparameter vector and sample. */
  private final double[][][] values;

  private PopulationSample(List<String> thetas, double[][][] values) {
    this.thetas = thetas;
    this.values = values;
  }

  /**
   * Draws.
   *
   * @param phis hyperparameter vectors
   * @param covariates of some objects that stand for all, sampled in turn
   * @param objects number of those
   * @param samples of every vector
   * @throws UnsupportedOperationException if the population cannot be drawn from
   */
  public static PopulationSample of(
      PopulationModel model,
      double[][] phis,
      Map<String, double[]> covariates,
      int objects,
      int samples,
      long seed) {
    List<String> thetas = model.thetas();
    double[][][] values = new double[thetas.size()][phis.length][samples];
    Map<String, Double> point = new HashMap<>();
    for (int v = 0; v < phis.length; v++) {
      UniformRandomProvider rng = new Streams(seed).stream(PURPOSE, "", 0, v);
      point.putAll(model.hyperprior().named(phis[v]));
      for (int s = 0; s < samples; s++) {
        int object = s % objects;
        covariates.forEach((name, column) -> point.put(name, column[object]));
        model.density().sample(rng, point);
        for (int t = 0; t < values.length; t++) {
          values[t][v][s] = point.get(thetas.get(t));
        }
      }
    }
    return new PopulationSample(thetas, values);
  }

  /**
   * The density of one individual parameter alone, as a histogram smoothed over three bins;
   * relative noise about {@code sqrt(bins / (3 samples))}.
   *
   * @param range lower and upper end; values outside count in the normalisation
   * @return densities by vector and bin
   * @throws IllegalArgumentException for a theta that the population does not have
   */
  public double[][] densities(String theta, double[] range, int bins) {
    int t = thetas.indexOf(theta);
    if (t < 0) {
      throw new IllegalArgumentException(theta + " is not one of " + thetas);
    }
    double width = (range[1] - range[0]) / bins;
    double[][] out = new double[values[t].length][];
    for (int v = 0; v < out.length; v++) {
      double[] density = new double[bins];
      double share = 1 / (width * values[t][v].length);
      for (double value : values[t][v]) {
        int bin = (int) Math.floor((value - range[0]) / width);
        if (bin >= 0 && bin < bins) {
          density[bin] += share;
        }
      }
      out[v] = smoothed(density);
    }
    return out;
  }

  private static double[] smoothed(double[] density) {
    double[] out = new double[density.length];
    for (int b = 0; b < out.length; b++) {
      int from = Math.max(0, b - 1);
      int to = Math.min(density.length - 1, b + 1);
      for (int k = from; k <= to; k++) {
        out[b] += density[k] / (to - from + 1);
      }
    }
    return out;
  }
}
