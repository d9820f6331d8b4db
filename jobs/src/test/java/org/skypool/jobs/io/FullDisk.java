package org.skypool.jobs.io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files behind {@code full:/} that take {@code full.bytes} bytes each, then say that the disk
 * is full.
 */
public final class FullDisk extends RawLocalFileSystem {
  /** A configuration that knows the scheme. */
  static Configuration configuration(long bytes) {
    Configuration conf = new Configuration();
    install(conf, bytes);
    return conf;
  }

  /** Makes all local files such. */
  public static void fill(Configuration conf, long bytes) {
    conf.setClass("fs.file.impl", FullDisk.class, RawLocalFileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    conf.set("full.uri", "file:///");
    conf.setLong("full.bytes", bytes);
  }

  /** Takes {@link #fill} back. */
  public static void empty(Configuration conf) {
    for (String key :
        new String[] {"fs.file.impl", "fs.file.impl.disable.cache", "full.uri", "full.bytes"}) {
      conf.unset(key);
    }
  }

  private static void install(Configuration conf, long bytes) {
    conf.setClass("fs.full.impl", FullDisk.class, RawLocalFileSystem.class);
    conf.setBoolean("fs.full.impl.disable.cache", true);
    conf.setLong("full.bytes", bytes);
  }

  @Override
  public URI getUri() {
    return URI.create(getConf() == null ? "full:///" : getConf().get("full.uri", "full:///"));
  }

  @Override
  public String getScheme() {
    return getUri().getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return limited(super.create(path, permission, overwrite, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return limited(super.create(path, overwrite, buffer, replication, block, progress));
  }

  private FSDataOutputStream limited(OutputStream out) throws IOException {
    return new FSDataOutputStream(new Limited(out, getConf().getLong("full.bytes", 0)), null);
  }

  private static final class Limited extends FilterOutputStream {
    private long left;

    private Limited(OutputStream out, long left) {
      super(out);
      this.left = left;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("No space left on device");
      }
      out.write(bytes, offset, length);
    }
  }
}
