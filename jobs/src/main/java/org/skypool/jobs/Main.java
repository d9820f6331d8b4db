package org.skypool.jobs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.skypool.jobs.cli.ExceptionTranslator;
import org.skypool.jobs.cli.Pipeline;
import org.skypool.jobs.cli.SkypoolCommand;

/** Entry point of {@code jobs/skypool} and of spark-submit; the only place that exits the JVM. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] words) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(
        new SkypoolCommand(Main::pipeline, ExceptionTranslator.standard(), out, err)
            .execute(words));
  }

  /** The pipeline this build was made with: the one place that chooses it. */
  private static Pipeline pipeline() {
    return ServiceLoader.load(Pipeline.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no pipeline is on the class path"));
  }
}
