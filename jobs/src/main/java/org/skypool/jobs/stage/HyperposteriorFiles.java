package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.jobs.io.HyperposteriorTable;
import org.skypool.jobs.io.Publication;

/** The table of hyperposterior draws of a run. */
final class HyperposteriorFiles {
  static final String TABLE = "hyperposterior";

  private final Configuration conf;
  private final Path output;

  HyperposteriorFiles(Configuration conf, Path output) {
    this.conf = conf;
    this.output = output;
  }

  void write(Hyperposterior posterior, String hash) throws IOException {
    int n = posterior.draws().length;
    int[] draw = new int[n];
    int[] next = new int[n];
    for (int r = 0; r < n; r++) {
      draw[r] = next[posterior.chain()[r]]++;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int j = 0; j < posterior.names().size(); j++) {
      double[] column = new double[n];
      for (int r = 0; r < n; r++) {
        column[r] = posterior.draws()[r][j];
      }
      columns.put(posterior.names().get(j), column);
    }
    HyperposteriorTable table =
        new HyperposteriorTable(posterior.chain(), draw, posterior.logDensity(), columns);
    try (Publication publication = Publication.begin(conf, output, TABLE, hash)) {
      publication.writeBucket(0, 0, (c, file) -> table.write(c, file, Map.of()));
      publication.publish(1);
    }
  }

  HyperposteriorTable read(List<String> names) {
    return HyperposteriorTable.read(
        conf, new Path(new Path(output, TABLE), "part-00000.parquet"), names);
  }

  /** One row per draw. */
  double[][] draws(List<String> names) {
    HyperposteriorTable table = read(names);
    double[][] phis = new double[table.draw().length][names.size()];
    for (int j = 0; j < names.size(); j++) {
      double[] column = table.hyperparameters().get(names.get(j));
      for (int r = 0; r < phis.length; r++) {
        phis[r][j] = column[r];
      }
    }
    return phis;
  }
}
