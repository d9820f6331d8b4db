package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.ColumnFunction;
import org.skypool.core.expression.Expression;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.Observations;

/**
 * The log density of a {@link JointModel} in coordinates on the real line, with its gradient: the
 * hyperprior's coordinates z first, then those of the individual parameters, object by object
 * ({@link ThetaCoordinate}).
 *
 * <p>What is not a number counts as impossible. One {@link #copy} per thread.
 */
public final class JointDensity implements NoUTurnSampler.Target {
  private final JointModel model;
  private final List<ThetaCoordinate> coordinates;
  private final ColumnFunction[] maps;
  private final ColumnFunction population;
  private final ColumnFunction inThetas;
  private final ColumnFunction likelihood;
  private final int[] objectOfRow;
  private final double[][] columns;
  private final double[][] adjoints;
  private final double[][] gathered;
  private final double[][] gatheredAdjoints;

  private JointDensity(
      JointModel model,
      List<ThetaCoordinate> coordinates,
      ColumnFunction[] maps,
      ColumnFunction population,
      ColumnFunction inThetas,
      ColumnFunction likelihood,
      int[] objectOfRow) {
    this.model = model;
    this.coordinates = coordinates;
    this.maps = maps;
    this.population = population;
    this.inThetas = inThetas;
    this.likelihood = likelihood;
    this.objectOfRow = objectOfRow;
    int count = model.thetas().size();
    this.columns = new double[2 * count][model.objects().size()];
    this.adjoints = new double[2 * count][model.objects().size()];
    int rows = objectOfRow == null ? 0 : objectOfRow.length;
    this.gathered = new double[count][rows];
    this.gatheredAdjoints = new double[count][rows];
  }

  /**
   * Makes the density.
   *
   * @throws IllegalArgumentException in one line: a name without a value, an individual parameter
   *     without a density or that cannot be non-centred
   */
  public static JointDensity of(JointModel model, Parameterisation parameterisation) {
    return of(model, parameterisation.coordinates(model, MeasuredThetas.of(model)));
  }

  static JointDensity of(JointModel model, List<ThetaCoordinate> coordinates) {
    ObjectBlock objects = model.objects();
    List<String> hyper = model.hyperprior().names();
    List<String> thetas = model.thetas();
    List<String> free = new ArrayList<>(thetas);
    thetas.forEach(theta -> free.add(named(coordinates, theta).column()));
    ColumnFunction[] maps =
        coordinates.stream()
            .map(c -> ColumnFunction.of(c.value(), hyper, free, objects.columns(), objects.size()))
            .toArray(ColumnFunction[]::new);
    ColumnFunction population =
        ColumnFunction.of(
            perObject(model, coordinates), hyper, free, objects.columns(), objects.size());
    ColumnFunction inThetas =
        ColumnFunction.of(naturally(model), hyper, free, objects.columns(), objects.size());
    ColumnFunction likelihood =
        model
            .logLikelihood()
            .map(
                expression ->
                    ColumnFunction.of(
                        expression,
                        hyper,
                        thetas,
                        observed(objects),
                        objects.observations().map(Observations::rows).orElse(objects.size())))
            .orElse(null);
    int[] objectOfRow = objects.observations().map(JointDensity::objectOfRow).orElse(null);
    return new JointDensity(
        model, coordinates, maps, population, inThetas, likelihood, objectOfRow);
  }

  private static ThetaCoordinate named(List<ThetaCoordinate> coordinates, String theta) {
    return coordinates.stream().filter(c -> c.theta().equals(theta)).findFirst().orElseThrow();
  }

  /** Everything with one term per object but the likelihood. */
  private static Expression perObject(JointModel model, List<ThetaCoordinate> coordinates) {
    Expression sum = Expression.constant(0);
    for (ThetaCoordinate coordinate : coordinates) {
      sum = sum.plus(coordinate.logFactor());
    }
    List<DensityTerm> factors = model.population().map(ThetaCoordinate::factors).orElse(List.of());
    for (DensityTerm factor : factors) {
      boolean standard =
          factor.variables().stream().anyMatch(theta -> !named(coordinates, theta).centred());
      sum = standard ? sum : sum.plus(factor.logDensity());
    }
    return model.logFactor().isPresent() ? sum.plus(model.logFactor().get()) : sum;
  }

  /** The population's density of the individual parameters as they are. */
  private static Expression naturally(JointModel model) {
    Expression sum = model.population().map(DensityTerm::logDensity).orElse(Expression.constant(0));
    return model.logFactor().isPresent() ? sum.plus(model.logFactor().get()) : sum;
  }

  /** Columns of the observations, and those of the objects carried to them. */
  private static Map<String, double[]> observed(ObjectBlock objects) {
    if (objects.observations().isEmpty()) {
      return objects.columns();
    }
    Observations several = objects.observations().get();
    int[] owner = objectOfRow(several);
    Map<String, double[]> all = new LinkedHashMap<>();
    objects
        .columns()
        .forEach(
            (name, values) ->
                all.put(name, Arrays.stream(owner).mapToDouble(i -> values[i]).toArray()));
    all.putAll(several.columns());
    return all;
  }

