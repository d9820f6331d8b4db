package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.sampler.Axis;

/**
 * {@code log xi_i(phi)}, the detection probability of single objects at several hyperparameter
 * vectors: that of their node of covariates, or interpolated between nodes.
 *
 * <p>Coarser than the integral of a fit, whose error counts as many times as there are objects:
 * good to about 1e-4 for smooth detection probabilities.
 */
public final class ObjectDetection {

  /** More integrals than this, times vectors, are not worth what they tell. */
  private static final int MOST_NODES = 1_000;

  private static final int GRID = 9;
  private static final double SHIFT = 0.5;

  private final SelectionSurvey survey;
  private final CovariateNodes nodes;
  private final double[][] byNode;
  private final int vectors;

  private ObjectDetection(
      SelectionSurvey survey, CovariateNodes nodes, double[][] byNode, int vectors) {
    this.survey = survey;
    this.nodes = nodes;
    this.byNode = byNode;
    this.vectors = vectors;
  }

  /**
   * Integrates for the objects of a block; without a selection every {@code log xi} is 0, and so
   * with a rate, where what remains of an object left out is its intensity {@code R Z}.
   *
   * @param axes individual parameters with the support of the population
   * @param phis hyperparameter vectors; the integrals are aimed at their mean
   * @return empty where the objects would need too many integrals
   */
  public static Optional<ObjectDetection> of(
      PopulationModel model, List<Axis> axes, DrawBlock block, double[][] phis) {
    if (model.selection().isEmpty() || model.rate().isPresent() || block.objects() == 0) {
      return Optional.of(new ObjectDetection(null, null, new double[0][], phis.length));
    }
    SelectionSurvey survey = around(model, axes, block);
    CovariateNodes nodes = survey.nodes(GRID);
    if (nodes.size() > MOST_NODES) {
      return Optional.empty();
    }
    SelectionIntegral integral =
        SelectionIntegral.aimedAt(
            survey,
            mean(phis),
            new SelectionIntegral.Resolution(axes.size() == 1 ? 256 : 1024, GRID),
            SHIFT);
    double[][] byNode = new double[nodes.size()][phis.length];
    for (int v = 0; v < phis.length; v++) {
      double[] logDetection = integral.logDetection(phis[v]);
      for (int n = 0; n < byNode.length; n++) {
        byNode[n][v] = logDetection[n];
      }
    }
    return Optional.of(new ObjectDetection(survey, nodes, byNode, phis.length));
  }

  /**
   * The same probability for all objects.
   *
   * @param log {@code log xi}, one value per vector
   */
  public static ObjectDetection common(double[] log) {
    return new ObjectDetection(null, null, new double[][] {log.clone()}, log.length);
  }

  /** Log detection probability of object {@code i} of the block, one value per vector. */
  public double[] logDetection(int i) {
    if (survey == null && byNode.length == 1) {
      return byNode[0].clone();
    }
    double[] sum = new double[vectors];
    if (survey != null) {
      double[] shares = nodes.shares(survey.covariates(i), i);
      for (int n = 0; n < shares.length; n++) {
        for (int v = 0; shares[n] != 0 && v < vectors; v++) {
          sum[v] += shares[n] * byNode[n][v];
        }
      }
    }
    return sum;
  }

  private static double[] mean(double[][] phis) {
    double[] mean = new double[phis[0].length];
    for (double[] phi : phis) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += phi[d] / phis.length;
      }
    }
    return mean;
  }

  /** The survey of a block's objects, located by the heaviest draw of each. */
  private static SelectionSurvey around(PopulationModel model, List<Axis> axes, DrawBlock block) {
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (String name : SelectionSurvey.covariatesOf(model)) {
      covariates.put(name, block.covariates().get(name));
    }
    int dimension = model.thetas().size();
    double[] centre = new double[dimension];
    double[] scale = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      double[] heaviest = heaviest(block, block.thetas().get(model.thetas().get(j)));
      double sum = 0;
      for (double value : heaviest) {
        sum += value;
      }
      centre[j] = sum / heaviest.length;
      double squares = 0;
      for (double value : heaviest) {
        squares += (value - centre[j]) * (value - centre[j]);
      }
      scale[j] =
          squares > 0 ? Math.sqrt(squares / heaviest.length) : Math.max(1e-3, Math.abs(centre[j]));
    }
    return new SelectionSurvey(model, axes, covariates, block.objects(), centre, scale);
  }

  private static double[] heaviest(DrawBlock block, double[] values) {
    double[] heaviest = new double[block.objects()];
    for (int i = 0; i < heaviest.length; i++) {
      int best = block.offsets()[i];
      for (int k = best; k < block.offsets()[i + 1]; k++) {
        best = block.logWeight()[k] > block.logWeight()[best] ? k : best;
      }
      heaviest[i] = values[best];
    }
    return heaviest;
  }
}
