package org.skypool.jobs.io;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Copies of published files, which nobody changes in place: on a local disk that can do so a copy
 * is a second name of the same file and takes no room.
 */
public final class FolderCopy {
  private FolderCopy() {}

  /**
   * Copies a file, or a folder with all that is in it; nothing where there is none.
   *
   * @return whether there was something
   * @throws IOException in one line when storage refuses
   */
  public static boolean copy(Configuration conf, Path from, Path to) throws IOException {
    try {
      FileSystem fs = Storage.of(conf, from);
      if (!fs.exists(from)) {
        return false;
      }
      copy(conf, fs, fs.getFileStatus(from), to);
      return true;
    } catch (IOException failed) {
      throw Storage.cannotWrite(to, failed);
    }
  }

  private static void copy(Configuration conf, FileSystem fs, FileStatus from, Path to)
      throws IOException {
    if (from.isDirectory()) {
      fs.mkdirs(to);
      for (FileStatus inner : fs.listStatus(from.getPath())) {
        copy(conf, fs, inner, new Path(to, inner.getPath().getName()));
      }
      return;
    }
    fs.mkdirs(to.getParent());
    fs.delete(to, false);
    if (!isLinked(fs, from.getPath(), to)) {
      FileUtil.copy(fs, from.getPath(), fs, to, false, conf);
    }
  }

  private static boolean isLinked(FileSystem fs, Path from, Path to) {
    if (!(fs instanceof RawLocalFileSystem local)) {
      return false;
    }
    try {
      Files.createLink(local.pathToFile(to).toPath(), local.pathToFile(from).toPath());
      return true;
    } catch (IOException | UnsupportedOperationException withoutLinks) {
      return false;
    }
  }
}
