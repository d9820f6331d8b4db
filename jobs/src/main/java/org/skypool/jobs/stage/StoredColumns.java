package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Replacement;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;

/**
 * Objects with their columns under the names of the table of draws, so that a column and an
 * individual parameter of the same name can stand in one expression.
 */
final class StoredColumns {
  private final SurveyModel model;

  StoredColumns(SurveyModel model) {
    this.model = model;
  }

  ObjectBlock of(ObjectBlock objects) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    objects.columns().forEach((name, values) -> columns.put(model.stored(name), values));
    return new ObjectBlock(objects.ids(), columns, objects.observations());
  }

  Expression in(Expression expression) {
    return Replacement.ofColumnNames(expression, model::stored);
  }

  /** A likelihood that reads objects with stored names. */
  ObjectLikelihood reading(ObjectLikelihood likelihood) {
    return new ObjectLikelihood() {
      @Override
      public BlockLikelihood of(ObjectBlock block) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name : model.columns()) {
          columns.put(name, block.columns().get(model.stored(name)));
        }
        return likelihood.of(new ObjectBlock(block.ids(), columns, block.observations()));
      }

      @Override
      public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
        likelihood.simulate(theta, columns, rng);
      }
    };
  }
}
