package org.skypool.jobs.config;

import com.typesafe.config.ConfigOrigin;

/** Turns the configuration library's exceptions into one line: file, line, what. */
final class HoconMessage {
  /** What the library says where a key should stand and none does. */
  private static final String NO_KEY = "expecting a close parentheses ')' here, not: ";

  private HoconMessage() {}

  /** The refusal that stands for a library exception met in a file. */
  static ConfigException translate(String location, com.typesafe.config.ConfigException failure) {
    ConfigOrigin origin = failure.origin();
    String what = oneLine(failure);
    if (origin == null) {
      return new ConfigException(location + ": " + what);
    }
    String prefix = origin.description() + ": ";
    if (what.startsWith(prefix)) {
      what = what.substring(prefix.length());
    }
    return new ConfigException(place(location, origin) + ": " + clearer(what));
  }

  /** The library's words, where they mislead or run on, in plainer ones. */
  private static String clearer(String what) {
    if (what.startsWith(NO_KEY)) {
      return "expecting a key or a closing brace }, got " + what.substring(NO_KEY.length());
    }
    int suggestion = what.indexOf(" (if you ");
    return suggestion < 0
        ? what
        : what.substring(0, suggestion) + "; text with = : , [ ] { } needs double quotes around it";
  }

  private static String place(String location, ConfigOrigin origin) {
    String file = origin.filename() == null ? location : origin.filename();
    String source = origin.description().startsWith(location) ? location : file;
    return origin.lineNumber() > 0 ? source + ", line " + origin.lineNumber() : source;
  }

  /** The message of a failure with every line break and run of blanks made one blank. */
  static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.replaceAll("\\s+", " ").strip();
  }
}
