package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * A per-draw expression compiled for evaluation over blocks of draws, for many hyperparameter
 * vectors, with exact derivatives by every hyperparameter.
 *
 * <p>What depends on hyperparameters only is computed once per vector ({@link #at}); what depends
 * on draws and covariates only once per block ({@link #bind}); the rest runs chunk by chunk as
 * short loops over arrays that stay in cache ({@link ChunkEvaluator}). Smooth functions of one
 * column that are dear are interpolated, to 1e-11 ({@link CurveStep}). Immutable and safe for use
 * by many threads.
 */
public final class Program {
  final List<Node> nodes;
  final List<Level> levels;
  final boolean[] dependent;
  final int root;
  final int dimension;

  /** Steps free of hyperparameters whose values the moving steps (or the result) need per chunk. */
  final int[] kept;

  /** Position of a step in {@link #kept}, or -1. */
  final int[] keptSlot;

  /** Arguments of calls by step. */
  final int[][] arguments;

  /** Steps that have one value per hyperparameter vector, in order. */
  final int[] scalars;

  /** The scalar steps, for one vector at a time. */
  final ScalarTape tape;

  /** Values of the steps that are numbers, 0 elsewhere. */
  final double[] numbers;

  /** Steps that are hyperparameters. */
  final int[] parameters;

  /** Indices of the hyperparameters that a scalar step depends on, ascending. */
  final int[][] support;

  /** Linear forms by step, null elsewhere. */
  final LinearStep[] linear;

  /** Tables by step, null elsewhere. */
  final LookupStep[] lookup;

  /** Curves by step, null elsewhere. */
  final CurveStep[] curve;

  /**
   * Hyperparameters from which on a reverse sweep over the scalar steps is cheaper than their
   * Jacobian: 2 steps per hyperparameter, each with up to as many derivatives, against twice the
   * cost of their values.
   */
  private static final int MANY = 17;

  private final List<String> hyperparameters;
  private final Queue<ChunkEvaluator> idle = new ConcurrentLinkedQueue<>();

  private Program(ProgramBuilder builder, int root, List<String> hyperparameters) {
    this.nodes = List.copyOf(builder.nodes());
    this.levels = List.copyOf(builder.levels());
    this.dependent = new boolean[nodes.size()];
    for (int i = 0; i < dependent.length; i++) {
      dependent[i] = builder.dependent().get(i);
    }
    this.arguments = new int[nodes.size()][];
    this.linear = new LinearStep[nodes.size()];
    this.lookup = new LookupStep[nodes.size()];
    this.curve = new CurveStep[nodes.size()];
    for (int i = 0; i < dependent.length; i++) {
      if (nodes.get(i) instanceof Node.Call call) {
        arguments[i] = call.arguments().stream().mapToInt(Integer::intValue).toArray();
      } else if (nodes.get(i) instanceof Node.Linear form) {
        linear[i] = new LinearStep(form, levels);
      } else if (nodes.get(i) instanceof Node.Lookup table) {
        lookup[i] = new LookupStep(table);
      } else if (nodes.get(i) instanceof Node.Curve function) {
        curve[i] = new CurveStep(function, dependent);
      }
    }
    this.scalars =
        IntStream.range(0, dependent.length).filter(i -> levels.get(i) == Level.SCALAR).toArray();
    this.tape = new ScalarTape(scalars, scalarFunctions(), arguments);
    this.numbers =
        nodes.stream().mapToDouble(n -> n instanceof Node.Number a ? a.value() : 0).toArray();
    this.parameters =
        Arrays.stream(scalars).filter(i -> nodes.get(i) instanceof Node.Parameter).toArray();
    this.support = new int[nodes.size()][];
    for (int i : scalars) {
      support[i] = supportOf(i);
    }
    this.root = root;
    this.dimension = hyperparameters.size();
    this.hyperparameters = List.copyOf(hyperparameters);
    this.kept = findKept();
    this.keptSlot = new int[nodes.size()];
    Arrays.fill(keptSlot, -1);
    for (int slot = 0; slot < kept.length; slot++) {
      keptSlot[kept[slot]] = slot;
    }
  }

  /**
   * Compiles an expression.
   *
   * @param expression what to evaluate per draw
   * @param hyperparameters their names, in the order of the vectors
   * @throws IllegalArgumentException if it has no value per draw, or needs another hyperparameter
   */
  public static Program of(Expression expression, List<String> hyperparameters) {
    if (expression.level() != Level.DRAW) {
      throw new IllegalArgumentException("the expression has no value per draw");
    }
    ProgramBuilder builder = new ProgramBuilder(hyperparameters);
    int root = builder.build(expression);
    return new Program(builder, root, hyperparameters);
  }

  /**
   * An evaluator of this program that nobody uses: a new one, or one that was {@link #giveBack
   * given back}, with the arrays it has.
   */
  public ChunkEvaluator borrow() {
    ChunkEvaluator found = idle.poll();
    return found == null ? new ChunkEvaluator(this) : found;
  }

  /** Leaves an evaluator that was {@link #borrow borrowed} to others. */
  public void giveBack(ChunkEvaluator evaluator) {
    idle.add(evaluator);
  }

  /** Names of the hyperparameters, in the order of the vectors. */
  public List<String> hyperparameters() {
    return hyperparameters;
  }

  /** Whether it has so many hyperparameters that sums are differentiated without Jacobians. */
  public boolean hasMany() {
    return dimension >= MANY;
  }

  /** Number of steps. */
  public int steps() {
    return nodes.size();
  }

  /** Names of the columns it reads at a level: covariates, or quantities of draws. */
  public Set<String> columns(Level level) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : nodes) {
      if (node instanceof Node.Data data && data.dataLevel() == level) {
        names.add(data.name());
      }
    }
    return names;
  }

  /**
   * Names of the columns of draws that dear functions are interpolated in: the less such a column
   * varies within a chunk, the fewer places they are computed at.
   */
  public Set<String> curveColumns() {
    Set<String> names = new LinkedHashSet<>();
    for (CurveStep step : curve) {
      if (step != null && nodes.get(step.place) instanceof Node.Data data) {
        names.add(data.name());
      }
    }
    return names;
  }

  /** Bytes that a draw takes once it is bound to data. */
  public int bytesPerDraw() {
    int columns = 0;
    for (int step : kept) {
      columns += levels.get(step) == Level.DRAW ? 1 : 0;
    }
    return Double.BYTES * columns;
  }

  /** Which hyperparameter a step is that is one. */
  int parameter(int step) {
    return ((Node.Parameter) nodes.get(step)).index();
  }

  private ElementFunction[] scalarFunctions() {
    ElementFunction[] functions = new ElementFunction[nodes.size()];
    for (int i : scalars) {
      functions[i] = nodes.get(i) instanceof Node.Call call ? call.function() : null;
    }
    return functions;
  }

  private int[] supportOf(int step) {
    if (nodes.get(step) instanceof Node.Parameter parameter) {
      return new int[] {parameter.index()};
    }
    return argumentsOf(nodes.get(step)).stream()
        .flatMapToInt(argument -> Arrays.stream(support[argument]))
        .distinct()
        .sorted()
        .toArray();
  }

  private int[] findKept() {
    Set<Integer> found = new LinkedHashSet<>();
    if (!dependent[root]) {
      found.add(root);
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (dependent[i]) {
        for (int argument : argumentsOf(nodes.get(i))) {
          if (!dependent[argument] && levels.get(argument) != Level.SCALAR) {
            found.add(argument);
          }
        }
      }
    }
    return found.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  static List<Integer> argumentsOf(Node node) {
    if (node instanceof Node.Call call) {
      return call.arguments();
    }
    if (node instanceof Node.Lookup lookup) {
      List<Integer> all = new ArrayList<>(List.of(lookup.number()));
      all.addAll(lookup.table());
      return all;
    }
    if (node instanceof Node.Curve curve) {
      List<Integer> all = new ArrayList<>(List.of(curve.place()));
      all.addAll(curve.inputs());
      return all;
    }
    if (node instanceof Node.Linear linear) {
      List<Integer> all = new ArrayList<>(linear.coefficients());
      all.addAll(linear.atoms());
      if (linear.constant() >= 0) {
        all.add(linear.constant());
      }
      return all;
    }
    return List.of();
  }

  /** Number of arguments of a call, or of terms of a linear form. */
  int inputs(int step) {
    if (linear[step] != null) {
      return linear[step].atoms.length;
    }
    return arguments[step] == null ? 0 : arguments[step].length;
  }

  /** The scalar steps at one hyperparameter vector, with their derivatives where asked for. */
  public Hyperpoint at(double[] phi, boolean derivatives) {
    return at(new double[][] {phi}, derivatives)[0];
  }

  /** The scalar steps at many hyperparameter vectors, which costs less than one by one. */
  public Hyperpoint[] at(double[][] phis, boolean derivatives) {
    return Hyperpoint.of(this, phis, derivatives);
  }

  /**
   * Binds the program to data.
   *
   * @param offsets first draw of every object, total number of draws last
   * @param draws columns of draws by name
   * @param covariates covariates by name
   * @throws IllegalArgumentException if a column is missing
   */
  public BoundProgram bind(
      int[] offsets, Map<String, double[]> draws, Map<String, double[]> covariates) {
    return BoundProgram.of(this, offsets, draws, covariates);
  }
}
