package org.skypool.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A run that keeps processors busy with sampling, and what it leaves on the disk on its way. Beyond
 * 6,500 objects it has more buckets than files.
 */
final class SlowSurvey {
  private SlowSurvey() {}

  /**
   * Its configuration.
   *
   * @param work sines per evaluation: a number, or a formula over columns
   */
  static Path configuration(Path folder, int objects, String work) {
    return RunsOnSpark.configuration(
        folder,
        RunsOnSpark.NORMAL
                .replace("model = gaussian", "model = slow\n  draws = 64\n  bucket-mib = 1")
                .replace("error = x_err", "error = x_err, work = \"" + work + "\"")
            + "rounds.max = 2\n",
        RunsOnSpark.normalCatalogue(folder, objects));
  }

  /**
   * When each finished file of draws was written, by round and name, whether its table is published
   * or not; also that of a bucket that is still to be packed.
   */
  static Map<String, FileTime> finished(Path output) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    if (!Files.exists(output)) {
      return times;
    }
    try (Stream<Path> files = Files.walk(output, 3)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String table = file.getParent().getFileName().toString();
        if (name.matches("\\.?part-[^.]*\\.parquet") && table.contains("round=")) {
          String round = table.replaceAll(".*(round=[0-9]+).*", "$1");
          times.put(round + "/" + name, Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }
}
