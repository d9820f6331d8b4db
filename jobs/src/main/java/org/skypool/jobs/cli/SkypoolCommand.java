package org.skypool.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.skypool.jobs.Version;
import org.skypool.jobs.io.Redacted;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line as a whole: parses words, runs one command, and turns every failure into an exit
 * code and one line on the error stream. It never exits the JVM.
 */
@Command(
    name = "skypool",
    mixinStandardHelpOptions = true,
    versionProvider = SkypoolCommand.VersionLine.class,
    usageHelpWidth = 100,
    synopsisSubcommandLabel = "COMMAND",
    header = "Hierarchical Bayesian population inference for sky surveys.",
    descriptionHeading = "%n",
    description =
        "A catalogue goes in; every object's posterior is sampled, the population is inferred from "
            + "the draws, and what was learned flows back to every object and into a report. "
            + "'skypool COMMAND --help' teaches each command.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nStart with:%n",
    footer = {
      "  jobs/skypool run conf/gsmf.conf     a mock survey, about a minute; ends by naming its report",
      "  jobs/skypool check my.conf          for a configuration and a catalogue of your own",
      "%nThe pages in docs explain the configuration, the formulas and the estimator."
    })
public final class SkypoolCommand {
  private final CommandLine line;
  private final ExceptionTranslator translator;
  private final PrintWriter err;

  /**
   * Makes the command line.
   *
   * @param pipeline what the commands do, made only when a command needs it
   * @param translator failures to exit codes
   * @param out receives results
   * @param err receives messages
   */
  public SkypoolCommand(
      Supplier<Pipeline> pipeline,
      ExceptionTranslator translator,
      PrintWriter out,
      PrintWriter err) {
    this.translator = translator;
    this.err = err;
    this.line =
        new CommandLine(this)
            .addSubcommand(new RunCommand(pipeline))
            .addSubcommand(new MockCommand(pipeline))
            .addSubcommand(new SampleCommand(pipeline))
            .addSubcommand(new PopulationCommand(pipeline))
            .addSubcommand(new ShrinkCommand(pipeline))
            .addSubcommand(new ReportCommand(pipeline))
            .addSubcommand(new CalibrateCommand(pipeline))
            .addSubcommand(new CompareCommand(pipeline))
            .addSubcommand(new DiffCommand(pipeline))
            .addSubcommand(new RollbackCommand(pipeline))
            .addSubcommand(new CheckCommand(pipeline))
            .addSubcommand(new ModelsCommand(pipeline))
            .addSubcommand(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false)
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler((failure, words) -> usage(failure))
            .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, parsed));
  }

  /** Runs the command the words name and returns its exit code, one of {@link ExitCode}. */
  public int execute(String... words) {
    try {
      return line.execute(words);
    } catch (Error failure) {
      return failed(failure, line.getParseResult());
    } finally {
      line.getOut().flush();
      err.flush();
    }
  }

  private int failed(Throwable failure, ParseResult parsed) {
    ExceptionTranslator.Outcome outcome = translator.translate(failure);
    if (Shutdown.isUnderWay()) {
      return outcome.exitCode();
    }
    err.println("skypool: " + Redacted.text(outcome.line()));
    if (verbose(parsed)) {
      failure.printStackTrace(err);
    }
    return outcome.exitCode();
  }

  private static boolean verbose(ParseResult parsed) {
    List<CommandLine> commands = parsed == null ? List.of() : parsed.asCommandLineList();
    return commands.stream()
        .map(CommandLine::getCommand)
        .anyMatch(c -> c instanceof PipelineCommand command && command.verbose());
  }

  private int usage(ParameterException failure) {
    StringBuilder message = new StringBuilder(failure.getMessage().replaceAll("\\s+", " "));
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        message.append("; the nearest is ").append(near.get(0));
      }
    }
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    err.println(
        "skypool: "
            + Redacted.text(message.toString())
            + "; '"
            + command
            + " --help' shows what is allowed");
    return ExitCode.REFUSED;
  }

  /** What {@code --version} prints. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "skypool " + Version.current(), "Java " + System.getProperty("java.version")
      };
    }
  }
}
