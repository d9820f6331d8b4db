package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;
import org.skypool.core.random.Streams;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.LatticeSampler;
import org.skypool.core.sampler.SampledPoints;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Samples objects in one round: integration points aimed at the likelihood times a density without
 * hyperparameters (round 0: the interim prior; later: the population fitted before, tempered).
 *
 * <p>The points of an object depend on its own data, the seed, the round and the replicate only.
 */
public final class ObjectSampling {

  /** Points met per sweep: a sweep's arrays stay in cache. */
  private static final int POINTS_PER_SWEEP = 1024;

  private final ObjectLikelihood likelihood;
  private final List<Axis> axes;
  private final SamplerSettings settings;
  private final Expression logAim;
  private final Expression logInterim;
  private final Stream stream;

  /**
   * Where the random shifts come from.
   *
   * @param seed of the run
   * @param round of sampling
   * @param replicate 0 for the draws of record, others for audits
   */
  public record Stream(long seed, int round, int replicate) {}

  /**
   * Objects with their points, and those that have none.
   *
   * @param draws of the usable objects, in order
   * @param effective per usable object the effective number of points for the density aimed at
   * @param unusable reason by id, in order
   * @param indices of the usable objects in the block sampled
   */
  public record Result(
      DrawBlock draws, double[] effective, Map<String, String> unusable, int[] indices) {}

  /**
   * Makes a sampling.
   *
   * @param axes individual parameters, in order
   * @param logAim over individual parameters and covariates, natural coordinates
   * @param logInterim log interim prior, recorded for every draw
   */
  public ObjectSampling(
      ObjectLikelihood likelihood,
      List<Axis> axes,
      SamplerSettings settings,
      Expression logAim,
      Expression logInterim,
      Stream stream) {
    this.likelihood = likelihood;
    this.axes = List.copyOf(axes);
    this.settings = settings;
    this.logAim = logAim;
    this.logInterim = logInterim;
    this.stream = stream;
  }

  /** Samples every object of a block. */
  public Result sample(ObjectBlock block) {
    List<String> thetas = axes.stream().map(Axis::name).toList();
    LatticeSampler sampler = new LatticeSampler(axes, settings);
    BlockLikelihood objects = likelihood.of(block);
    ExpressionDensity aim = new ExpressionDensity(logAim, thetas, block.columns());
    ExpressionDensity interim = new ExpressionDensity(logInterim, thetas, block.columns());
    int sweep = Math.max(1, POINTS_PER_SWEEP / settings.points());
    Collected collected = new Collected(block, axes, settings.points());
    for (int first = 0; first < block.size(); first += sweep) {
      int count = Math.min(sweep, block.size() - first);
      SampledPoints points =
          sampler.sample(adapt(objects), aim, (i, out) -> shift(block, i, out), first, count);
      double[] logInterimPrior = new double[count * settings.points()];
      interim.logDensity(first, count, settings.points(), points.theta(), logInterimPrior);
      collected.add(first, count, points, logInterimPrior);
    }
    return collected.result();
  }

  private void shift(ObjectBlock block, int i, double[] out) {
    new Streams(stream.seed()).shifts(block.ids().get(i), stream.round(), stream.replicate(), out);
  }

  private static LatticeSampler.Likelihood adapt(BlockLikelihood objects) {
    return new LatticeSampler.Likelihood() {
      @Override
      public void locate(int object, double[] centre, double[] scale) {
        objects.locate(object, centre, scale);
      }

      @Override
      public void logLikelihood(int object, double[][] theta, int from, int to, double[] out) {
        objects.logLikelihood(object, theta, from, to, out);
      }
    };
  }

  /** Gathers sweeps into one block, leaving out objects without points. */
  private static final class Collected {
    private final ObjectBlock block;
    private final List<Axis> axes;
    private final int perObject;
    private final double[][] theta;
    private final double[] logWeight;
    private final double[] logInterimPrior;
    private final double[] effective;
    private final int[] indices;
    private final Map<String, String> unusable = new LinkedHashMap<>();
    private int usable;

    Collected(ObjectBlock block, List<Axis> axes, int perObject) {
      this.block = block;
      this.axes = axes;
      this.perObject = perObject;
      int draws = Math.multiplyExact(block.size(), perObject);
      this.theta = new double[axes.size()][draws];
      this.logWeight = new double[draws];
      this.logInterimPrior = new double[draws];
      this.effective = new double[block.size()];
      this.indices = new int[block.size()];
    }

    void add(int first, int count, SampledPoints points, double[] interim) {
      for (int i = 0; i < count; i++) {
        if (points.unusable()[i] != null) {
          unusable.put(block.ids().get(first + i), points.unusable()[i]);
          continue;
        }
        int from = i * perObject;
        int to = usable * perObject;
        for (int j = 0; j < theta.length; j++) {
          System.arraycopy(points.theta()[j], from, theta[j], to, perObject);
        }
        System.arraycopy(points.logWeight(), from, logWeight, to, perObject);
        System.arraycopy(interim, from, logInterimPrior, to, perObject);
        effective[usable] = points.effective()[i];
        indices[usable] = first + i;
        usable++;
      }
    }

    Result result() {
      int draws = usable * perObject;
      int[] offsets = new int[usable + 1];
      List<String> ids = new ArrayList<>(usable);
      for (int i = 0; i < usable; i++) {
        offsets[i + 1] = (i + 1) * perObject;
        ids.add(block.ids().get(indices[i]));
      }
      Map<String, double[]> thetas = new LinkedHashMap<>();
      for (int j = 0; j < theta.length; j++) {
        thetas.put(axes.get(j).name(), Arrays.copyOf(theta[j], draws));
      }
      Map<String, double[]> covariates = new LinkedHashMap<>();
      block
          .columns()
          .forEach(
              (name, column) -> {
                double[] kept = new double[usable];
                for (int i = 0; i < usable; i++) {
                  kept[i] = column[indices[i]];
                }
                covariates.put(name, kept);
              });
      DrawBlock out =
          new DrawBlock(
              ids,
              offsets,
              thetas,
              covariates,
              Arrays.copyOf(logWeight, draws),
              Arrays.copyOf(logInterimPrior, draws));
      return new Result(
          out, Arrays.copyOf(effective, usable), unusable, Arrays.copyOf(indices, usable));
    }
  }
}
