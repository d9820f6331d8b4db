package org.skypool.core.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;

/**
 * Values known without error: the individual parameters are the values themselves, {@code p(D |
 * theta) = delta(D - theta)}, so that {@code integral p(D | theta) f(theta | phi) dtheta = f(D |
 * phi)}. One point per object is the whole integral, and no interim prior is needed.
 *
 * <p>It serves catalogues whose errors do not matter, and every likelihood whose individual
 * parameters were integrated by hand: {@code f} is then the density of the data, errors and all.
 */
public final class ExactModel implements ObjectModel {
  private static final String VALUE = "value";

  @Override
  public String name() {
    return "exact";
  }

  @Override
  public String description() {
    return "values without error: the population's density is the likelihood of the data";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(new ModelArgument(VALUE, "the value", ModelArgument.Domain.FINITE));
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public String example() {
    return "theta.y { value = y }";
  }

  @Override
  public Optional<String> refuses(ModelArguments arguments) {
    if (!arguments.determined().isEmpty()) {
      return Optional.of(
          ModelArguments.path(arguments.determined().keySet().iterator().next(), "equals")
              + ": model exact has nothing to determine, its values are given");
    }
    if (!arguments.hyperparameters().isEmpty()) {
      return Optional.of(
          "objects.theta: model exact takes values, not the hyperparameters "
              + arguments.hyperparameters()
              + "; they belong in population.density");
    }
    return Optional.empty();
  }

  /**
   * A delta function has no density.
   *
   * @throws IllegalArgumentException always
   */
  @Override
  public Expression logLikelihood(ModelArguments arguments) {
    throw new IllegalArgumentException(
        "objects.model = exact: a value without error has no density");
  }

  @Override
  public ObjectLikelihood bind(ModelArguments given) {
    return new Values(given.complete(this));
  }

  private final class Values implements ObjectLikelihood {
    private final ModelArguments arguments;

    Values(ModelArguments arguments) {
      this.arguments = arguments;
    }

    @Override
    public boolean isExact() {
      return true;
    }

    /** Refuses several observations: two exact values of one object agree or contradict. */
    @Override
    public BlockLikelihood of(ObjectBlock block) {
      if (block.observations().isPresent()) {
        throw new IllegalArgumentException(
            "catalog.observations: objects.model = exact takes one value per object");
      }
      return new Block(ArgumentColumns.of(ExactModel.this, arguments, block));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      for (int j = 0; j < theta.length; j++) {
        String name = arguments.thetas().get(j);
        columns.put(
            SimulatedColumns.name(name, VALUE, arguments.values().get(name).get(VALUE)), theta[j]);
      }
    }
  }

  private static final class Block implements ObjectLikelihood.BlockLikelihood {
    private final ArgumentColumns columns;
    private final double[][] value;

    Block(ArgumentColumns columns) {
      this.columns = columns;
      this.value = columns.of(VALUE);
    }

    @Override
    public String reject(int i) {
      return columns.reject(i);
    }

    /** The values, and widths of 0. */
    @Override
    public void locate(int i, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        centre[j] = value[j][i];
        scale[j] = 0;
      }
    }

    /** {@code log prod_j delta(x_j - theta_j)} as a weight of points: 0 at the values. */
    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        boolean equal = true;
        for (int j = 0; j < theta.length; j++) {
          equal &= theta[j][k] == value[j][i];
        }
        out[k] = equal ? 0 : Double.NEGATIVE_INFINITY;
      }
    }
  }
}
