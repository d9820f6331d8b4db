package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document of all keys says what the key table says. */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");

  /** Type and default by key. */
  private static final TreeMap<String, List<String>> DOCUMENTED = new TreeMap<>();

  @BeforeAll
  static void readDocument() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(DOCUMENT))) {
      folder = folder.getParent();
    }
    for (String line : Files.readAllLines(folder.resolve(DOCUMENT))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        assertEquals(
            null,
            DOCUMENTED.put(row.group(1), List.of(row.group(2), row.group(3))),
            row.group(1) + " stands there twice");
      }
    }
  }

  @Test
  void hasEveryKeyAndNoOther() {
    assertEquals(
        new TreeSet<>(ConfigSchema.keys().stream().map(ConfigKey::dotted).toList()),
        new TreeSet<>(DOCUMENTED.keySet()));
  }

  @Test
  void statesEveryRange() {
    List<String> wrong = new ArrayList<>();
    for (ConfigKey key : ConfigSchema.keys()) {
      String stated = DOCUMENTED.get(key.dotted()).get(0);
      String actual = words(key.type());
      if (!stated.equals(actual)) {
        wrong.add(key.dotted() + ": " + actual);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String words(KeyType type) {
    if (type instanceof KeyType.Formula) {
      return "formula";
    }
    return type instanceof KeyType.Rows ? "a list of rows" : type.allowed();
  }

  @Test
  void statesEveryDefault() {
    for (ConfigKey key : ConfigSchema.keys()) {
      key.fallback()
          .ifPresent(
              value ->
                  assertEquals(
                      "`" + value + "`", DOCUMENTED.get(key.dotted()).get(1), key.dotted()));
    }
    assertTrue(ConfigSchema.keys().stream().anyMatch(key -> key.fallback().isPresent()));
  }
}
