package org.skypool.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.skypool.core.draws.DrawBlock;

/**
 * Reads a draws table column by column into flat arrays, also one written by Spark, DuckDB or
 * pyarrow.
 *
 * <p>A table without {@code log_weight} is taken for equally weighted draws of the interim
 * posterior, {@code log_weight = -log K - log_interim_prior}; one without {@code log_interim_prior}
 * has NaN there, and must have {@code log_weight}.
 */
public final class DrawsReader {
  private DrawsReader() {}

  /**
   * The draws of one bucket.
   *
   * @param block the draws
   * @param diagnostics those asked for and present, one value per object
   * @param marks hashes of the rows, where they have any
   * @param metadata key-value metadata of the file and the bucket
   */
  public record DrawsFile(
      DrawBlock block,
      Map<String, double[]> diagnostics,
      Optional<RowMarks> marks,
      Map<String, String> metadata) {}

  /**
   * The Parquet files of a table, a folder or one file, in the order of their names.
   *
   * @throws UnusableInputException when there is none
   */
  public static List<Path> files(Configuration conf, Path table) {
    try {
      List<Path> files =
          Storage.files(Storage.of(conf, table), table).stream().map(FileStatus::getPath).toList();
      if (files.isEmpty()) {
        throw new UnusableInputException(Storage.plain(table) + " is a folder without files");
      }
      return files;
    } catch (FileNotFoundException absent) {
      throw new UnusableInputException(Storage.plain(table) + " does not exist", absent);
    } catch (IOException failed) {
      throw new UnusableInputException(
          Storage.plain(table) + " cannot be read: " + Storage.reason(failed), failed);
    }
  }

  /**
   * The buckets of a table, in order, as the names of its files say.
   *
   * @throws UnusableInputException when there is no file
   */
  public static List<TablePart> parts(Configuration conf, Path table) {
    return files(conf, table).stream()
        .sorted(Comparator.comparingInt(file -> TableFiles.firstBucketIn(file.getName())))
        .flatMap(
            file -> {
              int of = TableFiles.bucketsIn(file.getName()).size();
              return IntStream.range(0, of)
                  .mapToObj(number -> new TablePart(file.toString(), number, of));
            })
        .toList();
  }

  /**
   * Reads one bucket.
   *
   * @param schema columns wanted; every theta and covariate must be there, diagnostics need not
   * @param coordinates by theta, the coordinates expected; a file that names none is taken to be in
   *     them
   * @throws UnusableInputException when the file is absent or damaged, has a newer version, lacks a
   *     column or is in other coordinates
   */
  public static DrawsFile read(
      Configuration conf, TablePart part, DrawsSchema schema, Map<String, String> coordinates) {
    return read(
        file(conf, part, schema, List.of(DrawsSchema.LOG_INTERIM_PRIOR, DrawsSchema.LOG_WEIGHT)),
        schema,
        coordinates);
  }

  /**
   * Reads one bucket with the hashes of its rows.
   *
   * @throws UnusableInputException as above
   */
  public static DrawsFile marked(
      Configuration conf, TablePart part, DrawsSchema schema, Map<String, String> coordinates) {
    return read(
        file(
            conf,
            part,
            schema,
            List.of(
                DrawsSchema.LOG_INTERIM_PRIOR,
                DrawsSchema.LOG_WEIGHT,
                TableFormat.DATA_HASH,
                TableFormat.ROW_HASH)),
        schema,
        coordinates);
  }

  private static Optional<RowMarks> marks(TableFile file) {
    return file.has(TableFormat.DATA_HASH) && file.has(TableFormat.ROW_HASH)
        ? Optional.of(
            new RowMarks(file.longs(TableFormat.DATA_HASH), file.longs(TableFormat.ROW_HASH)))
        : Optional.empty();
  }

  /**
   * Reads what a fit needs of one bucket: no diagnostics, and where there are weights no log
   * interim prior either, which is NaN.
   *
   * @throws UnusableInputException as above
   */
  public static DrawBlock weighted(
      Configuration conf, TablePart part, DrawsSchema schema, Map<String, String> coordinates) {
    DrawsSchema needed = schema.withoutDiagnostics();
    TableFile file = file(conf, part, needed, List.of(DrawsSchema.LOG_WEIGHT));
    return file.has(DrawsSchema.LOG_WEIGHT)
        ? read(file, needed, coordinates).block()
        : read(conf, part, needed, coordinates).block();
  }

