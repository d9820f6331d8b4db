package org.skypool.jobs.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.io.RunJson;

/**
 * Where a release is that somebody names.
 *
 * @param name as it was named
 * @param folder with its tables
 */
public record ReleasePlace(String name, Path folder) {
  private static final String CURRENT = "current";

  /**
   * Finds a release.
   *
   * @param output folder of the survey
   * @param word {@code current}, the name of a release, or another output folder
   * @throws ConfigException where there is none, naming those there are
   * @throws IOException when storage cannot be read
   */
  public static ReleasePlace of(Configuration conf, Path output, String word) throws IOException {
    Optional<ReleaseRecord> current = Releases.current(conf, output);
    if (current.isPresent() && (word.equals(CURRENT) || word.equals(current.get().name()))) {
      return new ReleasePlace(current.get().name(), output);
    }
    ReleaseFolder folder = new ReleaseFolder(conf, output);
    if (!word.contains("/") && folder.exists(word)) {
      return new ReleasePlace(word, folder.path(word));
    }
    Path other = OutputFolder.path(conf, word);
    if (other.getFileSystem(conf).exists(new Path(other, RunJson.FILE))) {
      return new ReleasePlace(word, other);
    }
    List<String> names = new ArrayList<>();
    current.ifPresent(there -> names.add(CURRENT + " (" + there.name() + ")"));
    folder.all().forEach(earlier -> names.add(earlier.name()));
    throw new ConfigException(
        "%s: neither a release of %s, which has %s, nor an output folder"
            .formatted(
                word,
                output.toUri().getPath(),
                names.isEmpty() ? "none" : String.join(", ", names)));
  }
}
