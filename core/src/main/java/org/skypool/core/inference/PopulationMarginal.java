package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.random.Streams;

/** The population's density in one of several individual parameters, the others averaged over. */
public final class PopulationMarginal {
  private static final String PURPOSE = "marginal";

  private PopulationMarginal() {}

  /**
   * The population of one individual parameter alone, where its density is a factor that does not
   * depend on the others; empty where it is not.
   */
  public static Optional<PopulationModel> factor(PopulationModel model, String theta) {
    if (model.thetas().equals(List.of(theta))) {
      return Optional.of(model);
    }
    if (!(model.density() instanceof ProductTerm product)) {
      return Optional.empty();
    }
    for (DensityTerm factor : product.factors()) {
      if (factor.variables().equals(Set.of(theta))
          && model.thetas().stream().noneMatch(factor.dependsOn()::contains)) {
        return Optional.of(PopulationModel.normalised(List.of(theta), factor, model.hyperprior()));
      }
    }
    return Optional.empty();
  }

  /**
   * The marginal by sampling, as a histogram smoothed over three bins; relative noise about {@code
   * sqrt(bins / (3 samples))}.
   *
   * @param phis hyperparameter vectors
   * @param covariates of some objects that stand for all, sampled in turn
   * @param objects number of those
   * @param range lower and upper end; values outside count in the normalisation
   * @return densities by vector and bin
   * @throws UnsupportedOperationException if the population cannot be drawn from
   */
  public static double[][] sampled(
      PopulationModel model,
      String theta,
      double[][] phis,
      Map<String, double[]> covariates,
      int objects,
      double[] range,
      int bins,
      int samples,
      long seed) {
    double width = (range[1] - range[0]) / bins;
    double[][] out = new double[phis.length][];
    for (int v = 0; v < phis.length; v++) {
      UniformRandomProvider rng = new Streams(seed).stream(PURPOSE, theta, 0, v);
      double[] counts = new double[bins];
      Map<String, Double> named = model.hyperprior().named(phis[v]);
      for (int s = 0; s < samples; s++) {
        Map<String, Double> point = new LinkedHashMap<>(named);
        int object = s % objects;
        covariates.forEach((name, column) -> point.put(name, column[object]));
        model.density().sample(rng, point);
        int bin = (int) Math.floor((point.get(theta) - range[0]) / width);
        if (bin >= 0 && bin < bins) {
          counts[bin] += 1 / (width * samples);
        }
      }
      out[v] = smoothed(counts);
    }
    return out;
  }

  private static double[] smoothed(double[] counts) {
    double[] out = new double[counts.length];
    for (int b = 0; b < out.length; b++) {
      int from = Math.max(0, b - 1);
      int to = Math.min(counts.length - 1, b + 1);
      for (int k = from; k <= to; k++) {
        out[b] += counts[k] / (to - from + 1);
      }
    }
    return out;
  }
}
