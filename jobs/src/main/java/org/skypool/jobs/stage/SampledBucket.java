package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.ObjectSampling;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.RowMarks;

/**
 * The points of one bucket's objects: rows of the earlier table where they are what would be
 * sampled, sampled where not. Its rows have the same bits however many were copied.
 *
 * @param rows in the order of the objects
 * @param unusable reason by id of objects that have no points
 * @param reused what became of the earlier rows; empty where there were none
 */
record SampledBucket(SampledRows rows, Map<String, String> unusable, Optional<ReuseCount> reused) {

  /**
   * Samples a bucket.
   *
   * @param count number of buckets
   */
  static SampledBucket of(
      Configuration conf,
      SurveyModel model,
      Round round,
      String key,
      EarlierRows earlier,
      BucketedObjects.Bucket bucket,
      int count) {
    DrawsSchema schema = SampleObjects.schema(model, round);
    Work work = new Work(model, round, key, schema, bucket.objects());
    if (earlier.isEmpty()) {
      return work.sampleAll(Optional.empty());
    }
    return earlier
        .bucket(conf, bucket.number(), key, schema, model.coordinates())
        .map(rows -> work.reuse(rows, earlier.release(), new Buckets(count), bucket.number()))
        .orElseGet(
            () -> {
              ReuseCount all =
                  ReuseCount.none(earlier.release()).withAdded(bucket.objects().size());
              return work.sampleAll(Optional.of(all));
            });
  }

  /** The work on one bucket. */
  private static final class Work {
    private final SurveyModel model;
    private final Round round;
    private final String key;
    private final DrawsSchema schema;
    private final ObjectBlock objects;
    private final long[] data;

    Work(SurveyModel model, Round round, String key, DrawsSchema schema, ObjectBlock objects) {
      this.model = model;
      this.round = round;
      this.key = key;
      this.schema = schema;
      this.objects = objects;
      this.data = new ObjectHashes(model.objectColumns()).of(objects);
    }

    SampledBucket sampleAll(Optional<ReuseCount> count) {
      ObjectSampling.Result sampled = round.plan().draw(model.problem(), objects);
      DrawBlock stored = SampleObjects.stored(model, sampled.draws());
      long[] hashes = new long[stored.objects()];
      for (int row = 0; row < hashes.length; row++) {
        hashes[row] = data[sampled.indices()[row]];
      }
      return finished(stored, sampled.effective(), hashes, sampled.unusable(), count);
    }

    SampledBucket reuse(EarlierRows.Bucket earlier, String release, Buckets buckets, int number) {
      Map<String, Integer> places = earlier.byId();
      int[] kept = new int[objects.size()];
      List<Integer> missing = new ArrayList<>();
      long changed = 0;
      long altered = 0;
      for (int i = 0; i < kept.length; i++) {
        Integer row = places.remove(objects.ids().get(i));
        boolean same = row != null && earlier.isOf(row, data[i]);
        boolean serves = same && earlier.isIntact(row);
        kept[i] = serves ? row : -1;
        if (!serves) {
          missing.add(i);
          changed += row == null ? 0 : 1;
          altered += same ? 1 : 0;
        }
      }
      long dropped = places.keySet().stream().filter(id -> buckets.of(id) == number).count();
      ReuseCount count =
          new ReuseCount(
              release,
              kept.length - missing.size(),
              changed,
              missing.size() - changed,
              dropped,
              altered);
      return merged(earlier.rows(), kept, missing, count);
    }

    private SampledBucket merged(
        SampledRows earlier, int[] kept, List<Integer> missing, ReuseCount count) {
      int[] indices = missing.stream().mapToInt(Integer::intValue).toArray();
      ObjectSampling.Result sampled = round.plan().draw(model.problem(), objects.select(indices));
      DrawBlock stored = SampleObjects.stored(model, sampled.draws());
      int[] fresh = new int[objects.size()];
      Arrays.fill(fresh, -1);
      for (int row = 0; row < sampled.indices().length; row++) {
        fresh[indices[sampled.indices()[row]]] = row;
      }
      PickedRows picked = new PickedRows();
      double[] effective = new double[objects.size()];
      long[] hashes = new long[objects.size()];
      int n = 0;
      for (int i = 0; i < kept.length; i++) {
        if (kept[i] >= 0) {
          picked.add(earlier.draws(), kept[i]);
          effective[n] = earlier.effective()[kept[i]];
          hashes[n++] = data[i];
        } else if (fresh[i] >= 0) {
          picked.add(stored, fresh[i]);
          effective[n] = sampled.effective()[fresh[i]];
          hashes[n++] = data[i];
        }
      }
      return finished(
          picked.block(schema),
          Arrays.copyOf(effective, n),
          Arrays.copyOf(hashes, n),
          sampled.unusable(),
          Optional.of(count));
    }

    private SampledBucket finished(
        DrawBlock stored,
        double[] effective,
        long[] hashes,
        Map<String, String> unusable,
        Optional<ReuseCount> count) {
      long[] rows = new RowHashes(key, schema).of(stored, effective, hashes);
      return new SampledBucket(
          new SampledRows(stored, effective, new RowMarks(hashes, rows)),
          new LinkedHashMap<>(unusable),
          count);
    }
  }
}
