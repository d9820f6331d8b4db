package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skypool.core.density.GridTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LogSum;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.PopulationModel;

/**
 * The selection term of a population that is constant in each cell of a grid: {@code xi = sum_c p_c
 * A_c} with p_c the probability of cell c and A_c the average detection probability there, which
 * does not depend on hyperparameters and is computed once. With a rate the term is {@code R xi}.
 */
final class GridSelection implements IntegratedTerm {
  private final ScalarFunction logDetection;
  private final double objects;
  private final boolean counts;
  private final SelectionIntegral.Resolution resolution;

  private GridSelection(
      ScalarFunction logDetection,
      double objects,
      boolean counts,
      SelectionIntegral.Resolution resolution) {
    this.logDetection = logDetection;
    this.objects = objects;
    this.counts = counts;
    this.resolution = resolution;
  }

  /**
   * The grid of a model this can serve: one over all thetas, with nothing that depends on columns.
   */
  static Optional<GridTerm> grid(PopulationModel model) {
    if (model.selection().isEmpty()
        || !(model.density() instanceof GridTerm grid)
        || !grid.variables().containsAll(model.thetas())) {
      return Optional.empty();
    }
    NamesIn names = NamesIn.of(List.of(grid.logDensity(), model.selection().get().probability()));
    boolean alone =
        names.covariates().isEmpty()
            && model.rate().map(rate -> rate.elements().isEmpty()).orElse(true);
    return alone ? Optional.of(grid) : Optional.empty();
  }

  /** Average detection probabilities of the cells. */
  static double[] averages(
      PopulationModel model, GridTerm grid, SelectionIntegral.Resolution resolution) {
    Expression probability = model.selection().orElseThrow().probability();
    return new GridAverages(grid, probability, (resolution.grid() + 1) / 2).values();
  }

  /**
   * The term.
   *
   * @param averages of the cells of the grid
   * @param objects number of objects of the survey
   */
  static GridSelection of(
      PopulationModel model,
      GridTerm grid,
      double[] averages,
      int objects,
      SelectionIntegral.Resolution resolution) {
    List<Expression> probabilities = grid.logProbabilities();
    List<Expression> detected = new ArrayList<>();
    for (int c = 0; c < averages.length; c++) {
      if (averages[c] > 0) {
        detected.add(probabilities.get(c).plus(StrictMath.log(averages[c])));
      }
    }
    Expression sum =
        detected.isEmpty()
            ? Expression.constant(Double.NEGATIVE_INFINITY)
            : Expression.apply(LogSum.of(detected.size()), detected.toArray(Expression[]::new));
    if (model.rate().isPresent()) {
      sum = sum.plus(model.rate().get().logIntensity());
    }
    return new GridSelection(
        ScalarFunction.of(sum, model.hyperprior().names()),
        objects,
        model.rate().isPresent(),
        resolution);
  }

  @Override
  public double[] values(double[][] phis) {
    double[] values = new double[phis.length];
    for (int v = 0; v < phis.length; v++) {
      double log = logDetection.value(phis[v]);
      values[v] = counts ? StrictMath.exp(log) : objects * log;
    }
    return values;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    double[] values = new double[phis.length];
    double[][] gradients = new double[phis.length][];
    for (int v = 0; v < phis.length; v++) {
      gradients[v] = new double[phis[v].length];
      double log = logDetection.valueAndGradient(phis[v], gradients[v]);
      values[v] = counts ? StrictMath.exp(log) : objects * log;
      double slope = counts ? values[v] : objects;
      for (int d = 0; d < gradients[v].length; d++) {
        gradients[v][d] *= slope;
      }
    }
    return new Gradients(values, gradients);
  }

  @Override
  public SelectionIntegral.Resolution resolution() {
    return resolution;
  }

  /** The averages are what is refined. */
  @Override
  public boolean exactInCovariates() {
    return false;
  }

  @Override
  public int integrals() {
    return 1;
  }
}
