package org.skypool.jobs.io;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.ConfigException;

/** The folder that receives a run's tables; it belongs to one run name. */
public final class OutputFolder {
  private OutputFolder() {}

  /** The folder as a literal path; relative local paths start at the current directory. */
  public static Path path(Configuration conf, String output) {
    return Storage.path(conf, output);
  }

  /**
   * Refuses a folder that holds a run of another name, without writing anything.
   *
   * @throws ConfigException naming both runs
   * @throws IOException in one line when the folder cannot be read
   */
  public static void check(Configuration conf, Path output, String runName) throws IOException {
    Optional<String> owner;
    try {
      owner = AtomicFile.read(conf, ownerFile(output)).map(String::strip);
    } catch (IOException failed) {
      throw new IOException(
          "cannot read " + Storage.plain(output) + ": " + Storage.reason(failed), failed);
    }
    if (owner.isPresent() && !owner.get().equals(runName)) {
      throw new ConfigException(
          "output = %s holds the run named %s, not %s: choose another output or name"
              .formatted(Storage.plain(output), owner.get(), runName));
    }
  }

  /**
   * Makes the folder if it is absent and claims it for a run.
   *
   * @throws ConfigException when it holds a run of another name
   * @throws IOException in one line when it cannot be written
   */
  public static Path claim(Configuration conf, Path output, String runName) throws IOException {
    check(conf, output, runName);
    try {
      FileSystem fs = Storage.of(conf, output);
      if (fs.exists(output) && !fs.getFileStatus(output).isDirectory()) {
        throw new IOException("it is a file, not a folder");
      }
      if (!fs.mkdirs(output)) {
        throw new IOException("the folder cannot be made");
      }
    } catch (IOException failed) {
      throw Storage.cannotWrite(output, failed);
    }
    AtomicFile.write(conf, ownerFile(output), runName + "\n");
    return output;
  }

  private static Path ownerFile(Path output) {
    return new Path(new Path(output, ".manifests"), "run-name");
  }
}
