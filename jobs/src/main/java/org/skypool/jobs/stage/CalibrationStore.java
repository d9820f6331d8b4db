package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.io.AtomicFile;

/**
 * Ranks of the mocks that are done, one file per set of mocks, so that a calibration that was
 * stopped goes on. Ranks made by another configuration, version or number of objects are not used.
 */
final class CalibrationStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration conf;
  private final Path file;
  private final String hash;

  /** The file of a set, and what its mocks depend on. */
  CalibrationStore(Configuration conf, Path output, int set, String hash) {
    this.conf = conf;
    this.file = new Path(new Path(output, "calibration"), "ranks-set=" + set + ".json");
    this.hash = hash;
  }

  private record Stored(String hash, List<MockRanks> mocks) {}

  /** Mocks of the same hash; none where the file is absent, of another hash or damaged. */
  List<MockRanks> read() throws IOException {
    Optional<String> text = AtomicFile.read(conf, file);
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      Stored stored = JSON.readValue(text.get(), Stored.class);
      return hash.equals(stored.hash()) ? stored.mocks() : List.of();
    } catch (JsonProcessingException damaged) {
      return List.of();
    }
  }

  void write(Collection<MockRanks> mocks) throws IOException {
    AtomicFile.write(
        conf, file, JSON.writeValueAsString(new Stored(hash, new ArrayList<>(mocks))) + "\n");
  }
}
