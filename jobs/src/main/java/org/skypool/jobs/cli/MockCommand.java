package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code mock}: a mock catalogue with its truth. */
@Command(
    name = "mock",
    header = "Writes a mock catalogue with its truth.",
    description =
        "Draws true objects from the configuration's population at the true hyperparameters its "
            + "section 'catalog.mock' states, measures them with its object model, loses what its "
            + "selection loses, and writes the catalogue of the detected ones, with their true values, "
            + "to DIR/mock. ('run' does this by itself where catalog.source = mock.)",
    footer = {"  jobs/skypool mock conf/gsmf.conf --set catalog.mock.objects=1000 --out out/mock"})
final class MockCommand extends PipelineCommand {
  MockCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.mock(config, launch);
  }
}
