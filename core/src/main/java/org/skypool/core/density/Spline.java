package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Bin;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.Pick;
import org.skypool.core.expression.SplineIntegral;
import org.skypool.core.expression.WeightedSum;
import org.skypool.core.math.NaturalSpline;

/**
 * {@code spline(low, high, heights)}: the logarithm of the density is, up to the normalisation, the
 * natural cubic spline through the heights at as many equally spaced knots from low to high. Adding
 * the same number to all heights changes nothing.
 *
 * <p>Normalised by Gauss-Legendre quadrature between knots, see {@link NaturalSpline}, to 1e-12
 * where neighbouring heights differ by less than 20. Where low and high are numbers, an evaluation
 * costs four looks into tables per draw, whatever the number of knots.
 */
public final class Spline extends NamedFamily {

  /** The family. */
  public Spline() {
    super(
        "spline",
        "spline(8, 12, h)",
        Parameter.real("low"),
        Parameter.real("high"),
        Parameter.vector("heights"));
  }

  @Override
  public void checkLengths(List<Integer> lengths) {
    if (lengths.get(0) < 2) {
      throw new IllegalArgumentException("spline needs 2 heights or more");
    }
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    List<Expression> heights = arguments.subList(2, arguments.size());
    int n = heights.size();
    Expression low = arguments.get(0);
    Expression high = arguments.get(1);
    Expression panel = Expression.apply(Bin.ofEqual(n - 1), x, low, high);
    Expression b = place(Expression.apply(Guard.FINITE, x), arguments).minus(panel.minus(1));
    Expression a = Expression.constant(1).minus(b);
    List<Expression> curvatures = curvatures(heights);
    Expression s =
        a.times(pick(panel, heights.subList(0, n - 1)))
            .plus(b.times(pick(panel, heights.subList(1, n))))
            .plus(bend(a).times(pick(panel, curvatures.subList(0, n - 1))))
            .plus(bend(b).times(pick(panel, curvatures.subList(1, n))));
    return s.plus(Expression.apply(Guard.WITHIN, x, low, high))
        .minus(logOfPositive(step(arguments)))
        .minus(logIntegral(Expression.constant(0), Expression.constant(n - 1), heights));
  }

  private static Expression bend(Expression part) {
    return part.times(part.square().minus(1)).dividedBy(6);
  }

  private static Expression pick(Expression number, List<Expression> table) {
    List<Expression> all = new ArrayList<>(List.of(number));
    all.addAll(table);
    return Expression.apply(Pick.of(table.size()), all.toArray(Expression[]::new));
  }

  private static List<Expression> curvatures(List<Expression> heights) {
    int n = heights.size();
    List<Expression> curvatures = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      curvatures.add(
          k == 0 || k == n - 1
              ? Expression.constant(0)
              : Expression.apply(
                  new WeightedSum(NaturalSpline.of(n).curvature(k)),
                  heights.toArray(Expression[]::new)));
    }
    return curvatures;
  }

  /** Distance between knots. */
  private static Expression step(List<Expression> arguments) {
    return arguments.get(1).minus(arguments.get(0)).dividedBy(arguments.size() - 3);
  }

  /** In steps from the first knot. */
  private static Expression place(Expression x, List<Expression> arguments) {
    return x.minus(arguments.get(0)).dividedBy(step(arguments));
  }

  private static Expression logIntegral(Expression from, Expression to, List<Expression> heights) {
    List<Expression> all = new ArrayList<>(List.of(from, to));
    all.addAll(heights);
    return Expression.apply(SplineIntegral.of(heights.size()), all.toArray(Expression[]::new));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return new Support(arguments.get(0), arguments.get(1));
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    List<Expression> heights = arguments.subList(2, arguments.size());
    Expression whole =
        logIntegral(Expression.constant(0), Expression.constant(heights.size() - 1), heights);
    return Optional.of(
        logIntegral(end(low, arguments), end(high, arguments), heights)
            .minus(whole)
            .plus(zeroIfPositive(step(arguments))));
  }

  /** Places beyond all knots for an infinite end. */
  private static Expression end(Expression x, List<Expression> arguments) {
    return Intervals.isInfinite(x) ? x : place(x, arguments);
  }

  private static double[] heights(double[] a) {
    return Arrays.copyOfRange(a, 2, a.length);
  }

  private static boolean valid(double[] a) {
    return positive(a[1] - a[0]) && Arrays.stream(a).allMatch(NamedFamily::finite);
  }

  private static double place(double x, double[] a) {
    return clamp((x - a[0]) / (a[1] - a[0]), 0, 1) * (a.length - 3);
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    NaturalSpline spline = NaturalSpline.of(a.length - 2);
    double[] heights = heights(a);
    double whole = spline.logIntegral(0, a.length - 3, heights);
    return Math.min(1, StrictMath.exp(spline.logIntegral(0, place(x, a), heights) - whole));
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) && p >= 0 && p <= 1 ? quantileBetween(p, a[0], a[1], a) : Double.NaN;
  }

  private static double quantileBetween(double p, double low, double high, double[] a) {
    double t = NaturalSpline.of(a.length - 2).invert(p, place(low, a), place(high, a), heights(a));
    double part = t / (a.length - 3);
    return clamp(a[0] * (1 - part) + a[1] * part, low, high);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return quantile(rng.nextDouble(), a);
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    boolean allowed = valid(a) && Math.max(low, a[0]) < Math.min(high, a[1]);
    Intervals.require(allowed, this, low, high, a);
    return quantileBetween(rng.nextDouble(), Math.max(low, a[0]), Math.min(high, a[1]), a);
  }
}
