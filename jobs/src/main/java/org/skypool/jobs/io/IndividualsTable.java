package org.skypool.jobs.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Summaries of the objects of one bucket, one row each.
 *
 * @param objectIds one id per object
 * @param thetas summaries and draws by individual parameter, in order
 * @param ess effective sample size of every object's draws under the fitted population
 * @param khat Pareto tail index of every object's weights
 * @param logEvidence log of the integral of likelihood times interim prior of every object
 * @param extra further columns, one value per object, such as membership probabilities
 * @param dataHash hash of the data of every object, where they are known
 */
public record IndividualsTable(
    List<String> objectIds,
    Map<String, Theta> thetas,
    double[] ess,
    double[] khat,
    double[] logEvidence,
    Map<String, double[]> extra,
    Optional<long[]> dataHash) {

  /** Posterior summaries, one value per object, in the units of the theta. */
  public record Summary(
      double[] mean,
      double[] sd,
      double[] q05,
      double[] q16,
      double[] median,
      double[] q84,
      double[] q95) {
    private Map<String, double[]> columns() {
      Map<String, double[]> columns = new LinkedHashMap<>();
      columns.put("mean", mean);
      columns.put("sd", sd);
      columns.put("q05", q05);
      columns.put("q16", q16);
      columns.put("median", median);
      columns.put("q84", q84);
      columns.put("q95", q95);
      return columns;
    }
  }

  /**
   * One individual parameter of every object.
   *
   * @param interim under the interim prior
   * @param hierarchical under the fitted population
   * @param drawOffsets first draw of every object, and the number of draws last
   * @param draws equally weighted draws of the hierarchical posteriors
   */
  public record Theta(Summary interim, Summary hierarchical, int[] drawOffsets, double[] draws) {}

  /** Copies the maps, keeping their order. */
  public IndividualsTable {
    thetas = new LinkedHashMap<>(thetas);
    extra = new LinkedHashMap<>(extra);
  }

  /**
   * Writes one file.
   *
   * @throws IllegalArgumentException when a column has the wrong length or a name stands twice
   * @throws IOException in one line when storage refuses
   */
  public void write(Configuration conf, Path path, Map<String, String> metadata)
      throws IOException {
    Map<String, ParquetColumn> columns = new LinkedHashMap<>();
    columns.put(TableFormat.OBJECT_ID, ParquetColumn.text(TableFormat.OBJECT_ID, objectIds));
    thetas.forEach((name, theta) -> addTheta(columns, name, theta));
    add(columns, "ess", ess);
    add(columns, "khat", khat);
    add(columns, "log_evidence", logEvidence);
    extra.forEach((name, values) -> add(columns, name, values));
    dataHash.ifPresent(
        hashes ->
            put(
                columns,
                TableFormat.DATA_HASH,
                ParquetColumn.longs(TableFormat.DATA_HASH, hashes)));
    List<ParquetColumn> all = new ArrayList<>(columns.values());
    try (TableWriter writer =
        new TableWriter(
            conf,
            path,
            TableFormat.INDIVIDUALS,
            all.stream().map(ParquetColumn::type).toList(),
            metadata)) {
      writer.write(all, objectIds.size());
    }
  }

  private void addTheta(Map<String, ParquetColumn> columns, String name, Theta theta) {
    theta
        .interim()
        .columns()
        .forEach((key, values) -> add(columns, name + "_interim_" + key, values));
    theta
        .hierarchical()
        .columns()
        .forEach((key, values) -> add(columns, name + "_hierarchical_" + key, values));
    int[] offsets = theta.drawOffsets();
    if (offsets.length != objectIds.size() + 1
        || offsets[offsets.length - 1] != theta.draws().length) {
      throw new IllegalArgumentException("draws of " + name + " do not fit their offsets");
    }
    put(
        columns,
        name + "_draws",
        ParquetColumn.floatLists(name + "_draws", offsets, theta.draws()));
  }

  private void add(Map<String, ParquetColumn> columns, String name, double[] values) {
    if (values.length != objectIds.size()) {
      throw new IllegalArgumentException(
          "column %s has %d values for %d objects"
              .formatted(name, values.length, objectIds.size()));
    }
    put(columns, name, ParquetColumn.doubles(name, values));
  }

  private static void put(Map<String, ParquetColumn> columns, String name, ParquetColumn column) {
    if (columns.putIfAbsent(name, column) != null) {
      throw new IllegalArgumentException(
          "column " + name + " stands twice in the individuals table");
    }
  }
}
