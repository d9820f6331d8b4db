package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the rows of an earlier table, in one bucket or in all.
 *
 * @param from the release the earlier table was current in; empty: unknown
 * @param kept objects whose rows were copied
 * @param changed objects sampled again because their data, or what rows depend on, changed
 * @param added objects sampled that had no row
 * @param dropped rows whose objects are gone
 * @param altered rows that were not what was written, among {@code changed}
 */
record ReuseCount(String from, long kept, long changed, long added, long dropped, long altered) {
  /** Metadata key of the count of one file. */
  static final String KEY = "skypool.reused";

  private static final ObjectMapper JSON = new ObjectMapper();

  static ReuseCount none(String from) {
    return new ReuseCount(from, 0, 0, 0, 0, 0);
  }

  ReuseCount withAdded(long objects) {
    return new ReuseCount(from, kept, changed, objects, dropped, altered);
  }

  ReuseCount plus(ReuseCount other) {
    return new ReuseCount(
        from.isEmpty() ? other.from : from,
        kept + other.kept,
        changed + other.changed,
        added + other.added,
        dropped + other.dropped,
        altered + other.altered);
  }

  long sampled() {
    return changed + added;
  }

  /** As the record of the run has it, in order. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", from.isEmpty() ? null : from);
    map.put("kept", kept);
    map.put("changed", changed);
    map.put("added", added);
    map.put("dropped", dropped);
    map.put("altered", altered);
    return map;
  }

  String text() {
    try {
      return JSON.writeValueAsString(toMap());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("numbers and a name are JSON", impossible);
    }
  }

  /** The count in a file's metadata; empty where nothing was reused. */
  static Optional<ReuseCount> of(Map<String, String> metadata) {
    String text = metadata.get(KEY);
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(text);
      return Optional.of(
          new ReuseCount(
              node.path("from").asText(""),
              node.path("kept").asLong(),
              node.path("changed").asLong(),
              node.path("added").asLong(),
              node.path("dropped").asLong(),
              node.path("altered").asLong()));
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("metadata " + KEY + " is not JSON: " + text, notJson);
    }
  }
}
