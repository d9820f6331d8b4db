package org.skypool.jobs.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.io.FolderCopy;

/**
 * The earlier releases of a survey, {@code output/releases/NAME}: the tables of each but its draws,
 * its record and its report.
 */
final class ReleaseFolder {
  /** What a release is made of, in the order in which it is put back. */
  static final List<String> TABLES =
      List.of("rejected", "hyperposterior", "derived", "individuals");

  static final List<String> FILES = List.of("report.html", "run.json");

  private static final String HIDDEN = ".";
  private static final String MAKING = ".making-";

  private final Configuration conf;
  private final Path output;

  ReleaseFolder(Configuration conf, Path output) {
    this.conf = conf;
    this.output = output;
  }

  /** Where an earlier release is kept. */
  Path path(String name) {
    return new Path(folder(), name);
  }

  private Path folder() {
    return new Path(output, "releases");
  }

  private FileSystem fs() throws IOException {
    return output.getFileSystem(conf);
  }

  boolean exists(String name) throws IOException {
    return fs().exists(path(name));
  }

  /** The earlier releases, oldest first. */
  List<ReleaseRecord> all() throws IOException {
    List<ReleaseRecord> all = new ArrayList<>();
    if (fs().exists(folder())) {
      for (FileStatus status : fs().listStatus(folder())) {
        Optional<ReleaseRecord> record =
            status.getPath().getName().startsWith(HIDDEN)
                ? Optional.empty()
                : ReleaseRecord.read(conf, status.getPath());
        record.ifPresent(all::add);
      }
    }
    all.sort(Comparator.comparing(ReleaseRecord::made).thenComparing(ReleaseRecord::name));
    return all;
  }

  /**
   * Keeps the tables that are current now under the name of their release; they stay where they
   * are. Nothing is done where it is kept already.
   */
  void keep(ReleaseRecord current) throws IOException {
    removeHalfMade();
    if (exists(current.name())) {
      return;
    }
    Path making = new Path(folder(), MAKING + current.name());
    for (String part : parts()) {
      FolderCopy.copy(conf, new Path(output, part), new Path(making, part));
    }
    current.write(conf, making);
    if (!fs().rename(making, path(current.name()))) {
      throw new IOException("cannot rename " + making.toUri().getPath());
    }
  }

  private static List<String> parts() {
    List<String> parts = new ArrayList<>(TABLES);
    parts.addAll(FILES);
    parts.addAll(manifests());
    return parts;
  }

  /** The manifests that speak of the tables of a release. */
  static List<String> manifests() {
    return List.of(
        ".manifests/hyperposterior.json",
        ".manifests/derived.json",
        ".manifests/individuals.json",
        ".manifests/report.html.json");
  }

  private void removeHalfMade() throws IOException {
    if (!fs().exists(folder())) {
      return;
    }
    for (FileStatus status : fs().listStatus(folder())) {
      if (status.getPath().getName().startsWith(MAKING)) {
        fs().delete(status.getPath(), true);
      }
    }
  }

  void remove(String name) throws IOException {
    Path hidden = new Path(folder(), MAKING + name);
    if (fs().rename(path(name), hidden)) {
      fs().delete(hidden, true);
    }
  }
}
