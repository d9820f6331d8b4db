package org.skypool.core.inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.sampler.LogDensity;

/**
 * The density of the hyperparameters, in the coordinates of their prior, with the individual
 * parameters of all objects held fixed, or their standardised values where the population has a
 * location and a scale. Safe for use by several threads.
 */
final class HyperPosteriorGivenObjects {
  private final List<String> thetas;
  private final Hyperprior prior;
  private final SelectionTerm selection;
  private final ObjectBlock objects;
  private final ObservationRows rows;
  private final Program population;
  private final Optional<Program> likelihood;
  private final Optional<Standardised> standardised;

  /** Compiled forms of an {@link Interweaving}, conversions by individual parameter. */
  private record Standardised(
      Map<String, Program> toEta,
      Map<String, Program> toTheta,
      Program population,
      Program likelihood) {}

  HyperPosteriorGivenObjects(GibbsModel model, SelectionTerm selection, ObjectBlock objects) {
    this.thetas = model.problem().thetas();
    this.prior = model.problem().population().hyperprior();
    this.selection = selection;
    this.objects = objects;
    this.rows = ObservationRows.of(objects);
    this.population = program(model.problem().population().logIntegrand());
    this.likelihood =
        Optional.of(model.logLikelihood())
            .filter(Expression::dependsOnHyperparameters)
            .map(this::program);
    this.standardised =
        Interweaving.of(model.problem().population())
            .map(
                w ->
                    new Standardised(
                        programs(w.toEta()),
                        programs(w.toTheta()),
                        program(w.logIntegrand()),
                        program(w.placed(model.logLikelihood()))));
  }

  private Program program(Expression expression) {
    return BoundSum.program(expression, thetas.get(0), prior.names());
  }

  private Map<String, Program> programs(Map<String, Expression> expressions) {
    Map<String, Program> programs = new LinkedHashMap<>();
    expressions.forEach((name, expression) -> programs.put(name, program(expression)));
    return programs;
  }

  /** Whether the individual parameters have standardised values. */
  boolean isStandardised() {
    return standardised.isPresent();
  }

  /** The density with these individual parameters held fixed, one array per parameter. */
  LogDensity given(double[][] theta) {
    return target(population, likelihood, theta);
  }

  /** The density with these standardised values held fixed. */
  LogDensity givenStandardised(double[][] eta) {
    Standardised forms = standardised.orElseThrow();
    return target(forms.population(), Optional.of(forms.likelihood()), eta);
  }

  /** Standardised values of individual parameters. */
  double[][] standardise(double[][] theta, double[] z) {
    return convert(standardised.orElseThrow().toEta(), theta, z);
  }

  /** Individual parameters of standardised values. */
  double[][] place(double[][] eta, double[] z) {
    return convert(standardised.orElseThrow().toTheta(), eta, z);
  }

  private double[][] convert(Map<String, Program> programs, double[][] from, double[] z) {
    double[] phi = prior.natural(z);
    double[][] out = from.clone();
    for (int j = 0; j < out.length; j++) {
      Program program = programs.get(thetas.get(j));
      if (program != null) {
        out[j] = new double[objects.size()];
        perObject(program, from).values(phi, out[j]);
      }
    }
    return out;
  }

  private LogDensity target(Program ofObjects, Optional<Program> ofRows, double[][] values) {
    BoundSum first = perObject(ofObjects, values);
    Optional<BoundSum> second = ofRows.map(program -> perRow(program, values));
    return z -> {
      double[] phi = prior.natural(z);
      double sum = prior.logStandard(z) + prior.logJoint(phi, new double[phi.length]);
      if (!Double.isFinite(sum)) {
        return Double.NEGATIVE_INFINITY;
      }
      sum += first.sum(phi) + (second.isPresent() ? second.get().sum(phi) : 0);
      return Double.isFinite(sum) ? sum - lost(phi) : Double.NEGATIVE_INFINITY;
    };
  }

  private double lost(double[] phi) {
    if (selection == SelectionTerm.NONE) {
      return 0;
    }
    synchronized (selection) {
      return selection.values(new double[][] {phi})[0];
    }
  }

  private BoundSum perObject(Program program, double[][] values) {
    return BoundSum.of(program, objects.size(), named(values), objects.columns());
  }

  private BoundSum perRow(Program program, double[][] values) {
    double[][] spread = Arrays.stream(values).map(rows::spread).toArray(double[][]::new);
    return BoundSum.of(program, rows.rows(), named(spread), rows.columns());
  }

  private Map<String, double[]> named(double[][] values) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int j = 0; j < values.length; j++) {
      columns.put(thetas.get(j), values[j]);
    }
    return columns;
  }
}
