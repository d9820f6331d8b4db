package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code report}: tables to the report. */
@Command(
    name = "report",
    header = "Tables to report.html.",
    description =
        "Draws the population with its credible band over the data, the hyperparameters, the shrinkage "
            + "and every guard into one file that needs no network; "
            + "the earlier stages run first where they are missing or out of date.",
    footer = {"  jobs/skypool report conf/gsmf.conf"})
final class ReportCommand extends PipelineCommand {
  ReportCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.report(config, launch);
  }
}
