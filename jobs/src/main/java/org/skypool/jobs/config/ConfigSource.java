package org.skypool.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import com.typesafe.config.ConfigSyntax;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads the text of a configuration: a local file, or a remote text where the location has a scheme
 * ({@code hdfs:}, {@code s3a:}, {@code file:}). Substitutions are left unresolved. An {@code
 * include} names a file beside the including one and must be there; remote texts include nothing.
 */
final class ConfigSource {
  private static final String EXTENSION = ".conf";

  private ConfigSource() {}

  /**
   * Parses a configuration.
   *
   * @throws ConfigException where it is missing, cannot be read or is not HOCON; the message has
   *     file, line and what was met
   */
  static Config parse(String location, RemoteText remote) {
    try {
      return isLocal(location) ? parseLocal(location) : parseRemote(location, remote);
    } catch (com.typesafe.config.ConfigException notHocon) {
      throw HoconMessage.translate(location, notHocon);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new ConfigException(location + ": cannot be read: " + HoconMessage.oneLine(unreadable));
    }
  }

  /** Name of a run whose configuration names none: the file name without {@code .conf}. */
  static String nameOfRun(String location) {
    String file = location.substring(location.replace('\\', '/').lastIndexOf('/') + 1);
    return file.endsWith(EXTENSION) && file.length() > EXTENSION.length()
        ? file.substring(0, file.length() - EXTENSION.length())
        : file;
  }

  private static boolean isLocal(String location) {
    return !location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  private static Config parseLocal(String location) {
    Path file = path(location);
    if (!Files.exists(file)) {
      throw new ConfigException(location + ": no such configuration file");
    }
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(
          location + ": must be a configuration file, and is a folder or device");
    }
    if (!Files.isReadable(file)) {
      throw new ConfigException(location + ": cannot be read: permission denied");
    }
    return ConfigFactory.parseFile(file.toFile(), options(location));
  }

  private static Path path(String location) {
    try {
      return Path.of(location);
    } catch (InvalidPathException invalid) {
      throw new ConfigException(location + ": not a path: " + invalid.getReason());
    }
  }

  private static Config parseRemote(String location, RemoteText remote) throws IOException {
    try (Reader reader = remote.open(location)) {
      return ConfigFactory.parseReader(reader, options(location));
    } catch (FileNotFoundException absent) {
      throw new ConfigException(location + ": no such configuration file");
    }
  }

  private static ConfigParseOptions options(String location) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setAllowMissing(false)
        .setOriginDescription(location)
        .setIncluder(new BesideFile(location));
  }

  /** Includes a file beside the including one, refusing what is not there. */
  private record BesideFile(String location) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      ConfigParseable included = context.relativeTo(what);
      if (included == null) {
        throw new ConfigException(location + ": include \"" + what + "\": no such file beside it");
      }
      return included.parse(
          context
              .parseOptions()
              .setSyntax(ConfigSyntax.CONF)
              .setAllowMissing(false)
              .setOriginDescription(null));
    }
  }
}
