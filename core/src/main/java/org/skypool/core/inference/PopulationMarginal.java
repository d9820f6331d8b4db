package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.population.PopulationModel;

/** The population's density in one of several individual parameters, where it is a factor. */
public final class PopulationMarginal {
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
}
