package org.skypool.core.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;

/**
 * Where the likelihood of predicted observables is large: least squares of the measurements, errors
 * taken as independent, with the {@link Guess} of every individual parameter as one more
 * measurement (Levenberg 1944, doi:10.1090/qam/10666). Widths are those of the linearised problem.
 */
final class ObservableSearch {
  private static final int MOST_STEPS = 60;
  private static final double FIRST_DAMPING = 1e-3;
  private static final double STRONGEST_DAMPING = 1e12;

  /** Steps shorter than this, in widths, end the search. */
  private static final double CLOSE = 1e-3;

  private final List<String> thetas;
  private final Guess[] guesses;
  private final List<ScalarFunction> functions = new ArrayList<>();

  /** Per observable the columns that follow the individual parameters among the inputs. */
  private final double[][][] inputs;

  private final double[][] value;
  private final double[][] error;
  private final boolean[][] measured;

  /**
   * Prepares the search.
   *
   * @param predicted per observable, over individual parameters and columns
   * @param columns of the rows
   * @param value per observable and row
   * @param error per observable and row
   * @param measured per observable and row; what is not measured is left out
   */
  ObservableSearch(
      ModelArguments arguments,
      List<Expression> predicted,
      Map<String, double[]> columns,
      double[][] value,
      double[][] error,
      boolean[][] measured) {
    this.thetas = arguments.thetas();
    this.guesses = thetas.stream().map(t -> guess(arguments, t)).toArray(Guess[]::new);
    this.inputs = new double[predicted.size()][][];
    for (int o = 0; o < inputs.length; o++) {
      List<String> names = new ArrayList<>(thetas);
      List<String> own = List.copyOf(NamesIn.of(predicted.get(o)).covariates());
      names.addAll(own);
      functions.add(ScalarFunction.of(predicted.get(o), names));
      inputs[o] = own.stream().map(columns::get).toArray(double[][]::new);
    }
    this.value = value;
    this.error = error;
    this.measured = measured;
  }

  private static Guess guess(ModelArguments arguments, String theta) {
    Guess guess = arguments.guesses().get(theta);
    if (guess == null) {
      throw new IllegalArgumentException(
          "objects.interim-prior." + theta + " is missing: predictions do not say where to look");
    }
    return guess;
  }

  /** A point, how far it is from the measurements, and the linearised problem there. */
  private final class At {
    private final double[] theta;
    private final double[][] curvature;
    private final double[] slope;
    private double distance;

    At(double[] theta, int first, int end) {
      int d = theta.length;
      this.theta = theta;
      this.curvature = new double[d][d];
      this.slope = new double[d];
      for (int j = 0; j < d; j++) {
        double weight = 1 / (guesses[j].scale() * guesses[j].scale());
        double off = theta[j] - guesses[j].centre();
        distance += weight * off * off;
        slope[j] = weight * off;
        curvature[j][j] = weight;
      }
      for (int o = 0; o < inputs.length; o++) {
        for (int row = first; row < end; row++) {
          if (measured[o][row]) {
            add(o, row);
          }
        }
      }
    }

    private void add(int o, int row) {
      int d = theta.length;
      double[] point = Arrays.copyOf(theta, d + inputs[o].length);
      for (int c = 0; c < inputs[o].length; c++) {
        point[d + c] = inputs[o][c][row];
      }
      double[] gradient = new double[point.length];
      double off = functions.get(o).valueAndGradient(point, gradient) - value[o][row];
      double weight = 1 / (error[o][row] * error[o][row]);
      distance += weight * off * off;
      for (int j = 0; j < d; j++) {
        slope[j] += weight * off * gradient[j];
        for (int l = 0; l < d; l++) {
          curvature[j][l] += weight * gradient[j] * gradient[l];
        }
      }
    }

    private boolean isFinite() {
      double sum = distance;
      for (double s : slope) {
        sum += s;
      }
      return Math.abs(sum) <= Double.MAX_VALUE;
    }

    private RealMatrix inverse(double damping) {
      double[][] damped = new double[theta.length][];
      for (int j = 0; j < damped.length; j++) {
        damped[j] = curvature[j].clone();
        damped[j][j] *= 1 + damping;
      }
      return new LUDecomposition(new Array2DRowRealMatrix(damped, false), 0)
          .getSolver()
          .getInverse();
    }

    private At step(double damping, int first, int end) {
      double[] move = inverse(damping).operate(slope);
      double[] next = theta.clone();
      for (int j = 0; j < next.length; j++) {
        next[j] = guesses[j].inside(next[j] - move[j]);
      }
      return new At(next, first, end);
    }
  }

  /** Finds centre and width of the likelihood of rows {@code first <= row < end}. */
  void locate(int first, int end, double[] centre, double[] scale) {
    double[] start = Arrays.stream(guesses).mapToDouble(Guess::centre).toArray();
    At best = new At(start, first, end);
    double damping = FIRST_DAMPING;
    for (int step = 0;
        step < MOST_STEPS && best.isFinite() && damping < STRONGEST_DAMPING;
        step++) {
      At next = best.step(damping, first, end);
      if (!(next.isFinite() && next.distance <= best.distance)) {
        damping *= 8;
        continue;
      }
      boolean close = best.distance - next.distance < CLOSE * CLOSE;
      best = next;
      damping = Math.max(damping / 8, 1e-9);
      if (close) {
        break;
      }
    }
    RealMatrix covariance = best.isFinite() ? best.inverse(0) : null;
    for (int j = 0; j < centre.length; j++) {
      centre[j] = best.theta[j];
      double width = covariance == null ? Double.NaN : Math.sqrt(covariance.getEntry(j, j));
      scale[j] = width > 0 && width <= guesses[j].scale() ? width : guesses[j].scale();
    }
  }
}
