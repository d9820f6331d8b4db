package org.skypool.core.population;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.Density;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/**
 * The prior of the hyperparameters: a named density of each, whose arguments may be formulas over
 * other hyperparameters, times an optional joint factor.
 *
 * <p>It supplies coordinates in which the named densities together are a standard normal: {@code
 * z_j = Phi^-1(F_j(phi_j | parents))} with F the cumulative distribution. A box becomes the whole
 * line, tails become Gaussian, and a hyperparameter whose width is another one is non-centred. A
 * factor may be centred instead: its coordinate is then the natural value on the real line (itself,
 * the log of the distance from an end, or a logit between two ends), and {@link #logStandard} holds
 * its log density and Jacobian.
 */
public final class Hyperprior {
  private final List<String> names;
  private final List<ConditionalFactor> factors;
  private final int[] order;
  private final boolean centred;
  private final ScalarFunction joint;

  /**
   * One factor.
   *
   * @param name the hyperparameter
   * @param family its density
   * @param arguments of the density, over other hyperparameters
   * @param centred whether its coordinate is its natural value
   */
  public record Factor(String name, Density family, List<Expression> arguments, boolean centred) {

    /** A factor whose arguments are numbers. */
    public Factor(String name, Density family, double[] arguments) {
      this(name, family, Arrays.stream(arguments).mapToObj(Expression::constant).toList(), false);
    }
  }

  private Hyperprior(List<Factor> factors, Optional<Expression> joint) {
    this.names = factors.stream().map(Factor::name).toList();
    this.order = FactorOrder.of(factors).stream().mapToInt(names::indexOf).toArray();
    this.factors = factors.stream().map(factor -> new ConditionalFactor(factor, names)).toList();
    this.centred = factors.stream().anyMatch(Factor::centred);
    this.joint = joint.map(expression -> ScalarFunction.of(expression, names)).orElse(null);
  }

  /**
   * Makes a hyperprior.
   *
   * @param factors in the order of every vector
   * @param joint log density added to the sum of the factors, over the hyperparameters only
   * @throws IllegalArgumentException if factors name one another in a cycle, or a name that is not
   *     among them, or a centred one has a support that depends on hyperparameters
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

  /** Whether it integrates to 1 and {@link #sample} draws from it: there is no joint factor. */
  public boolean isProper() {
    return joint == null;
  }

  /** Names of the hyperparameters, each after those that its prior depends on. */
  public List<String> parentsFirst() {
    return Arrays.stream(order).mapToObj(names::get).toList();
  }

  /** Names of the hyperparameters that the prior of one depends on directly. */
  public List<String> parents(String name) {
    return factors.get(names.indexOf(name)).parents().mapToObj(names::get).toList();
  }

  /** Natural values of coordinates. */
  public double[] natural(double[] z) {
    double[] phi = new double[z.length];
    for (int j : order) {
      phi[j] = factors.get(j).natural(z[j], phi);
    }
    return phi;
  }

  /** Coordinates of natural values. */
  public double[] standard(double[] phi) {
    double[] z = new double[phi.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = factors.get(j).standard(phi);
    }
    return z;
  }

  /** Log density of the factors in these coordinates, the joint one left out. */
  public double logStandard(double[] z) {
    double[] phi = centred ? natural(z) : null;
    double sum = 0;
    for (int j = 0; j < z.length; j++) {
      sum += factors.get(j).logStandard(z[j], phi);
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
    double[] adjoint = gradient.clone();
    for (int k = order.length - 1; k >= 0; k--) {
      int j = order[k];
      out[j] = factors.get(j).pullBack(z[j], phi, adjoint);
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
    for (ConditionalFactor factor : factors) {
      sum += factor.logDensity(phi);
    }
    return sum;
  }

  /** A draw from the named densities, the joint factor left out. */
  public double[] sample(UniformRandomProvider rng) {
    double[] phi = new double[names.size()];
    for (int j : order) {
      phi[j] = factors.get(j).sample(rng, phi);
    }
    return phi;
  }

  /**
   * Probability under its named density that hyperparameter {@code j} lies below a value.
   *
   * @param phi where the hyperparameters stand that its density depends on
   */
  public double cumulative(int j, double value, double[] phi) {
    return factors.get(j).cumulative(value, phi);
  }

  /**
   * Lower and upper end of a hyperparameter's prior where this is a box, {@code uniform} or {@code
   * log_uniform}; empty where it is another density.
   *
   * @param phi where the hyperparameters stand that its density depends on
   */
  public Optional<double[]> box(int j, double[] phi) {
    return factors.get(j).box(phi);
  }

  /** Vector of hyperparameters as a map by name. */
  public Map<String, Double> named(double[] phi) {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int j = 0; j < phi.length; j++) {
      map.put(names.get(j), phi[j]);
    }
    return map;
  }
}
