package org.skypool.core.inference;

import java.util.Set;
import org.skypool.core.likelihood.PopulationEvaluator;

/** A likelihood of hyperparameters that is no sum over objects. */
interface WithoutObjects extends PopulationEvaluator {

  @Override
  default Set<String> withoutSupport(double[][] phis) {
    throw new UnsupportedOperationException();
  }

  @Override
  default long objects() {
    return 1;
  }

  @Override
  default long draws() {
    return 1;
  }
}
