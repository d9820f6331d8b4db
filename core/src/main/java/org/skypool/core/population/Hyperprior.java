package org.skypool.core.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.skypool.core.density.Density;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/**
 * The prior of the hyperparameters: independent named densities, times an optional joint factor.
 *
 * <p>It supplies coordinates in which the independent part is a standard normal: {@code z_j =
 * Phi^-1( F_j(phi_j))} with F the cumulative distribution of the prior. A box becomes the whole
 * line and tails become Gaussian, whatever the prior.
 */
public final class Hyperprior {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** |z| beyond which 1 - Phi(z) has no digits left in double precision. */
  private static final double FARTHEST = 8;

  private final List<String> names;
  private final List<Density> families;
  private final List<double[]> arguments;
  private final List<ScalarFunction> logDensities;
  private final ScalarFunction joint;

  /** One factor: the hyperparameter's name, the family and its arguments. */
  public record Factor(String name, Density family, double[] arguments) {}

  private Hyperprior(List<Factor> factors, Optional<Expression> joint) {
    this.names = factors.stream().map(Factor::name).toList();
    this.families = factors.stream().map(Factor::family).toList();
    this.arguments = factors.stream().map(Factor::arguments).toList();
    this.logDensities = new ArrayList<>();
    for (Factor factor : factors) {
      Expression x = Expression.hyperparameter(factor.name());
      List<Expression> constants =
          Arrays.stream(factor.arguments()).mapToObj(Expression::constant).toList();
      logDensities.add(
          ScalarFunction.of(factor.family().logDensity(x, constants), List.of(factor.name())));
    }
    this.joint = joint.map(expression -> ScalarFunction.of(expression, names)).orElse(null);
  }

  /**
   * Makes a hyperprior.
   *
   * @param joint log density added to the sum of the factors, over the hyperparameters only
   */
  public static Hyperprior of(List<Factor> factors, Optional<Expression> joint) {
    return new Hyperprior(factors, joint);
  }

  /** Names of the hyperparameters, in the order of every vector. */
  public List<String> names() {
    return names;
  }

  /** Number of hyperparameters. */
  public int dimension() {
    return names.size();
  }

  /** Natural values of standard-normal coordinates. */
  public double[] natural(double[] z) {
    double[] phi = new double[z.length];
    for (int j = 0; j < phi.length; j++) {
      double bounded = Math.max(-FARTHEST, Math.min(FARTHEST, z[j]));
      phi[j] = families.get(j).quantile(NORMAL.cumulativeProbability(bounded), arguments.get(j));
    }
    return phi;
  }

  /** Standard-normal coordinates of natural values. */
  public double[] standard(double[] phi) {
    double[] z = new double[phi.length];
    for (int j = 0; j < z.length; j++) {
      double p = families.get(j).cumulative(phi[j], arguments.get(j));
      double inner = NORMAL.inverseCumulativeProbability(p);
      z[j] = Math.max(-FARTHEST, Math.min(FARTHEST, inner));
    }
    return z;
  }

  /** Log density of the priors in these coordinates, the joint factor left out. */
  public double logStandard(double[] z) {
    double sum = 0;
    for (double component : z) {
      sum -= component * component / 2;
    }
    return sum;
  }

  /**
   * Carries a gradient by natural values to these coordinates, and adds the gradient of {@link
   * #logStandard}.
   *
   * @param gradient by the natural values {@code phi}, the image of {@code z}
   * @param out receives the gradient by {@code z}
   */
  public void pullBack(double[] z, double[] phi, double[] gradient, double[] out) {
    for (int j = 0; j < z.length; j++) {
      double slope =
          Math.abs(z[j]) > FARTHEST
              ? 0
              : NORMAL.density(z[j]) / StrictMath.exp(logDensities.get(j).value(phi[j]));
      out[j] = gradient[j] * slope - z[j];
    }
  }

  /** Log of the joint factor, 0 where there is none; its gradient is added to {@code gradient}. */
  public double logJoint(double[] phi, double[] gradient) {
    if (joint == null) {
      return 0;
    }
    double[] own = new double[phi.length];
    double value = joint.valueAndGradient(phi, own);
    for (int j = 0; j < own.length; j++) {
      gradient[j] += own[j];
    }
    return value;
  }

  /** Log density in natural coordinates. */
  public double logDensity(double[] phi) {
    double sum = logJoint(phi, new double[phi.length]);
    for (int j = 0; j < phi.length; j++) {
      sum += logDensities.get(j).value(phi[j]);
    }
    return sum;
  }

  /** A draw from the independent part. */
  public double[] sample(UniformRandomProvider rng) {
    double[] phi = new double[names.size()];
    for (int j = 0; j < phi.length; j++) {
      phi[j] = families.get(j).sample(rng, arguments.get(j));
    }
    return phi;
  }

  /** Probability under the independent part that hyperparameter {@code j} lies below a value. */
  public double cumulative(int j, double value) {
    return families.get(j).cumulative(value, arguments.get(j));
  }

  /** Vector of hyperparameters as a map by name. */
  public Map<String, Double> named(double[] phi) {
    Map<String, Double> map = new java.util.LinkedHashMap<>();
    for (int j = 0; j < phi.length; j++) {
      map.put(names.get(j), phi[j]);
    }
    return map;
  }
}
