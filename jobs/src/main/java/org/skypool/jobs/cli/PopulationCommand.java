package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code population}: draws to hyperposterior. */
@Command(
    name = "population",
    header = "Draws to hyperposterior: the population fit.",
    description =
        "Infers the hyperparameters from the draws and writes 'hyperposterior/'; "
            + "the earlier stages run first where they are missing or out of date.",
    footer = {"  jobs/skypool population conf/gsmf.conf --set hyperposterior.ess=20000"})
final class PopulationCommand extends PipelineCommand {
  PopulationCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.population(config, launch);
  }
}
