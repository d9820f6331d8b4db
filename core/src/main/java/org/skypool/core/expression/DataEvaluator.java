package org.skypool.core.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a {@link Program} without hyperparameters at points of the objects of a block, again
 * and again: what depends on covariates only is computed once, the rest in arrays of its own that
 * are reused. One per thread.
 */
public final class DataEvaluator {
  private final Program program;

  /** Index of the column of points that a step reads, or -1. */
  private final int[] column;

  /** Per step: one number, one per object of the block, or one per point. */
  private final double[][] values;

  private final double[][] spread;
  private final double[][][] arguments;
  private final double[][] coefficients;
  private int[] offsets = {0};
  private int capacity;

  /**
   * Makes an evaluator.
   *
   * @param columns names of the columns of points, in order
   * @param covariates of the block's objects
   * @throws IllegalArgumentException if the program has hyperparameters or needs something else
   */
  public DataEvaluator(Program program, List<String> columns, Map<String, double[]> covariates) {
    if (!program.hyperparameters().isEmpty()) {
      throw new IllegalArgumentException("depends on " + program.hyperparameters());
    }
    int n = program.nodes.size();
    this.program = program;
    this.column = new int[n];
    this.values = new double[n][];
    this.spread = new double[n][];
    this.arguments = new double[n][][];
    this.coefficients = new double[n][];
    Arrays.fill(column, -1);
    int[] noDraws = new int[objects(program, covariates) + 1];
    for (int i = 0; i < n; i++) {
      arguments[i] = new double[program.inputs(i)][];
      coefficients[i] = new double[arguments[i].length];
      if (program.levels.get(i) != Level.DRAW) {
        values[i] = BoundProgram.compute(program, i, values, noDraws, 0, 0, Map.of(), covariates);
      } else if (program.nodes.get(i) instanceof Node.Data data) {
        column[i] = columns.indexOf(data.name());
        if (column[i] < 0) {
          throw new IllegalArgumentException("no column '" + data.name() + "' among " + columns);
        }
      }
    }
  }

  private static int objects(Program program, Map<String, double[]> covariates) {
    int objects = 0;
    for (String name : program.columns(Level.OBJECT)) {
      double[] values = covariates.get(name);
      if (values == null) {
        throw new IllegalArgumentException(
            "no covariate '" + name + "' among " + covariates.keySet());
      }
      objects = values.length;
    }
    return objects;
  }

  /**
   * Evaluates at {@code perObject} points of each of a run of objects.
   *
   * @param firstObject index of the first in the block
   * @param from index of the first point
   * @param points one array per column; object {@code firstObject + i} has entries {@code from + i
   *     * perObject} to {@code from + (i + 1) * perObject}, exclusive
   */
  public void evaluate(
      int firstObject, int objects, int perObject, int from, double[][] points, double[] out) {
    int to = from + objects * perObject;
    reserve(objects, perObject, from);
    for (int i = 0; i < values.length; i++) {
      if (program.levels.get(i) == Level.DRAW) {
        double[] result = i == program.root ? out : values[i];
        if (column[i] >= 0) {
          values[i] = points[column[i]];
        } else if (program.linear[i] != null) {
          linear(i, firstObject, objects, result);
        } else {
          ((Node.Call) program.nodes.get(i))
              .function()
              .value(gather(i, firstObject, objects), from, to, result);
        }
      }
    }
    if (column[program.root] >= 0) {
      System.arraycopy(points[column[program.root]], from, out, from, to - from);
    }
  }

  private void reserve(int objects, int perObject, int from) {
    if (offsets.length <= objects) {
      offsets = new int[objects + 1];
    }
    for (int i = 0; i <= objects; i++) {
      offsets[i] = from + i * perObject;
    }
    if (offsets[objects] > capacity) {
      capacity = offsets[objects];
      for (int i = 0; i < values.length; i++) {
        spread[i] = null;
        if (program.levels.get(i) == Level.DRAW && column[i] < 0) {
          values[i] = new double[capacity];
        }
      }
    }
  }

  private double[][] gather(int step, int firstObject, int objects) {
    double[][] gathered = arguments[step];
    for (int j = 0; j < gathered.length; j++) {
      int argument = program.arguments[step][j];
      gathered[j] =
          switch (program.levels.get(argument)) {
            case DRAW -> values[argument];
            case OBJECT -> perDraw(argument, firstObject, objects);
            case SCALAR -> constant(argument);
          };
    }
    return gathered;
  }

  private double[] constant(int step) {
    if (spread[step] == null) {
      spread[step] = new double[capacity];
      Arrays.fill(spread[step], values[step][0]);
    }
    return spread[step];
  }

  private double[] perDraw(int step, int firstObject, int objects) {
    if (spread[step] == null) {
      spread[step] = new double[capacity];
    }
    for (int i = 0; i < objects; i++) {
      Arrays.fill(spread[step], offsets[i], offsets[i + 1], values[step][firstObject + i]);
    }
    return spread[step];
  }

  private void linear(int step, int firstObject, int objects, double[] out) {
    LinearStep linear = program.linear[step];
    double[][] atoms = arguments[step];
    for (int j = 0; j < atoms.length; j++) {
      atoms[j] = values[linear.atoms[j]];
    }
    int runs = linear.scalar ? 1 : objects;
    for (int i = 0; i < runs; i++) {
      double[] a = coefficients[step];
      for (int j = 0; j < a.length; j++) {
        a[j] = coarse(linear.coefficients[j], firstObject + i);
      }
      double c = linear.constant < 0 ? 0 : coarse(linear.constant, firstObject + i);
      int to = linear.scalar ? offsets[objects] : offsets[i + 1];
      LinearStep.value(c, a, atoms, offsets[i], to, out);
    }
  }

  private double coarse(int step, int object) {
    return values[step][program.levels.get(step) == Level.SCALAR ? 0 : object];
  }
}
