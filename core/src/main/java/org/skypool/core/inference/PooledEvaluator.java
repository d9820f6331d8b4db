package org.skypool.core.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;

/**
 * The likelihood of complete pooling, one theta common to all objects: {@code sum_i log
 * L_i(theta)}. The hyperparameters are the individual parameters themselves.
 *
 * <p>Gradients are differences of fourth order per object, {@code (8 (l(+h) - l(-h)) - (l(+2h) -
 * l(-2h))) / 12 h} with h a thousandth of the width of that object's likelihood: relative error
 * about 1e-12, NaN closer than 2h to an edge of the likelihood's domain. Sums are formed in the
 * order of the objects, whatever the number of threads.
 */
public final class PooledEvaluator implements PopulationEvaluator {
  private static final double STEP = 1e-3;
  private static final int STENCIL = 4;

  private final List<Pool> pools;
  private final int dimension;
  private final long objects;

  /** One block with its likelihoods. */
  private record Pool(ObjectBlock block, ObjectLikelihood.BlockLikelihood likelihood) {}

  /**
   * Makes an evaluator.
   *
   * @param dimension number of individual parameters
   * @param blocks the objects, in a fixed order
   */
  public PooledEvaluator(ObjectLikelihood likelihood, int dimension, List<ObjectBlock> blocks) {
    this.pools = blocks.stream().map(b -> new Pool(b, likelihood.of(b))).toList();
    this.dimension = dimension;
    this.objects = blocks.stream().mapToLong(ObjectBlock::size).sum();
  }

  /**
   * Mean of where the objects' likelihoods are, weighted by their inverse squared widths: a point
   * to start a fit from.
   */
  public double[] centre() {
    double[] sum = new double[dimension];
    double[] weights = new double[dimension];
    double[] centre = new double[dimension];
    double[] scale = new double[dimension];
    for (Pool pool : pools) {
      for (int i = 0; i < pool.block.size(); i++) {
        pool.likelihood.locate(i, centre, scale);
        for (int j = 0; j < dimension; j++) {
          double weight = 1 / (scale[j] * scale[j]);
          sum[j] += weight * centre[j];
          weights[j] += weight;
        }
      }
    }
    Arrays.setAll(sum, j -> sum[j] / weights[j]);
    return sum;
  }

  @Override
  public double[] values(double[][] phis) {
    double[][] columns = columns(phis);
    double[] sums = new double[phis.length];
    for (double[] partial : each(pool -> values(pool, columns, phis.length))) {
      for (int v = 0; v < sums.length; v++) {
        sums[v] += partial[v];
      }
    }
    return sums;
  }

  private static double[] values(Pool pool, double[][] columns, int vectors) {
    double[] sums = new double[vectors];
    double[] one = new double[vectors];
    for (int i = 0; i < pool.block.size(); i++) {
      pool.likelihood.logLikelihood(i, columns, 0, vectors, one);
      for (int v = 0; v < vectors; v++) {
        sums[v] += one[v];
      }
    }
    return sums;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    double[] values = values(phis);
    double[][] gradients = new double[phis.length][dimension];
    for (double[][] partial : each(pool -> scores(pool, phis))) {
      for (int v = 0; v < phis.length; v++) {
        for (int j = 0; j < dimension; j++) {
          gradients[v][j] += partial[v][j];
        }
      }
    }
    return new Gradients(values, gradients);
  }

  private double[][] scores(Pool pool, double[][] phis) {
    double[][] sums = new double[phis.length][dimension];
    for (int i = 0; i < pool.block.size(); i++) {
      for (int v = 0; v < phis.length; v++) {
        double[] score = score(pool.likelihood, i, phis[v]);
        for (int j = 0; j < dimension; j++) {
          sums[v][j] += score[j];
        }
      }
    }
    return sums;
  }

  private double[] score(ObjectLikelihood.BlockLikelihood likelihood, int i, double[] theta) {
    double[] centre = new double[dimension];
    double[] scale = new double[dimension];
    likelihood.locate(i, centre, scale);
    double[][] points = new double[dimension][STENCIL * dimension];
    double[] out = new double[STENCIL * dimension];
    for (int j = 0; j < dimension; j++) {
      Arrays.fill(points[j], theta[j]);
      double h = STEP * scale[j];
      points[j][STENCIL * j] += h;
      points[j][STENCIL * j + 1] -= h;
      points[j][STENCIL * j + 2] += 2 * h;
      points[j][STENCIL * j + 3] -= 2 * h;
    }
    likelihood.logLikelihood(i, points, 0, out.length, out);
    double[] score = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      int at = STENCIL * j;
      double h = (points[j][at] - points[j][at + 1]) / 2;
      score[j] = (8 * (out[at] - out[at + 1]) - (out[at + 2] - out[at + 3])) / (12 * h);
    }
    return score;
  }

  @Override
  public Set<String> withoutSupport(double[][] phis) {
    double[][] columns = columns(phis);
    Set<String> ids = new TreeSet<>();
    for (Pool pool : pools) {
      double[] out = new double[phis.length];
      for (int i = 0; i < pool.block.size(); i++) {
        pool.likelihood.logLikelihood(i, columns, 0, out.length, out);
        if (Arrays.stream(out).noneMatch(log -> log > Double.NEGATIVE_INFINITY)) {
          ids.add(pool.block.ids().get(i));
        }
      }
    }
    return ids;
  }

  private double[][] columns(double[][] phis) {
    double[][] columns = new double[dimension][phis.length];
    for (int v = 0; v < phis.length; v++) {
      for (int j = 0; j < dimension; j++) {
        columns[j][v] = phis[v][j];
      }
    }
    return columns;
  }

  private <T> List<T> each(java.util.function.Function<Pool, T> work) {
    return IntStream.range(0, pools.size())
        .parallel()
        .mapToObj(b -> work.apply(pools.get(b)))
        .toList();
  }

  @Override
  public long objects() {
    return objects;
  }

  @Override
  public long draws() {
    return objects;
  }
}
