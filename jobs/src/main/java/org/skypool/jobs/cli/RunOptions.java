package org.skypool.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.stage.Layout;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words every command on a configuration shares. */
final class RunOptions {
  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description = "Configuration file, in HOCON; on this machine or anywhere Hadoop reads.")
  private String conf;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "Changes one key of the configuration for this run, such as seed=2; may be repeated, the last"
              + " wins. Keys that refer to it by ${...} follow.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder; default: 'output' of the configuration, else out/NAME.")
  private String out;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark master, such as local[2] or spark://host:7077; default: all local cores.")
  private String master;

  @Option(names = "--verbose", description = "Shows the stack trace of a failure.")
  private boolean verbose;

  @Option(
      names = "--evaluator",
      paramLabel = "WHERE",
      description =
          "Where draws are while the population is fitted to them: auto, driver (in its memory) or"
              + " executors (in theirs, and on their disks where memory is short); default: auto, by"
              + " their size. Results do not depend on it.")
  private Layout.Evaluator evaluator = Layout.Evaluator.AUTO;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description =
          "Name of the release this run makes, where it replaces an answer or makes the first; a plain"
              + " file name that no release has. Default: the time, such as 2026-11-22T024009Z.")
  private String release;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      hidden = true,
      description = "Number of Spark partitions; results do not depend on it.")
  private Integer partitions;

  /**
   * Loads the configuration these words name.
   *
   * @throws ConfigException where it is refused
   */
  RunConfig config() {
    return load(conf, sets, Optional.ofNullable(out));
  }

  /** The same with one key more, which the command line may still change. */
  RunConfig config(String set) {
    List<String> all = new ArrayList<>(List.of(set));
    all.addAll(sets);
    return load(conf, all, Optional.ofNullable(out));
  }

  /**
   * The configuration and another, to both of which the options apply; an output folder of the
   * options holds one of each, by its name.
   *
   * @throws ConfigException where one is refused, or both would write to the same folder
   */
  List<RunConfig> configs(String other) {
    RunConfig first = named(conf);
    RunConfig second = named(other);
    if (first.output().equals(second.output())) {
      throw new ConfigException(
          "output = "
              + second.output()
              + ": is that of "
              + conf
              + " too; must differ"
              + (out == null ? "" : ", with --out by the name"));
    }
    return List.of(first, second);
  }

  private RunConfig named(String file) {
    RunConfig config = load(file, sets, Optional.empty());
    return out == null ? config : load(file, sets, Optional.of(out + "/" + config.name()));
  }

  private static RunConfig load(String file, List<String> sets, Optional<String> out) {
    return ConfigLoader.load(file, List.copyOf(sets), out, new HadoopText());
  }

  /** How to launch it, with the words of the whole command line. */
  Launch launch(List<String> words) {
    if (partitions != null && partitions < 1) {
      throw new ConfigException("--partitions " + partitions + ": must be at least 1");
    }
    return new Launch(
        Optional.ofNullable(master),
        verbose,
        new Layout(
            partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions), evaluator),
        Optional.ofNullable(release),
        words);
  }

  /** Whether failures show their stack trace. */
  boolean verbose() {
    return verbose;
  }
}
