package org.skypool.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.jobs.io.SparkForTests;

/** Commands run in this JVM, on the session of the tests, as a user would type them. */
final class RunsOnSpark {
  /** A population without a line of Java, as in the documentation: columns x and x_err. */
  static final String NORMAL =
      """
      name = normal
      seed = 3
      catalog { source = csv, path = "CATALOGUE" }
      objects {
        model = gaussian
        theta.x { value = x, error = x_err }
        interim-prior.x = "normal(0, 10)"
      }
      population {
        density.x = "normal(mu, sd)"
        hyperprior { mu = "normal(0, 10)", sd = "half_normal(5)" }
      }
      hyperposterior.ess = 400
      individuals.draws = 8
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private RunsOnSpark() {}

  /** How a command ended. */
  record Outcome(int code, String out, String err) {
    /** The only line about a failure, among the lines on progress. */
    String failure() {
      List<String> lines = err.lines().filter(line -> line.startsWith("skypool: ")).toList();
      if (lines.size() != 1) {
        throw new AssertionError("not one line: " + err);
      }
      return lines.get(0);
    }
  }

  /** Runs a command. */
  static Outcome execute(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    ExceptionTranslator translator =
        ExceptionTranslator.standard()
            .with(KeyedFormulaException.class, ExitCode.REFUSED)
            .with(FormulaException.class, ExitCode.REFUSED);
    SkypoolCommand command =
        new SkypoolCommand(
            () -> new StagePipeline(outStream, SparkForTests.session()),
            translator,
            new PrintWriter(outStream, true, StandardCharsets.UTF_8),
            new PrintWriter(errStream, true, StandardCharsets.UTF_8));
    PrintStream before = System.err;
    System.setErr(errStream);
    try {
      int code = command.execute(words);
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  /** Runs a command on a configuration, with the output in a folder. */
  static Outcome execute(String command, Path conf, Path output, String... more) {
    String[] words = {command, conf.toString(), "--out", output.toString()};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return execute(all);
  }

  /** Writes a configuration, {@code CATALOGUE} in it replaced by the path of a catalogue. */
  static Path configuration(Path folder, String text, Path catalogue) {
    return write(folder.resolve("run.conf"), text.replace("CATALOGUE", catalogue.toString()));
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A catalogue with columns x and x_err: x spread by 0.8 around 1.5, errors of 0.1 to 0.6. */
  static Path normalCatalogue(Path folder, int objects) {
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder text = new StringBuilder("x,x_err\n");
    for (int i = 0; i < objects; i++) {
      double error = random.nextDouble(0.1, 0.6);
      double x = 1.5 + 0.8 * random.nextGaussian() + error * random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.4f,%.3f%n", x, error));
    }
    return write(folder.resolve("catalogue.csv"), text.toString());
  }

  static JsonNode record(Path output) {
    try {
      return JSON.readTree(output.resolve("run.json").toFile());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Files of a table, for DuckDB. */
  static String table(Path output, String name) {
    return "'" + output.resolve(name) + "/*.parquet'";
  }
}
