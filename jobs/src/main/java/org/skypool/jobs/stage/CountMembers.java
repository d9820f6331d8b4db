package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.MemberCount;
import org.skypool.core.inference.Memberships;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.TablePart;
import org.skypool.jobs.progress.JobName;

/**
 * How many objects are of each component of a mixture, from the points of the last round, bucket by
 * bucket on the executors.
 */
final class CountMembers {
  private final RunConfig config;
  private final JavaSparkContext context;
  private final Configuration conf;
  private final Path output;

  CountMembers(RunConfig config, JavaSparkContext context, Configuration conf, Path output) {
    this.config = config;
    this.context = context;
    this.conf = conf;
    this.output = output;
  }

  /** What every task needs. */
  private record Task(
      ModelText text,
      double[][] phis,
      Set<String> aside,
      boolean exact,
      SerializableConfiguration conf)
      implements java.io.Serializable {}

  /**
   * Counts.
   *
   * @param last the last round's draws
   * @param phis draws of the hyperposterior
   * @param aside objects that were left out of the fit
   * @param objects how many there are
   * @return by component; none without a mixture
   */
  List<MemberCount> run(Round last, double[][] phis, Set<String> aside, long objects)
      throws IOException {
    SurveyModel model = SurveyModel.of(config);
    int components = Memberships.of(model.population()).map(m -> m.names().size()).orElse(0);
    if (components == 0) {
      return List.of();
    }
    List<TablePart> parts = DrawsReader.parts(conf, new Path(output, last.table()));
    Task task =
        new Task(
            ModelText.of(config),
            ShrinkObjects.thinned(phis, ShrinkObjects.vectors(objects)),
            aside,
            objects <= MemberCount.MOST_EXACT,
            new SerializableConfiguration(conf));
    List<double[][][]> buckets;
    try (JobName named = JobName.of(context.sc(), "counting members of components")) {
      buckets =
          context
              .parallelize(parts, parts.size())
              .mapPartitions(own -> memberships(task, last, own))
              .collect();
    }
    List<MemberCount> counts = new ArrayList<>();
    for (int c = 0; c < components; c++) {
      counts.add(count(buckets, c, task.phis.length, task.exact));
    }
    return counts;
  }

  private static MemberCount count(
      List<double[][][]> buckets, int component, int vectors, boolean exact) {
    double[][] all = new double[vectors][];
    for (int v = 0; v < vectors; v++) {
      int vector = v;
      all[v] = buckets.stream().flatMapToDouble(b -> Arrays.stream(b[component][vector])).toArray();
    }
    if (exact) {
      return MemberCount.of(all);
    }
    double[] sums = new double[vectors];
    double[] variances = new double[vectors];
    for (int v = 0; v < vectors; v++) {
      for (int b = 0; b < all[v].length; b += 2) {
        sums[v] += all[v][b];
        variances[v] += all[v][b + 1];
      }
    }
    return MemberCount.ofSums(sums, variances);
  }

  /** By component and vector: one probability per object, or the sums of p and of p (1 - p). */
  private static Iterator<double[][][]> memberships(
      Task task, Round last, Iterator<TablePart> buckets) {
    SurveyModel model = task.text.model();
    Memberships memberships = Memberships.of(model.population()).orElseThrow();
    List<double[][][]> out = new ArrayList<>();
    while (buckets.hasNext()) {
      DrawBlock block =
          DrawsReader.read(
                  task.conf.value(),
                  buckets.next(),
                  SampleObjects.schema(model, last),
                  model.coordinates())
              .block()
              .without(task.aside);
      int length = task.exact ? block.objects() : 2;
      double[][][] found = new double[memberships.names().size()][task.phis.length][length];
      memberships.read(
          block,
          task.phis,
          (object, vector, probabilities) -> {
            for (int c = 0; c < probabilities.length; c++) {
              double p = probabilities[c];
              if (task.exact) {
                found[c][vector][object] = p;
              } else {
                found[c][vector][0] += p;
                found[c][vector][1] += p * (1 - p);
              }
            }
          });
      out.add(found);
    }
    return out.iterator();
  }
}
