package org.skypool.core.likelihood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.ChunkEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.math.LogSumExp;

/**
 * The evidences of the objects of one block of draws: every chunk is brought into cache once and
 * met with every hyperparameter vector of a batch.
 */
public final class EvidenceBlock {

  /** Name of the column of log weights in the integrand's program. */
  private static final String LOG_WEIGHT = "log_weight";

  private final BoundProgram bound;
  private final List<String> ids;
  private final int draws;

  private EvidenceBlock(BoundProgram bound, List<String> ids) {
    this.bound = bound;
    this.ids = List.copyOf(ids);
    this.draws = bound.chunks().stream().mapToInt(BoundProgram.Chunk::draws).sum();
  }

  /**
   * Compiles what a block evaluates.
   *
   * @param logIntegrand {@code log f} per draw; log weights are added to it
   * @param hyperparameters their names, in the order of the vectors
   */
  public static Program program(Expression logIntegrand, List<String> hyperparameters) {
    return Program.of(Expression.draw(LOG_WEIGHT).plus(logIntegrand), hyperparameters);
  }

  /**
   * One object of a block.
   *
   * @param block where it is
   * @param object its number there
   */
  record Member(EvidenceBlock block, int object) {
    String id() {
      return block.ids.get(object);
    }
  }

  /** Objects of several blocks as one block, in the order given. */
  static EvidenceBlock gather(Program integrand, List<Member> members) {
    BoundProgram bound =
        BoundProgram.gather(
            integrand,
            members.stream().map(m -> new BoundProgram.Member(m.block.bound, m.object)).toList());
    return new EvidenceBlock(bound, members.stream().map(Member::id).toList());
  }

  /**
   * Binds an integrand to draws.
   *
   * @param integrand compiled {@code log_weight + log f}
   */
  public static EvidenceBlock of(Program integrand, DrawBlock block) {
    Map<String, double[]> columns = new LinkedHashMap<>(block.thetas());
    columns.putAll(block.observables());
    columns.put(LOG_WEIGHT, block.logWeight());
    return new EvidenceBlock(
        integrand.bind(block.offsets(), columns, block.covariates()), block.objectIds());
  }

  /**
   * What was bound before.
   *
   * @param chunks of a block, see {@link #chunks}
   * @param ids of its objects
   */
  public static EvidenceBlock of(
      Program integrand, List<BoundProgram.Chunk> chunks, List<String> ids) {
    return new EvidenceBlock(BoundProgram.of(integrand, chunks), ids);
  }

  /**
   * The same evidences from fewer draws where that is possible, see {@link BoundProgram#condensed}.
   */
  EvidenceBlock condensed() {
    return bound.condensed().map(fewer -> new EvidenceBlock(fewer, ids)).orElse(this);
  }

  /** Those of its objects whose ids are wanted. */
  public EvidenceBlock where(Predicate<String> wanted) {
    return gather(
        bound.program(),
        IntStream.range(0, objects())
            .filter(i -> wanted.test(ids.get(i)))
            .mapToObj(i -> new Member(this, i))
            .toList());
  }

  /** What is evaluated. */
  public Program program() {
    return bound.program();
  }

  /** The bound draws. */
  public List<BoundProgram.Chunk> chunks() {
    return bound.chunks();
  }

  /** Number of objects. */
  public int objects() {
    return ids.size();
  }

  /** Number of draws of all objects. */
  public int draws() {
    return draws;
  }

  /** Ids of the objects. */
  public List<String> ids() {
    return ids;
  }

