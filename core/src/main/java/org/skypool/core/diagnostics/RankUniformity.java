package org.skypool.core.diagnostics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Are ranks on 0 .. L uniform? Three tests, each of which sees another failure: a chi-square of the
 * histogram (any shape), the mean of the normal scores (posteriors shifted to one side) and their
 * variance (posteriors too narrow or too wide).
 *
 * <p>The normal score of a rank is {@code Phi^-1((rank + 0.5) / (L + 1))}. Under uniformity its
 * mean is 0 and its second and fourth moments are sums over the L + 1 ranks. The mean of M scores
 * is compared with a normal distribution, their sample variance with the gamma distribution of the
 * same mean and variance; both tests are two-sided and both are quoted as z. With 200 ranks a shift
 * of 0.3 posterior sd has an expected z of 4.2, a posterior 25 % too narrow one of 5 or more.
 *
 * <p>The histogram has {@value #BINS} bins, fewer below 100 ranks, so that each expects 5 or more
 * (and no fewer than 4 bins). If {@code L + 1} is not a multiple of the number of bins, bins differ
 * by one rank in width and expect counts in proportion.
 *
 * @param ranks how many
 * @param histogram counts, low ranks first
 * @param chiSquare of the histogram, with one degree of freedom less than bins
 * @param chiSquareP probability of a larger one
 * @param meanZ mean of the normal scores in standard errors; positive where the truth lies above
 *     the posteriors
 * @param meanP two-sided
 * @param varianceZ variance of the normal scores as a standard normal deviate; positive where
 *     posteriors are too narrow
 * @param varianceP two-sided
 */
public record RankUniformity(
    int ranks,
    int[] histogram,
    double chiSquare,
    double chiSquareP,
    double meanZ,
    double meanP,
    double varianceZ,
    double varianceP) {

  /** Bins of the histogram from 100 ranks on. */
  public static final int BINS = 20;

  private static final int LEAST_RANKS = 4;
  private static final int LEAST_EXPECTED = 5;
  private static final int[] FEWER_BINS = {BINS, 10, 5};
  private static final int FEWEST_BINS = 4;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Copies the histogram. */
  public RankUniformity {
    histogram = histogram.clone();
  }

  /** Counts, low ranks first. */
  @Override
  public int[] histogram() {
    return histogram.clone();
  }

  /**
   * Tests ranks.
   *
   * @param ranks each in 0 .. largest
   * @param largest L, the number of draws each rank was taken among
   * @throws IllegalArgumentException if there are fewer than 4 ranks, or one is out of range
   */
  public static RankUniformity of(int[] ranks, int largest) {
    require(ranks, largest);
    int[] histogram = histogram(ranks, largest, binsFor(ranks.length));
    double chiSquare = chiSquare(histogram, ranks.length, largest);
    double chiSquareP =
        ChiSquaredDistribution.of(histogram.length - 1).survivalProbability(chiSquare);
    double[] scores = normalScores(largest);
    double second = Arrays.stream(scores).map(s -> s * s).average().orElseThrow();
    double fourth = Arrays.stream(scores).map(s -> s * s * s * s).average().orElseThrow();
    int n = ranks.length;
    double mean = 0;
    for (int rank : ranks) {
      mean += scores[rank] / n;
    }
    double variance = 0;
    for (int rank : ranks) {
      variance += (scores[rank] - mean) * (scores[rank] - mean) / (n - 1);
    }
    double meanZ = mean * Math.sqrt(n / second);
    double ofVariance = (fourth - second * second * (n - 3.0) / (n - 1.0)) / n;
    GammaDistribution expected =
        GammaDistribution.of(second * second / ofVariance, ofVariance / second);
    double below = expected.cumulativeProbability(variance);
    double above = expected.survivalProbability(variance);
    double varianceZ =
        below < above
            ? NORMAL.inverseCumulativeProbability(below)
            : NORMAL.inverseSurvivalProbability(above);
    return new RankUniformity(
        n,
        histogram,
        chiSquare,
        chiSquareP,
        meanZ,
        Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(meanZ))),
        varianceZ,
        Math.min(1, 2 * Math.min(below, above)));
  }

  /** Number of bins of the histogram of so many ranks. */
  public static int binsFor(int ranks) {
    for (int bins : FEWER_BINS) {
      if (ranks >= LEAST_EXPECTED * bins) {
        return bins;
      }
    }
    return FEWEST_BINS;
  }

  /** {@code Phi^-1((rank + 0.5) / (L + 1))} of every rank 0 .. L. */
  static double[] normalScores(int largest) {
    double[] scores = new double[largest + 1];
    for (int rank = 0; rank <= largest; rank++) {
      scores[rank] = NORMAL.inverseCumulativeProbability((rank + 0.5) / (largest + 1));
    }
    return scores;
  }

  /** Counts of ranks in bins of equal width, or of widths that differ by one rank. */
  public static int[] histogram(int[] ranks, int largest, int bins) {
    int[] counts = new int[bins];
    for (int rank : ranks) {
      counts[bin(rank, largest, bins)]++;
    }
    return counts;
  }

  private static int bin(int rank, int largest, int bins) {
    return (int) ((long) rank * bins / (largest + 1));
  }

  private static double chiSquare(int[] histogram, int ranks, int largest) {
    int[] width = new int[histogram.length];
    for (int rank = 0; rank <= largest; rank++) {
      width[bin(rank, largest, histogram.length)]++;
    }
    double sum = 0;
    for (int b = 0; b < histogram.length; b++) {
      double expected = (double) ranks * width[b] / (largest + 1);
      sum += (histogram[b] - expected) * (histogram[b] - expected) / expected;
    }
    return sum;
  }

  private static void require(int[] ranks, int largest) {
    if (ranks.length < LEAST_RANKS || largest < BINS - 1) {
      throw new IllegalArgumentException(
          "%d ranks among %d draws cannot be tested; at least %d ranks among %d draws can"
              .formatted(ranks.length, largest, LEAST_RANKS, BINS - 1));
    }
    for (int rank : ranks) {
      if (rank < 0 || rank > largest) {
        throw new IllegalArgumentException("rank " + rank + " must be in 0 .. " + largest);
      }
    }
  }
}
