package org.skypool.jobs.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.io.AtomicFile;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.FolderCopy;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.TableFiles;

/**
 * Makes an earlier release current again; the one it replaces becomes an earlier release. Draws are
 * not part of releases and stay as they are.
 */
public final class Rollback {
  private static final String STAGE = "rollback-----";

  private final Configuration conf;
  private final Path output;
  private final ReleaseFolder folder;

  /** Of the releases of an output folder, whose lock the caller holds. */
  public Rollback(Configuration conf, Path output) {
    this.conf = conf;
    this.output = output;
    this.folder = new ReleaseFolder(conf, output);
  }

  /**
   * Rolls back. Killed at any moment it leaves the release where it was, and the same call goes on.
   *
   * @return one line on what was done
   * @throws ConfigException where there is no such release
   * @throws IOException in one line when storage refuses
   */
  public String to(String name) throws IOException {
    Releases.refuseUnlessName(name);
    Optional<ReleaseRecord> current = Releases.current(conf, output);
    if (!folder.exists(name)) {
      if (current.isPresent() && current.get().name().equals(name)) {
        return "release " + name + " is current already";
      }
      throw new ConfigException(
          "release = %s: there is no such release in %s; there are %s"
              .formatted(name, output.toUri().getPath(), names()));
    }
    ReleaseRecord wanted =
        ReleaseRecord.read(conf, folder.path(name))
            .orElseThrow(
                () -> new ConfigException("release = " + name + ": its folder has no record"));
    if (current.isPresent() && current.get().isComplete() && !current.get().name().equals(name)) {
      folder.keep(current.get());
    }
    wanted.incomplete().write(conf, output);
    putBack(folder.path(name));
    wanted.complete().write(conf, output);
    folder.remove(name);
    return "release "
        + name
        + " is current"
        + current.map(was -> "; it replaced " + was.name()).orElse("");
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>(folder.all().stream().map(ReleaseRecord::name).toList());
    return names.isEmpty() ? List.of("none") : names;
  }

  private void putBack(Path release) throws IOException {
    FileSystem fs = output.getFileSystem(conf);
    for (String manifest : ReleaseFolder.manifests()) {
      fs.delete(new Path(output, manifest), false);
    }
    for (String table : ReleaseFolder.TABLES) {
      if (fs.exists(new Path(release, table))) {
        putBack(release, table);
      } else {
        fs.delete(new Path(output, table), true);
      }
    }
    List<String> files =
        Stream.concat(ReleaseFolder.FILES.stream(), ReleaseFolder.manifests().stream()).toList();
    for (String file : files) {
      Optional<String> text = AtomicFile.read(conf, new Path(release, file));
      if (text.isPresent()) {
        AtomicFile.write(conf, new Path(output, file), text.get());
      } else {
        fs.delete(new Path(output, file), false);
      }
    }
  }

  private void putBack(Path release, String table) throws IOException {
    List<Path> files = DrawsReader.files(conf, new Path(release, table));
    TableFiles buckets = TableFiles.each(DrawsReader.parts(conf, new Path(release, table)).size());
    try (Publication publication = Publication.begin(conf, output, table, STAGE, buckets)) {
      for (Path file : files) {
        publication.writeCopy(file.getName(), (c, to) -> FolderCopy.copy(c, file, to));
      }
      publication.publish();
    }
  }
}
