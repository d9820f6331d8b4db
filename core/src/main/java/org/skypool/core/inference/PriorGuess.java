package org.skypool.core.inference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.Support;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.Guess;
import org.skypool.core.random.Streams;

/**
 * What an interim prior knows of its individual parameter: the median and half the distance of the
 * quantiles 0.16 and 0.84, of draws that are the same in every run.
 */
public final class PriorGuess {
  private static final int DRAWS = 2001;
  private static final double LOW = 0.16;
  private static final double HIGH = 0.84;

  private PriorGuess() {}

  /**
   * The guess.
   *
   * @throws UnsupportedOperationException if the prior cannot be drawn from
   */
  public static Guess of(String theta, DensityTerm prior) {
    UniformRandomProvider rng = new Streams(0).stream("prior guess", theta, 0, 0);
    double[] draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      Map<String, Double> point = new HashMap<>();
      prior.sample(rng, point);
      draws[i] = point.get(theta);
    }
    Arrays.sort(draws);
    double width = (draws[(int) (HIGH * DRAWS)] - draws[(int) (LOW * DRAWS)]) / 2;
    Support support = prior.support(theta);
    return new Guess(
        draws[DRAWS / 2],
        width,
        edge(support.lower(), Double.NEGATIVE_INFINITY),
        edge(support.upper(), Double.POSITIVE_INFINITY));
  }

  private static double edge(Expression edge, double unknown) {
    return edge instanceof Expression.Constant number ? number.value() : unknown;
  }
}
