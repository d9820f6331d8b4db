package org.skypool.jobs.cli;

import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;

/** {@code run}: every stage, in order. */
@Command(
    name = "run",
    header = "From a catalogue to the report: every stage, in order.",
    description =
        "Samples every object, infers the population, shrinks the objects, writes the report. "
            + "Stages whose inputs did not change since the last run into the same folder are skipped, "
            + "so a run that was stopped goes on, and a changed key runs only what lies downstream of it. On a "
            + "catalogue that changed, only objects whose data changed are sampled. The answer that is replaced is "
            + "kept in DIR/releases. The last line on the error stream sums the run up as key=value pairs.",
    footer = {
      "  jobs/skypool run nightly.conf --set catalog.path=catalog-2026-11-22.csv --release 2026-11-22",
      "  jobs/skypool run conf/gsmf.conf",
      "  jobs/skypool run conf/gsmf-eco.conf --set catalog.path=eco.csv.gz --out out/eco"
    })
final class RunCommand extends PipelineCommand {
  RunCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.run(config, launch);
  }
}
