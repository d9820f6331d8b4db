package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code check}: what would run. */
@Command(
    name = "check",
    header = "Says what would run, and writes nothing.",
    description =
        "Checks the configuration, the catalogue's schema and its first 1,000 rows, and says which "
            + "stages would run, how many draws they would make and how many bytes they would write.",
    footer = {"  jobs/skypool check conf/gsmf-eco.conf --set catalog.path=eco.csv.gz"})
final class CheckCommand extends PipelineCommand {
  CheckCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.check(config, launch);
  }
}
