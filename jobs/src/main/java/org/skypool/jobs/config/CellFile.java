package org.skypool.jobs.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A CSV file of this machine with one row per cell of a grid, in any order: for each axis a column
 * of lower and one of upper edges, and a column of values.
 *
 * @param key of the configuration, for messages
 * @param path of the file
 * @param low columns of lower edges, by axis
 * @param high columns of upper edges
 * @param value column of values
 */
record CellFile(String key, String path, List<String> low, List<String> high, String value) {

  /**
   * Reads it.
   *
   * @param name of the function
   * @param outside the value outside the grid
   * @throws ConfigException in one line, if it cannot be read or its rows are not the cells of a
   *     grid, each once
   */
  TabulatedFunction read(String name, double outside) {
    List<double[]> rows = rows();
    int axes = low.size();
    List<List<Double>> edges = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      TreeSet<Double> found = new TreeSet<>();
      for (double[] row : rows) {
        found.add(row[a]);
        found.add(row[axes + a]);
      }
      edges.add(List.copyOf(found));
    }
    int cells = edges.stream().mapToInt(axis -> axis.size() - 1).reduce(1, (m, n) -> m * n);
    if (cells != rows.size()) {
      throw refused(
          "%d rows, but the edges make %d cells: every cell needs one row"
              .formatted(rows.size(), cells));
    }
    Double[] values = new Double[cells];
    for (double[] row : rows) {
      int cell = 0;
      for (int a = 0; a < axes; a++) {
        int at = edges.get(a).indexOf(row[a]);
        if (at + 1 >= edges.get(a).size() || edges.get(a).get(at + 1) != row[axes + a]) {
          throw refused(
              "a cell from %s = %s to %s = %s overlaps others"
                  .formatted(low.get(a), row[a], high.get(a), row[axes + a]));
        }
        cell = cell * (edges.get(a).size() - 1) + at;
      }
      if (values[cell] != null) {
        throw refused("a cell stands there twice: " + Arrays.toString(row));
      }
      values[cell] = row[2 * axes];
    }
    return new TabulatedFunction(name, List.copyOf(edges), List.of(values), outside);
  }

  /** Lower edges, upper edges and value of every row. */
  private List<double[]> rows() {
    List<String> lines = lines();
    if (lines.isEmpty()) {
      throw refused("the file is empty");
    }
    List<String> header =
        Arrays.stream(lines.get(0).replace("\uFEFF", "").split(",", -1))
            .map(String::strip)
            .toList();
    List<String> wanted = Stream.of(low, high, List.of(value)).flatMap(List::stream).toList();
    int[] columns = new int[wanted.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = header.indexOf(wanted.get(c));
      if (columns[c] < 0) {
        throw refused("no column '%s' among %s".formatted(wanted.get(c), header));
      }
    }
    List<double[]> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(lines.get(i).split(",", -1), columns, i + 1));
      }
    }
    return rows;
  }

  private double[] row(String[] cells, int[] columns, int line) {
    double[] row = new double[columns.length];
    for (int c = 0; c < row.length; c++) {
      String text = columns[c] < cells.length ? cells[columns[c]].strip() : "";
      row[c] =
          RunConfigAssembler.number(text)
              .orElseThrow(() -> refused("line %d: '%s' is not a number".formatted(line, text)));
    }
    return row;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(Path.of(path), StandardCharsets.UTF_8);
    } catch (NoSuchFileException absent) {
      throw refused("the file does not exist");
    } catch (IOException | InvalidPathException failed) {
      throw refused("cannot be read: " + failed.getMessage());
    }
  }

  private ConfigException refused(String reason) {
    return new ConfigException(key + ".path = " + path + ": " + reason);
  }
}
