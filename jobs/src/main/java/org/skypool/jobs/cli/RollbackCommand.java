package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rollback}: an earlier release becomes current. */
@Command(
    name = "rollback",
    header = "Makes an earlier release the current one.",
    description =
        "Puts the tables, the record and the report of DIR/releases/NAME back to where current ones are; what was"
            + " current becomes an earlier release under its own name. Draws are not part of releases: the next"
            + " 'run' samples what its catalogue needs.",
    footer = {"  jobs/skypool rollback conf/nightly.conf 2026-11-21T024007Z"})
final class RollbackCommand extends PipelineCommand {
  @Parameters(index = "1", paramLabel = "NAME", description = "Name of a folder in DIR/releases.")
  private String name;

  RollbackCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.rollback(config, launch, name);
  }
}
