package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.DrawsSummary;
import org.skypool.core.inference.RoundDraws;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.io.DrawsFooter;

/**
 * The points of one round in their table; read to the driver's memory or to the executors when a
 * population is evaluated over them.
 */
final class StoredDraws implements RoundDraws {
  private final DrawsTable table;
  private final JavaSparkContext context;
  private final DrawsPlace place;
  private final Map<String, String> unusable;
  private final long objects;
  private final long draws;

  private StoredDraws(
      DrawsTable table,
      JavaSparkContext context,
      DrawsPlace place,
      Map<String, String> unusable,
      long objects,
      long draws) {
    this.table = table;
    this.context = context;
    this.place = place;
    this.unusable = unusable;
    this.objects = objects;
    this.draws = draws;
  }

  /**
   * Looks at the footers of a table.
   *
   * @throws org.skypool.jobs.io.UnusableInputException where a file is damaged
   */
  static StoredDraws of(DrawsTable table, JavaSparkContext context, Layout.Evaluator evaluator) {
    List<DrawsFooter> footers =
        IntStream.range(0, table.parts().size()).parallel().mapToObj(table::footer).toList();
    Map<String, String> unusable = new LinkedHashMap<>();
    for (DrawsFooter footer : footers) {
      String aside = footer.metadata().get(SampleObjects.UNUSABLE);
      if (aside != null) {
        unusable.putAll(SampleObjects.unusable(aside));
      }
    }
    long draws = footers.stream().mapToLong(DrawsFooter::draws).sum();
    return new StoredDraws(
        table,
        context,
        DrawsPlace.of(evaluator, draws, BoundDraws.program(table.text()).bytesPerDraw(), context),
        unusable,
        footers.stream().mapToLong(DrawsFooter::objects).sum(),
        draws);
  }

  /** Number of objects that have points. */
  long objects() {
    return objects;
  }

  /** Number of points of all objects. */
  long draws() {
    return draws;
  }

  /** All of them in this machine's memory, one block per bucket; none of them empty. */
  List<DrawBlock> blocks() {
    return IntStream.range(0, table.parts().size())
        .parallel()
        .mapToObj(table::readWhole)
        .filter(block -> block.objects() > 0)
        .toList();
  }

  /** Where they are evaluated. */
  DrawsPlace place() {
    return place;
  }

  @Override
  public Map<String, String> unusable() {
    return unusable;
  }

  @Override
  public Bound bind(PopulationModel population, Summarised summarised) {
    String label = "fit, round " + table.round().number();
    Bound bound =
        place.onExecutors()
            ? ExecutorEvaluator.bind(context, table, summarised, label)
            : inMemory(summarised);
    return new Bound(new WatchedEvaluator(bound.evaluator(), label), bound.summary());
  }

  private Bound inMemory(Summarised summarised) {
    int buckets = table.parts().size();
    DrawsSummary[] summaries = new DrawsSummary[buckets];
    List<Callable<DrawBlock>> reading = new ArrayList<>();
    for (int b = 0; b < buckets; b++) {
      int bucket = b;
      reading.add(
          () -> {
            DrawBlock block = table.read(bucket);
            summaries[bucket] = DrawsSummary.of(block, summarised);
            return block;
          });
    }
    LocalEvaluator evaluator =
        LocalEvaluator.reading(
            BoundDraws.program(table.text()), reading, Runtime.getRuntime().availableProcessors());
    return new Bound(evaluator, DrawsSummary.concatenate(Arrays.asList(summaries)));
  }

  @Override
  public RoundDraws without(Set<String> ids) {
    return new StoredDraws(
        table.without(ids), context, place, unusable, objects - ids.size(), draws);
  }

  @Override
  public RoundDraws part(int divisor) {
    return new StoredDraws(table.part(divisor), context, place, unusable, objects, draws / divisor);
  }
}
