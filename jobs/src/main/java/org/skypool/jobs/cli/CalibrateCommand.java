package org.skypool.jobs.cli;

import java.util.OptionalInt;
import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code calibrate}: does the fit of mock surveys find their truth as often as it says? */
@Command(
    name = "calibrate",
    header = "Simulation-based calibration: fits many mock surveys and ranks their truth.",
    description =
        "Draws hyperparameters from the hyperprior, a mock survey from each, fits every mock as it would a "
            + "catalogue, and tests whether the truth falls anywhere in its posterior equally often. Writes "
            + "DIR/calibration.json and DIR/calibration.html; exit code 4 where ranks are not uniform. Needs the "
            + "section 'catalog.mock'; its truth is not used. Mocks that are done are kept, so a calibration "
            + "that was stopped goes on, and a larger --mocks adds to it.",
    footer = {
      "  jobs/skypool calibrate conf/gsmf.conf --mocks 200 --objects 500",
      "  jobs/skypool calibrate conf/normal.conf --out out/calibrated"
    })
final class CalibrateCommand extends PipelineCommand {
  @Option(
      names = "--mocks",
      paramLabel = "M",
      defaultValue = "200",
      description =
          "Mock surveys, 20 to 100000; 200 see a bias of 0.3 sd or a width wrong by 25 %%. Where they look "
              + "suspicious, 1000 new ones decide. Default: ${DEFAULT-VALUE}.")
  private int mocks;

  @Option(
      names = "--objects",
      paramLabel = "N",
      description = "Detected objects per mock; default: 'catalog.mock.objects'.")
  private Integer objects;

  CalibrateCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.calibrate(
        config, launch, mocks, objects == null ? OptionalInt.empty() : OptionalInt.of(objects));
  }
}
