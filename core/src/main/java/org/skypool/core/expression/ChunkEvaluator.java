package org.skypool.core.expression;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.math.BlockMath;

/**
 * Evaluates a {@link Program} over one chunk of draws after another, reusing its own arrays; one per
 * thread.
 *
 * <p>{@link #forward} computes the result of every draw of a chunk at a hyperparameter point; {@link
 * #pullBack} then turns derivatives of anything by those results into derivatives by the
 * hyperparameters, object by object, in one reverse sweep.
 */
public final class ChunkEvaluator {
  private final Program program;
  private final int[] moving;
  private final double[][] values;
  private final double[][] adjoints;
  private final double[][] spread;
  private final double[][][] callArguments;
  private BoundProgram.Chunk chunk;
  private Hyperpoint point;
  private int capacityDraws;
  private int capacityObjects;

  /** Makes an evaluator of a program. */
  public ChunkEvaluator(Program program) {
    this.program = program;
    int n = program.nodes.size();
    this.values = new double[n][];
    this.adjoints = new double[n][];
    this.spread = new double[n][];
    this.callArguments = new double[n][][];
    int[] found = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (program.dependent[i] && program.levels.get(i) != Level.SCALAR) {
        found[count++] = i;
      }
      if (program.nodes.get(i) instanceof Node.Call call) {
        callArguments[i] = new double[call.arguments().size()][];
      }
    }
    this.moving = Arrays.copyOf(found, count);
  }

  private void reserve(BoundProgram.Chunk next) {
    if (next.draws() > capacityDraws || next.objects() > capacityObjects) {
      capacityDraws = Math.max(capacityDraws, next.draws());
      capacityObjects = Math.max(capacityObjects, next.objects());
      for (int i = 0; i < values.length; i++) {
        int length = program.levels.get(i) == Level.DRAW ? capacityDraws : capacityObjects;
        if (program.dependent[i]) {
          values[i] = program.levels.get(i) == Level.SCALAR ? null : new double[length];
          adjoints[i] = new double[length];
        }
        spread[i] = null;
      }
    }
  }

  /**
   * The result of every draw of a chunk.
   *
   * @return an array owned by this evaluator, valid up to the next call; entries beyond the chunk's
   *     draws are meaningless
   */
  public double[] forward(BoundProgram.Chunk next, Hyperpoint at) {
    reserve(next);
    chunk = next;
    point = at;
    for (int i : moving) {
      Node node = program.nodes.get(i);
      if (node instanceof Node.Linear linear) {
        linear(linear, values[i]);
      } else {
        Node.Call call = (Node.Call) node;
        call.function().value(gather(i, call), 0, length(i), values[i]);
      }
    }
    return valueOf(program.root);
  }

  private int length(int step) {
    return program.levels.get(step) == Level.DRAW ? chunk.draws() : chunk.objects();
  }

  private double[] valueOf(int step) {
    return program.dependent[step] ? values[step] : chunk.kept()[program.keptSlot[step]];
  }

  private double[][] gather(int step, Node.Call call) {
    double[][] arguments = callArguments[step];
    Level level = program.levels.get(step);
    for (int j = 0; j < arguments.length; j++) {
      int argument = call.arguments().get(j);
      Level from = program.levels.get(argument);
      arguments[j] = from == level ? valueOf(argument) : spreadTo(argument, from, level);
    }
    return arguments;
  }

  private double[] spreadTo(int step, Level from, Level to) {
    int slot = step;
    double[] out = spread[slot];
    int length = to == Level.DRAW ? capacityDraws : capacityObjects;
    if (out == null || out.length < length) {
      out = new double[length];
      spread[slot] = out;
    }
    if (from == Level.SCALAR) {
      Arrays.fill(out, 0, to == Level.DRAW ? chunk.draws() : chunk.objects(), point.values[step]);
    } else {
      BoundProgram.spread(valueOf(step), from, to, chunk.offsets(), out);
    }
    return out;
  }

  private boolean scalarCoefficients(Node.Linear linear) {
    if (linear.constant() >= 0 && program.levels.get(linear.constant()) != Level.SCALAR) {
      return false;
    }
    for (int coefficient : linear.coefficients()) {
      if (program.levels.get(coefficient) != Level.SCALAR) {
        return false;
      }
    }
    return true;
  }

  private void linear(Node.Linear linear, double[] out) {
    if (scalarCoefficients(linear)) {
      linear(linear, 0, 0, chunk.draws(), out);
    } else {
      int[] offsets = chunk.offsets();
      for (int object = 0; object + 1 < offsets.length; object++) {
        linear(linear, object, offsets[object], offsets[object + 1], out);
      }
    }
  }

  private double coarse(int step, int object) {
    return program.levels.get(step) == Level.SCALAR ? point.values[step] : valueOf(step)[object];
  }

  private void linear(Node.Linear linear, int object, int from, int to, double[] out) {
    double constant = linear.constant() < 0 ? 0 : coarse(linear.constant(), object);
    List<Integer> coefficients = linear.coefficients();
    List<Integer> atoms = linear.atoms();
    int n = atoms.size();
    int done = Math.min(n, 3);
    double a = coarse(coefficients.get(0), object);
    double[] x = valueOf(atoms.get(0));
    if (n == 1) {
      one(constant, a, x, from, to, out);
    } else {
      double b = coarse(coefficients.get(1), object);
      double[] y = valueOf(atoms.get(1));
      if (n == 2) {
        two(constant, a, x, b, y, from, to, out);
      } else {
        three(constant, a, x, b, y, coarse(coefficients.get(2), object), valueOf(atoms.get(2)), from, to, out);
      }
    }
    for (int j = done; j < n; j++) {
      more(coarse(coefficients.get(j), object), valueOf(atoms.get(j)), from, to, out);
    }
  }

  private static void one(double c, double a, double[] x, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = c + a * x[k];
    }
  }

  private static void two(
      double c, double a, double[] x, double b, double[] y, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = c + a * x[k] + b * y[k];
    }
  }

  private static void three(
      double c,
      double a,
      double[] x,
      double b,
      double[] y,
      double d,
      double[] z,
      int from,
      int to,
      double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = c + a * x[k] + b * y[k] + d * z[k];
    }
  }

  private static void more(double a, double[] x, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += a * x[k];
    }
  }

  /**
   * Derivatives by the hyperparameters of something whose derivatives by the results of the last
   * {@link #forward} are given.
   *
   * @param adjoint derivative by the result of every draw of the chunk
   * @param gradients per object of the chunk a row with one entry per hyperparameter, overwritten
   */
  public void pullBack(double[] adjoint, double[][] gradients) {
    int objects = chunk.objects();
    for (int i = 0; i < adjoints.length; i++) {
      if (adjoints[i] != null) {
        Arrays.fill(adjoints[i], 0, program.levels.get(i) == Level.DRAW ? chunk.draws() : objects, 0);
      }
    }
    for (int i = 0; i < objects; i++) {
      Arrays.fill(gradients[i], 0);
    }
    if (!program.dependent[program.root]) {
      return;
    }
    System.arraycopy(adjoint, 0, adjoints[program.root], 0, chunk.draws());
    for (int m = moving.length - 1; m >= 0; m--) {
      int i = moving[m];
      if (program.nodes.get(i) instanceof Node.Linear linear) {
        linearBack(linear, adjoints[i]);
      } else {
        callBack(i, (Node.Call) program.nodes.get(i));
      }
    }
    for (int i = 0; i < adjoints.length; i++) {
      if (program.dependent[i] && program.levels.get(i) == Level.SCALAR) {
        accumulate(adjoints[i], point.jacobian[i], gradients, objects);
      }
    }
  }

  private static void accumulate(
      double[] adjoint, double[] jacobian, double[][] gradients, int objects) {
    for (int object = 0; object < objects; object++) {
      double weight = adjoint[object];
      if (weight != 0) {
        for (int d = 0; d < jacobian.length; d++) {
          gradients[object][d] += weight * jacobian[d];
        }
      }
    }
  }

  private void callBack(int step, Node.Call call) {
    double[][] arguments = gather(step, call);
    Level level = program.levels.get(step);
    int length = length(step);
    for (int j = 0; j < arguments.length; j++) {
      int argument = call.arguments().get(j);
      if (!program.dependent[argument]) {
        continue;
      }
      Level from = program.levels.get(argument);
      if (from == level) {
        call.function().pullBack(arguments, values[step], j, adjoints[step], 0, length, adjoints[argument]);
      } else {
        double[] fine = new double[length];
        call.function().pullBack(arguments, values[step], j, adjoints[step], 0, length, fine);
        gatherBack(fine, level, adjoints[argument]);
      }
    }
  }

  /** Adds per-object sums of a finer adjoint; scalars keep one entry per object too. */
  private void gatherBack(double[] fine, Level level, double[] out) {
    int[] offsets = chunk.offsets();
    for (int object = 0; object + 1 < offsets.length; object++) {
      out[object] += level == Level.DRAW ? BlockMath.sum(fine, offsets[object], offsets[object + 1]) : fine[object];
    }
  }

  private void linearBack(Node.Linear linear, double[] adjoint) {
    int[] offsets = chunk.offsets();
    if (linear.constant() >= 0 && program.dependent[linear.constant()]) {
      gatherBack(adjoint, Level.DRAW, adjoints[linear.constant()]);
    }
    for (int j = 0; j < linear.atoms().size(); j++) {
      int coefficient = linear.coefficients().get(j);
      int atom = linear.atoms().get(j);
      double[] x = valueOf(atom);
      if (program.dependent[coefficient]) {
        double[] out = adjoints[coefficient];
        for (int object = 0; object + 1 < offsets.length; object++) {
          out[object] += BlockMath.dot(adjoint, x, offsets[object], offsets[object + 1]);
        }
      }
      if (program.dependent[atom]) {
        for (int object = 0; object + 1 < offsets.length; object++) {
          more(coarse(coefficient, object), adjoint, offsets[object], offsets[object + 1], adjoints[atom]);
        }
      }
    }
  }
}
