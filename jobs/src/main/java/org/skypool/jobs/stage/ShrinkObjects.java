package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.InjectionIntegral;
import org.skypool.core.inference.Injections;
import org.skypool.core.inference.LeaveOneOut;
import org.skypool.core.inference.Memberships;
import org.skypool.core.inference.ObjectDetection;
import org.skypool.core.inference.Shrinkage;
import org.skypool.core.likelihood.EvidenceReader;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.IndividualsTable;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.TableFiles;
import org.skypool.jobs.io.TablePart;

/** Gives every object its hierarchical posterior, bucket by bucket on the executors. */
final class ShrinkObjects {
  static final String TABLE = "individuals";

  /** Column of the log predictive density of an object given the others. */
  static final String LOG_PREDICTIVE = "log_predictive";

  /** Column of the k-hat of the weights that leave it out. */
  static final String LOO_KHAT = "loo_khat";

  /** Draws of the hyperposterior averaged over: their spread is far below the posterior's own. */
  private static final int VECTORS = 128;

  /**
   * In a small survey single objects matter, and leaving one out needs draws further from the rest.
   */
  private static final int VECTORS_OF_FEW = 400;

  private static final int FEW = 5_000;

  private final RunConfig config;
  private final JavaSparkContext context;
  private final Configuration conf;
  private final Path output;
  private final ProgressWatch watch;

  ShrinkObjects(
      RunConfig config,
      JavaSparkContext context,
      Configuration conf,
      Path output,
      ProgressWatch watch) {
    this.config = config;
    this.context = context;
    this.conf = conf;
    this.output = output;
    this.watch = watch;
  }

  /** Draws of the hyperposterior averaged over for so many objects. */
  static int vectors(long objects) {
    return objects <= FEW ? VECTORS_OF_FEW : VECTORS;
  }

  /** Scans of the last round's draws, of up to 64 vectors each. */
  static int passes(long objects) {
    int most = PopulationEvaluator.VECTORS_PER_PASS;
    return (vectors(objects) + most - 1) / most;
  }

  /** What every task needs. */
  private record Task(
      ModelText text,
      List<TablePart> last,
      List<TablePart> first,
      double[][] phis,
      double[] logDetection,
      Set<String> unsupported,
      SerializableConfiguration conf)
      implements java.io.Serializable {}

  /**
   * Shrinks all objects and publishes the table.
   *
   * @param last the last round's draws
   * @param first the interim round's draws
   * @param hyperdraws draws of the hyperposterior
   * @param unsupported objects that were left out of the fit
   * @param injections in place of a formula of the probability of detection
   * @return buckets of the table
   */
  List<Integer> run(
      Round last,
      Round first,
      double[][] hyperdraws,
      Set<String> unsupported,
      long objects,
      Optional<Injections> injections,
      String hash)
      throws IOException {
    double[][] phis = thinned(hyperdraws, vectors(objects));
    List<TablePart> lastParts = DrawsReader.parts(conf, new Path(output, last.table()));
    List<TablePart> firstParts = DrawsReader.parts(conf, new Path(output, first.table()));
    List<Integer> all = IntStream.range(0, lastParts.size()).boxed().toList();
    Task task =
        new Task(
            ModelText.of(config),
            new ArrayList<>(lastParts),
            new ArrayList<>(firstParts),
            phis,
            injections.map(found -> logDetection(config, found, phis)).orElse(new double[0]),
            unsupported,
            new SerializableConfiguration(conf));
    TableFiles files = new TableFiles(all.size(), files(lastParts));
    try (Publication publication = Publication.begin(conf, output, TABLE, hash, files);
        ProgressWatch.Running running = watch.start("shrinking objects", objects)) {
      LongAccumulator counter = running.counter();
      List<Integer> missing = new ArrayList<>(all);
      missing.removeAll(publication.finishedBuckets());
      Round round = last;
      try {
        context
            .parallelize(missing, Math.max(1, missing.size()))
            .mapPartitions(buckets -> shrink(task, round, first, publication, buckets, counter))
            .collect();
        PackTable.run(context, publication);
      } catch (Exception failed) {
        publication.keepAfter(failed);
        throw failed;
      }
      publication.publish();
    }
    return all;
  }

  /**
   * What injections say of the detection of any object, one value per vector; none where a rate
   * counts the objects.
   */
  static double[] logDetection(RunConfig config, Injections injections, double[][] phis) {
    PopulationModel population = SurveyModel.of(config).population();
    if (population.rate().isPresent()) {
      return new double[0];
    }
    InjectionIntegral integral = InjectionIntegral.of(population, injections, 1);
    return Arrays.stream(phis).mapToDouble(integral::logDetection).toArray();
  }

  private static int files(List<TablePart> parts) {
    return (int) parts.stream().map(TablePart::file).distinct().count();
  }

  /** Some of the draws, evenly spaced. */
  static double[][] thinned(double[][] draws, int most) {
    int n = Math.min(most, draws.length);
    double[][] picked = new double[n][];
    for (int v = 0; v < n; v++) {
      picked[v] = draws[(int) ((long) v * draws.length / n)];
    }
    return picked;
  }

