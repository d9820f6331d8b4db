package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogSum;
import org.skypool.core.expression.Pick;

/**
 * Densities that are constant within bins: {@code exp(h_b) / sum_c w_c exp(h_c)} in bin b, with the
 * widths w and heights h, natural logarithms of relative densities. Adding the same number to all
 * heights changes nothing.
 *
 * <p>Where the edges are numbers the bin of a draw is found once; an evaluation then costs one look
 * into a table per draw, and its gradient one entry per bin that an object's draws touch.
 */
abstract class StepFamily extends NamedFamily {

  StepFamily(String name, String example, Parameter... parameters) {
    super(name, example, parameters);
  }

  /** Number of bins, from the number of arguments. */
  abstract int bins(int arguments);

  /** The edges, one more than bins. */
  abstract List<Expression> edges(List<Expression> arguments);

  /** The edges. */
  abstract double[] edges(double[] arguments);

  /** Number of the bin of {@code x}, from 1. */
  abstract Expression bin(Expression x, List<Expression> arguments);

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    List<Expression> heights = heights(arguments);
    List<Expression> choice = new ArrayList<>(List.of(bin(x, arguments)));
    choice.addAll(heights);
    List<Expression> edges = edges(arguments);
    Expression height = Expression.apply(Pick.of(heights.size()), array(choice));
    Expression inside =
        Expression.apply(Guard.WITHIN, x, edges.get(0), edges.get(edges.size() - 1));
    return height.plus(inside).minus(logIntegral(edges, heights));
  }

  private static Expression[] array(List<Expression> list) {
    return list.toArray(Expression[]::new);
  }

  private List<Expression> heights(List<Expression> arguments) {
    int bins = bins(arguments.size());
    return arguments.subList(arguments.size() - bins, arguments.size());
  }

  private static Expression logIntegral(List<Expression> edges, List<Expression> heights) {
    List<Expression> terms = new ArrayList<>();
    for (int b = 0; b < heights.size(); b++) {
      Expression width = edges.get(b + 1).minus(edges.get(b));
      terms.add(heights.get(b).plus(logOfPositive(width)));
    }
    return Expression.apply(LogSum.of(terms.size()), array(terms));
  }

  @Override
  public Support support(List<Expression> arguments) {
    List<Expression> edges = edges(arguments);
    return new Support(edges.get(0), edges.get(edges.size() - 1));
  }

  @Override
  public List<Expression> breaks(List<Expression> arguments) {
    return edges(arguments);
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    List<Expression> edges = edges(arguments);
    List<Expression> heights = heights(arguments);
    List<Expression> terms = new ArrayList<>();
    for (int b = 0; b < heights.size(); b++) {
      Expression from = Expression.apply(Binary.MAX, low, edges.get(b));
      Expression to = Expression.apply(Binary.MIN, high, edges.get(b + 1));
      terms.add(heights.get(b).plus(Expression.apply(Guard.LOG_OF_LENGTH, to.minus(from))));
    }
    Expression part = Expression.apply(LogSum.of(terms.size()), array(terms));
    return Optional.of(part.minus(logIntegral(edges, heights)));
  }

  @Override
  public double cumulative(double x, double[] a) {
    double[] masses = masses(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, a);
    double[] below = masses(Double.NEGATIVE_INFINITY, x, a);
    return sum(below) / sum(masses);
  }

  @Override
  public double quantile(double p, double[] a) {
    return p >= 0 && p <= 1
        ? quantileWithin(p, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, a)
        : Double.NaN;
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return quantile(rng.nextDouble(), a);
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    Intervals.require(low < high && sum(masses(low, high, a)) > 0, this, low, high, a);
    return quantileWithin(rng.nextDouble(), low, high, a);
  }

  private double quantileWithin(double p, double low, double high, double[] a) {
    double[] masses = masses(low, high, a);
    double[] edges = edges(a);
    double left = p * sum(masses);
    if (!(left >= 0)) {
      return Double.NaN;
    }
    int last = IntStream.range(0, masses.length).filter(b -> masses[b] > 0).max().orElse(0);
    int bin = 0;
    while (bin < last && left >= masses[bin]) {
      left -= masses[bin++];
    }
    double from = Math.max(low, edges[bin]);
    double to = Math.min(high, edges[bin + 1]);
    return clamp(from + (to - from) * (left / masses[bin]), from, to);
  }

  /** Relative probability of every bin between two points; NaN where there is no such density. */
  private double[] masses(double low, double high, double[] a) {
    double[] edges = edges(a);
    double[] masses = new double[bins(a.length)];
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < a.length; k++) {
      boolean height = k >= a.length - masses.length;
      top = height ? Math.max(top, a[k]) : top;
      if (!finite(a[k])) {
        return new double[] {Double.NaN};
      }
    }
    for (int b = 0; b < masses.length; b++) {
      if (!(edges[b] < edges[b + 1]) || Double.isNaN(low) || Double.isNaN(high)) {
        return new double[] {Double.NaN};
      }
      double length = Math.min(high, edges[b + 1]) - Math.max(low, edges[b]);
      masses[b] = Math.max(0, length) * StrictMath.exp(a[a.length - masses.length + b] - top);
    }
    return masses;
  }

  private static double sum(double[] terms) {
    double sum = 0;
    for (double term : terms) {
      sum += term;
    }
    return sum;
  }
}
