package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.NamesIn;

/**
 * Which individual parameters are sampled centred, as they are, and which non-centred, in units of
 * their population.
 *
 * <p>An individual parameter in neither set is decided by the data: non-centred, if its density
 * allows it, unless the objects' measured values scatter by more than 1.4 times their typical
 * error: then the population is wider than the measurements, which determine each object's value
 * (Betancourt &amp; Girolami 2015, arXiv:1312.0906). Scatter is 1.48 times the median distance from
 * the median, the typical error the median one, both in the coordinate of the centred form. Where
 * the likelihood depends on hyperparameters, the non-centred form is taken.
 *
 * @param centred names of individual parameters
 * @param nonCentred names of individual parameters
 */
public record Parameterisation(Set<String> centred, Set<String> nonCentred) {

  /** All decided by the data. */
  public static final Parameterisation AUTOMATIC = new Parameterisation(Set.of(), Set.of());

  private static final double SCATTER_PER_ERROR = Math.sqrt(2);
  private static final double SD_PER_MEDIAN_DISTANCE = 1.4826;

  /** Checks that no name is in both. */
  public Parameterisation {
    centred = Set.copyOf(centred);
    nonCentred = Set.copyOf(nonCentred);
    for (String name : centred) {
      if (nonCentred.contains(name)) {
        throw new IllegalArgumentException(name + " cannot be both centred and non-centred");
      }
    }
  }

  /**
   * The coordinates of a model's individual parameters, each after those its value depends on.
   *
   * @throws IllegalArgumentException naming an individual parameter that the model has not, or that
   *     cannot be non-centred
   */
  List<ThetaCoordinate> coordinates(JointModel model, MeasuredThetas measured) {
    for (Set<String> names : List.of(centred, nonCentred)) {
      for (String name : names) {
        if (!model.thetas().contains(name)) {
          throw new IllegalArgumentException(
              name + " is not an individual parameter; there are " + model.thetas());
        }
      }
    }
    List<ThetaCoordinate> open = new ArrayList<>();
    for (int j = 0; j < model.thetas().size(); j++) {
      open.add(choose(model, measured, j));
    }
    return sorted(open);
  }

  private ThetaCoordinate choose(JointModel model, MeasuredThetas measured, int j) {
    String theta = model.thetas().get(j);
    DensityTerm factor =
        ThetaCoordinate.factors(model.population().orElseThrow()).stream()
            .filter(term -> term.variables().contains(theta))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(theta + " has no density"));
    ThetaCoordinate plain = ThetaCoordinate.centred(theta, factor.support(theta));
    Optional<ThetaCoordinate> scaled = ThetaCoordinate.nonCentred(theta, factor);
    if (nonCentred.contains(theta)) {
      return scaled.orElseThrow(
          () ->
              new IllegalArgumentException(
                  theta
                      + " cannot be non-centred: its density must be a single normal, log_normal"
                      + " or student_t"));
    }
    if (centred.contains(theta) || scaled.isEmpty() || isResolved(plain, measured, j)) {
      return plain;
    }
    return scaled.get();
  }

  /** Whether the measured values of theta j scatter more than their errors explain. */
  private static boolean isResolved(ThetaCoordinate plain, MeasuredThetas measured, int j) {
    double[] at = measured.coordinates(plain, j, 0);
    double[] beside = measured.coordinates(plain, j, 1);
    List<Integer> usable = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      if (Double.isFinite(at[i]) && Double.isFinite(beside[i])) {
        usable.add(i);
      }
    }
    if (usable.size() < 2) {
      return false;
    }
    double[] values = usable.stream().mapToDouble(i -> at[i]).toArray();
    double[] errors = usable.stream().mapToDouble(i -> Math.abs(beside[i] - at[i])).toArray();
    double centre = median(values);
    double[] distances = Arrays.stream(values).map(v -> Math.abs(v - centre)).toArray();
    return SD_PER_MEDIAN_DISTANCE * median(distances) > SCATTER_PER_ERROR * median(errors);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private static List<ThetaCoordinate> sorted(List<ThetaCoordinate> coordinates) {
    List<ThetaCoordinate> open = new ArrayList<>(coordinates);
    List<ThetaCoordinate> sorted = new ArrayList<>();
    while (!open.isEmpty()) {
      Set<String> pending = new LinkedHashSet<>();
      open.forEach(coordinate -> pending.add(coordinate.theta()));
      ThetaCoordinate next =
          open.stream()
              .filter(c -> NamesIn.of(c.value()).draws().stream().noneMatch(pending::contains))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the supports of " + pending + " depend on each other in a circle"));
      open.remove(next);
      sorted.add(next);
    }
    return sorted;
  }
}
