package org.skypool.core.expression;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.math.BlockMath;

/**
 * Evaluates a {@link Program} over one chunk of draws after another, reusing its own arrays; one
 * per thread.
 *
 * <p>{@link #forward} computes the result of every draw of a chunk at a hyperparameter point;
 * {@link #pullBack} then turns derivatives of anything by those results into derivatives by the
 * hyperparameters, object by object, in one reverse sweep.
 */
public final class ChunkEvaluator {
  private final Program program;
  private final int[] moving;
  private final int[] receiving;
  private final double[][] values;
  private final double[][] adjoints;
  private final double[][] spread;
  private final double[][][] callArguments;
  private final double[][][] callAdjoints;
  private final double[][] scratch;
  private final LookupStep.Scratch looked;
  private final CurveStep.Scratch[] curves;
  private final ElementFunction[] functions;
  private final Terms[] termsOf;
  private BoundProgram.Chunk chunk;
  private Hyperpoint point;
  private int capacityDraws;
  private int capacityObjects;

  /** Coefficients and atoms of a linear form, gathered before its loop. */
  private static final class Terms {
    private final double[] coefficients;
    private final double[][] atoms;

    Terms(int n) {
      coefficients = new double[n];
      atoms = new double[n][];
    }
  }

  /** Makes an evaluator of a program. */
  public ChunkEvaluator(Program program) {
    this.program = program;
    int n = program.nodes.size();
    this.values = new double[n][];
    this.adjoints = new double[n][];
    this.spread = new double[n][];
    this.callArguments = new double[n][][];
    this.callAdjoints = new double[n][][];
    int mostArguments = 0;
    int mostEntries = 0;
    this.functions = new ElementFunction[n];
    this.termsOf = new Terms[n];
    this.curves = new CurveStep.Scratch[n];
    int[] found = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (program.dependent[i] && program.levels.get(i) != Level.SCALAR) {
        found[count++] = i;
      }
      if (program.nodes.get(i) instanceof Node.Call call) {
        callArguments[i] = new double[call.arguments().size()][];
        callAdjoints[i] = new double[call.arguments().size()][];
        mostArguments = Math.max(mostArguments, call.arguments().size());
        functions[i] = call.function();
      } else if (program.linear[i] != null) {
        termsOf[i] = new Terms(program.inputs(i));
      } else if (program.lookup[i] != null) {
        mostEntries = Math.max(mostEntries, program.lookup[i].table.length);
      } else if (program.curve[i] != null) {
        curves[i] = new CurveStep.Scratch(program.curve[i]);
      }
    }
    this.scratch = new double[mostArguments][];
    this.looked = new LookupStep.Scratch(mostEntries);
    this.moving = Arrays.copyOf(found, count);
    this.receiving = receiving();
  }

  /**
   * Steps that depend on hyperparameters and are arguments of steps computed here; entries of
   * tables are not among them, their derivatives go straight into the gradients.
   */
  private int[] receiving() {
    return Arrays.stream(moving)
        .filter(i -> program.lookup[i] == null)
        .mapToObj(i -> Program.argumentsOf(program.nodes.get(i)))
        .flatMap(List::stream)
        .filter(i -> program.dependent[i])
        .mapToInt(Integer::intValue)
        .distinct()
        .sorted()
        .toArray();
  }

  private void reserve(BoundProgram.Chunk next) {
    if (next.draws() > capacityDraws || next.objects() > capacityObjects) {
      capacityDraws = Math.max(capacityDraws, next.draws());
      capacityObjects = Math.max(capacityObjects, next.objects());
      for (int i = 0; i < values.length; i++) {
        int length = program.levels.get(i) == Level.DRAW ? capacityDraws : capacityObjects;
        if (program.dependent[i] && program.levels.get(i) != Level.SCALAR) {
          values[i] = new double[length];
        }
        spread[i] = null;
      }
      for (int i : receiving) {
        adjoints[i] =
            new double[program.levels.get(i) == Level.DRAW ? capacityDraws : capacityObjects];
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
      LinearStep linear = program.linear[i];
      if (linear != null) {
        linear(linear, termsOf[i], values[i]);
      } else if (program.lookup[i] != null) {
        LookupStep lookup = program.lookup[i];
        lookup.value(valueOf(lookup.number), length(i), point.values, looked, values[i]);
      } else if (program.curve[i] != null) {
        CurveStep curve = program.curve[i];
        curve.value(valueOf(curve.place), length(i), point.values, curves[i], values[i]);
      } else {
        functions[i].value(gather(i), 0, length(i), values[i]);
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

  private double[][] gather(int step) {
    double[][] gathered = callArguments[step];
    Level level = program.levels.get(step);
    for (int j = 0; j < gathered.length; j++) {
      int argument = program.arguments[step][j];
      Level from = program.levels.get(argument);
      gathered[j] = from == level ? valueOf(argument) : spreadTo(argument, from, level);
    }
    return gathered;
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

  private void linear(LinearStep linear, Terms terms, double[] out) {
    for (int j = 0; j < linear.atoms.length; j++) {
      terms.atoms[j] = valueOf(linear.atoms[j]);
    }
    if (linear.scalar) {
      linear(linear, terms, 0, 0, chunk.draws(), out);
    } else {
      int[] offsets = chunk.offsets();
      for (int object = 0; object + 1 < offsets.length; object++) {
        linear(linear, terms, object, offsets[object], offsets[object + 1], out);
      }
    }
  }

  private void linear(LinearStep linear, Terms terms, int object, int from, int to, double[] out) {
    for (int j = 0; j < linear.coefficients.length; j++) {
      terms.coefficients[j] = coarse(linear.coefficients[j], object);
    }
    double constant = linear.constant < 0 ? 0 : coarse(linear.constant, object);
    LinearStep.value(constant, terms.coefficients, terms.atoms, from, to, out);
  }

  private double coarse(int step, int object) {
    return program.levels.get(step) == Level.SCALAR ? point.values[step] : valueOf(step)[object];
  }

  /**
   * Derivatives by the hyperparameters of something whose derivatives by the results of the last
   * {@link #forward} are given.
   *
   * @param adjoint derivative by the result of every draw of the chunk; draws of adjoint 0 take no
   *     part in linear steps, even where a term is infinite
   * @param gradients per object of the chunk a row with one entry per hyperparameter, overwritten
   */
  public void pullBack(double[] adjoint, double[][] gradients) {
    int objects = chunk.objects();
    for (int i = 0; i < objects; i++) {
      Arrays.fill(gradients[i], 0);
    }
    if (!program.dependent[program.root]) {
      return;
    }
    sweep(adjoint);
    for (int i : moving) {
      if (program.lookup[i] != null) {
        lookupBack(i, gradients);
      }
    }
    for (int i : receiving) {
      if (program.levels.get(i) == Level.SCALAR) {
        accumulate(adjoints[i], point.jacobian[i], program.support[i], gradients, objects);
      }
    }
  }

  /**
   * The same summed over the objects of the chunk, and by the scalar steps rather than by the
   * hyperparameters; {@link Hyperpoint#pullBack} goes on from there. It needs no Jacobian.
   *
   * @param byStep one entry per step; what reaches scalar steps is added
   */
  public void pullBackSums(double[] adjoint, double[] byStep) {
    if (!program.dependent[program.root]) {
      return;
    }
    sweep(adjoint);
    for (int i : moving) {
      if (program.lookup[i] != null) {
        double[] numbers = valueOf(program.lookup[i].number);
        program.lookup[i].addSums(numbers, adjoints[i], length(i), byStep);
      }
    }
    for (int i : receiving) {
      if (program.levels.get(i) == Level.SCALAR) {
        double sum = 0;
        for (int object = 0; object < chunk.objects(); object++) {
          sum += adjoints[i][object];
        }
        byStep[i] += sum;
      }
    }
  }

  private void sweep(double[] adjoint) {
    for (int i : receiving) {
      int length = program.levels.get(i) == Level.DRAW ? chunk.draws() : chunk.objects();
      Arrays.fill(adjoints[i], 0, length, 0);
    }
    adjoints[program.root] = adjoint;
    for (int m = moving.length - 1; m >= 0; m--) {
      int i = moving[m];
      if (program.linear[i] != null) {
        linearBack(program.linear[i], adjoints[i]);
      } else if (program.curve[i] != null) {
        curveBack(i);
      } else if (program.lookup[i] == null) {
        callBack(i);
      }
    }
  }

  private static void accumulate(
      double[] adjoint, double[] jacobian, int[] support, double[][] gradients, int objects) {
    for (int object = 0; object < objects; object++) {
      double weight = adjoint[object];
      if (weight != 0) {
        for (int s = 0; s < support.length; s++) {
          gradients[object][support[s]] += weight * jacobian[s];
        }
      }
    }
  }

  private void lookupBack(int step, double[][] gradients) {
    LookupStep lookup = program.lookup[step];
    double[] numbers = valueOf(lookup.number);
    boolean perDraw = program.levels.get(step) == Level.DRAW;
    int[] offsets = chunk.offsets();
    for (int object = 0; object < chunk.objects(); object++) {
      int from = perDraw ? offsets[object] : object;
      int to = perDraw ? offsets[object + 1] : object + 1;
      lookup.pullBack(numbers, adjoints[step], from, to, looked, program, point, gradients[object]);
    }
  }

  private void curveBack(int step) {
    CurveStep curve = program.curve[step];
    double[] places = valueOf(curve.place);
    int[] offsets = chunk.offsets();
    curve.pullBack(places, adjoints[step], offsets, point.values, curves[step], adjoints);
  }

  private void callBack(int step) {
    Level level = program.levels.get(step);
    int length = length(step);
    double[][] outs = callAdjoints[step];
    for (int j = 0; j < outs.length; j++) {
      int argument = program.arguments[step][j];
      outs[j] =
          !program.dependent[argument]
              ? null
              : program.levels.get(argument) == level ? adjoints[argument] : scratch(j, length);
    }
    functions[step].pullBackAll(callArguments[step], values[step], adjoints[step], 0, length, outs);
    for (int j = 0; j < outs.length; j++) {
      int argument = program.arguments[step][j];
      if (outs[j] != null && program.levels.get(argument) != level) {
        gatherBack(outs[j], level, adjoints[argument]);
      }
    }
  }

  /** Zeros, for argument {@code j} of a call. */
  private double[] scratch(int j, int length) {
    if (scratch[j] == null || scratch[j].length < length) {
      scratch[j] = new double[length];
    } else {
      Arrays.fill(scratch[j], 0, length, 0);
    }
    return scratch[j];
  }

  /** Adds per-object sums of a finer adjoint; scalars keep one entry per object too. */
  private void gatherBack(double[] fine, Level level, double[] out) {
    if (level == Level.DRAW) {
      BlockMath.addSums(fine, chunk.offsets(), out);
    } else {
      LinearStep.add(1, fine, 0, chunk.objects(), out);
    }
  }

  private void linearBack(LinearStep linear, double[] adjoint) {
    int[] offsets = chunk.offsets();
    if (linear.constant >= 0 && program.dependent[linear.constant]) {
      gatherBack(adjoint, Level.DRAW, adjoints[linear.constant]);
    }
    for (int j = 0; j < linear.atoms.length; j++) {
      int coefficient = linear.coefficients[j];
      int atom = linear.atoms[j];
      if (program.dependent[coefficient]) {
        BlockMath.addWeighted(adjoint, valueOf(atom), offsets, adjoints[coefficient]);
      }
      if (program.dependent[atom]) {
        for (int object = 0; object + 1 < offsets.length; object++) {
          LinearStep.add(
              coarse(coefficient, object),
              adjoint,
              offsets[object],
              offsets[object + 1],
              adjoints[atom]);
        }
      }
    }
  }
}
