package org.skypool.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.ipc.RemoteException;

/** One small file that several processes look at, of which one makes it. */
public final class SharedFile {
  private final Configuration conf;
  private final Path path;

  /** The file at a path, which need not be there. */
  public SharedFile(Configuration conf, Path path) {
    this.conf = conf;
    this.path = path;
  }

  /**
   * Makes the file, unless it is there: of several processes that try one succeeds, on local disks
   * and on HDFS.
   *
   * @return whether this call made it
   * @throws IOException in one line when storage refuses
   */
  public boolean create(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      FileSystem fs = fs();
      fs.mkdirs(path.getParent());
      if (fs instanceof RawLocalFileSystem local) {
        createLocal(local.pathToFile(path).toPath(), bytes);
      } else {
        try (FSDataOutputStream out = fs.create(path, false)) {
          out.write(bytes);
        }
      }
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException there) {
      return false;
    } catch (RemoteException refused) {
      if (refused.getClassName().endsWith(".AlreadyBeingCreatedException")) {
        return false;
      }
      throw Storage.cannotWrite(path, refused);
    } catch (IOException failed) {
      throw Storage.cannotWrite(path, failed);
    }
  }

  private static void createLocal(java.nio.file.Path file, byte[] bytes) throws IOException {
    Files.createFile(file);
    try {
      Files.write(file, bytes);
    } catch (IOException full) {
      Files.delete(file);
      throw full;
    }
  }

  /** Sets the time of the file to now. */
  public void touch(long nowMillis) throws IOException {
    fs().setTimes(path, nowMillis, -1);
  }

  /** The time of the file, in ms; empty where there is none. */
  public OptionalLong time() throws IOException {
    try {
      return OptionalLong.of(fs().getFileStatus(path).getModificationTime());
    } catch (FileNotFoundException absent) {
      return OptionalLong.empty();
    }
  }

  /** Its text, or empty text where there is none. */
  public String text() throws IOException {
    try {
      return AtomicFile.read(conf, path).orElse("");
    } catch (FileNotFoundException goneMeanwhile) {
      return "";
    }
  }

  /** Removes it. */
  public void delete() throws IOException {
    fs().delete(path, false);
  }

  private FileSystem fs() throws IOException {
    return Storage.of(conf, path);
  }
}
