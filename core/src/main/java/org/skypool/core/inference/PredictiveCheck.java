package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.skypool.core.random.Streams;

/**
 * One measured column against its replicates.
 *
 * <p>A predictive p-value is {@code P(T(D_rep) >= T(D))}, half the ties counted, over draws of the
 * hyperposterior. The data were used to fit, so it is no test with a false-alarm rate: a value near
 * 0 or 1 names a feature that the model does not reproduce.
 *
 * <p>The leave-one-out probability integral transform of an object is {@code P(D_rep <= D_j | the
 * other objects)}, draws weighted as {@link LeaveOneOut} says. Where the model is right these are
 * uniform between 0 and 1 (Gelfand, Dey &amp; Chang 1992; Vehtari &amp; others, {@code loo}). Ties
 * are broken by a random number per object, which makes discrete data uniform too.
 *
 * @param column name of the measured column
 * @param statistics mean, standard deviation, extremes, skewness
 * @param transforms the leave-one-out transforms, one per object that has one
 */
public record PredictiveCheck(String column, List<Statistic> statistics, double[] transforms) {

  /** Statistics by name, in the order to show. */
  private enum Kind {
    MEAN("mean", PredictiveCheck::mean),
    SD("standard deviation", x -> Math.sqrt(moment(x, 2))),
    MINIMUM("smallest", x -> Arrays.stream(x).min().orElse(Double.NaN)),
    MAXIMUM("largest", x -> Arrays.stream(x).max().orElse(Double.NaN)),
    SKEWNESS("skewness", PredictiveCheck::skewness);

    private final String label;
    private final ToDoubleFunction<double[]> of;

    Kind(String label, ToDoubleFunction<double[]> of) {
      this.label = label;
      this.of = of;
    }
  }

  /**
   * One number made from all objects.
   *
   * @param name what it is
   * @param observed its value in the data
   * @param low 5 % quantile among replicates
   * @param median among replicates
   * @param high 95 % quantile among replicates
   * @param probability predictive p-value
   */
  public record Statistic(
      String name, double observed, double low, double median, double high, double probability) {}

  /**
   * Checks one column.
   *
   * @param column its number among the measured ones
   * @param ids of the objects, which key the random numbers that break ties
   * @param left leave-one-out weights by object; null where an object has none
   */
  public static PredictiveCheck of(
      Replicates replicates, int column, List<String> ids, LeaveOneOut[] left, long seed) {
    double[] observed = replicates.observed()[column];
    double[][] values = replicates.values()[column];
    List<Statistic> statistics = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      statistics.add(statistic(kind, observed, values));
    }
    Streams streams = new Streams(seed);
    List<Double> transforms = new ArrayList<>();
    for (int i = 0; i < observed.length; i++) {
      if (left[i] != null && !Double.isNaN(observed[i])) {
        double tie = streams.stream("transform", ids.get(i), 0, column).nextDouble();
        double transform = transform(observed[i], values, i, left[i].logWeights(), tie);
        if (!Double.isNaN(transform)) {
          transforms.add(transform);
        }
      }
    }
    return new PredictiveCheck(
        replicates.measured().get(column),
        statistics,
        transforms.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Statistic statistic(Kind kind, double[] observed, double[][] values) {
    double of = kind.of.applyAsDouble(finite(observed));
    double[] replicated =
        Arrays.stream(values)
            .mapToDouble(row -> kind.of.applyAsDouble(finite(row)))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double above = 0;
    for (double value : replicated) {
      above += value > of ? 1 : value == of ? 0.5 : 0;
    }
    return new Statistic(
        kind.label,
        of,
        quantile(replicated, 0.05),
        quantile(replicated, 0.5),
        quantile(replicated, 0.95),
        replicated.length == 0 ? Double.NaN : above / replicated.length);
  }

  /**
   * The share of weight below, half way through a step of one replicate: with L replicates of equal
   * weight the rank of the observed value among L + 1, made uniform by {@code tie}.
   */
  private static double transform(
      double observed, double[][] values, int object, double[] logWeights, double tie) {
    double below = 0;
    double equal = 0;
    double total = 0;
    int count = 0;
    for (int v = 0; v < values.length; v++) {
      double value = values[v][object];
      double weight = StrictMath.exp(logWeights[v]);
      if (!Double.isNaN(value)) {
        below += value < observed ? weight : 0;
        equal += value == observed ? weight : 0;
        total += weight;
        count++;
      }
    }
    double step = total / Math.max(1, count);
    return (below + tie * (equal + step)) / (total + step);
  }

  private static double[] finite(double[] row) {
    return DoubleStream.of(row).filter(Double::isFinite).toArray();
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum / x.length;
  }

  private static double moment(double[] x, int order) {
    double mean = mean(x);
    double sum = 0;
    for (double value : x) {
      double d = value - mean;
      sum += order == 2 ? d * d : d * d * d;
    }
    return sum / x.length;
  }

  private static double skewness(double[] x) {
    double variance = moment(x, 2);
    return moment(x, 3) / (variance * Math.sqrt(variance));
  }

  private static double quantile(double[] sorted, double p) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = p * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
