package org.skypool.jobs.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.RemoteText;

/** Texts on whatever file system Hadoop reads. */
final class HadoopText implements RemoteText {
  @Override
  public Reader open(String location) throws IOException {
    Path path = new Path(location);
    return new InputStreamReader(
        path.getFileSystem(new Configuration()).open(path), StandardCharsets.UTF_8);
  }
}