  private static int[] objectOfRow(Observations several) {
    int[] owner = new int[several.rows()];
    for (int i = 0; i + 1 < several.offsets().length; i++) {
      Arrays.fill(owner, several.offsets()[i], several.offsets()[i + 1], i);
    }
    return owner;
  }

  /** The same density with arrays of its own. */
  public JointDensity copy() {
    return new JointDensity(
        model,
        coordinates,
        Stream.of(maps).map(ColumnFunction::copy).toArray(ColumnFunction[]::new),
        population.copy(),
        inThetas.copy(),
        Optional.ofNullable(likelihood).map(ColumnFunction::copy).orElse(null),
        objectOfRow);
  }

  /** The model. */
  public JointModel model() {
    return model;
  }

  /** Names of the individual parameters that are sampled non-centred. */
  public List<String> nonCentred() {
    return model.thetas().stream().filter(t -> !named(coordinates, t).centred()).toList();
  }

  List<ThetaCoordinate> coordinates() {
    return coordinates;
  }

  /** Number of coordinates. */
  public int dimension() {
    return model.hyperprior().dimension() + model.thetas().size() * model.objects().size();
  }

  /** Natural hyperparameters at a position. */
  public double[] hyperparameters(double[] position) {
    return model.hyperprior().natural(standard(position));
  }

  private double[] standard(double[] position) {
    return Arrays.copyOf(position, model.hyperprior().dimension());
  }

  /** Individual parameters at a position, by name and object. */
  public double[][] thetas(double[] position) {
    place(position, hyperparameters(position));
    double[][] out = new double[model.thetas().size()][];
    Arrays.setAll(out, j -> columns[j].clone());
    return out;
  }

  private void place(double[] position, double[] phi) {
    int first = phi.length;
    int count = model.thetas().size();
    for (int j = 0; j < count; j++) {
      double[] out = columns[count + j];
      for (int i = 0; i < out.length; i++) {
        out[i] = position[first + i * count + j];
      }
    }
    for (int m = 0; m < maps.length; m++) {
      maps[m].values(phi, columns, columns[index(m)]);
    }
  }

  private int index(int map) {
    return model.thetas().indexOf(coordinates.get(map).theta());
  }

  @Override
  public double logDensity(double[] position, double[] gradient) {
    double[] z = standard(position);
    double[] phi = model.hyperprior().natural(z);
    double[] byPhi = new double[phi.length];
    for (double[] adjoint : adjoints) {
      Arrays.fill(adjoint, 0);
    }
    place(position, phi);
    double value = model.hyperprior().logJoint(phi, byPhi) + model.hyperprior().logStandard(z);
    value += population.sumAndGradient(phi, columns, byPhi, adjoints);
    value += measurements(phi, byPhi);
    Gradients lost = model.selection().gradients(new double[][] {phi});
    value -= lost.values()[0];
    for (int d = 0; d < phi.length; d++) {
      byPhi[d] -= lost.gradients()[0][d];
    }
    for (int m = maps.length - 1; m >= 0; m--) {
      maps[m].pullBack(phi, columns, adjoints[index(m)], byPhi, adjoints);
    }
    double[] byZ = new double[phi.length];
    model.hyperprior().pullBack(z, phi, byPhi, byZ);
    System.arraycopy(byZ, 0, gradient, 0, byZ.length);
    int count = model.thetas().size();
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < model.objects().size(); i++) {
        gradient[phi.length + i * count + j] = adjoints[count + j][i];
      }
    }
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }

  /** The log density over z and the individual parameters in natural units. */
  double logDensityOfThetas(double[] position) {
    double[] z = standard(position);
    double[] phi = model.hyperprior().natural(z);
    double[] ignored = new double[phi.length];
    place(position, phi);
    return model.hyperprior().logJoint(phi, ignored)
        + model.hyperprior().logStandard(z)
        + inThetas.sum(phi, columns)
        + measurements(phi, ignored)
        - model.selection().values(new double[][] {phi})[0];
  }

  private double measurements(double[] phi, double[] byPhi) {
    if (likelihood == null) {
      return 0;
    }
    if (objectOfRow == null) {
      return likelihood.sumAndGradient(phi, columns, byPhi, adjoints);
    }
    for (int j = 0; j < gathered.length; j++) {
      Arrays.fill(gatheredAdjoints[j], 0);
      for (int row = 0; row < objectOfRow.length; row++) {
        gathered[j][row] = columns[j][objectOfRow[row]];
      }
    }
    double value = likelihood.sumAndGradient(phi, gathered, byPhi, gatheredAdjoints);
    for (int j = 0; j < gathered.length; j++) {
      for (int row = 0; row < objectOfRow.length; row++) {
        adjoints[j][objectOfRow[row]] += gatheredAdjoints[j][row];
      }
    }
    return value;
  }
}
