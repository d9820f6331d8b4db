package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.Version;

/**
 * The jar for spark-submit on a standalone master with two workers, each a process of its own on
 * the loopback interface: the same bits as in one process.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's standalone cluster needs POSIX")
class ClusterIT {
  private static final String DEPLOY = "org.apache.spark.deploy.";

  @TempDir Path folder;

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void submittedRunHasTheBitsOfALocalOne() throws Exception {
    Path target = Launched.module().resolve("target");
    Path jar = target.resolve("skypool-jobs-" + Version.current() + ".jar");
    Path jars = target.resolve("embedded");
    assumeTrue(
        Files.exists(jar) && Files.isDirectory(jars),
        "skipped: " + jar + " and " + jars + " are made by mvn package");
    Path home = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectory(home.resolve("conf"));
    Files.createSymbolicLink(home.resolve("jars"), jars);
    Map<String, String> environment =
        Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13");
    String classpath = home.resolve("conf") + ":" + jars + "/*";
    String url = "spark://127.0.0.1:" + freePort();
    Path conf =
        RunsOnSpark.configuration(
            folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, 200));
    Path output = folder.resolve("out");
    String port = url.substring(url.lastIndexOf(':') + 1);
    try (Launched master =
            Launched.java(
                folder,
                "master",
                classpath,
                environment,
                DEPLOY + "master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                port,
                "--webui-port",
                "0");
        Launched one = worker(classpath, environment, "one", url);
        Launched two = worker(classpath, environment, "two", url);
        Launched submit =
            Launched.java(
                folder,
                "submit",
                classpath,
                environment,
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
                "spark.cores.max=2",
                "--class",
                "org.skypool.jobs.Main",
                jar.toString(),
                "run",
                conf.toString(),
                "--evaluator",
                "executors",
                "--out",
                output.toString())) {
      assertEquals(0, submit.exitCode(), () -> log(submit) + log(master) + log(one) + log(two));
    }
    Path here = folder.resolve("here");
    assertEquals(0, RunsOnSpark.execute("run", conf, here).code());
    SameBitsTest.assertSameBits(here, output);
    assertEquals(url, RunsOnSpark.record(output).at("/spark/master").asText());
  }

  private Launched worker(
      String classpath, Map<String, String> environment, String name, String url) throws Exception {
    Path work = Files.createDirectory(folder.resolve("work-" + name));
    return Launched.java(
        folder,
        name,
        classpath,
        environment,
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
        work.toString(),
        url);
  }

  private static String log(Launched launched) {
    try {
      return launched.err();
    } catch (java.io.IOException failed) {
      return failed.toString();
    }
  }
}
