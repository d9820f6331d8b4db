package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;
import org.skypool.core.inference.DrawsSummary;
import org.skypool.core.inference.RoundDraws;
import org.skypool.core.likelihood.EvidenceBlock;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.jobs.progress.JobName;

/**
 * Evaluates over draws kept on executors: the vectors travel to the draws, one Spark job for up to
 * 64 of them, and the sums of every bucket come back and are added in the order of the buckets, so
 * that they have the bits of an evaluation in the driver's memory.
 *
 * <p>What does not fit the executors' memory goes to their disks; what a lost executor had is read
 * from the table again. The driver holds {@code buckets x vectors x (1 + hyperparameters)} numbers.
 */
final class ExecutorEvaluator implements PopulationEvaluator {
  private static final int TASKS_PER_CORE = 4;
  private static final int BUCKETS_PER_TASK = 4;

  /** Objects asked for beyond those expected, in standard deviations of their number. */
  private static final double SPARE = 6;

  /** How many keys there are. */
  private static final double KEYS = 0x1p64;

  private final JavaSparkContext context;
  private final String label;
  private final Program program;
  private final JavaRDD<BoundDraws> buckets;
  private final List<LocalEvaluator> inMemory = new ArrayList<>();
  private final long objects;
  private final long draws;
  private int passes;

  private ExecutorEvaluator(
      JavaSparkContext context,
      String label,
      Program program,
      JavaRDD<BoundDraws> buckets,
      List<BoundDraws.Contents> contents) {
    this.context = context;
    this.label = label;
    this.program = program;
    this.buckets = buckets;
    this.objects = contents.stream().mapToLong(BoundDraws.Contents::objects).sum();
    this.draws = contents.stream().mapToLong(BoundDraws.Contents::draws).sum();
  }

  /**
   * Reads a table to the executors.
   *
   * @param label of the fit, for the Spark UI
   */
  static RoundDraws.Bound bind(
      JavaSparkContext context, DrawsTable table, RoundDraws.Summarised summarised, String label) {
    int count = table.parts().size();
    int least = (count + BUCKETS_PER_TASK - 1) / BUCKETS_PER_TASK;
    int tasks = Math.min(count, Math.max(TASKS_PER_CORE * context.defaultParallelism(), least));
    try (JobName named = JobName.of(context.sc(), label + ": loading draws")) {
      JavaRDD<BoundDraws> buckets =
          context
              .parallelize(IntStream.range(0, count).boxed().toList(), tasks)
              .map(bucket -> BoundDraws.read(table, bucket, summarised))
              .persist(StorageLevel.MEMORY_AND_DISK());
      List<BoundDraws.Contents> contents = buckets.map(BoundDraws::contents).collect();
      return new RoundDraws.Bound(
          new ExecutorEvaluator(
              context, label, BoundDraws.program(table.text()), buckets, contents),
          DrawsSummary.concatenate(contents.stream().map(BoundDraws.Contents::summary).toList()));
    }
  }

  @Override
  public double[] values(double[][] phis) {
    double[] sums = new double[phis.length];
    try (JobName named = pass(phis)) {
      for (double[] part : buckets.map(bucket -> values(bucket, phis)).collect()) {
        add(part, sums);
      }
    }
    return sums;
  }

  private static double[] values(BoundDraws bucket, double[][] phis) {
    EvidenceBlock block = bucket.block();
    return block.values(points(block.program(), phis, false));
  }

  @Override
  public Gradients gradients(double[][] phis) {
    try (JobName named = pass(phis)) {
      List<Gradients> sums = buckets.map(bucket -> sums(bucket, phis)).collect();
      return EvidenceBlock.gradients(program, points(program, phis, false), sums);
    }
  }

  private static Gradients sums(BoundDraws bucket, double[][] phis) {
    EvidenceBlock block = bucket.block();
    return block.sums(points(block.program(), phis, !block.program().hasMany()));
  }

  private static Hyperpoint[] points(Program program, double[][] phis, boolean derivatives) {
    return Arrays.stream(phis).map(phi -> program.at(phi, derivatives)).toArray(Hyperpoint[]::new);
  }

  private static void add(double[] part, double[] sums) {
    for (int v = 0; v < sums.length; v++) {
      sums[v] += part[v];
    }
  }

  private synchronized JobName pass(double[][] phis) {
    if (phis.length > VECTORS_PER_PASS) {
      throw new IllegalArgumentException(
          phis.length + " vectors in one pass, at most " + VECTORS_PER_PASS);
    }
    passes++;
    return JobName.of(context.sc(), label + ": pass " + passes + ", " + phis.length + " vectors");
  }

  /**
   * {@inheritDoc} The executors send the objects whose keys are below the bound that so many are
   * expected to be below, and a few more.
   */
  @Override
  public Optional<LocalEvaluator> subset(int number, long seed) {
    for (double wanted = number + SPARE * Math.sqrt(number); ; wanted *= 2) {
      LocalEvaluator candidates = candidates(wanted / objects, seed);
      if (candidates.objects() >= number) {
        inMemory.add(candidates);
        return candidates.subset(number, seed);
      }
      candidates.close();
      if (wanted >= objects) {
        throw new IllegalArgumentException(
            "a subset of %d objects: at least 1, at most %d".formatted(number, objects));
      }
    }
  }

  private LocalEvaluator candidates(double share, long seed) {
    long bound = share >= 1 ? Long.MAX_VALUE : (long) (Long.MIN_VALUE + share * KEYS);
    try (JobName named = JobName.of(context.sc(), label + ": choosing objects")) {
      return LocalEvaluator.over(
          program,
          buckets.map(bucket -> bucket.first(seed, bound)).collect().stream()
              .map(BoundDraws::block)
              .toList(),
          Runtime.getRuntime().availableProcessors());
    }
  }

  @Override
  public Set<String> withoutSupport(double[][] phis) {
    Set<String> ids = new TreeSet<>();
    try (JobName named = JobName.of(context.sc(), label + ": objects without support")) {
      buckets.map(bucket -> withoutSupport(bucket, phis)).collect().forEach(ids::addAll);
    }
    return ids;
  }

  private static List<String> withoutSupport(BoundDraws bucket, double[][] phis) {
    EvidenceBlock block = bucket.block();
    return new ArrayList<>(block.withoutSupport(points(block.program(), phis, false)));
  }

  @Override
  public long objects() {
    return objects;
  }

  @Override
  public long draws() {
    return draws;
  }

  @Override
  public void close() {
    inMemory.forEach(LocalEvaluator::close);
    buckets.unpersist();
  }
}
