package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.ChunkEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;

/** An expression over rows of data at any hyperparameters: its value per row, or their sum. */
final class BoundSum {
  private final Program program;
  private final BoundProgram bound;
  private final ChunkEvaluator evaluator;

  private BoundSum(Program program, BoundProgram bound) {
    this.program = program;
    this.bound = bound;
    this.evaluator = new ChunkEvaluator(program);
  }

  /**
   * Compiles an expression.
   *
   * @param anyDraw a quantity of draws, to give the expression a value per row
   */
  static Program program(Expression expression, String anyDraw, List<String> hyperparameters) {
    return Program.of(Expression.draw(anyDraw).times(0).plus(expression), hyperparameters);
  }

  static BoundSum of(
      Program program, int rows, Map<String, double[]> draws, Map<String, double[]> covariates) {
    int[] offsets = IntStream.rangeClosed(0, rows).toArray();
    return new BoundSum(program, program.bind(offsets, draws, covariates));
  }

  /** The sum over all rows, in their order. */
  double sum(double[] phi) {
    Hyperpoint point = program.at(phi, false);
    double sum = 0;
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      double[] values = evaluator.forward(chunk, point);
      for (int k = 0; k < chunk.draws(); k++) {
        sum += values[k];
      }
    }
    return sum;
  }

  /** The value of every row. */
  void values(double[] phi, double[] out) {
    Hyperpoint point = program.at(phi, false);
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      System.arraycopy(evaluator.forward(chunk, point), 0, out, chunk.firstDraw(), chunk.draws());
    }
  }
}
