package org.skypool.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.skypool.jobs.bench.BenchSection;
import org.skypool.jobs.bench.BenchSections;
import org.skypool.jobs.bench.BenchTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: what the hot loops cost on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = SkypoolCommand.VersionLine.class,
    header = "Measures the population likelihood and fits on this machine, beside plain C.",
    usageHelpWidth = 100,
    descriptionHeading = "%n",
    description = {
      "Tables of nanoseconds of CPU time per draw and hyperparameter vector (kernel; plain: the same "
          + "on a JVM without the vector module; density; batch; scale), of seconds on several "
          + "threads (threads), of bytes per draw (memory), of objects sampled (sampling), of draws written "
          + "(disk), of scans by driver and executors (evaluators), and of passes and seconds to 1,000 "
          + "effective draws (fit; draws: a fit of given draws). Where gcc is present the same work "
          + "in C, with vectorised exp, takes turns with it; compare the ratios, for times differ "
          + "between machines and with what else they do.",
      "All sections take about six minutes; evaluators needs 1.3 GB of temporary disk and 3 GB of heap."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  jobs/skypool bench", "  jobs/skypool bench --section kernel,fit --out bench.csv"})
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--section",
      split = ",",
      paramLabel = "NAME",
      description =
          "which tables, separated by commas: kernel, plain, density, batch, scale, threads, memory, "
              + "sampling, disk, evaluators, fit, draws; all of them by default")
  private List<String> sections = new ArrayList<>(BenchSections.byName().keySet());

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "also writes every number to a CSV file: section, row, column, value")
  private Path out;

  @Override
  public Integer call() throws Exception {
    for (String name : sections) {
      if (!BenchSections.byName().containsKey(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--section = %s: allowed are %s".formatted(name, BenchSections.byName().keySet()));
      }
    }
    PrintWriter screen = spec.commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    List<String> lines = new ArrayList<>(List.of(BenchTable.CSV_HEADER));
    write(lines);
    int number = 0;
    for (String name : sections) {
      progress.printf("measuring %s (%d of %d)%n", name, ++number, sections.size());
      progress.flush();
      BenchSection section = BenchSections.byName().get(name);
      BenchTable table = section.measure();
      screen.print(table.text());
      screen.flush();
      lines.addAll(table.csv());
    }
    write(lines);
    return ExitCode.OK;
  }

  /** Before anything is measured too, so that a file that cannot be written is said at once. */
  private void write(List<String> lines) {
    if (out == null) {
      return;
    }
    try {
      Files.write(out, lines);
    } catch (IOException refused) {
      throw new ParameterException(
          spec.commandLine(),
          "--out = %s: must be a file that can be written (%s)"
              .formatted(out, refused.getClass().getSimpleName()));
    }
  }
}
