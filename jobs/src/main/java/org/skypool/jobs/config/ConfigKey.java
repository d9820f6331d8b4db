package org.skypool.jobs.config;

import java.util.List;
import java.util.Optional;

/**
 * One row of the key table.
 *
 * @param path segments of the dotted key; {@code *} stands for a name the user chooses
 * @param type what it accepts
 * @param fallback value where the key is absent; empty: nothing, or it depends on other keys
 * @param reason what the key is for, as messages say it
 */
record ConfigKey(List<String> path, KeyType type, Optional<Object> fallback, String reason) {

  /** Segment that stands for a name the user chooses. */
  static final String ANY = "*";

  /** A key without a default; {@code path} is written with dots. */
  static ConfigKey of(String path, KeyType type, String reason) {
    return new ConfigKey(List.of(path.split("\\.")), type, Optional.empty(), reason);
  }

  /** A key with a default; {@code path} is written with dots. */
  static ConfigKey of(String path, KeyType type, Object fallback, String reason) {
    return new ConfigKey(List.of(path.split("\\.")), type, Optional.of(fallback), reason);
  }

  /** The key as documentation writes it: segments joined with dots. */
  String dotted() {
    return String.join(".", path);
  }

  /** Whether the first {@code length} segments of {@code actual} can begin this key. */
  boolean begins(List<String> actual, int length) {
    if (length > path.size()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!path.get(i).equals(ANY) && !path.get(i).equals(actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is the row of {@code actual}. */
  boolean matches(List<String> actual) {
    return actual.size() == path.size() && begins(actual, actual.size());
  }
}
