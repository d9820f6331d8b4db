package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.GaussianField;
import org.skypool.core.expression.GaussianProcess;
import org.skypool.core.expression.Pick;

/** Functions that take vectors, and give a number or a vector. */
enum VectorFunction {
  /** The sum of the elements. */
  SUM("sum", false, "*vector") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      return List.of(x.get(0).stream().reduce(Expression::plus).orElseThrow());
    }
  },
  /** The sums of the first 1, 2, ..., n elements: a random walk from its steps. */
  CUMULATIVE_SUM("cumulative_sum", true, "*vector") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      List<Expression> sums = new ArrayList<>();
      for (Expression step : x.get(0)) {
        sums.add(sums.isEmpty() ? step : sums.get(sums.size() - 1).plus(step));
      }
      return sums;
    }
  },
  /** The element of a number from 1, which may be a column. */
  ELEMENT("element", false, "*vector", "number") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      List<Expression> arguments = new ArrayList<>(x.get(1));
      arguments.addAll(x.get(0));
      return List.of(
          Expression.apply(Pick.of(arguments.size() - 1), arguments.toArray(Expression[]::new)));
    }
  },
  /** Values of a Gaussian process at equal steps, from deviates that are standard normal. */
  GAUSSIAN_PROCESS("gaussian_process", true, "sd", "length", "*deviates") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      return GaussianProcess.matern(x.get(0).get(0), x.get(1).get(0), x.get(2));
    }
  },
  /**
   * Values of a Gaussian field on a grid of equal steps, from deviates that are standard normal.
   */
  GAUSSIAN_FIELD("gaussian_field", true, "sd", "length_1", "length_2", "steps_1", "*deviates") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      int steps = GridArguments.whole("steps_1", x.get(3).get(0));
      return GaussianField.of(x.get(0).get(0), x.get(1).get(0), x.get(2).get(0), steps, x.get(4));
    }
  },
  /** The density of a grid of two axes at a point. */
  GRID_DENSITY("grid_density", false, "*heights", "*edges_1", "*edges_2", "*at") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      return List.of(GridArguments.density(x.get(0), x.subList(1, 3), x.get(3)));
    }
  },
  /** The probability of a box under the density of a grid of two axes. */
  GRID_PROBABILITY("grid_probability", false, "*heights", "*edges_1", "*edges_2", "*low", "*high") {
    @Override
    List<Expression> apply(List<List<Expression>> x) {
      return List.of(GridArguments.probability(x.get(0), x.subList(1, 3), x.get(3), x.get(4)));
    }
  };

  private final String word;
  private final boolean vector;
  private final List<String> parameters;

  VectorFunction(String word, boolean vector, String... parameters) {
    this.word = word;
    this.vector = vector;
    this.parameters = List.of(parameters);
  }

  /** The value of the arguments, each a list of one number or the elements of a vector. */
  abstract List<Expression> apply(List<List<Expression>> arguments);

  static Optional<VectorFunction> find(String word) {
    return Arrays.stream(values()).filter(f -> f.word.equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  static List<String> words() {
    return Arrays.stream(values()).map(f -> f.word).toList();
  }

  /** Whether the value is a vector. */
  boolean isVector() {
    return vector;
  }

  List<String> parameters() {
    return parameters.stream().map(p -> p.replace("*", "")).toList();
  }

  /** Whether argument {@code j} is a vector. */
  boolean takesVector(int j) {
    return parameters.get(j).startsWith("*");
  }
}