  private static Iterator<Integer> shrink(
      Task task,
      Round last,
      Round first,
      Publication publication,
      Iterator<Integer> buckets,
      LongAccumulator counter)
      throws IOException {
    SurveyModel model = task.text.model();
    int draws = task.text.config().individuals().draws();
    Shrinkage shrinkage =
        new Shrinkage(
            model.population().logIntegrand(),
            model.population().hyperprior().names(),
            task.phis,
            draws);
    List<Integer> done = new ArrayList<>();
    while (buckets.hasNext()) {
      int bucket = buckets.next();
      DrawsReader.DrawsFile stored = read(task, model, last, task.last.get(bucket));
      DrawBlock aimed = SampleObjects.loaded(model, stored.block()).without(task.unsupported);
      DrawBlock interim =
          first.number() == last.number()
              ? aimed
              : SampleObjects.loaded(
                  model, read(task, model, first, task.first.get(bucket)).block());
      double[] logPredictive = new double[aimed.objects()];
      double[] looKhat = new double[aimed.objects()];
      EvidenceReader leaveOut = leaveOneOut(model, task, aimed, logPredictive, looKhat);
      Map<String, double[]> predicted = new LinkedHashMap<>();
      predicted.put(LOG_PREDICTIVE, logPredictive);
      predicted.put(LOO_KHAT, looKhat);
      predicted.putAll(memberships(model, aimed, task.phis));
      IndividualsTable table =
          table(
              shrinkage.shrink(aimed, interim, leaveOut),
              draws,
              predicted,
              dataHashes(stored, task.unsupported));
      publication.writeBucket(
          bucket,
          TaskContext.get().taskAttemptId(),
          (conf, file) -> table.write(conf, file, last.metadata()));
      counter.add(aimed.objects());
      done.add(bucket);
    }
    return done.iterator();
  }

  /** Writes what the other objects say of each; NaN where its detection is too costly. */
  private static EvidenceReader leaveOneOut(
      SurveyModel model, Task task, DrawBlock block, double[] logPredictive, double[] khat) {
    Optional<ObjectDetection> detection =
        task.logDetection.length > 0
            ? Optional.of(ObjectDetection.common(task.logDetection))
            : ObjectDetection.of(
                model.population(),
                model.axes(false, Set.copyOf(model.thetas())),
                block,
                task.phis);
    if (detection.isEmpty()) {
      Arrays.fill(logPredictive, Double.NaN);
      Arrays.fill(khat, Double.NaN);
      return (object, logEvidence) -> {};
    }
    return (object, logEvidence) -> {
      LeaveOneOut left = LeaveOneOut.of(logEvidence, detection.get().logDetection(object));
      logPredictive[object] = left.logPredictive();
      khat[object] = left.khat();
    };
  }

  private static Map<String, double[]> memberships(
      SurveyModel model, DrawBlock block, double[][] phis) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    Memberships.of(model.population())
        .ifPresent(
            memberships -> {
              double[][] means = memberships.mean(block, phis);
              for (int c = 0; c < means.length; c++) {
                columns.put(memberships.names().get(c), means[c]);
              }
            });
    return columns;
  }

  private static DrawsReader.DrawsFile read(
      Task task, SurveyModel model, Round round, TablePart part) {
    return DrawsReader.marked(
        task.conf.value(), part, SampleObjects.schema(model, round), model.coordinates());
  }

  /** Hashes of the data of the objects, as the table of draws has them. */
  private static Optional<long[]> dataHashes(DrawsReader.DrawsFile file, Set<String> without) {
    List<String> ids = file.block().objectIds();
    return file.marks()
        .map(
            marks ->
                IntStream.range(0, ids.size())
                    .filter(row -> !without.contains(ids.get(row)))
                    .mapToLong(row -> marks.data()[row])
                    .toArray());
  }

  private static IndividualsTable table(
      Shrinkage.Individuals individuals,
      int draws,
      Map<String, double[]> predicted,
      Optional<long[]> dataHash) {
    int n = individuals.ids().size();
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i * draws);
    Map<String, IndividualsTable.Theta> thetas = new LinkedHashMap<>();
    individuals
        .hierarchical()
        .forEach(
            (theta, columns) -> {
              double[] flat = new double[n * draws];
              for (int i = 0; i < n; i++) {
                System.arraycopy(individuals.draws().get(theta)[i], 0, flat, i * draws, draws);
              }
              thetas.put(
                  theta,
                  new IndividualsTable.Theta(
                      summary(individuals.interim().get(theta)), summary(columns), offsets, flat));
            });
    return new IndividualsTable(
        individuals.ids(),
        thetas,
        individuals.effective(),
        individuals.khat(),
        individuals.logEvidence(),
        predicted,
        dataHash);
  }

  private static IndividualsTable.Summary summary(Shrinkage.Columns columns) {
    double[][] c = columns.columns();
    return new IndividualsTable.Summary(c[0], c[1], c[2], c[3], c[4], c[5], c[6]);
  }
}
