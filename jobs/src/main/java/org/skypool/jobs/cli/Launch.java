package org.skypool.jobs.cli;

import java.util.List;
import java.util.Optional;
import org.skypool.jobs.io.Redacted;
import org.skypool.jobs.stage.Layout;

/**
 * How a run is launched, which never changes its results.
 *
 * @param master Spark master URL; empty: what spark-submit set, else every core of this machine
 * @param verbose whether failures show their stack trace
 * @param layout of the run on its machines
 * @param release name of the release to be made; empty: from the time
 * @param words the command line, as the report shows it
 */
public record Launch(
    Optional<String> master,
    boolean verbose,
    Layout layout,
    Optional<String> release,
    List<String> words) {

  /** A release named for its time. */
  public Launch(Optional<String> master, boolean verbose, Layout layout, List<String> words) {
    this(master, verbose, layout, Optional.empty(), words);
  }

  /** Copies the words. */
  public Launch {
    words = List.copyOf(words);
  }

  /**
   * The command line as a shell would take it: words with anything special between quotes, secrets
   * hidden.
   */
  public String command() {
    StringBuilder line = new StringBuilder("skypool");
    for (String word : words) {
      line.append(' ')
          .append(
              word.matches("[\\w@%+=:,./\\-\\[\\]]+")
                  ? word
                  : "'" + word.replace("'", "'\\''") + "'");
    }
    return Redacted.text(line.toString());
  }
}
