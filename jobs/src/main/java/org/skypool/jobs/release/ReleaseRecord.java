package org.skypool.jobs.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.io.AtomicFile;

/**
 * Which release the tables of a folder are.
 *
 * @param name of the release
 * @param answer hash of all its answer depends on
 * @param made when it was begun, ISO 8601 in UTC
 * @param isComplete whether all its tables are there
 */
record ReleaseRecord(String name, String answer, String made, boolean isComplete) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path file(Path folder) {
    return new Path(folder, ".manifests/release.json");
  }

  /**
   * The record of a folder, or nothing where there is none or it cannot be understood.
   *
   * @throws IOException when storage cannot be read
   */
  static Optional<ReleaseRecord> read(Configuration conf, Path folder) throws IOException {
    Optional<String> text = AtomicFile.read(conf, file(folder));
    try {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      JsonNode node = JSON.readTree(text.get());
      return node.hasNonNull("name")
          ? Optional.of(
              new ReleaseRecord(
                  node.get("name").asText(),
                  node.path("answer").asText(),
                  node.path("made").asText(),
                  node.path("complete").asBoolean()))
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  ReleaseRecord complete() {
    return new ReleaseRecord(name, answer, made, true);
  }

  ReleaseRecord incomplete() {
    return new ReleaseRecord(name, answer, made, false);
  }

  /** Writes it into a folder. */
  void write(Configuration conf, Path folder) throws IOException {
    AtomicFile.write(
        conf,
        file(folder),
        JSON.createObjectNode()
                .put("name", name)
                .put("answer", answer)
                .put("made", made)
                .put("complete", isComplete)
                .toPrettyString()
            + "\n");
  }
}
