package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.random.Streams;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.TablePart;

/**
 * Some objects of a survey with their draws, chosen by a hash of their ids: all of a small survey,
 * else the first by hash of as few buckets, themselves chosen by a hash of the ids, as hold enough.
 *
 * @param blocks their draws of the last round
 */
record ChosenObjects(List<DrawBlock> blocks) {

  /**
   * Chooses and reads.
   *
   * @param unsupported objects left out of the fit
   */
  static ChosenObjects of(
      Configuration conf,
      Path table,
      SurveyModel model,
      Round round,
      Set<String> unsupported,
      int most) {
    List<DrawBlock> blocks = new ArrayList<>();
    int left = most;
    for (TablePart bucket : DrawsReader.parts(conf, table)) {
      if (left == 0) {
        break;
      }
      DrawBlock block =
          SampleObjects.loaded(
                  model,
                  DrawsReader.read(
                          conf, bucket, SampleObjects.schema(model, round), model.coordinates())
                      .block())
              .without(unsupported);
      if (block.objects() > left) {
        block = block.without(allBut(block.objectIds(), left));
      }
      if (block.objects() > 0) {
        blocks.add(block);
        left -= block.objects();
      }
    }
    return new ChosenObjects(List.copyOf(blocks));
  }

  private static Set<String> allBut(List<String> ids, int kept) {
    Streams order = new Streams(0);
    return new TreeSet<>(
        ids.stream()
            .sorted(
                Comparator.comparingLong((String id) -> order.key("chosen", id, 0, 0))
                    .thenComparing(Comparator.naturalOrder()))
            .skip(kept)
            .toList());
  }

  /** Their ids, in order. */
  List<String> ids() {
    return blocks.stream().flatMap(b -> b.objectIds().stream()).toList();
  }

  /** Columns that the model reads, by the name in the configuration. */
  Map<String, double[]> columns(SurveyModel model) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : model.columns()) {
      columns.put(
          name,
          blocks.stream()
              .flatMapToDouble(b -> Arrays.stream(b.covariates().get(model.stored(name))))
              .toArray());
    }
    return columns;
  }
}
