package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.random.Streams;

/**
 * Replicated measurements: for every object and every draw of the hyperposterior, {@code theta ~
 * f(theta | x_i, phi)}, {@code D ~ p(D | theta)} with the object's own covariates and errors, again
 * until the survey would keep it.
 *
 * <p>What is drawn for one object at one vector depends on the seed, the object's id and the
 * vector's number only.
 *
 * @param measured names of the simulated columns, in order
 * @param values by column, vector and object; NaN where no attempt was kept, and for what an object
 *     lacks
 * @param observed by column and object
 * @param missing number of pairs of object and vector without a kept attempt
 */
public record Replicates(
    List<String> measured, double[][][] values, double[][] observed, long missing) {
  private static final String PURPOSE = "replicate";

  /** Attempts of a pair before it is given up. */
  private static final int MOST_ATTEMPTS = 1 << 10;

  /** Simulated objects held at a time. */
  private static final int MOST_HELD = 200_000;

  /**
   * The objects and what they are simulated from.
   *
   * @param ids one per object
   * @param columns covariates and measured columns by name, one value per object
   * @param phis draws of the hyperposterior
   * @param cut what the survey keeps where selection acts on the data
   */
  public record Request(
      List<String> ids, Map<String, double[]> columns, double[][] phis, DataCut cut, long seed) {}

  /**
   * Draws them.
   *
   * @throws IllegalArgumentException if a measured argument is not a plain column
   * @throws UnsupportedOperationException if the population cannot be drawn from
   */
  public static Replicates draw(SurveyProblem problem, Request request) {
    return new Simulation(problem, request).run();
  }

  /** A pair of object and vector that still waits for an attempt to be kept. */
  private record Pair(int object, int vector, int attempts) {}

  /** One simulated object. */
  private record Attempt(Pair pair, Map<String, Double> columns) {}

  private static final class Simulation {
    private final SurveyProblem problem;
    private final Request request;
    private final PopulationModel model;
    private final Streams streams;
    private final Optional<ScalarFunction> detection;

    /** Whether detection does not depend on what is measured: then most need no measurement. */
    private final boolean lostBeforeMeasured;

    private final List<Map<String, Double>> named = new ArrayList<>();
    private final List<ObjectLikelihood> likelihoods = new ArrayList<>();
    private final List<String> measured;
    private final double[][][] values;
    private final boolean[][] done;

    Simulation(SurveyProblem problem, Request request) {
      this.problem = problem;
      this.request = request;
      this.model = problem.population();
      this.streams = new Streams(request.seed());
      this.detection =
          model
              .selection()
              .filter(PopulationModel.Selection::actsOnTruth)
              .map(s -> ScalarFunction.of(s.probability(), inputs()));
      for (double[] phi : request.phis()) {
        Map<String, Double> byName = model.hyperprior().named(phi);
        named.add(byName);
        likelihoods.add(problem.likelihoodAt(byName));
      }
      this.measured = measured();
      this.lostBeforeMeasured =
          model
              .selection()
              .map(s -> NamesIn.of(s.probability()).covariates())
              .map(names -> measured.stream().noneMatch(names::contains))
              .orElse(false);
      this.values = new double[measured.size()][request.phis().length][request.ids().size()];
      this.done = new boolean[request.phis().length][request.ids().size()];
      for (double[][] column : values) {
        for (double[] row : column) {
          Arrays.fill(row, Double.NaN);
        }
      }
    }

    private List<String> inputs() {
      Set<String> inputs = new LinkedHashSet<>(request.columns().keySet());
      problem.thetas().forEach(inputs::remove);
      inputs.addAll(problem.thetas());
      return List.copyOf(inputs);
    }

    /** The columns that a simulation writes. */
    private List<String> measured() {
      Set<String> written = new LinkedHashSet<>();
      Map<String, Double> columns = new Written(written);
      UniformRandomProvider rng = streams.stream(PURPOSE, "", 0, 0);
      Map<String, Double> point = point(0, 0);
      model.density().sample(rng, point);
      columns.putAll(covariates(0));
      written.clear();
      likelihoods.get(0).simulate(theta(point), columns, rng);
      return List.copyOf(written);
    }

    Replicates run() {
      List<Pair> waiting = new ArrayList<>();
      for (int v = 0; v < request.phis().length; v++) {
        for (int i = 0; i < request.ids().size(); i++) {
          waiting.add(new Pair(i, v, 0));
        }
      }
      for (int tries = 1; !waiting.isEmpty() && tries <= MOST_ATTEMPTS; tries *= 2) {
        List<Pair> next = new ArrayList<>();
        int step = Math.max(1, MOST_HELD / tries);
        for (int from = 0; from < waiting.size(); from += step) {
          next.addAll(attempt(waiting.subList(from, Math.min(waiting.size(), from + step)), tries));
        }
        waiting = next;
      }
      double[][] observed = measured.stream().map(request.columns()::get).toArray(double[][]::new);
      return new Replicates(measured, values, observed, waiting.size());
    }

    /** Tries every pair so many times; the pairs of which nothing was kept. */
    private List<Pair> attempt(List<Pair> pairs, int tries) {
      List<Attempt> made = new ArrayList<>();
      boolean firstCounts = request.cut() == DataCut.NONE;
      for (Pair pair : pairs) {
        Map<String, Double> point = point(pair.object(), pair.vector());
        boolean found = false;
        for (int t = 0; t < tries && !(found && firstCounts); t++) {
          Optional<Map<String, Double>> columns = simulate(pair, pair.attempts() + t, point);
          columns.ifPresent(c -> made.add(new Attempt(pair, c)));
          found |= columns.isPresent();
        }
      }
      boolean[] kept = request.cut().keeps(made.stream().map(Attempt::columns).toList());
      for (int k = 0; k < kept.length; k++) {
        if (kept[k]) {
          store(made.get(k));
        }
      }
      List<Pair> waiting = new ArrayList<>();
      for (Pair pair : pairs) {
        if (!done[pair.vector()][pair.object()]) {
          waiting.add(new Pair(pair.object(), pair.vector(), pair.attempts() + tries));
        }
      }
      return waiting;
    }

    private void store(Attempt attempt) {
      int v = attempt.pair().vector();
      int i = attempt.pair().object();
      if (!done[v][i]) {
        done[v][i] = true;
        for (int c = 0; c < values.length; c++) {
          values[c][v][i] = attempt.columns().get(measured.get(c));
        }
      }
    }

    /**
     * @param point hyperparameters and covariates; its thetas are written
     */
    private Optional<Map<String, Double>> simulate(
        Pair pair, int attempt, Map<String, Double> point) {
      UniformRandomProvider rng =
          streams.stream(PURPOSE, request.ids().get(pair.object()), attempt, pair.vector());
      model.density().sample(rng, point);
      if (lostBeforeMeasured && isLost(rng, point, point)) {
        return Optional.empty();
      }
      Map<String, Double> columns = covariates(pair.object());
      likelihoods.get(pair.vector()).simulate(theta(point), columns, rng);
      boolean lost = !lostBeforeMeasured && isLost(rng, point, columns);
      return lost ? Optional.empty() : Optional.of(columns);
    }

    private boolean isLost(
        UniformRandomProvider rng, Map<String, Double> point, Map<String, Double> columns) {
      return detection.isPresent()
          && !(rng.nextDouble() < probability(detection.get(), point, columns));
    }

    private double probability(
        ScalarFunction function, Map<String, Double> point, Map<String, Double> columns) {
      List<String> names = function.inputs();
      double[] x = new double[names.size()];
      for (int j = 0; j < x.length; j++) {
        String name = names.get(j);
        x[j] = (problem.thetas().contains(name) ? point : columns).get(name);
      }
      return function.value(x);
    }

    private Map<String, Double> point(int object, int vector) {
      Map<String, Double> point = new LinkedHashMap<>(named.get(vector));
      request
          .columns()
          .forEach(
              (name, column) -> {
                if (!problem.thetas().contains(name)) {
                  point.put(name, column[object]);
                }
              });
      return point;
    }

    private Map<String, Double> covariates(int object) {
      Map<String, Double> columns = new LinkedHashMap<>();
      request.columns().forEach((name, column) -> columns.put(name, column[object]));
      return columns;
    }

    private double[] theta(Map<String, Double> point) {
      return problem.thetas().stream().mapToDouble(point::get).toArray();
    }
  }

  /** Notes the names that are written. */
  private static final class Written extends LinkedHashMap<String, Double> {
    private static final long serialVersionUID = 1L;
    private final transient Set<String> names;

    Written(Set<String> names) {
      this.names = names;
    }

    @Override
    public Double put(String name, Double value) {
      names.add(name);
      return super.put(name, value);
    }
  }
}
