package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.util.LongAccumulator;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.ObjectSampling;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.ObjectEvidence;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.random.Streams;
import org.skypool.core.sampler.SamplerSettings;
import org.skypool.jobs.config.RunConfig;

/**
 * Audits a round on a random subset of objects, on the executors: places their points again with
 * fresh shifts, and with eight times as many behind a wider proposal, and compares scores.
 */
final class AuditPoints {
  private static final int FINER = 8;
  private static final int MOST_POINTS = 4096;
  private static final double WIDER = 1.4;
  private static final int SLICE = 256;

  private final RunConfig config;
  private final BucketedObjects objects;
  private final ProgressWatch watch;

  AuditPoints(RunConfig config, BucketedObjects objects, ProgressWatch watch) {
    this.config = config;
    this.objects = objects;
    this.watch = watch;
  }

  /** Scores of one object under three placements of its points. */
  private record Scores(BucketKey key, double[] original, double[] fresh, double[] finer)
      implements Serializable {}

  /**
   * Audits.
   *
   * @param wanted about how many objects; which ones follows from their ids
   */
  Audit run(Round round, Hyperposterior posterior, int wanted) {
    ModelText text = ModelText.of(config);
    double share = Math.min(1, wanted / (double) objects.size());
    double[] phi = posterior.mean();
    BucketPartitioner partitioner = objects.partitioner();
    int buckets = objects.buckets().count();
    ObjectColumns columns = objects.columns();
    List<Scores> scores;
    try (ProgressWatch.Running running =
        watch.start("audit, round " + round.number(), Math.round(share * objects.size()))) {
      LongAccumulator counter = running.counter();
      objects.context().setJobGroup("audit", "audit of round " + round.number(), true);
      scores =
          new ArrayList<>(
              objects
                  .rows()
                  .mapPartitionsWithIndex(
                      (partition, rows) ->
                          audit(
                              text,
                              round,
                              phi,
                              share,
                              BucketedObjects.gather(
                                  partition, partitioner, buckets, columns, rows),
                              counter),
                      true)
                  .collect());
    }
    scores.sort(Comparator.comparing(Scores::key));
    return Audit.of(
        evidence(scores, s -> s.original),
        evidence(scores, s -> s.fresh),
        evidence(scores, s -> s.finer),
        posterior.covariance(),
        objects.size());
  }

  private static ObjectEvidence evidence(
      List<Scores> scores, java.util.function.Function<Scores, double[]> which) {
    int n = scores.size();
    return new ObjectEvidence(
        scores.stream().map(s -> s.key().id()).toList(),
        new double[n],
        new double[n],
        new double[n],
        scores.stream().map(which).toArray(double[][]::new));
  }

  private static Iterator<Scores> audit(
      ModelText text,
      Round round,
      double[] phi,
      double share,
      Iterator<BucketedObjects.Bucket> buckets,
      LongAccumulator counter) {
    SurveyModel model = text.model();
    SamplerSettings settings = round.settings(model);
    SamplerSettings finer =
        new SamplerSettings(
                Math.min(MOST_POINTS, FINER * settings.points()),
                settings.leastPasses(),
                settings.mostPasses(),
                settings.widening())
            .widenedBy(WIDER);
    ObjectSampling original = round.sampling(model, 0, settings);
    ObjectSampling fresh = round.sampling(model, 1, settings);
    ObjectSampling fine = round.sampling(model, 2, finer);
    Streams streams = new Streams(round.seed());
    List<Scores> scores = new ArrayList<>();
    while (buckets.hasNext()) {
      BucketedObjects.Bucket bucket = buckets.next();
      List<ObjectBlock> slices = slices(bucket.objects(), streams, round.number(), share);
      for (ObjectBlock slice : slices) {
        List<ObjectEvidence> three = new ArrayList<>();
        for (ObjectSampling sampling : List.of(original, fresh, fine)) {
          three.add(evidence(model, sampling.sample(slice).draws(), phi));
        }
        compare(bucket.number(), three, scores);
        counter.add(slice.size());
      }
    }
    return scores.iterator();
  }

  private static ObjectEvidence evidence(SurveyModel model, DrawBlock draws, double[] phi) {
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(
            model.population().logIntegrand(),
            model.population().hyperprior().names(),
            List.of(draws),
            1)) {
      return evaluator.evidence(phi);
    }
  }

  /** Objects usable under all three placements; the others are counted where they were sampled. */
  private static void compare(int bucket, List<ObjectEvidence> three, List<Scores> out) {
    ObjectEvidence original = three.get(0);
    for (int i = 0; i < original.ids().size(); i++) {
      String id = original.ids().get(i);
      int fresh = three.get(1).ids().indexOf(id);
      int finer = three.get(2).ids().indexOf(id);
      if (fresh >= 0 && finer >= 0) {
        out.add(
            new Scores(
                new BucketKey(bucket, id),
                original.scores()[i],
                three.get(1).scores()[fresh],
                three.get(2).scores()[finer]));
      }
    }
  }

  private static List<ObjectBlock> slices(
      ObjectBlock block, Streams streams, int round, double share) {
    int[] chosen =
        java.util.stream.IntStream.range(0, block.size())
            .filter(
                i ->
                    share >= 1
                        || streams.stream("audit", block.ids().get(i), round, 0).nextDouble()
                            < share)
            .toArray();
    List<ObjectBlock> slices = new ArrayList<>();
    for (int from = 0; from < chosen.length; from += SLICE) {
      slices.add(
          block.select(Arrays.copyOfRange(chosen, from, Math.min(chosen.length, from + SLICE))));
    }
    return slices;
  }
}
