package org.skypool.core.population;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Looks for places that the priors allow where an argument of another prior is out of its domain: a
 * fixed set of points of the joint prior.
 */
final class ArgumentCheck {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int POINTS = 256;

  private final List<Hyperprior.Factor> list;

  ArgumentCheck(List<Hyperprior.Factor> list) {
    this.list = list;
  }

  /** A prior that does not exist everywhere, and where. */
  record Outside(String name, String reason) {}

  Optional<Outside> firstOutside() {
    List<String> names = list.stream().map(Hyperprior.Factor::name).toList();
    List<String> order = FactorOrder.of(list);
    List<ConditionalFactor> factors = new ArrayList<>();
    for (String name : order) {
      Hyperprior.Factor factor = list.get(names.indexOf(name));
      factors.add(
          new ConditionalFactor(
              new Hyperprior.Factor(name, factor.family(), factor.arguments(), false), names));
    }
    boolean hierarchical = factors.stream().anyMatch(ConditionalFactor::hasParents);
    for (int k = 0; k < (hierarchical ? POINTS : 1); k++) {
      double[] phi = new double[names.size()];
      for (int f = 0; f < order.size(); f++) {
        int j = names.indexOf(order.get(f));
        double z = k == 0 ? 0 : NORMAL.inverseCumulativeProbability(uniform(k, j));
        phi[j] = factors.get(f).natural(z, phi);
        if (Double.isNaN(phi[j])) {
          return Optional.of(outside(list.get(j), names, phi));
        }
      }
    }
    return Optional.empty();
  }

  private static Outside outside(Hyperprior.Factor factor, List<String> names, double[] phi) {
    List<String> where = new ArrayList<>();
    for (String parent : ConditionalFactor.parents(factor)) {
      where.add(parent + " = " + (float) phi[names.indexOf(parent)]);
    }
    String reason = "no such density: the arguments are out of their domain or order";
    return new Outside(
        factor.name(),
        where.isEmpty()
            ? reason
            : reason + " where " + String.join(", ", where) + ", which its own prior allows");
  }

  /** A number between 0 and 1 from two indices: the finaliser of SplitMix64 on their counter. */
  private static double uniform(int point, int coordinate) {
    long x = 0x9E3779B97F4A7C15L * (((long) point << 32) + coordinate + 1);
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    x ^= x >>> 31;
    return ((x >>> 11) + 0.5) * 0x1p-53;
  }
}
