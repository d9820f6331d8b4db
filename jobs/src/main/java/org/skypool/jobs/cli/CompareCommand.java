package org.skypool.jobs.cli;

import java.util.List;
import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code compare}: estimates of one configuration side by side, or two models of the same data. */
@Command(
    name = "compare",
    header = "Independent, pooled and hierarchical estimates; or two models of the same data.",
    description =
        "With one configuration: runs it and prints the estimates of its objects three ways, each alone, one "
            + "value for all, and as members of a population. With two configurations of the same data: runs "
            + "both and says which population predicts objects better from the others (difference in expected "
            + "log predictive density, leaving one out) and how their evidences differ. A difference below 4, or "
            + "below 2 of its standard errors, decides nothing. Writes compare-NAME.json and compare-NAME.html, "
            + "NAME the second run's, beside the first run's report. --set applies to both; --out DIR makes a "
            + "folder in DIR for each.",
    footer = {
      "  jobs/skypool compare conf/eight-schools.conf",
      "  jobs/skypool compare conf/mixture.conf one-component.conf --out out/compared"
    })
final class CompareCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "Another configuration of the same data, with another population.")
  private String other;

  CompareCommand(Supplier<Pipeline> pipeline) {
    super(pipeline);
  }

  @Override
  public Integer call() {
    if (other == null) {
      RunConfig config = options().config("report.compare=true");
      return execute(pipeline(), config, launch());
    }
    List<RunConfig> both = options().configs(other);
    return pipeline().compare(both.get(0), both.get(1), launch());
  }

  @Override
  int execute(Pipeline stages, RunConfig config, Launch launch) {
    return stages.compare(config, launch);
  }
}
