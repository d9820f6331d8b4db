package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.skypool.core.expression.Expression;

/**
 * The outermost mixtures of a density: the density itself, factors of a product, what is truncated.
 * A mixture inside a component of another one belongs to that component.
 */
public final class MixtureComponents {

  private MixtureComponents() {}

  /** The mixtures, in the order of the formula. */
  public static List<MixtureTerm> of(DensityTerm term) {
    List<MixtureTerm> found = new ArrayList<>();
    collect(term, found);
    return found;
  }

  private static void collect(DensityTerm term, List<MixtureTerm> found) {
    if (term instanceof MixtureTerm mixture) {
      found.add(mixture);
    } else if (term instanceof ProductTerm product) {
      product.factors().forEach(factor -> collect(factor, found));
    } else if (term instanceof TruncatedTerm truncated) {
      collect(truncated.base(), found);
    }
  }

  /**
   * The density with every component multiplied by a factor of its own, not normalised again: the
   * derivative of its logarithm by the logarithm of that factor, where all are 1, is the
   * probability {@code w_c f_c / sum w f} of the component.
   *
   * @param logFactor logarithm of the factor by the mixture's place in {@link #of} and the number
   *     of the component, both from 0
   */
  public static DensityTerm multiplied(
      DensityTerm term, BiFunction<Integer, Integer, Expression> logFactor) {
    return multiplied(term, logFactor, new int[1]);
  }

  private static DensityTerm multiplied(
      DensityTerm term, BiFunction<Integer, Integer, Expression> logFactor, int[] next) {
    if (term instanceof MixtureTerm mixture) {
      int place = next[0]++;
      List<DensityTerm> components = new ArrayList<>();
      for (int c = 0; c < mixture.components().size(); c++) {
        components.add(times(mixture.components().get(c), logFactor.apply(place, c)));
      }
      return MixtureTerm.of(mixture.weights(), components);
    } else if (term instanceof ProductTerm product) {
      List<DensityTerm> factors = new ArrayList<>();
      product.factors().forEach(factor -> factors.add(multiplied(factor, logFactor, next)));
      return ProductTerm.of(factors);
    } else if (term instanceof TruncatedTerm truncated) {
      return times(multiplied(truncated.base(), logFactor, next), truncated.logCut());
    }
    return term;
  }

  private static DensityTerm times(DensityTerm term, Expression logFactor) {
    return ProductTerm.of(List.of(term, FreeTerm.of(List.of(), logFactor)));
  }
}
