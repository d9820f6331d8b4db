package org.skypool.core.inference;

import java.util.List;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;

/**
 * Weights of equally weighted draws of interim posteriors that were made elsewhere: {@code
 * log_weight = -log K - log p0}, with the interim prior density p0 from a formula.
 */
public final class InterimWeights {
  private InterimWeights() {}

  /**
   * The draws with their interim densities and weights.
   *
   * @param logInterim log interim prior density over the individual parameters
   * @throws IllegalArgumentException naming object and parameters of a draw where the density is 0
   *     or not a number: such a draw cannot have come from that prior
   */
  public static DrawBlock of(DrawBlock draws, Expression logInterim) {
    String first = draws.thetas().keySet().iterator().next();
    Program program = Program.of(Expression.draw(first).times(0).plus(logInterim), List.of());
    double[] interim = new double[draws.draws()];
    for (BoundProgram.Chunk chunk :
        program.bind(draws.offsets(), draws.thetas(), draws.covariates()).chunks()) {
      System.arraycopy(chunk.kept()[0], 0, interim, chunk.firstDraw(), chunk.draws());
    }
    double[] weights = new double[interim.length];
    for (int i = 0; i < draws.objects(); i++) {
      int from = draws.offsets()[i];
      int to = draws.offsets()[i + 1];
      double logCount = StrictMath.log(to - from);
      for (int k = from; k < to; k++) {
        if (!Double.isFinite(interim[k])) {
          throw new IllegalArgumentException(
              "draw %d of object %s (%s = %s) has interim prior density %s"
                  .formatted(
                      k - from + 1,
                      draws.objectIds().get(i),
                      first,
                      draws.thetas().get(first)[k],
                      StrictMath.exp(interim[k])));
        }
        weights[k] = -logCount - interim[k];
      }
    }
    return new DrawBlock(
        draws.objectIds(), draws.offsets(), draws.thetas(), draws.covariates(), weights, interim);
  }
}
