package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.skypool.core.density.Support;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.population.PopulationModel;

/**
 * Points for the integral over a population of one individual parameter that jumps at known places:
 * Gauss-Legendre points between neighbouring ones. A lattice would know the mass of a bin to one of
 * its points only, and in the same way for all objects.
 */
final class PanelPoints {
  private static final int LEAST = 16;

  private final double[] theta;
  private final double[] logWeight;

  private PanelPoints(double[] theta, double[] logWeight) {
    this.theta = theta;
    this.logWeight = logWeight;
  }

  /**
   * The points.
   *
   * @param points number of them, about
   * @return empty for several individual parameters, and for a density without jumps whose places
   *     and ends are numbers
   */
  static Optional<PanelPoints> of(PopulationModel model, int points) {
    if (model.thetas().size() != 1) {
      return Optional.empty();
    }
    Support support = model.density().support(model.thetas().get(0));
    List<Expression> breaks = model.density().breaks();
    List<Expression> places = new ArrayList<>(breaks);
    places.add(support.lower());
    places.add(support.upper());
    boolean known =
        places.stream()
            .allMatch(p -> p instanceof Expression.Constant c && Double.isFinite(c.value()));
    if (breaks.isEmpty() || !known) {
      return Optional.empty();
    }
    TreeSet<Double> ends = new TreeSet<>();
    places.forEach(p -> ends.add(((Expression.Constant) p).value()));
    double lowest = ((Expression.Constant) support.lower()).value();
    double highest = ((Expression.Constant) support.upper()).value();
    double[] inside =
        ends.stream().mapToDouble(x -> x).filter(x -> x >= lowest && x <= highest).toArray();
    return Optional.of(between(inside, Math.max(LEAST, points / (inside.length - 1))));
  }

  private static PanelPoints between(double[] ends, int each) {
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(each);
    int panels = ends.length - 1;
    double[] theta = new double[panels * each];
    double[] logWeight = new double[theta.length];
    for (int k = 0; k < theta.length; k++) {
      int panel = k / each;
      double length = ends[panel + 1] - ends[panel];
      theta[k] = ends[panel] + 0.5 * (1 + rule.getPoint(k % each)) * length;
      logWeight[k] = StrictMath.log(0.5 * rule.getWeight(k % each) * length);
    }
    return new PanelPoints(theta, logWeight);
  }

  /** The same points at every node. */
  DrawBlock at(CovariateNodes nodes, String name) {
    int n = nodes.size();
    return new DrawBlock(
        IntStream.range(0, n).mapToObj(Integer::toString).toList(),
        IntStream.rangeClosed(0, n).map(i -> i * theta.length).toArray(),
        java.util.Map.of(name, repeated(theta, n)),
        nodes.covariates(),
        repeated(logWeight, n),
        new double[n * theta.length]);
  }

  private static double[] repeated(double[] x, int times) {
    double[] out = new double[times * x.length];
    Arrays.setAll(out, k -> x[k % x.length]);
    return out;
  }
}
