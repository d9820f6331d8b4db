package org.skypool.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads a run's configuration: file, then every {@code --set} in order, then {@code --out}; only
 * then are substitutions resolved, so that {@code ${objects.theta.log_mass.error}} follows what the
 * command line sets. (A substitution of a path that the configuration does not have is looked up
 * among the environment variables.) Relative paths are left relative to the current directory.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Loads, checks and completes a configuration.
   *
   * @param location a local path, or with a scheme what {@code remote} opens
   * @param sets {@code key=value} each; a later one wins
   * @param out folder that replaces {@code output}
   * @param remote opens locations with a scheme
   * @throws ConfigException for the first thing that is refused, in one line: key, value, what is
   *     allowed; or file, line and what where it is not HOCON
   */
  public static RunConfig load(
      String location, List<String> sets, Optional<String> out, RemoteText remote) {
    try {
      return loaded(location, sets, out, remote);
    } catch (StackOverflowError tooDeep) {
      throw new ConfigException(
          location
              + ": braces, brackets or substitutions inside each other thousands of levels deep");
    }
  }

  private static RunConfig loaded(
      String location, List<String> sets, Optional<String> out, RemoteText remote) {
    Config merged = ConfigSource.parse(location, remote);
    for (String set : sets) {
      merged = SetOption.parse(set).asConfig().withFallback(merged);
    }
    if (out.isPresent()) {
      merged = SetOption.text(List.of("output"), out.get()).asConfig().withFallback(merged);
    }
    Config resolved = resolve(location, merged);
    RunConfig run =
        new RunConfigAssembler(ConfigSchema.check(resolved.root()))
            .assemble(ConfigSource.nameOfRun(location));
    return ConfigConsistency.check(run);
  }

  /** As the other, for local files alone. */
  public static RunConfig load(String location, List<String> sets, Optional<String> out) {
    return load(
        location,
        sets,
        out,
        scheme -> {
          throw new IOException("only local files are read here");
        });
  }

  /**
   * Makes a run again from {@link RunConfig#resolved}: how executors get what the driver loaded.
   *
   * @throws ConfigException if it is not such a text
   */
  public static RunConfig ofResolved(String resolved, String name) {
    Config config = ConfigFactory.parseString(resolved);
    return ConfigConsistency.check(
        new RunConfigAssembler(ConfigSchema.check(config.root())).assemble(name));
  }

  /**
   * A run with values of the columns that index hyperparameters.
   *
   * @param levels ascending, by column
   */
  public static RunConfig withLevels(RunConfig run, Map<String, List<Double>> levels) {
    Config more =
        ConfigFactory.parseMap(Map.of("population", Map.of("levels", levels)))
            .withFallback(ConfigFactory.parseString(run.resolved()));
    return ConfigConsistency.check(
        new RunConfigAssembler(ConfigSchema.check(more.root())).assemble(run.name()));
  }

  private static Config resolve(String location, Config merged) {
    try {
      return merged.resolve();
    } catch (com.typesafe.config.ConfigException unresolved) {
      throw HoconMessage.translate(location, unresolved);
    }
  }
}
