package org.skypool.jobs.io;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The machines that hold parts of files, where the file system says so. */
final class FileBlocks {
  private static final String HERE = "localhost";

  private final Configuration conf;
  private final Map<String, BlockLocation[]> blocks = new HashMap<>();

  FileBlocks(Configuration conf) {
    this.conf = conf;
  }

  /**
   * The machines that hold a byte of a file; none where any is as good.
   *
   * @throws UnusableInputException when the file is gone
   */
  List<String> hosts(String path, long position) {
    try {
      for (BlockLocation block : blocks.computeIfAbsent(path, file -> all(new Path(file)))) {
        if (position >= block.getOffset() && position < block.getOffset() + block.getLength()) {
          return Arrays.stream(block.getHosts()).filter(host -> !host.equals(HERE)).toList();
        }
      }
      return List.of();
    } catch (IOException failed) {
      throw InputFiles.cannotRead(path, failed);
    }
  }

  private BlockLocation[] all(Path path) {
    try {
      FileSystem fs = Storage.of(conf, path);
      FileStatus status = fs.getFileStatus(path);
      return fs.getFileBlockLocations(status, 0, status.getLen());
    } catch (IOException failed) {
      throw InputFiles.cannotRead(path.toString(), failed);
    }
  }
}
