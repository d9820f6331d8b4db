package org.skypool.core.density;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.plugin.UserClasses;

/**
 * The named distributions that formulas may use: those of this package, then those that jars on the
 * class path declare as services. Immutable.
 */
public final class DensityRegistry {

  private static final List<JointFamily> JOINT = List.of(new Dirichlet(), new MultiNormal());

  private static final DensityRegistry BUILT_IN =
      of(
          List.of(
              new Uniform(),
              new LogUniform(),
              new Normal(),
              new LogNormal(),
              new HalfNormal(),
              new HalfCauchy(),
              new StudentT(),
              new Exponential(),
              new Gamma(),
              new Beta(),
              new PowerLaw(),
              new Schechter(),
              new Histogram(),
              new HistogramBetween(),
              new Spline()));

  /** Names that the formula language gives another meaning. */
  private static final Set<String> FORMS =
      Set.of("mix", "truncated", "free", "grid", "normalised", "dirichlet", "multi_normal");

  private static final List<Density> ADDED =
      UserClasses.of(Density.class, "density", BUILT_IN.densities(), FORMS, Density::name);

  private static final DensityRegistry STANDARD = BUILT_IN.with(ADDED);

  private final Map<String, Density> byName;

  private DensityRegistry(Map<String, Density> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** The built-in distributions and those that jars on the class path declare. */
  public static DensityRegistry standard() {
    return STANDARD;
  }

  /** Those of the standard ones that jars on the class path declare, by name. */
  public static List<Density> added() {
    return ADDED;
  }

  /**
   * A registry of the given distributions.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static DensityRegistry of(Collection<? extends Density> densities) {
    Map<String, Density> byName = new LinkedHashMap<>();
    for (Density density : densities) {
      if (byName.put(density.name(), density) != null) {
        throw new IllegalArgumentException("two densities are called '" + density.name() + "'");
      }
    }
    return new DensityRegistry(byName);
  }

  /**
   * This registry and more distributions.
   *
   * @throws IllegalArgumentException if a name is taken
   */
  public DensityRegistry with(Collection<? extends Density> more) {
    List<Density> all = new java.util.ArrayList<>(byName.values());
    all.addAll(more);
    return of(all);
  }

  /** The distribution called {@code name}, if there is one. */
  public Optional<Density> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The distribution of several variables called {@code name}, if there is one. */
  public Optional<JointFamily> findJoint(String name) {
    return JOINT.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  /** The distributions of several variables. */
  public List<JointFamily> jointFamilies() {
    return JOINT;
  }

  /** Names of the distributions of one variable, in the order of registration. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** All distributions, in the order of registration. */
  public Collection<Density> densities() {
    return byName.values();
  }
}
