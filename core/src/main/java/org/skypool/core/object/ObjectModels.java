package org.skypool.core.object;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.skypool.core.plugin.UserClasses;

/**
 * The object models that can be sampled, by name: those of this package, then those that jars on
 * the class path declare as services.
 */
public final class ObjectModels {
  private static final List<ObjectModel> BUILT_IN =
      List.of(
          new GaussianModel(),
          new StudentModel(),
          new BinomialModel(),
          new MultinomialModel(),
          new PoissonModel(),
          new LinearModel(),
          new ExactModel(),
          new ObservablesModel());

  private static final List<ObjectModel> ADDED =
      UserClasses.of(
          ObjectModel.class, "object model", BUILT_IN, Set.of("given"), ObjectModel::name);

  private static final List<ObjectModel> ALL =
      Stream.concat(BUILT_IN.stream(), ADDED.stream()).toList();

  private ObjectModels() {}

  /** All of them. */
  public static List<ObjectModel> all() {
    return ALL;
  }

  /** Those that jars on the class path declare, by name. */
  public static List<ObjectModel> added() {
    return ADDED;
  }

  /** The model called {@code name}. */
  public static Optional<ObjectModel> find(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
