package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "kitten,sitting,3",
    "'',abc,3",
    "abc,'',3",
    "abc,abc,0",
    "abc,ABC,0",
    "abcd,acbd,2",
    "flaw,lawn,2",
    "saturday,sunday,3"
  })
  void distanceCountsEdits(String from, String to, int expected) {
    assertEquals(expected, NearestName.distance(from, to));
    assertEquals(expected, NearestName.distance(to, from));
  }

  @Test
  void firstOfTheNearest() {
    assertEquals(Optional.of("ab"), NearestName.of("abc", List.of("x", "ab", "bc")));
    assertEquals(Optional.empty(), NearestName.of("abc", List.of()));
  }

  @Test
  void everyDefaultOfTheTablePassesItsOwnType() {
    for (ConfigKey key : ConfigSchema.keys()) {
      key.fallback()
          .ifPresent(
              value ->
                  assertEquals(
                      value,
                      key.type()
                          .read(
                              key.dotted(),
                              com.typesafe.config.ConfigValueFactory.fromAnyRef(value))));
    }
    assertThrows(IllegalArgumentException.class, () -> ConfigSchema.key("no.such.key"));
  }
}
