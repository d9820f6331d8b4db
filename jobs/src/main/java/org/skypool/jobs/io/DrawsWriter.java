package org.skypool.jobs.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.draws.DrawBlock;

/**
 * Writes one file of a draws table straight from the arrays of draw blocks: one row per object, in
 * the order given.
 */
public final class DrawsWriter implements Closeable {
  private final DrawsSchema schema;
  private final boolean isMarked;
  private final TableWriter writer;

  private DrawsWriter(DrawsSchema schema, boolean isMarked, TableWriter writer) {
    this.schema = schema;
    this.isMarked = isMarked;
    this.writer = writer;
  }

  /**
   * Opens a file of rows without hashes; the rest as in {@link #openMarked}.
   *
   * @throws IOException in one line when the file cannot be written
   */
  public static DrawsWriter open(
      Configuration conf,
      Path path,
      DrawsSchema schema,
      Map<String, String> coordinates,
      Map<String, String> metadata)
      throws IOException {
    return open(conf, path, schema, false, coordinates, metadata);
  }

  /**
   * Opens a file whose rows have hashes.
   *
   * @param coordinates by theta, the coordinates that its interim prior density refers to
   * @param metadata further key-value metadata
   * @throws IllegalArgumentException when a theta has no coordinates
   * @throws IOException in one line when the file cannot be written
   */
  public static DrawsWriter openMarked(
      Configuration conf,
      Path path,
      DrawsSchema schema,
      Map<String, String> coordinates,
      Map<String, String> metadata)
      throws IOException {
    return open(conf, path, schema, true, coordinates, metadata);
  }

  private static DrawsWriter open(
      Configuration conf,
      Path path,
      DrawsSchema schema,
      boolean isMarked,
      Map<String, String> coordinates,
      Map<String, String> metadata)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String theta : schema.thetas()) {
      if (!coordinates.containsKey(theta)) {
        throw new IllegalArgumentException("no coordinates given for theta " + theta);
      }
      all.put(TableFormat.COORDINATES_KEY + theta, coordinates.get(theta));
    }
    all.putAll(metadata);
    DrawBlock empty = empty(schema);
    List<ParquetColumn> columns = columns(schema, empty, empty.covariates(), noDiagnostics(schema));
    if (isMarked) {
      columns.addAll(marks(RowMarks.blank(0)));
    }
    return new DrawsWriter(
        schema,
        isMarked,
        new TableWriter(
            conf,
            path,
            TableFormat.DRAWS,
            columns.stream().map(ParquetColumn::type).toList(),
            all));
  }

  private static DrawBlock empty(DrawsSchema schema) {
    Map<String, double[]> thetas = new LinkedHashMap<>();
    schema.thetas().forEach(theta -> thetas.put(theta, new double[0]));
    Map<String, double[]> covariates = new LinkedHashMap<>();
    schema.covariates().forEach(covariate -> covariates.put(covariate, new double[0]));
    Map<String, double[]> observables = new LinkedHashMap<>();
    schema.observables().forEach(name -> observables.put(name, new double[0]));
    return new DrawBlock(
        List.of(), new int[1], thetas, covariates, new double[0], new double[0], observables);
  }

  private static Map<String, double[]> noDiagnostics(DrawsSchema schema) {
    Map<String, double[]> diagnostics = new LinkedHashMap<>();
    schema.diagnostics().forEach(name -> diagnostics.put(name, new double[0]));
    return diagnostics;
  }

  /**
   * Appends the objects of a block to a file without hashes.
   *
   * @param diagnostics one value per object for each diagnostic of the schema
   * @throws IllegalArgumentException when a column of the schema is absent or has the wrong length
   * @throws IOException in one line when storage refuses, for instance because it is full
   */
  public void write(DrawBlock block, Map<String, double[]> diagnostics) throws IOException {
    if (isMarked) {
      throw new IllegalArgumentException("the rows of this file have hashes");
    }
    writer.write(checked(block, diagnostics), block.objects());
  }

  /**
   * Appends the objects of a block to a file with hashes.
   *
   * @param marks one pair per object
   */
  public void write(DrawBlock block, Map<String, double[]> diagnostics, RowMarks marks)
      throws IOException {
    if (!isMarked || marks.data().length != block.objects()) {
      throw new IllegalArgumentException(
          "hashes of %d rows for %d objects".formatted(marks.data().length, block.objects()));
    }
    List<ParquetColumn> columns = checked(block, diagnostics);
    columns.addAll(marks(marks));
    writer.write(columns, block.objects());
  }

  private static List<ParquetColumn> marks(RowMarks marks) {
    return List.of(
        ParquetColumn.longs(TableFormat.DATA_HASH, marks.data()),
        ParquetColumn.longs(TableFormat.ROW_HASH, marks.rows()));
  }

  private List<ParquetColumn> checked(DrawBlock block, Map<String, double[]> diagnostics) {
    for (String name : schema.diagnostics()) {
      double[] values = required(diagnostics, name);
      if (values.length != block.objects()) {
        throw new IllegalArgumentException(
            "diagnostic %s has %d values for %d objects"
                .formatted(name, values.length, block.objects()));
      }
    }
    return columns(schema, block, block.covariates(), diagnostics);
  }

  private static List<ParquetColumn> columns(
      DrawsSchema schema,
      DrawBlock block,
      Map<String, double[]> covariates,
      Map<String, double[]> diagnostics) {
    List<ParquetColumn> columns = new ArrayList<>();
    int[] offsets = block.offsets();
    columns.add(ParquetColumn.text(TableFormat.OBJECT_ID, block.objectIds()));
    for (String theta : schema.thetas()) {
      double[] values = required(block.thetas(), theta);
      columns.add(
          schema.doubleThetas().contains(theta)
              ? ParquetColumn.doubleLists(theta, offsets, values)
              : ParquetColumn.floatLists(theta, offsets, values));
    }
    columns.add(
        ParquetColumn.doubleLists(DrawsSchema.LOG_INTERIM_PRIOR, offsets, block.logInterimPrior()));
    columns.add(ParquetColumn.doubleLists(DrawsSchema.LOG_WEIGHT, offsets, block.logWeight()));
    for (String name : schema.observables()) {
      columns.add(ParquetColumn.doubleLists(name, offsets, required(block.observables(), name)));
    }
    for (String name : schema.covariates()) {
      columns.add(ParquetColumn.doubles(name, required(covariates, name)));
    }
    for (String name : schema.diagnostics()) {
      columns.add(ParquetColumn.doubles(name, required(diagnostics, name)));
    }
    return columns;
  }

  private static double[] required(Map<String, double[]> columns, String name) {
    double[] values = columns.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "column " + name + " of the draws table is not among " + columns.keySet());
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