  /** Sums of log evidences at every point, in the order of the objects. */
  public double[] values(Hyperpoint[] points) {
    ChunkEvaluator evaluator = bound.program().borrow();
    double[] logEvidence = new double[bound.mostObjects()];
    double[] sums = new double[points.length];
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      int n = chunk.objects();
      for (int v = 0; v < points.length; v++) {
        double[] logs = evaluator.forward(chunk, points[v]);
        LogSumExp.ofSegments(logs, chunk.offsets(), 0, n, logEvidence);
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += logEvidence[i];
        }
        sums[v] += sum;
      }
    }
    bound.program().giveBack(evaluator);
    return sums;
  }

  /** Ids of the objects none of whose draws has positive density at any of the points. */
  public List<String> withoutSupport(Hyperpoint[] points) {
    boolean[] supported = new boolean[objects()];
    logEvidences(
        points,
        (object, logEvidence) -> {
          for (double log : logEvidence) {
            supported[object] |= log > Double.NEGATIVE_INFINITY;
          }
        });
    return IntStream.range(0, objects()).filter(i -> !supported[i]).mapToObj(ids::get).toList();
  }

  /** Log evidences at one point, written from {@code at} on. */
  void logEvidence(Hyperpoint point, int at, double[] out) {
    ChunkEvaluator evaluator = bound.program().borrow();
    double[] logEvidence = new double[bound.mostObjects()];
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      double[] logs = evaluator.forward(chunk, point);
      LogSumExp.ofSegments(logs, chunk.offsets(), 0, chunk.objects(), logEvidence);
      System.arraycopy(logEvidence, 0, out, at + chunk.firstObject(), chunk.objects());
    }
    bound.program().giveBack(evaluator);
  }

  /**
   * Sums of log evidences and of their derivatives, which {@link #gradients(Program, Hyperpoint[],
   * List)} makes gradients of: by the hyperparameters, or, where a program {@link Program#hasMany},
   * by its scalar steps.
   *
   * @param points with derivatives, unless the program has many hyperparameters
   */
  public Gradients sums(Hyperpoint[] points) {
    Program program = program();
    Gradients sums = noSums(program, points);
    try (Sweep sweep = new Sweep()) {
      for (BoundProgram.Chunk chunk : bound.chunks()) {
        for (int v = 0; v < points.length; v++) {
          if (program.hasMany()) {
            sweep.weigh(chunk, points[v]);
            sweep.addByStep(chunk, points[v], sums.gradients()[v]);
          } else {
            sweep.run(chunk, points[v]);
            sweep.addScores(chunk, sums.gradients()[v]);
          }
          sums.values()[v] += sweep.sum(chunk);
        }
      }
    }
    return sums;
  }

  /**
   * Sums of log evidences and their gradients.
   *
   * @param points where {@code blocks} formed theirs
   * @param blocks what {@link #sums} gave for each block, in a fixed order
   */
  public static Gradients gradients(Program program, Hyperpoint[] points, List<Gradients> blocks) {
    Gradients sums = noSums(program, points);
    blocks.forEach(sums::add);
    if (!program.hasMany()) {
      return sums;
    }
    double[][] gradients = new double[points.length][program.hyperparameters().size()];
    for (int v = 0; v < points.length; v++) {
      points[v].pullBack(program, sums.gradients()[v], gradients[v]);
    }
    return new Gradients(sums.values(), gradients);
  }

  private static Gradients noSums(Program program, Hyperpoint[] points) {
    int derivatives = program.hasMany() ? program.steps() : program.hyperparameters().size();
    return Gradients.zeros(points.length, derivatives);
  }

  /** Per object results written from {@code at} on. */
  void evidence(
      Hyperpoint point,
      int at,
      double[] logEvidence,
      double[] effective,
      double[] variance,
      double[][] scores) {
    try (Sweep sweep = new Sweep()) {
      for (BoundProgram.Chunk chunk : bound.chunks()) {
        sweep.run(chunk, point);
        for (int i = 0; i < chunk.objects(); i++) {
          int object = at + chunk.firstObject() + i;
          int from = chunk.offsets()[i];
          int to = chunk.offsets()[i + 1];
          double squares = 0;
          for (int k = from; k < to; k++) {
            squares += sweep.weights[k] * sweep.weights[k];
          }
          logEvidence[object] = sweep.logEvidence[i];
          effective[object] = squares > 0 ? 1 / squares : 0;
          variance[object] = 1 / effective[object] - 1.0 / (to - from);
          scores[object] = sweep.scores[i].clone();
        }
      }
    }
  }

  /**
   * Passes on the gradient of {@code log Z_i} of every object at every point. Memory does not grow
   * with the number of objects or points.
   *
   * @param points made with derivatives
   */
  public void scores(Hyperpoint[] points, ScoreReader reader) {
    try (Sweep sweep = new Sweep()) {
      for (BoundProgram.Chunk chunk : bound.chunks()) {
        for (int v = 0; v < points.length; v++) {
          sweep.run(chunk, points[v]);
          for (int i = 0; i < chunk.objects(); i++) {
            reader.accept(chunk.firstObject() + i, v, sweep.scores[i]);
          }
        }
      }
    }
  }

  /**
   * Adds to every draw its posterior probability among the draws of its object at each point, the
   * mean over points being what shrinks the object.
   *
   * @param out one entry per draw of the block
   */
  public void addProbabilities(Hyperpoint[] points, double[] out) {
    addProbabilities(points, out, (object, logEvidence) -> {});
  }

  /** The same, passing on the log evidences it needs. */
  public void addProbabilities(Hyperpoint[] points, double[] out, EvidenceReader reader) {
    try (Sweep sweep = new Sweep()) {
      double[][] logEvidence = new double[bound.mostObjects()][points.length];
      for (BoundProgram.Chunk chunk : bound.chunks()) {
        for (int v = 0; v < points.length; v++) {
          sweep.weigh(chunk, points[v]);
          for (int k = 0; k < chunk.draws(); k++) {
            out[chunk.firstDraw() + k] += sweep.weights[k];
          }
          for (int i = 0; i < chunk.objects(); i++) {
            logEvidence[i][v] = sweep.logEvidence[i];
          }
        }
        pass(chunk, logEvidence, reader);
      }
    }
  }

  /**
   * Passes on the log evidences of every object at all points. Memory does not grow with the number
   * of objects.
   */
  public void logEvidences(Hyperpoint[] points, EvidenceReader reader) {
    ChunkEvaluator evaluator = bound.program().borrow();
    double[] one = new double[bound.mostObjects()];
    double[][] logEvidence = new double[bound.mostObjects()][points.length];
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      for (int v = 0; v < points.length; v++) {
        double[] logs = evaluator.forward(chunk, points[v]);
        LogSumExp.ofSegments(logs, chunk.offsets(), 0, chunk.objects(), one);
        for (int i = 0; i < chunk.objects(); i++) {
          logEvidence[i][v] = one[i];
        }
      }
      pass(chunk, logEvidence, reader);
    }
    bound.program().giveBack(evaluator);
  }

  private static void pass(
      BoundProgram.Chunk chunk, double[][] logEvidence, EvidenceReader reader) {
    for (int i = 0; i < chunk.objects(); i++) {
      reader.accept(chunk.firstObject() + i, logEvidence[i]);
    }
  }

  private static boolean hasNaN(double[] score) {
    for (double component : score) {
      if (Double.isNaN(component)) {
        return true;
      }
    }
    return false;
  }

  /** One chunk at one point: evidences, normalised weights, scores. */
  private final class Sweep implements AutoCloseable {
    private final ChunkEvaluator evaluator = bound.program().borrow();
    private final double[] own = new double[bound.program().steps()];
    private double[] weights = new double[0];
    private double[] logEvidence = new double[0];
    private double[][] scores = new double[0][];

    @Override
    public void close() {
      bound.program().giveBack(evaluator);
    }

    void run(BoundProgram.Chunk chunk, Hyperpoint point) {
      weigh(chunk, point);
      if (scores.length < chunk.objects()) {
        scores = new double[chunk.objects()][bound.program().hyperparameters().size()];
      }
      evaluator.pullBack(weights, scores);
      for (int i = 0; i < chunk.objects(); i++) {
        if (hasNaN(scores[i])) {
          scores[i] = scoreOfSupport(chunk, i, point);
        }
      }
    }

    double sum(BoundProgram.Chunk chunk) {
      double sum = 0;
      for (int i = 0; i < chunk.objects(); i++) {
        sum += logEvidence[i];
      }
      return sum;
    }

    void addScores(BoundProgram.Chunk chunk, double[] gradient) {
      for (int i = 0; i < chunk.objects(); i++) {
        for (int d = 0; d < gradient.length; d++) {
          gradient[d] += scores[i][d];
        }
      }
    }

    /** Adds the derivatives of the log evidences of a weighed chunk by the scalar steps. */
    void addByStep(BoundProgram.Chunk chunk, Hyperpoint point, double[] byStep) {
      Arrays.fill(own, 0);
      evaluator.pullBackSums(weights, own);
      if (hasNaN(own)) {
        Arrays.fill(own, 0);
        for (int i = 0; i < chunk.objects(); i++) {
          int[] carrying = carrying(chunk, i);
          if (carrying.length > 0) {
            ChunkEvaluator alone = new ChunkEvaluator(bound.program());
            alone.forward(bound.select(chunk, i, carrying), point);
            alone.pullBackSums(weightsOf(carrying), own);
          }
        }
      }
      for (int s = 0; s < own.length; s++) {
        byStep[s] += own[s];
      }
    }

    private int[] carrying(BoundProgram.Chunk chunk, int object) {
      return IntStream.range(chunk.offsets()[object], chunk.offsets()[object + 1])
          .filter(k -> weights[k] > 0)
          .toArray();
    }

    private double[] weightsOf(int[] draws) {
      return Arrays.stream(draws).mapToDouble(k -> weights[k]).toArray();
    }

    /**
     * The score of an object from the draws that carry weight. A draw so far out that an
     * intermediate result overflows has weight 0 and no part in the score, but 0 times infinity is
     * not a number.
     */
    private double[] scoreOfSupport(BoundProgram.Chunk chunk, int object, Hyperpoint point) {
      int[] carrying = carrying(chunk, object);
      double[][] score = new double[1][scores[object].length];
      if (carrying.length > 0) {
        ChunkEvaluator alone = new ChunkEvaluator(bound.program());
        alone.forward(bound.select(chunk, object, carrying), point);
        alone.pullBack(weightsOf(carrying), score);
      }
      return score[0];
    }

    void weigh(BoundProgram.Chunk chunk, Hyperpoint point) {
      if (weights.length < chunk.draws()) {
        weights = new double[chunk.draws()];
      }
      if (logEvidence.length < chunk.objects()) {
        logEvidence = new double[chunk.objects()];
      }
      double[] logs = evaluator.forward(chunk, point);
      LogSumExp.ofSegments(logs, chunk.offsets(), 0, chunk.objects(), logEvidence, weights);
    }
  }
}
