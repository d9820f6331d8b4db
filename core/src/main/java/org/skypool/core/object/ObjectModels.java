package org.skypool.core.object;

import java.util.List;
import java.util.Optional;

/** The object models that can be sampled, by name. */
public final class ObjectModels {
  private static final List<ObjectModel> ALL =
      List.of(
          new GaussianModel(),
          new StudentModel(),
          new BinomialModel(),
          new MultinomialModel(),
          new PoissonModel(),
          new LinearModel(),
          new ExactModel(),
          new ObservablesModel());

  private ObjectModels() {}

  /** All of them. */
  public static List<ObjectModel> all() {
    return ALL;
  }

  /** The model called {@code name}. */
  public static Optional<ObjectModel> find(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
