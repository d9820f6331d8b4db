package org.skypool.jobs.cli;

import java.util.concurrent.Callable;
import org.skypool.jobs.bench.KernelTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench}: what the hot loops cost on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = SkypoolCommand.VersionLine.class,
    header = "Measures the population likelihood on this machine, beside plain C.",
    usageHelpWidth = 100,
    descriptionHeading = "%n",
    description = {
      "Nanoseconds per draw and hyperparameter vector, on one thread, with draws that fit a cache "
          + "and with draws from memory; few draws also show what a vector costs by itself. Where "
          + "gcc is present the same work in C, with vectorised exp, runs in the same minute; "
          + "compare the ratios, for times differ between machines and with what else they do.",
      "It takes about half a minute."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  jobs/skypool bench")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    spec.commandLine().getOut().print(KernelTable.measured());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
