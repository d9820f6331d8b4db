package org.skypool.jobs.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: what differs between two releases. */
@Command(
    name = "diff",
    header = "What differs between two releases: hyperparameters, objects, those that moved most.",
    description =
        "Prints the mean and sd of every hyperparameter in both releases, its move in units of the first one's"
            + " sd and of both sds together, how many objects were added, removed and changed, and the objects whose"
            + " hierarchical mean moved most, in units of its sd in the first. Runs nothing and writes nothing but"
            + " the file asked for.",
    footer = {
      "  jobs/skypool diff conf/nightly.conf 2026-11-21T024007Z current",
      "  jobs/skypool diff conf/nightly.conf dr1 dr2 --top 100 --json dr1-dr2.json",
      "  jobs/skypool diff conf/nightly.conf current /data/other-run"
    })
final class DiffCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      paramLabel = "A",
      description = "The first release: a name, 'current', or another output folder.")
  private String first;

  @Parameters(index = "2", paramLabel = "B", description = "The second.")
  private String second;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of the objects that moved most; default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the same as JSON to a file; '-': prints it in place of the text.")
  private String json;

  DiffCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    if (top < 0 || top > 1_000_000) {
      throw new ConfigException("--top = " + top + ": must be a whole number from 0 to 1,000,000");
    }
    return stages.diff(
        config, launch, new DiffWords(first, second, top, Optional.ofNullable(json)));
  }
}
