package org.skypool.core.inference;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;

/** A likelihood of the tests' own, point by point, over the columns d, e, ... of the objects. */
interface PointwiseLikelihood extends ObjectLikelihood {

  /** Names of the columns. */
  String[] columns();

  /** Log likelihood of an object at a point. */
  double log(double[] data, double[] theta);

  /** First guess of an object. */
  void locate(double[] data, double[] centre, double[] scale);

  @Override
  default void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    throw new UnsupportedOperationException();
  }

  @Override
  default BlockLikelihood of(ObjectBlock block) {
    double[][] rows = rows(block);
    return new BlockLikelihood() {
      @Override
      public String reject(int i) {
        return null;
      }

      @Override
      public void locate(int i, double[] centre, double[] scale) {
        PointwiseLikelihood.this.locate(rows[i], centre, scale);
      }

      @Override
      public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
        double[] point = new double[theta.length];
        for (int k = from; k < to; k++) {
          for (int j = 0; j < point.length; j++) {
            point[j] = theta[j][k];
          }
          out[k] = log(rows[i], point);
        }
      }
    };
  }

  /** One row of data per object. */
  default double[][] rows(ObjectBlock block) {
    double[][] rows = new double[block.size()][columns().length];
    for (int j = 0; j < columns().length; j++) {
      double[] column = block.columns().get(columns()[j]);
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = column[i];
      }
    }
    return rows;
  }
}
