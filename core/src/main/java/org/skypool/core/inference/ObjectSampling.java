package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;
import org.skypool.core.random.Streams;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.LatticeRun;
import org.skypool.core.sampler.LatticeSampler;
import org.skypool.core.sampler.MixtureSampler;
import org.skypool.core.sampler.ObjectPoints;
import org.skypool.core.sampler.PooledPoints;
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

  /** Difference of log Z between two shifts above which an object is repaired. */
  private static final double MOST_DIFFERENCE = 0.05;

  /** Share of effective points below which a fit has collapsed. */
  private static final double LEAST_EFFECTIVE = 0.05;

  /**
   * The second sampling starts its fits from a guess so many times wider, so that peaks away from
   * the first guess are found.
   */
  private static final double SECOND_START = 4;

  /** Replicates of the second sampling and of mixtures start here: no caller's are as large. */
  private static final int SECOND_SHIFT = 1 << 20;

  private static final int MIXTURE_SHIFT = 1 << 21;

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
   * @param repaired ids of the objects sampled through a mixture of proposals, in order
   * @param rhat per usable object the split R-hat of the Markov chains its proposal was fitted to,
   *     NaN where none ran
   */
  public record Result(
      DrawBlock draws,
      double[] effective,
      Map<String, String> unusable,
      int[] indices,
      List<String> repaired,
      double[] rhat) {}

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
    Run run = new Run(block);
    CollectedDraws collected = new CollectedDraws(block, names(), settings.points());
    run.sweep(
        (first, count) -> {
          SampledPoints points = run.place(first, count);
          double[] interim = run.logInterim(first, count, points);
          for (int i = 0; i < count; i++) {
            if (!run.leavesOut(collected, first + i)) {
              addPlain(collected, first + i, points, i, interim);
            }
          }
        });
    return collected.result();
  }

  /**
   * Samples every object of a block twice, with two shifts and the second time from a wider first
   * guess, and repairs those for which one proposal does not do: {@code |log Z(first) - log
   * Z(second)| > 0.05}, Z the integral of likelihood times the density aimed at, or fewer than 5 %
   * effective points in either. These get a mixture of two proposals, fitted to the points of both
   * samplings, and up to four times the points; the others keep the points that {@link #sample}
   * gives them, bit for bit.
   */
  public Result sampleRepaired(ObjectBlock block) {
    Run run = new Run(block);
    CollectedDraws collected = new CollectedDraws(block, names(), settings.points());
    LatticeRun second = run.placing(run.sampler.startingWider(SECOND_START), SECOND_SHIFT);
    PooledPoints pooled = new PooledPoints(run.sampler, run.sampler, run.aim);
    MixtureSampler mixture = new MixtureSampler(axes, settings);
    run.sweep(
        (first, count) -> {
          SampledPoints once = run.place(first, count);
          SampledPoints again = second.sample(first, count);
          double[] interim = run.logInterim(first, count, once);
          for (int i = 0; i < count; i++) {
            int object = first + i;
            ObjectPoints repaired =
                isDoubtful(once, again, i)
                    ? run.repair(mixture, pooled.of(once, again, i, object), object)
                    : null;
            if (run.leavesOut(collected, object)) {
              continue;
            }
            if (repaired != null && repaired.unusable() == null) {
              collected.markRepaired(object);
              run.add(collected, object, repaired);
            } else {
              addPlain(collected, object, once, i, interim);
            }
          }
        });
    return collected.result();
  }

  /**
   * Samples every object of a block, and gives its points together with those of an earlier
   * sampling, each weighted against both proposals: {@code log L - log(K_0 q_0 + K_1 q_1)}. Mass
   * that one of them misses is counted. The interim prior and the effective numbers are those of
   * this sampling.
   *
   * @param earlier of the same individual parameters and likelihood; aim, points, supports and
   *     stream may differ
   * @throws IllegalArgumentException if the individual parameters differ
   */
  public Result samplePooledWith(ObjectSampling earlier, ObjectBlock block) {
    if (!names().equals(earlier.names())) {
      throw new IllegalArgumentException(
          "individual parameters " + names() + " pooled with " + earlier.names());
    }
    Run run = new Run(block);
    Run before = earlier.new Run(block);
    int points = settings.points() + earlier.settings.points();
    CollectedDraws collected = new CollectedDraws(block, names(), points);
    PooledPoints pooled = new PooledPoints(before.sampler, run.sampler, run.aim);
    run.sweep(
        (first, count) -> {
          SampledPoints own = run.place(first, count);
          SampledPoints others = before.place(first, count);
          for (int i = 0; i < count; i++) {
            if (run.leavesOut(collected, first + i) || before.leavesOut(collected, first + i)) {
              continue;
            }
            ObjectPoints both = pooled.of(others, own, i, first + i);
            if (both.unusable() == null) {
              run.add(collected, first + i, both);
            } else {
              collected.leaveOut(first + i, both.unusable());
            }
          }
        });
    return collected.result();
  }

  private List<String> names() {
    return axes.stream().map(Axis::name).toList();
  }

  private boolean isDoubtful(SampledPoints once, SampledPoints again, int i) {
    if (once.unusable()[i] != null || again.unusable()[i] != null) {
      return once.unusable()[i] == null || again.unusable()[i] == null;
    }
    double fewest = LEAST_EFFECTIVE * settings.points();
    return !(Math.abs(once.logAimed()[i] - again.logAimed()[i]) <= MOST_DIFFERENCE)
        || !(once.effective()[i] >= fewest && again.effective()[i] >= fewest);
  }

  private void addPlain(
      CollectedDraws collected, int object, SampledPoints points, int i, double[] interim) {
    int k = settings.points();
    if (points.unusable()[i] != null) {
      collected.leaveOut(object, points.unusable()[i]);
    } else {
      collected.add(
          object, points.theta(), points.logWeight(), interim, i * k, k, points.effective()[i]);
      collected.setRhat(points.rhat()[i]);
    }
  }

  /** A range of objects sampled together. */
  private interface Sweep {
    void over(int first, int count);
  }

  /** The sampling of one block. */
  private final class Run {
    private final ObjectBlock block;
    private final LatticeSampler sampler = new LatticeSampler(axes, settings);
    private final BlockLikelihood likelihoods;
    private final LatticeSampler.Likelihood objects;
    private final ExpressionDensity aim;
    private final ExpressionDensity interim;
    private final LatticeRun placing;
    private double[] logInterim = new double[0];

    Run(ObjectBlock block) {
      this.block = block;
      this.likelihoods = likelihood.of(block);
      this.objects = adapt(likelihoods);
      this.aim = new ExpressionDensity(logAim, names(), block.columns());
      this.interim =
          new ExpressionDensity(ObjectSampling.this.logInterim, names(), block.columns());
      this.placing = placing(sampler, 0);
    }

    void sweep(Sweep sweep) {
      int most = Math.max(1, POINTS_PER_SWEEP / settings.points());
      for (int first = 0; first < block.size(); first += most) {
        sweep.over(first, Math.min(most, block.size() - first));
      }
    }

    /** Leaves out an object that was given up while it was evaluated. */
    boolean leavesOut(CollectedDraws collected, int object) {
      String reason = likelihoods.givenUp(object);
      if (reason != null) {
        collected.leaveOut(object, reason);
      }
      return reason != null;
    }

    SampledPoints place(int first, int count) {
      return placing.sample(first, count);
    }

    LatticeRun placing(LatticeSampler by, int furtherReplicate) {
      int replicate = stream.replicate() + furtherReplicate;
      return by.on(objects, aim, (i, out) -> shift(i, replicate, out));
    }

    double[] logInterim(int first, int count, SampledPoints points) {
      int n = count * settings.points();
      if (logInterim.length < n) {
        logInterim = new double[n];
      }
      interim.logDensity(first, count, settings.points(), 0, points.theta(), logInterim);
      return logInterim;
    }

    ObjectPoints repair(MixtureSampler mixture, ObjectPoints known, int object) {
      if (known.unusable() != null) {
        return known;
      }
      double[][] shifts = new double[2][axes.size()];
      for (int c = 0; c < 2; c++) {
        shift(object, stream.replicate() + MIXTURE_SHIFT + c, shifts[c]);
      }
      return mixture.sample(objects, aim, object, known, shifts);
    }

    void add(CollectedDraws collected, int object, ObjectPoints points) {
      double[] logInterimPrior = new double[points.size()];
      interim.logDensity(object, 1, points.size(), 0, points.theta(), logInterimPrior);
      collected.add(
          object,
          points.theta(),
          points.logWeight(),
          logInterimPrior,
          0,
          points.size(),
          points.effective());
    }

    private void shift(int object, int replicate, double[] out) {
      new Streams(stream.seed()).shifts(block.ids().get(object), stream.round(), replicate, out);
    }
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
}
