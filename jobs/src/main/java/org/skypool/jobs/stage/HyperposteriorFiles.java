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
import org.skypool.jobs.io.TableFiles;

/** The table of hyperposterior draws of a run. */
final class HyperposteriorFiles {
  static final String TABLE = "hyperposterior";
  static final String DERIVED = "derived";

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
    write(
        TABLE,
        new HyperposteriorTable(posterior.chain(), draw, posterior.logDensity(), columns),
        hash);
  }

  /** Writes derived quantities of the same draws. */
  void writeDerived(HyperposteriorTable of, Map<String, double[]> derived, String hash)
      throws IOException {
    write(DERIVED, new HyperposteriorTable(of.chain(), of.draw(), of.logDensity(), derived), hash);
  }

  private void write(String name, HyperposteriorTable table, String hash) throws IOException {
    try (Publication publication = Publication.begin(conf, output, name, hash, TableFiles.one())) {
      publication.writeBucket(0, 0, (c, file) -> table.write(c, file, Map.of()));
      publication.publish();
    }
  }

  HyperposteriorTable read(List<String> names) {
    return HyperposteriorTable.read(
        conf, new Path(new Path(output, TABLE), "part-00000.parquet"), names);
  }

  /** One row per draw. */
  double[][] draws(List<String> names) {
    return rows(read(names));
  }

  /** One row per draw of a table. */
  static double[][] rows(HyperposteriorTable table) {
    double[][] phis = new double[table.draw().length][table.hyperparameters().size()];
    int j = 0;
    for (double[] column : table.hyperparameters().values()) {
      for (int r = 0; r < phis.length; r++) {
        phis[r][j] = column[r];
      }
      j++;
    }
    return phis;
  }
}
