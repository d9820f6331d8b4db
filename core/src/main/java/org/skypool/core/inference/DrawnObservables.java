package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.HyperLikelihood;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;

/**
 * Adds to draws what their likelihood is made of, where hyperparameters stand in it: its logarithm
 * as it is in their weights, and the predicted observables. Both are 0 at draws of weight 0.
 */
final class DrawnObservables {
  private final HyperLikelihood hyper;
  private final ObjectLikelihood likelihood;
  private final List<String> thetas;

  /** With the likelihood at the hyperparameters that the draws were weighted with. */
  DrawnObservables(HyperLikelihood hyper, ObjectLikelihood likelihood, List<String> thetas) {
    this.hyper = hyper;
    this.likelihood = likelihood;
    this.thetas = thetas;
  }

  ObjectSampling.Result of(ObjectSampling.Result drawn, ObjectBlock block) {
    DrawBlock draws = drawn.draws();
    double[][] points = thetas.stream().map(draws.thetas()::get).toArray(double[][]::new);
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put(HyperLikelihood.LOG_LIKELIHOOD, logLikelihood(drawn, block, points));
    hyper
        .observables()
        .forEach((name, formula) -> columns.put(name, evaluated(formula, draws, points)));
    return new ObjectSampling.Result(
        draws.withObservables(columns),
        drawn.effective(),
        drawn.unusable(),
        drawn.indices(),
        drawn.repaired(),
        drawn.rhat());
  }

  private double[] logLikelihood(
      ObjectSampling.Result drawn, ObjectBlock block, double[][] points) {
    BlockLikelihood objects = likelihood.of(block);
    int[] offsets = drawn.draws().offsets();
    double[] out = new double[drawn.draws().draws()];
    for (int i = 0; i < drawn.draws().objects(); i++) {
      objects.logLikelihood(drawn.indices()[i], points, offsets[i], offsets[i + 1], out);
    }
    return finite(out);
  }

  private double[] evaluated(Expression formula, DrawBlock draws, double[][] points) {
    ExpressionDensity expression = new ExpressionDensity(formula, thetas, draws.covariates());
    int[] offsets = draws.offsets();
    double[] out = new double[draws.draws()];
    for (int i = 0; i < draws.objects(); i++) {
      expression.logDensity(i, 1, offsets[i + 1] - offsets[i], offsets[i], points, out);
    }
    return finite(out);
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).map(v -> Double.isFinite(v) ? v : 0).toArray();
  }
}
