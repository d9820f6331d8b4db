package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.Replacement;
import org.skypool.core.population.PopulationModel;

/**
 * Individual parameters written as location and scale of the population times a standard variable:
 * {@code theta = m(phi) + s(phi) eta}, or its exponential. With eta instead of theta held fixed
 * while the hyperparameters move, chains mix where the data are weak (Yu &amp; Meng 2011,
 * doi:10.1198/jcgs.2011.203main).
 *
 * <p>In every expression the quantity of draws called as an individual parameter is its eta where
 * it has one.
 *
 * @param toEta eta as a function of the individual parameters, by name
 * @param toTheta individual parameters as functions of eta, by name
 * @param logIntegrand log density of eta and the other individual parameters given the
 *     hyperparameters, up to terms without hyperparameters, times what detection on the truth and a
 *     rate add
 */
record Interweaving(
    Map<String, Expression> toEta, Map<String, Expression> toTheta, Expression logIntegrand) {

  private static final Set<String> FAMILIES = Set.of("normal", "log_normal", "student_t");
  private static final String LOG = "log_normal";
  private static final String STUDENT = "student_t";

  /** Of a population; empty where no parameter has a location or scale with hyperparameters. */
  static Optional<Interweaving> of(PopulationModel population) {
    List<DensityTerm> factors =
        population.density() instanceof ProductTerm product
            ? product.factors()
            : List.of(population.density());
    List<NamedTerm> open =
        new ArrayList<>(
            factors.stream().filter(Interweaving::moves).map(NamedTerm.class::cast).toList());
    Map<String, Expression> toEta = new LinkedHashMap<>();
    Map<String, Expression> toTheta = new LinkedHashMap<>();
    Expression sum = Expression.constant(0);
    while (!open.isEmpty()) {
      NamedTerm next = next(open);
      open.remove(next);
      String name = next.variables().iterator().next();
      boolean log = next.family().name().equals(LOG);
      int location = next.family().name().equals(STUDENT) ? 1 : 0;
      Expression m = next.arguments().get(location);
      Expression s = next.arguments().get(location + 1);
      Expression theta = Expression.draw(name);
      toEta.put(name, (log ? theta.log() : theta).minus(m).dividedBy(s));
      Expression placed =
          Replacement.ofDraws(m, toTheta).plus(Replacement.ofDraws(s, toTheta).times(theta));
      if (location == 1) {
        Expression df = Replacement.ofDraws(next.arguments().get(0), toTheta);
        sum =
            sum.plus(
                next.family()
                    .logDensity(
                        theta, List.of(df, Expression.constant(0), Expression.constant(1))));
      }
      toTheta.put(name, log ? placed.exp() : placed);
    }
    if (toEta.isEmpty()) {
      return Optional.empty();
    }
    for (DensityTerm factor : factors) {
      if (!moves(factor)) {
        sum = sum.plus(Replacement.ofDraws(factor.logDensity(), toTheta));
      }
    }
    if (population.selection().isPresent() && population.selection().get().actsOnTruth()) {
      sum =
          sum.plus(Replacement.ofDraws(population.selection().get().probability().log(), toTheta));
    }
    if (population.rate().isPresent()) {
      sum = sum.plus(population.rate().get().logIntensity());
    }
    return Optional.of(new Interweaving(toEta, toTheta, sum));
  }

  private static boolean moves(DensityTerm factor) {
    return factor instanceof NamedTerm term
        && FAMILIES.contains(term.family().name())
        && !NamesIn.of(term.arguments()).hyperparameters().isEmpty();
  }

  /** One that depends on no other; a product of densities has no circles. */
  private static NamedTerm next(List<NamedTerm> open) {
    Set<String> pending = new java.util.HashSet<>();
    open.forEach(term -> pending.addAll(term.variables()));
    return open.stream()
        .filter(term -> java.util.Collections.disjoint(term.dependsOn(), pending))
        .findFirst()
        .orElseThrow();
  }

  /** An expression over individual parameters as one over eta. */
  Expression placed(Expression expression) {
    return Replacement.ofDraws(expression, toTheta);
  }
}
