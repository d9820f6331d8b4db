package org.skypool.jobs.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own, with its streams in files; ended with everything it started. */
final class Launched implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a Java program with the project's JVM options. */
  static Launched java(
      Path folder, String name, String classpath, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(interruptible());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + module().resolve("jvm.options"));
    command.add("-Xmx1g");
    command.add(
        "-Dlog4j2.configurationFile="
            + module().resolveSibling("conf").resolve("log4j2.properties"));
    command.add("-cp");
    command.add(classpath);
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Launched(builder.start(), out, err);
  }

  /**
   * What undoes an ignored Ctrl-C, which background jobs of a shell hand down to all they start;
   * nothing where {@code env} does not know how.
   */
  private static List<String> interruptible() throws IOException {
    List<String> env = List.of("env", "--default-signal=INT");
    List<String> trial = new ArrayList<>(env);
    trial.add("true");
    try {
      boolean known =
          new ProcessBuilder(trial)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
      return known ? env : List.of();
    } catch (InterruptedException stop) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** The folder of the module. */
  static Path module() {
    Path folder = Path.of("").toAbsolutePath();
    return Files.exists(folder.resolve("jvm.options")) ? folder : folder.resolve("jobs");
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  /** The error stream without the JVM's own line on its modules. */
  String err() throws IOException {
    return Files.readString(err).replaceFirst("WARNING: Using incubator modules: [^\\n]*\\R", "");
  }

  /** Waits until the error stream says something. */
  void awaitErr(String text) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!err().contains(text)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("no '" + text + "' in " + err());
      }
      Thread.sleep(50);
    }
  }

  /** Ends it as Ctrl-C does. */
  void interrupt() throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Ends it at once, as the loss of its machine does; nothing it started is touched. */
  void kill() throws Exception {
    process.destroyForcibly().waitFor();
  }

  /** Processes it started whose command line has a word in it. */
  List<ProcessHandle> children(String word) {
    return process
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(word))
        .toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end and returns its exit code. */
  int exitCode() throws Exception {
    return exitCode(240);
  }

  /** The same, of a run that may take long. */
  int exitCode(int seconds) throws Exception {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws Exception {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
