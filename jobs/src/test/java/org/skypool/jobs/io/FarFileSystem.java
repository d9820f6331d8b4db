package org.skypool.jobs.io;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file system that is not the local one for all that can be seen from outside: paths {@code
 * far:///...}, reached through Hadoop only, with blocks on named machines.
 */
public final class FarFileSystem extends RawLocalFileSystem {
  static final String HOST = "storage.example.org";

  /** Files opened so far. */
  static final AtomicInteger OPENED = new AtomicInteger();

  private static final URI ROOT = URI.create("far:///");

  /** Makes it known to a configuration. */
  static void register(Configuration conf) {
    conf.set("fs.far.impl", FarFileSystem.class.getName());
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(ROOT, conf);
    setConf(conf);
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return "far";
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.incrementAndGet();
    return super.open(path, bufferSize);
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
    String[] hosts = {HOST};
    return new BlockLocation[] {new BlockLocation(hosts, hosts, 0, file.getLen())};
  }

  /** The file system's path of a local file. */
  static String far(java.nio.file.Path local) {
    return ROOT + local.toString().substring(1);
  }
}
