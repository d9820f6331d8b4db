package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code shrink}: draws and hyperposterior to individuals. */
@Command(
    name = "shrink",
    header = "Draws and hyperposterior to individuals: shrinkage.",
    description =
        "Reweights each object's draws by the population that was inferred and writes summaries and "
            + "equally weighted draws of its hierarchical posterior to 'individuals/'; "
            + "the earlier stages run first where they are missing or out of date.",
    footer = {"  jobs/skypool shrink conf/gsmf.conf --set individuals.draws=100"})
final class ShrinkCommand extends PipelineCommand {
  ShrinkCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.shrink(config, launch);
  }
}