  private static TableFile file(
      Configuration conf, TablePart part, DrawsSchema schema, List<String> ofDraws) {
    List<String> wanted =
        Stream.of(
                List.of(TableFormat.OBJECT_ID),
                ofDraws,
                schema.thetas(),
                schema.covariates(),
                schema.diagnostics(),
                schema.observables())
            .flatMap(List::stream)
            .toList();
    return TableFile.read(conf, part, TableFormat.DRAWS, wanted);
  }

  private static DrawsFile read(
      TableFile file, DrawsSchema schema, Map<String, String> coordinates) {
    checkCoordinates(file, schema, coordinates);
    int[] offsets = offsets(file, schema);
    Map<String, double[]> thetas = new LinkedHashMap<>();
    for (String theta : schema.thetas()) {
      thetas.put(theta, lists(file, theta, offsets));
    }
    Map<String, double[]> covariates = new LinkedHashMap<>();
    schema.covariates().forEach(name -> covariates.put(name, file.doubles(name)));
    Map<String, double[]> diagnostics = new LinkedHashMap<>();
    schema.diagnostics().stream()
        .filter(file::has)
        .forEach(name -> diagnostics.put(name, file.doubles(name)));
    double[] interim = interimPrior(file, offsets);
    Map<String, double[]> observables = new LinkedHashMap<>();
    schema.observables().forEach(name -> observables.put(name, lists(file, name, offsets)));
    DrawBlock block =
        new DrawBlock(
            ids(file),
            offsets,
            thetas,
            covariates,
            weights(file, offsets, interim),
            interim,
            observables);
    return new DrawsFile(block, diagnostics, marks(file), file.metadata());
  }

  private static void checkCoordinates(
      TableFile file, DrawsSchema schema, Map<String, String> coordinates) {
    for (String theta : schema.thetas()) {
      String found = file.metadata().get(TableFormat.COORDINATES_KEY + theta);
      String expected = coordinates.get(theta);
      if (found != null && expected != null && !found.equals(expected)) {
        throw new UnusableInputException(
            "%s: the interim prior of %s is a density in %s, not in %s"
                .formatted(file.name(), theta, found, expected));
      }
    }
  }

  private static List<String> ids(TableFile file) {
    List<String> ids = file.text(TableFormat.OBJECT_ID);
    int missing = ids.indexOf(null);
    if (missing >= 0) {
      throw new UnusableInputException(
          "%s: row %d has no object_id".formatted(file.name(), missing + 1));
    }
    return new ArrayList<>(ids);
  }

  private static int[] offsets(TableFile file, DrawsSchema schema) {
    String first =
        schema.thetas().isEmpty() ? DrawsSchema.LOG_INTERIM_PRIOR : schema.thetas().get(0);
    return file.listOffsets(first);
  }

  private static double[] lists(TableFile file, String column, int[] offsets) {
    if (!Arrays.equals(file.listOffsets(column), offsets)) {
      throw new UnusableInputException(
          "%s: the lists of column %s are not as long as those of the other columns"
              .formatted(file.name(), column));
    }
    return file.listValues(column);
  }

  private static double[] interimPrior(TableFile file, int[] offsets) {
    if (file.has(DrawsSchema.LOG_INTERIM_PRIOR)) {
      return lists(file, DrawsSchema.LOG_INTERIM_PRIOR, offsets);
    }
    if (!file.has(DrawsSchema.LOG_WEIGHT)) {
      throw new UnusableInputException(
          file.name() + " has neither of the columns log_weight and log_interim_prior");
    }
    double[] unknown = new double[offsets[offsets.length - 1]];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  private static double[] weights(TableFile file, int[] offsets, double[] interim) {
    if (file.has(DrawsSchema.LOG_WEIGHT)) {
      return lists(file, DrawsSchema.LOG_WEIGHT, offsets);
    }
    return equalWeights(offsets, interim);
  }

  /** Log weights of equally weighted draws of the interim posterior. */
  static double[] equalWeights(int[] offsets, double[] interim) {
    double[] weights = new double[interim.length];
    for (int i = 0; i + 1 < offsets.length; i++) {
      double logDraws = StrictMath.log(offsets[i + 1] - offsets[i]);
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        weights[k] = -logDraws - interim[k];
      }
    }
    return weights;
  }
}
