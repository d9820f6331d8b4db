package org.skypool.jobs.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code models}: what a configuration can name. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = SkypoolCommand.VersionLine.class,
    header = "Lists densities, object models and samplers with their parameters.",
    usageHelpWidth = 100,
    descriptionHeading = "%n",
    description =
        "The names and argument orders that 'population', 'objects' and 'engine' accept; "
            + "arguments are written in this order or by name.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  jobs/skypool models")
final class ModelsCommand implements Callable<Integer> {
  private final Supplier<Pipeline> pipeline;

  @Spec private CommandSpec spec;

  ModelsCommand(Supplier<Pipeline> pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(pipeline.get().models().stripTrailing());
    return ExitCode.OK;
  }
}
