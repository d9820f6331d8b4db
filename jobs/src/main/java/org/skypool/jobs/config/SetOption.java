package org.skypool.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadPath;
import com.typesafe.config.ConfigException.Parse;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code --set key=value}. The value is HOCON, so that numbers, lists, sections and
 * substitutions work; what does not parse as one value is plain text, so that formulas need no
 * second pair of quotes. Key segments are quoted as in a file ({@code
 * population.density."m,x1,c"}); where a shell has eaten the quotes, the dots outside square
 * brackets part the segments.
 *
 * @param path segments of the key
 * @param value the value, substitutions not yet resolved
 */
record SetOption(List<String> path, ConfigValue value) {

  /**
   * Reads {@code key=value}.
   *
   * @throws ConfigException where there is no {@code =} or no key before it
   */
  static SetOption parse(String option) {
    int equals = equalsOutsideQuotes(option);
    if (equals < 0 || option.substring(0, equals).isBlank()) {
      throw new ConfigException("--set " + option + ": must be key=value");
    }
    return new SetOption(
        path(option, option.substring(0, equals).strip()), value(option.substring(equals + 1)));
  }

  /** A value of plain text. */
  static SetOption text(List<String> path, String text) {
    return new SetOption(path, ConfigValueFactory.fromAnyRef(text, "command line"));
  }

  /** A configuration of this key alone. */
  Config asConfig() {
    Config config = value.atKey(path.get(path.size() - 1));
    for (int i = path.size() - 2; i >= 0; i--) {
      config = config.atKey(path.get(i));
    }
    return config;
  }

  private static int equalsOutsideQuotes(String option) {
    boolean quoted = false;
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      quoted ^= c == '"';
      if (c == '=' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> path(String option, String key) {
    try {
      return ConfigUtil.splitPath(key);
    } catch (BadPath withoutQuotes) {
      List<String> segments = splitAtDots(key);
      if (segments.stream().anyMatch(String::isBlank)) {
        throw new ConfigException(
            "--set " + option + ": must be key=value, the key's parts not empty");
      }
      return segments;
    }
  }

  private static List<String> splitAtDots(String key) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    int depth = 0;
    for (char c : key.replace("\"", "").toCharArray()) {
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == '.' && depth == 0) {
        segments.add(segment.toString());
        segment.setLength(0);
      } else {
        segment.append(c);
      }
    }
    segments.add(segment.toString());
    return segments;
  }

  private static ConfigValue value(String text) {
    ConfigValue plain = ConfigValueFactory.fromAnyRef(text, "--set");
    if (hasComment(text)) {
      return plain;
    }
    try {
      Config parsed = ConfigFactory.parseString("value = " + text);
      ConfigValue value = parsed.root().get("value");
      return parsed.root().size() == 1 && value != null ? value : plain;
    } catch (Parse notHocon) {
      return plain;
    }
  }

  /** Whether HOCON would take a part of the text for a comment, and lose it. */
  private static boolean hasComment(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted && (c == '#' || text.startsWith("//", i))) {
        return true;
      }
    }
    return false;
  }
}
