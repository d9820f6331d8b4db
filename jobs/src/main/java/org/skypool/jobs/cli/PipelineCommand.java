package org.skypool.jobs.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.skypool.jobs.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that hands a loaded configuration to the pipeline; the configuration is loaded first.
 */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = SkypoolCommand.VersionLine.class,
    sortOptions = false,
    usageHelpWidth = 100,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    descriptionHeading = "%n",
    footerHeading = "%nExamples:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done and trustworthy",
      "1:anything else failed (a full disk, a lost cluster)",
      "2:usage or configuration refused, or the output folder holds a run of another name",
      "3:input unusable: no such path, no usable row, an absent column",
      "4:done and written, but a guard says the answer is not to be trusted"
    })
abstract class PipelineCommand implements Callable<Integer> {
  private final Supplier<Pipeline> pipeline;

  @Spec private CommandSpec spec;

  @Mixin private RunOptions options = new RunOptions();

  PipelineCommand(Supplier<Pipeline> pipeline) {
    this.pipeline = pipeline;
  }

  /** The stage this command runs. */
  abstract int execute(Pipeline stages, RunConfig config, Launch launch);

  @Override
  public Integer call() {
    RunConfig config = options.config();
    return execute(pipeline.get(), config, launch());
  }

  /** How to launch, with the words of the whole command line. */
  final Launch launch() {
    return options.launch(spec.root().commandLine().getParseResult().originalArgs());
  }

  /** The options that the commands share. */
  final RunOptions options() {
    return options;
  }

  /** What the commands do. */
  final Pipeline pipeline() {
    return pipeline.get();
  }

  /** Whether failures show their stack trace. */
  final boolean verbose() {
    return options.verbose();
  }
}
