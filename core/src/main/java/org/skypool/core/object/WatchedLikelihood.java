package org.skypool.core.object;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A likelihood that says which object it is evaluated for, and that gives an object up when its
 * evaluations took longer than a limit.
 *
 * <p>The time is that of all evaluations of an object by one {@link #of block likelihood}: one
 * placement of its points. It is looked at between pieces of 16 points; a call that does not come
 * back is not interrupted. Without a limit no clock is read, and values have the same bits with and
 * without one.
 */
final class WatchedLikelihood implements ObjectLikelihood {
  private static final int PIECE = 16;
  private static final double NANOS = 1e9;

  private final ObjectLikelihood likelihood;
  private final EvaluationWatch watch;
  private final OptionalDouble limit;

  WatchedLikelihood(ObjectLikelihood likelihood, EvaluationWatch watch, OptionalDouble limit) {
    this.likelihood = likelihood;
    this.watch = watch;
    this.limit = limit;
  }

  @Override
  public BlockLikelihood of(ObjectBlock block) {
    BlockLikelihood objects = likelihood.of(block);
    return limit.isEmpty()
        ? new Watched(objects, block.ids(), watch)
        : new Limited(new Watched(objects, block.ids(), watch), block.size(), limit.getAsDouble());
  }

  @Override
  public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    likelihood.simulate(theta, columns, rng);
  }

  @Override
  public boolean isExact() {
    return likelihood.isExact();
  }

  private record Watched(BlockLikelihood objects, List<String> ids, EvaluationWatch watch)
      implements BlockLikelihood {
    @Override
    public String reject(int i) {
      return objects.reject(i);
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      watch.begin(ids.get(i));
      objects.locate(i, centre, scale);
      watch.end();
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      watch.begin(ids.get(i));
      objects.logLikelihood(i, theta, from, to, out);
      watch.end();
    }
  }

  private static final class Limited implements BlockLikelihood {
    private final BlockLikelihood objects;
    private final double seconds;
    private final long[] spent;

    Limited(BlockLikelihood objects, int size, double seconds) {
      this.objects = objects;
      this.seconds = seconds;
      this.spent = new long[size];
    }

    @Override
    public String reject(int i) {
      return objects.reject(i);
    }

    @Override
    public String givenUp(int i) {
      return isOver(i)
          ? "its likelihood takes longer than objects.time-limit = " + seconds + " s"
          : null;
    }

    private boolean isOver(int i) {
      return spent[i] > seconds * NANOS;
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      if (isOver(i)) {
        Arrays.fill(centre, 0);
        Arrays.fill(scale, 1);
        return;
      }
      long before = System.nanoTime();
      objects.locate(i, centre, scale);
      spent[i] += System.nanoTime() - before;
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      for (int start = from; start < to; start += PIECE) {
        if (isOver(i)) {
          Arrays.fill(out, start, to, Double.NEGATIVE_INFINITY);
          return;
        }
        long before = System.nanoTime();
        objects.logLikelihood(i, theta, start, Math.min(to, start + PIECE), out);
        spent[i] += System.nanoTime() - before;
      }
    }
  }
}
