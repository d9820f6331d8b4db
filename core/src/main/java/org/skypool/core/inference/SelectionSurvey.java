package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.skypool.core.density.GridTerm;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.Program;
import org.skypool.core.population.Element;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.Rate;
import org.skypool.core.sampler.Axis;

/**
 * What selection integrals of a survey are over: the model, the covariates of all objects, and
 * roughly where the detected population lies.
 */
public final class SelectionSurvey {
  private final PopulationModel model;
  private final List<Axis> axes;
  private final List<String> needed;
  private final double[][] columns;
  private final int objects;
  private final double[] centre;
  private final double[] scale;
  private final Optional<Injections> injections;
  private final Map<Integer, CovariateNodes> nodes = new ConcurrentHashMap<>();
  private final Optional<GridTerm> grid;
  private final Map<Integer, double[]> averages = new ConcurrentHashMap<>();

  /**
   * Makes a survey.
   *
   * @param model with a selection, a rate or both
   * @param axes individual parameters with the support of the population
   * @param covariates of all objects, by name
   * @param objects their number
   * @param centre a first guess where the detected population is, per individual parameter
   * @param scale and how wide
   */
  public SelectionSurvey(
      PopulationModel model,
      List<Axis> axes,
      Map<String, double[]> covariates,
      int objects,
      double[] centre,
      double[] scale) {
    this(model, axes, covariates, objects, centre, scale, Optional.empty());
  }

  /**
   * Makes a survey that may have injections.
   *
   * @param injections in place of a formula of the probability of detection
   */
  SelectionSurvey(
      PopulationModel model,
      List<Axis> axes,
      Map<String, double[]> covariates,
      int objects,
      double[] centre,
      double[] scale,
      Optional<Injections> injections) {
    this.injections = injections;
    this.model = model;
    this.axes = List.copyOf(axes);
    this.needed = covariatesOf(model);
    this.columns = needed.stream().map(covariates::get).toArray(double[][]::new);
    this.objects = objects;
    this.centre = centre.clone();
    this.scale = scale.clone();
    this.grid = GridSelection.grid(model);
    model.rate().ifPresent(this::refuseOutside);
  }

  private void refuseOutside(Rate rate) {
    for (int c = 0; c < columns.length; c++) {
      Element element = rate.elements().get(c);
      for (double value : columns[c]) {
        if (!element.contains(value)) {
          throw new UnusableSurveyException(
              "population.element.%s: an object has %s = %s, must be %s; cut the catalogue with catalog.where or widen the element"
                  .formatted(element.column(), element.column(), value, element.allowed()));
        }
      }
    }
  }

  /**
   * Covariates that the detection probability or the population depend on, in alphabetical order;
   * with a rate those of its elements, in theirs.
   */
  public static List<String> covariatesOf(PopulationModel model) {
    if (model.rate().isPresent()) {
      return model.rate().get().columns();
    }
    if (model.selection().isEmpty()) {
      return List.of();
    }
    return Program.of(
            model.density().logDensity().plus(model.selection().get().probability()),
            model.hyperprior().names())
        .columns(Level.OBJECT)
        .stream()
        .sorted()
        .toList();
  }

  /**
   * The term of the survey, its points aimed at the population with hyperparameters {@code phi}.
   *
   * @param shift random shift of the points, where there are any
   */
  IntegratedTerm term(double[] phi, SelectionIntegral.Resolution resolution, double shift) {
    if (injections.isPresent()) {
      return InjectionIntegral.of(model, injections.get(), objects);
    }
    if (grid.isPresent()) {
      double[] ofCells =
          averages.computeIfAbsent(
              resolution.grid(), g -> GridSelection.averages(model, grid.get(), resolution));
      return GridSelection.of(model, grid.get(), ofCells, objects, resolution);
    }
    return model.selection().isPresent()
        ? SelectionIntegral.aimedAt(this, phi, resolution, shift)
        : ExpectedCount.of(model, resolution);
  }

  PopulationModel model() {
    return model;
  }

  List<Axis> axes() {
    return axes;
  }

  double[] centre() {
    return centre;
  }

  double[] scale() {
    return scale;
  }

  /** Covariates of one object that matter, in the order of the nodes' columns. */
  double[] covariates(int object) {
    return java.util.Arrays.stream(columns).mapToDouble(column -> column[object]).toArray();
  }

  CovariateNodes nodes(int grid) {
    return nodes.computeIfAbsent(
        grid,
        g ->
            model.rate().isPresent()
                ? ElementQuadrature.sparse(model.rate().get().elements(), g)
                : CovariateNodes.of(needed, columns, objects, g));
  }
}
