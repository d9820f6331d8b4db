package org.skypool.jobs.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Equally weighted draws of the hyperposterior, one row each.
 *
 * @param chain chain, or replicate of importance sampling, of each draw
 * @param draw number of the draw in its chain
 * @param logDensity log posterior density (unnormalised) of each draw
 * @param hyperparameters values by name, in natural units, one per draw, in order
 */
public record HyperposteriorTable(
    int[] chain, int[] draw, double[] logDensity, Map<String, double[]> hyperparameters) {
  private static final String CHAIN = "chain";
  private static final String DRAW = "draw";
  private static final String LOG_DENSITY = "log_density";

  /**
   * Checks the lengths and the names.
   *
   * @throws IllegalArgumentException naming the column
   */
  public HyperposteriorTable {
    int draws = draw.length;
    hyperparameters = new LinkedHashMap<>(hyperparameters);
    if (chain.length != draws || logDensity.length != draws) {
      throw new IllegalArgumentException(
          "%d chains, %d draws, %d densities".formatted(chain.length, draws, logDensity.length));
    }
    hyperparameters.forEach(
        (name, values) -> {
          ColumnNames.refusal(name)
              .ifPresent(
                  refusal -> {
                    throw new IllegalArgumentException(refusal);
                  });
          if (values.length != draws) {
            throw new IllegalArgumentException(
                "hyperparameter %s has %d values for %d draws"
                    .formatted(name, values.length, draws));
          }
        });
  }

  /**
   * Writes one file.
   *
   * @throws IOException in one line when storage refuses
   */
  public void write(Configuration conf, Path path, Map<String, String> metadata)
      throws IOException {
    List<ParquetColumn> columns = new ArrayList<>();
    columns.add(ParquetColumn.ints(CHAIN, chain));
    columns.add(ParquetColumn.ints(DRAW, draw));
    columns.add(ParquetColumn.doubles(LOG_DENSITY, logDensity));
    hyperparameters.forEach((name, values) -> columns.add(ParquetColumn.doubles(name, values)));
    try (TableWriter writer =
        new TableWriter(
            conf,
            path,
            TableFormat.HYPERPOSTERIOR,
            columns.stream().map(ParquetColumn::type).toList(),
            metadata)) {
      writer.write(columns, draw.length);
    }
  }

  /**
   * Reads one file.
   *
   * @param names hyperparameters wanted, in order
   * @throws UnusableInputException when the file is absent or damaged or lacks a column
   */
  public static HyperposteriorTable read(Configuration conf, Path path, List<String> names) {
    List<String> wanted = new ArrayList<>(List.of(CHAIN, DRAW, LOG_DENSITY));
    wanted.addAll(names);
    TableFile file =
        TableFile.read(conf, TablePart.whole(path), TableFormat.HYPERPOSTERIOR, wanted);
    Map<String, double[]> values = new LinkedHashMap<>();
    names.forEach(name -> values.put(name, file.doubles(name)));
    return new HyperposteriorTable(
        file.ints(CHAIN), file.ints(DRAW), file.doubles(LOG_DENSITY), values);
  }
}
