package org.skypool.core.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;

/**
 * Where the measurements of every object place its individual parameters.
 *
 * @param objects the objects
 * @param centre by object and individual parameter; no rows where that is not known
 * @param scale likewise
 */
record MeasuredThetas(
    List<String> thetas, ObjectBlock objects, double[][] centre, double[][] scale) {

  /**
   * Locates the objects of a model.
   *
   * @throws IllegalArgumentException naming an object without a likelihood
   */
  static MeasuredThetas of(JointModel model) {
    if (model.located().isEmpty() || model.thetas().isEmpty()) {
      return new MeasuredThetas(model.thetas(), model.objects(), new double[0][], new double[0][]);
    }
    ObjectBlock objects = model.objects();
    BlockLikelihood likelihood = model.located().get().of(objects);
    double[][] centre = new double[objects.size()][model.thetas().size()];
    double[][] scale = new double[objects.size()][model.thetas().size()];
    for (int i = 0; i < objects.size(); i++) {
      String reason = likelihood.reject(i);
      if (reason != null) {
        throw new IllegalArgumentException("object " + objects.ids().get(i) + ": " + reason);
      }
      likelihood.locate(i, centre[i], scale[i]);
    }
    return new MeasuredThetas(model.thetas(), objects, centre, scale);
  }

  boolean isKnown() {
    return centre.length > 0;
  }

  /**
   * The coordinate of {@code centre + distance * scale} of theta j, object by object; NaN where it
   * depends on more than columns.
   */
  double[] coordinates(ThetaCoordinate plain, int j, double distance) {
    double[] out = new double[centre.length];
    NamesIn names = NamesIn.of(plain.inverse());
    boolean numbers = names.hyperparameters().isEmpty() && names.draws().size() == 1;
    for (int i = 0; i < out.length; i++) {
      double value = centre[i][j] + distance * scale[i][j];
      out[i] = numbers ? coordinate(plain, i, value, new HashMap<>()) : Double.NaN;
    }
    return out;
  }

  /** The coordinate of a value of theta, given anything else by name. */
  double coordinate(ThetaCoordinate plain, int object, double value, Map<String, Double> known) {
    List<String> inputs = List.copyOf(NamesIn.of(plain.inverse()).all());
    double[] point = new double[inputs.size()];
    for (int k = 0; k < point.length; k++) {
      String name = inputs.get(k);
      if (name.equals(plain.theta())) {
        point[k] = value;
      } else {
        Double number = known.get(name);
        point[k] = number == null ? objects.columns().get(name)[object] : number;
      }
    }
    return ScalarFunction.of(plain.inverse(), inputs).value(point);
  }
}
