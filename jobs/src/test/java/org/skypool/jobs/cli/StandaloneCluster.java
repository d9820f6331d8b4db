package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.skypool.jobs.Version;

/**
 * A standalone master with workers of one core each, every one a process of its own on the loopback
 * interface, and the packaged jar to submit to it.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String DEPLOY = "org.apache.spark.deploy.";
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Path folder;
  private final Path jar;
  private final Path jars;
  private final Path home;
  private final String url;
  private final List<Launched> daemons = new ArrayList<>();
  private final List<Launched> workers = new ArrayList<>();
  private int started;

  private StandaloneCluster(Path folder, String url, List<String> settings) throws IOException {
    Path target = Launched.module().resolve("target");
    this.folder = folder;
    this.url = url;
    this.jar = target.resolve("skypool-jobs-" + Version.current() + ".jar");
    this.jars = target.resolve("embedded");
    assumeTrue(
        Files.exists(jar) && Files.isDirectory(jars),
        "skipped: " + jar + " and " + jars + " are made by mvn package");
    this.home = Files.createDirectories(folder.resolve("spark"));
    Files.write(
        Files.createDirectory(home.resolve("conf")).resolve("spark-defaults.conf"), settings);
    Files.createSymbolicLink(home.resolve("jars"), jars);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts one.
   *
   * @param settings of Spark, {@code key=value}, in the file that daemons and spark-submit read
   */
  static StandaloneCluster start(Path folder, int workers, String... settings) throws Exception {
    int port = freePort();
    StandaloneCluster cluster =
        new StandaloneCluster(folder, "spark://127.0.0.1:" + port, List.of(settings));
    cluster.daemons.add(
        cluster.launch(
            "master",
            DEPLOY + "master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0"));
    for (int w = 0; w < workers; w++) {
      cluster.addWorker();
    }
    return cluster;
  }

  /** One worker more. */
  void addWorker() throws Exception {
    String name = "worker-" + started++;
    Launched worker =
        launch(
            name,
            DEPLOY + "worker.Worker",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--work-dir",
            Files.createDirectory(folder.resolve(name)).toString(),
            url);
    daemons.add(worker);
    workers.add(worker);
  }

  String url() {
    return url;
  }

  /** What Spark's processes run on. */
  Path jars() {
    return jars;
  }

  /**
   * Submits a command of Skypool.
   *
   * @param name of the process
   * @param options further options of spark-submit
   * @param words the command
   */
  Launched submit(String name, List<String> options, String... words) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                DEPLOY + "SparkSubmit",
                "--master",
                url,
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.executor.memory=512m",
                "--conf",
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "--conf",
                "spark.cores.max=" + workers.size()));
    all.addAll(options);
    all.addAll(List.of("--class", "org.skypool.jobs.Main", jar.toString()));
    all.addAll(Arrays.asList(words));
    return launch(name, all.toArray(String[]::new));
  }

  private Launched launch(String name, String... words) throws IOException {
    String classpath = home.resolve("conf") + ":" + jars + "/*";
    return Launched.java(
        folder,
        name,
        classpath,
        Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13"),
        words);
  }

  /** Kills the executor of a worker; false where it has none just now. */
  boolean killExecutor(int worker) {
    List<ProcessHandle> executors = workers.get(worker).children(EXECUTOR);
    executors.forEach(ProcessHandle::destroyForcibly);
    return !executors.isEmpty();
  }

  /** Kills a worker with its executor, as the loss of a machine does, and starts another. */
  void replaceWorker(int worker) throws Exception {
    Launched lost = workers.remove(worker);
    List<ProcessHandle> executors = lost.children(EXECUTOR);
    lost.kill();
    executors.forEach(ProcessHandle::destroyForcibly);
    assertFalse(lost.isAlive());
    addWorker();
  }

  /** What all daemons said. */
  String log() {
    StringBuilder log = new StringBuilder();
    for (Launched daemon : daemons) {
      try {
        log.append(daemon.err());
      } catch (IOException failed) {
        log.append(failed);
      }
    }
    return log.toString();
  }

  @Override
  public void close() throws Exception {
    for (Launched daemon : daemons) {
      daemon.close();
    }
  }
}
