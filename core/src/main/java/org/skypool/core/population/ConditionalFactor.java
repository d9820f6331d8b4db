package org.skypool.core.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.skypool.core.density.Density;
import org.skypool.core.density.LogUniform;
import org.skypool.core.density.QuantileSlopes;
import org.skypool.core.density.Support;
import org.skypool.core.density.Uniform;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.math.RealLine;

/** The prior of one hyperparameter given those its arguments name (its parents). */
final class ConditionalFactor {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** |z| beyond which 1 - Phi(z) has no digits left in double precision. */
  private static final double FARTHEST = 8;

  private final int self;
  private final Density family;
  private final int[] parents;
  private final double[] constants;
  private final ScalarFunction[] formulas;
  private final ScalarFunction logDensity;
  private final QuantileSlopes slopes;
  private final RealLine line;

  /**
   * Binds a factor to its place.
   *
   * @param names of all hyperparameters, in the order of vectors
   * @throws IllegalArgumentException if an argument names something else, or the factor is centred
   *     and the ends of its support are not constant
   */
  ConditionalFactor(Hyperprior.Factor factor, List<String> names) {
    List<Expression> arguments = factor.arguments();
    this.self = names.indexOf(factor.name());
    this.family = factor.family();
    List<String> inputs = parents(factor);
    this.parents = inputs.stream().mapToInt(names::indexOf).toArray();
    this.constants = new double[arguments.size()];
    this.formulas = new ScalarFunction[arguments.size()];
    List<String> symbols = new ArrayList<>(List.of("x"));
    List<Expression> bound = new ArrayList<>();
    for (int a = 0; a < constants.length; a++) {
      symbols.add("argument " + a);
      if (arguments.get(a) instanceof Expression.Constant c) {
        constants[a] = c.value();
        bound.add(c);
      } else {
        formulas[a] = ScalarFunction.of(arguments.get(a), inputs);
        bound.add(Expression.hyperparameter(symbols.get(a + 1)));
      }
    }
    this.logDensity =
        ScalarFunction.of(family.logDensity(Expression.hyperparameter("x"), bound), symbols);
    this.slopes = inputs.isEmpty() ? null : QuantileSlopes.of(family);
    this.line = factor.centred() ? line(factor) : null;
  }

  /** Names of the hyperparameters that the arguments of a factor depend on, in order. */
  static List<String> parents(Hyperprior.Factor factor) {
    NamesIn names = NamesIn.of(factor.arguments());
    if (!names.covariates().isEmpty() || !names.draws().isEmpty()) {
      throw new IllegalArgumentException(
          "the prior of "
              + factor.name()
              + " depends on "
              + names.all()
              + ", not hyperparameters only");
    }
    return List.copyOf(names.hyperparameters());
  }

  IntStream parents() {
    return Arrays.stream(parents);
  }

  boolean hasParents() {
    return parents.length > 0;
  }

  /**
   * The coordinate of a centred factor.
   *
   * @throws IllegalArgumentException if its support is not constant
   */
  static RealLine line(Hyperprior.Factor factor) {
    Support support = factor.family().support(factor.arguments());
    if (support.lower() instanceof Expression.Constant low
        && support.upper() instanceof Expression.Constant high) {
      return new RealLine(low.value(), high.value());
    }
    throw new IllegalArgumentException(
        factor.name() + " cannot be centred: the ends of its prior depend on hyperparameters");
  }

  private double[] parentsAt(double[] phi) {
    double[] values = new double[parents.length];
    for (int p = 0; p < values.length; p++) {
      values[p] = phi[parents[p]];
    }
    return values;
  }

  /** The arguments where the parents have their values in {@code phi}. */
  double[] argumentsAt(double[] phi) {
    if (parents.length == 0) {
      return constants;
    }
    double[] values = constants.clone();
    double[] at = parentsAt(phi);
    for (int a = 0; a < values.length; a++) {
      if (formulas[a] != null) {
        values[a] = formulas[a].value(at);
      }
    }
    return values;
  }

