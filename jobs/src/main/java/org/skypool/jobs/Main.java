package org.skypool.jobs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.jobs.cli.ExceptionTranslator;
import org.skypool.jobs.cli.ExitCode;
import org.skypool.jobs.cli.SkypoolCommand;
import org.skypool.jobs.cli.StagePipeline;

/** Entry point of {@code jobs/skypool} and of spark-submit; the only place that exits the JVM. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] words) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    ExceptionTranslator translator =
        ExceptionTranslator.standard()
            .with(KeyedFormulaException.class, ExitCode.REFUSED)
            .with(FormulaException.class, ExitCode.REFUSED);
    System.exit(
        new SkypoolCommand(() -> new StagePipeline(System.out), translator, out, err)
            .execute(words));
  }
}
