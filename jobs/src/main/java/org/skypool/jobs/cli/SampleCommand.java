package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code sample}: catalogue to draws. */
@Command(
    name = "sample",
    header = "Catalogue to draws: one round of sampling.",
    description =
        "Reads the catalogue, sets unusable rows aside with the reason, and draws weighted points "
            + "from each object's posterior, where its row lives, into 'draws/'.",
    footer = {"  jobs/skypool sample conf/gsmf.conf --set objects.draws=64"})
final class SampleCommand extends PipelineCommand {
  SampleCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.sample(config, launch);
  }
}
