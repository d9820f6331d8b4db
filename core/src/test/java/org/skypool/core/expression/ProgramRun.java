package org.skypool.core.expression;

import java.util.Map;

/** Results of every draw, and derivatives per object, of a program over a whole block. */
record ProgramRun(double[] results, double[][] gradients, int chunks) {

  /**
   * Runs a program.
   *
   * @param adjoint derivative of a quantity by the result of every draw
   */
  static ProgramRun of(
      Program program,
      int[] offsets,
      Map<String, double[]> draws,
      Map<String, double[]> covariates,
      double[] phi,
      double[] adjoint) {
    int objects = offsets.length - 1;
    BoundProgram bound = program.bind(offsets, draws, covariates);
    ChunkEvaluator evaluator = new ChunkEvaluator(program);
    Hyperpoint point = program.at(phi, true);
    double[] results = new double[offsets[objects]];
    double[][] gradients = new double[objects][];
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      double[] out = evaluator.forward(chunk, point);
      System.arraycopy(out, 0, results, chunk.firstDraw(), chunk.draws());
      double[] part = new double[chunk.draws()];
      System.arraycopy(adjoint, chunk.firstDraw(), part, 0, part.length);
      double[][] rows = new double[chunk.objects()][phi.length];
      evaluator.pullBack(part, rows);
      System.arraycopy(rows, 0, gradients, chunk.firstObject(), rows.length);
    }
    return new ProgramRun(results, gradients, bound.chunks().size());
  }
}
