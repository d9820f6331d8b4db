package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * HDFS with one name node and one data node in a process of its own: the test cluster that comes
 * with Hadoop, on a class path of its own beside Spark's.
 */
final class HdfsProcess implements AutoCloseable {
  private final Launched process;
  private final String url;

  private HdfsProcess(Launched process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts it and waits until it answers. */
  static HdfsProcess start(Path folder) throws Exception {
    Path target = Launched.module().resolve("target");
    Path own = target.resolve("hdfs");
    assumeTrue(Files.isDirectory(own), "skipped: " + own + " is made by mvn verify");
    List<String> classpath = new ArrayList<>();
    try (Stream<Path> jars = Files.list(own)) {
      jars.map(Path::toString).sorted().forEach(classpath::add);
    }
    classpath.add(target.resolve("embedded") + "/*");
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> new File(jar).getName().matches("(junit|opentest4j|apiguardian).*\\.jar"))
        .forEach(classpath::add);
    int port = StandaloneCluster.freePort();
    Path ready = folder.resolve("hdfs.json");
    Launched process =
        Launched.java(
            folder,
            "hdfs",
            String.join(File.pathSeparator, classpath),
            Map.of("JDK_JAVA_OPTIONS", "-Dhdfs.minidfs.basedir=" + folder.resolve("hdfs")),
            "org.apache.hadoop.test.MiniDFSClusterManager",
            "-datanodes",
            "1",
            "-nnport",
            Integer.toString(port),
            "-writeDetails",
            ready.toString(),
            "-format");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    while (!Files.exists(ready)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("HDFS does not start: " + process.err());
      }
      Thread.sleep(100);
    }
    return new HdfsProcess(process, "hdfs://127.0.0.1:" + port);
  }

  String url() {
    return url;
  }

  FileSystem fileSystem() throws Exception {
    return FileSystem.newInstance(URI.create(url), new Configuration());
  }

  @Override
  public void close() throws Exception {
    process.close();
  }
}
