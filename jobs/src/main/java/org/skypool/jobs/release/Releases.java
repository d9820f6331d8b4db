package org.skypool.jobs.release;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.io.RunJson;

/**
 * The releases of a survey: the answer whose tables are current, and those it replaced. An answer
 * that is complete is kept under its name before the first of its tables is replaced by another
 * answer's, so that at any moment one of the two is whole.
 */
public final class Releases {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}");
  private static final DateTimeFormatter OF_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Configuration conf;
  private final Path output;
  private final ReleaseFolder folder;
  private final Wanted wanted;
  private Optional<ReleaseRecord> current;

  /**
   * How releases are named and kept.
   *
   * @param name of the release to be made; empty: from the time
   * @param keep how many earlier ones stay; empty: all
   * @param now time of the run
   */
  public record Wanted(Optional<String> name, OptionalInt keep, Instant now) {}

  private Releases(
      Configuration conf, Path output, Wanted wanted, Optional<ReleaseRecord> current) {
    this.conf = conf;
    this.output = output;
    this.folder = new ReleaseFolder(conf, output);
    this.wanted = wanted;
    this.current = current;
  }

  /**
   * The releases in an output folder.
   *
   * @throws ConfigException where the name wanted is none, or that of an earlier release
   * @throws IOException when storage cannot be read
   */
  public static Releases open(Configuration conf, Path output, Wanted wanted) throws IOException {
    Releases releases = new Releases(conf, output, wanted, current(conf, output));
    if (wanted.name().isPresent()) {
      String name = wanted.name().get();
      refuseUnlessName(name);
      if (releases.folder.exists(name)) {
        throw new ConfigException(
            "--release = " + name + ": there is a release of this name; choose another");
      }
    }
    return releases;
  }

  static void refuseUnlessName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigException(
          "--release = "
              + name
              + ": must be a plain file name of at most 100 letters, digits and . _ + -, beginning"
              + " with a letter, digit or _");
    }
  }

  /** What is current; an answer from before there were releases is named for its time. */
  static Optional<ReleaseRecord> current(Configuration conf, Path output) throws IOException {
    Optional<ReleaseRecord> record = ReleaseRecord.read(conf, output);
    if (record.isPresent() || RunJson.read(conf, output).get("status").isEmpty()) {
      return record;
    }
    FileSystem fs = output.getFileSystem(conf);
    Instant made =
        Instant.ofEpochMilli(
            fs.getFileStatus(new Path(output, RunJson.FILE)).getModificationTime());
    return Optional.of(new ReleaseRecord(OF_TIME.format(made), "", made.toString(), true));
  }

  /** Name of the release that is current; empty text where there is none. */
  public String currentName() {
    return current.map(ReleaseRecord::name).orElse("");
  }

  /**
   * Refuses a name that is taken, before anything is sampled.
   *
   * @param answer hash of all the answer to be made depends on
   * @throws ConfigException in one line
   */
  public void check(String answer) {
    boolean isTaken =
        current.isPresent()
            && current.get().isComplete()
            && !current.get().answer().equals(answer)
            && wanted.name().equals(Optional.of(current.get().name()));
    if (isTaken) {
      throw new ConfigException(
          "--release = "
              + current.get().name()
              + ": is the release that is there, of another catalogue or configuration; choose"
              + " another");
    }
  }

  /**
   * Begins to write an answer, or goes on with it: asked before a table is replaced. Where a
   * complete answer to something else is there it is kept first.
   *
   * @param answer hash of all the answer depends on
   * @return name of the release that is being made
   */
  public String begin(String answer) throws IOException {
    if (current.isPresent() && current.get().answer().equals(answer)) {
      goOn(current.get());
      return currentName();
    }
    if (current.isPresent() && current.get().isComplete()) {
      folder.keep(current.get());
    }
    String name = wanted.name().isPresent() ? wanted.name().get() : nameOfTime();
    become(new ReleaseRecord(name, answer, wanted.now().toString(), false));
    return name;
  }

  private void goOn(ReleaseRecord half) throws IOException {
    Optional<String> name = wanted.name().filter(other -> !other.equals(half.name()));
    if (!half.isComplete() && name.isPresent()) {
      become(new ReleaseRecord(name.get(), half.answer(), half.made(), false));
    }
  }

  private String nameOfTime() throws IOException {
    String time = OF_TIME.format(wanted.now());
    String name = time;
    for (int n = 2; folder.exists(name) || name.equals(currentName()); n++) {
      name = time + "-" + n;
    }
    return name;
  }

  private void become(ReleaseRecord record) throws IOException {
    record.write(conf, output);
    current = Optional.of(record);
  }

  /**
   * Says that all tables of the answer are there, and removes the oldest releases.
   *
   * @param answer hash of all it depends on
   */
  public void complete(String answer) throws IOException {
    if (current.isEmpty() || current.get().isComplete() || !current.get().answer().equals(answer)) {
      return;
    }
    become(current.get().complete());
    if (wanted.keep().isPresent()) {
      List<ReleaseRecord> all = folder.all();
      for (ReleaseRecord old : all.subList(0, Math.max(0, all.size() - wanted.keep().getAsInt()))) {
        folder.remove(old.name());
      }
    }
  }
}
