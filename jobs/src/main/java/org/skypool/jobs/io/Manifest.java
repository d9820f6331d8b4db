package org.skypool.jobs.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a finished stage was made from. A stage whose manifest matches is not run again. It is
 * removed before the stage's table is replaced and written after, so that it never speaks of
 * another table. A stage that takes long announces it before: where a driver is killed between the
 * move of the table and the manifest, the announcement says whose table it is.
 *
 * @param stage name of the stage, such as {@code draws/round=0}
 * @param hash hash of the configuration the stage depends on
 * @param inputs fingerprint of its inputs
 * @param codeVersion version of the program
 * @param buckets the table's buckets
 */
public record Manifest(
    String stage, String hash, String inputs, String codeVersion, List<Integer> buckets) {
  private static final String FOLDER = ".manifests";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  public Manifest {
    buckets = List.copyOf(buckets);
  }

  private static Path path(Path output, String stage) {
    return new Path(new Path(output, FOLDER), stage.replace('/', '.') + ".json");
  }

  private static Path announcement(Path output, String stage) {
    return new Path(path(output, stage).getParent(), stage.replace('/', '.') + ".moving");
  }

  /** Whether the stage would be made from the same things. */
  public boolean matches(String hash, String inputs, String codeVersion) {
    return this.hash.equals(hash)
        && this.inputs.equals(inputs)
        && this.codeVersion.equals(codeVersion);
  }

  /**
   * The manifest of a stage, or nothing where there is none or it cannot be understood: the stage
   * then runs again.
   *
   * @throws IOException when storage cannot be read
   */
  public static Optional<Manifest> read(Configuration conf, Path output, String stage)
      throws IOException {
    Optional<String> text = AtomicFile.read(conf, path(output, stage));
    return text.isEmpty() ? Optional.empty() : parse(text.get());
  }

  private static Optional<Manifest> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      List<Integer> buckets = new ArrayList<>();
      node.path("buckets").forEach(bucket -> buckets.add(bucket.asInt()));
      return Optional.of(
          new Manifest(
              node.path("stage").asText(),
              node.path("hash").asText(),
              node.path("inputs").asText(),
              node.path("code_version").asText(),
              buckets));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /**
   * The manifest of a stage whose table is there.
   *
   * @throws IOException when storage cannot be read
   */
  public static Optional<Manifest> published(Configuration conf, Path output, String stage)
      throws IOException {
    Optional<Manifest> done = read(conf, output, stage);
    return done.isPresent() && done.get().tableExists(conf, output) ? done : Optional.empty();
  }

  /**
   * Whether the stage's table is where this says, with all its buckets.
   *
   * @throws IOException when storage cannot be read
   */
  public boolean tableExists(Configuration conf, Path output) throws IOException {
    Path table = new Path(output, stage);
    FileSystem fs = Storage.of(conf, table);
    if (!fs.exists(table)) {
      return false;
    }
    Set<Integer> missing = new HashSet<>(buckets);
    for (FileStatus status : fs.listStatus(table)) {
      String name = status.getPath().getName();
      if (TableFiles.isName(name)) {
        TableFiles.bucketsIn(name).forEach(missing::remove);
      }
    }
    return missing.isEmpty();
  }

  /** Says that the table with this manifest is about to be moved into place. */
  public void announce(Configuration conf, Path output) throws IOException {
    AtomicFile.write(conf, announcement(output, stage), text());
  }

  /** Whether this was announced last, and not written since. */
  public boolean isAnnounced(Configuration conf, Path output) throws IOException {
    return AtomicFile.read(conf, announcement(output, stage))
        .flatMap(Manifest::parse)
        .filter(this::equals)
        .isPresent();
  }

  /** Writes the manifest. */
  public void write(Configuration conf, Path output) throws IOException {
    AtomicFile.write(conf, path(output, stage), text());
    Path announced = announcement(output, stage);
    Storage.of(conf, announced).delete(announced, false);
  }

  private String text() {
    ObjectNode node = JSON.createObjectNode();
    node.put("stage", stage)
        .put("hash", hash)
        .put("inputs", inputs)
        .put("code_version", codeVersion);
    ArrayNode list = node.putArray("buckets");
    buckets.forEach(list::add);
    return node.toPrettyString() + "\n";
  }

  /** Removes the manifest of a stage whose table is about to change. */
  public static void remove(Configuration conf, Path output, String stage) throws IOException {
    for (Path path : List.of(path(output, stage), announcement(output, stage))) {
      Storage.of(conf, path).delete(path, false);
    }
  }
}
