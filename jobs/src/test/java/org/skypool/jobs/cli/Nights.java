package org.skypool.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.skypool.jobs.io.Duck;

/** Catalogues of a survey that changes a little from night to night, and their runs. */
final class Nights {
  /** As {@link RunsOnSpark#NORMAL}, with ids. */
  static final String CONFIGURATION =
      RunsOnSpark.NORMAL.replace("path = \"CATALOGUE\"", "path = \"CATALOGUE\", id = id");

  private final SplittableRandom random;
  private final TreeMap<String, String> rows = new TreeMap<>();
  private int next;

  private Nights(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A first night. */
  static Nights of(int objects, long seed) {
    Nights nights = new Nights(seed);
    nights.add(objects);
    return nights;
  }

  /** New objects. */
  void add(int objects) {
    for (int i = 0; i < objects; i++) {
      rows.put("o%07d".formatted(next++), row());
    }
  }

  /** Changes some of the objects: one in {@code step}, beginning with the one at {@code first}. */
  void change(int first, int step, int objects) {
    ids().stream()
        .skip(first)
        .filter(id -> (Integer.parseInt(id.substring(1)) - first) % step == 0)
        .limit(objects)
        .forEach(id -> rows.put(id, row()));
  }

  /** Removes the objects that come first. */
  void remove(int objects) {
    ids().stream().limit(objects).forEach(rows::remove);
  }

  private List<String> ids() {
    return List.copyOf(rows.keySet());
  }

  private String row() {
    double error = random.nextDouble(0.1, 0.6);
    double x = 1.5 + 0.8 * random.nextGaussian() + error * random.nextGaussian();
    return String.format(Locale.ROOT, "%.4f,%.3f", x, error);
  }

  /** Writes the catalogue as it is tonight. */
  Path write(Path file) {
    String body =
        rows.entrySet().stream()
            .map(row -> row.getKey() + "," + row.getValue())
            .collect(Collectors.joining("\n"));
    return RunsOnSpark.write(file, "id,x,x_err\n" + body + "\n");
  }

  /** Copies an output folder, hidden files too. */
  static Path copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  /** The last line of a run: values by key. */
  static Map<String, String> summary(RunsOnSpark.Outcome outcome) {
    List<String> lines = outcome.err().lines().toList();
    Map<String, String> values = new TreeMap<>();
    for (String pair : lines.get(lines.size() - 1).split(" ")) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return values;
  }

  /** How many rows of one table are not in another, all columns to the last bit. */
  static long missing(Path from, Path in, String table) throws Exception {
    return Long.parseLong(
        Duck.rows(
                "SELECT count(*) FROM (SELECT * FROM %s EXCEPT ALL SELECT * FROM %s)"
                    .formatted(RunsOnSpark.table(from, table), RunsOnSpark.table(in, table)))
            .get(0));
  }
}
