package org.skypool.core.inference;

/**
 * The bias that a finite number of independent draws per object leaves in the hyperparameters, from
 * fits to a quarter, half and all of each object's draws.
 *
 * <p>The bias of a sum of logs of averages falls roughly geometrically as draws are doubled; with
 * {@code t} the estimates, the remaining bias is {@code (t_half - t_full) / (r - 1)}, {@code r =
 * (t_quarter - t_half) / (t_half - t_full)}. Contiguous draws stand for a part, never random ones,
 * so that chains keep their autocorrelation. Where r is not above 1 the differences are noise and
 * their size bounds the bias.
 */
public final class FiniteDraws {
  private static final double SMALL = 0.1;

  private FiniteDraws() {}

  /**
   * For how many objects as many draws each would leave a bias of 0.1 sd: {@code N (0.1 / b)^2},
   * for the bias adds over objects while the posterior narrows, so that in sd it grows as sqrt(N).
   * Infinite without bias.
   *
   * @param objects N
   * @param bias b, in posterior sd, of any sign
   */
  public static double enough(long objects, double bias) {
    double ratio = SMALL / bias;
    return objects * ratio * ratio;
  }

  /**
   * The bias of the estimate from all draws, in units of {@code sd}.
   *
   * @param quarter estimate from a quarter of every object's draws
   * @param half estimate from half
   * @param full estimate from all
   */
  public static double bias(double quarter, double half, double full, double sd) {
    double last = half - full;
    double ratio = (quarter - half) / last;
    double bias = ratio > 1 ? last / (ratio - 1) : last;
    return last == 0 ? 0 : bias / sd;
  }
}