  private double[] point(double[] phi) {
    double[] arguments = argumentsAt(phi);
    double[] point = new double[arguments.length + 1];
    point[0] = phi[self];
    System.arraycopy(arguments, 0, point, 1, arguments.length);
    return point;
  }

  /** Natural value of coordinate {@code z}, the parents' being in {@code phi}. */
  double natural(double z, double[] phi) {
    if (line != null) {
      return line.toNatural(z);
    }
    double bounded = Math.max(-FARTHEST, Math.min(FARTHEST, z));
    return family.quantile(NORMAL.cumulativeProbability(bounded), argumentsAt(phi));
  }

  double standard(double[] phi) {
    if (line != null) {
      return line.toReal(phi[self]);
    }
    double inner = NORMAL.inverseCumulativeProbability(cumulative(phi[self], phi));
    return Math.max(-FARTHEST, Math.min(FARTHEST, inner));
  }

  double cumulative(double value, double[] phi) {
    return family.cumulative(value, argumentsAt(phi));
  }

  /** Ends of a box, empty for other families. */
  Optional<double[]> box(double[] phi) {
    if (!(family instanceof Uniform) && !(family instanceof LogUniform)) {
      return Optional.empty();
    }
    double[] arguments = argumentsAt(phi);
    return Optional.of(new double[] {family.quantile(0, arguments), family.quantile(1, arguments)});
  }

  double logDensity(double[] phi) {
    return logDensity.value(point(phi));
  }

  double sample(UniformRandomProvider rng, double[] phi) {
    return family.sample(rng, argumentsAt(phi));
  }

  /** Log density of the coordinate {@code z} of {@code phi}. */
  double logStandard(double z, double[] phi) {
    return line == null ? NORMAL.logDensity(z) : logDensity(phi) + line.logSlope(z);
  }

  /**
   * One step of the reverse sweep.
   *
   * @param adjoint derivative of the result by natural values; complete for this hyperparameter,
   *     and gains what reaches its parents through it
   * @return the derivative by {@code z} of the result and of {@link #logStandard}
   */
  double pullBack(double z, double[] phi, double[] adjoint) {
    return line == null ? pullBackQuantile(z, phi, adjoint) : pullBackCentred(z, phi, adjoint);
  }

  private double pullBackQuantile(double z, double[] phi, double[] adjoint) {
    double[] point = point(phi);
    double slope =
        Math.abs(z) > FARTHEST ? 0 : NORMAL.density(z) / StrictMath.exp(logDensity.value(point));
    if (parents.length > 0 && adjoint[self] != 0) {
      double[] arguments = Arrays.copyOfRange(point, 1, point.length);
      for (int a = 0; a < arguments.length; a++) {
        if (formulas[a] != null) {
          toParents(a, adjoint[self] * slopes.by(a, point[0], arguments), phi, adjoint);
        }
      }
    }
    return adjoint[self] * slope - z;
  }

  private double pullBackCentred(double z, double[] phi, double[] adjoint) {
    double[] point = point(phi);
    double[] gradient = new double[point.length];
    logDensity.valueAndGradient(point, gradient);
    for (int a = 0; a < formulas.length; a++) {
      if (formulas[a] != null) {
        toParents(a, gradient[a + 1], phi, adjoint);
      }
    }
    double slope = StrictMath.exp(line.logSlope(z));
    return (adjoint[self] + gradient[0]) * slope + line.logSlopeDerivative(z);
  }

  private void toParents(int argument, double byArgument, double[] phi, double[] adjoint) {
    double[] gradient = new double[parents.length];
    formulas[argument].valueAndGradient(parentsAt(phi), gradient);
    for (int p = 0; p < gradient.length; p++) {
      if (gradient[p] != 0) {
        adjoint[parents[p]] += byArgument * gradient[p];
      }
    }
  }
}
