package org.skypool.core.object;

import org.skypool.core.math.BlockMath;

/**
 * Room for what a likelihood computes at some points of an object, small enough to stay in cache.
 * The point {@code start} of a piece has place 0. One per thread: the likelihoods of a block may be
 * asked by several.
 */
final class PieceOfPoints {

  /** The most points of a piece. */
  static final int MOST = 256;

  private static final ThreadLocal<PieceOfPoints> OWN = ThreadLocal.withInitial(PieceOfPoints::new);

  /** By place, the term that is being computed. */
  final double[] term = new double[MOST];

  /** By place, one of its parts. */
  final double[] part = new double[MOST];

  private PieceOfPoints() {}

  /** The room of the calling thread. */
  static PieceOfPoints ofThread() {
    return OWN.get();
  }

  /** The end of the piece that begins at a point. */
  static int end(int start, int to) {
    return Math.min(to, start + MOST);
  }

  /** {@code log x_k} for {@code start <= k < end} by place. */
  static void log(double[] x, int start, int end, double[] out) {
    int points = end - start;
    System.arraycopy(x, start, out, 0, points);
    BlockMath.log(out, 0, points, out);
  }

  /** {@code log(1 - x_k)}, likewise. */
  static void logOfOneMinus(double[] x, int start, int end, double[] out) {
    int points = end - start;
    for (int k = 0; k < points; k++) {
      out[k] = -x[start + k];
    }
    BlockMath.log1p(out, 0, points, out);
  }

  /** {@code log(1 + z_k^2)} with {@code z_k = (x_k - mean) inverse}, likewise. */
  static void logOfOnePlusSquare(
      double[] x, double mean, double inverse, int start, int end, double[] out) {
    int points = end - start;
    for (int k = 0; k < points; k++) {
      double z = (x[start + k] - mean) * inverse;
      out[k] = z * z;
    }
    BlockMath.log1p(out, 0, points, out);
  }

  /** Whether the term is finite throughout; may be false where only its sum is not. */
  boolean isFinite(int points) {
    return Math.abs(BlockMath.sum(term, 0, points)) <= Double.MAX_VALUE;
  }

  /** Writes the term to {@code out}, or adds it to what stands there. */
  void put(boolean fresh, int start, int end, double[] out) {
    if (fresh) {
      System.arraycopy(term, 0, out, start, end - start);
      return;
    }
    for (int k = start; k < end; k++) {
      out[k] += term[k - start];
    }
  }
}
