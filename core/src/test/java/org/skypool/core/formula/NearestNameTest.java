package org.skypool.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    "abc,abc,0",
    "abc,ABC,0",
    "abcd,acbd,1",
    "flaw,lawn,2",
    "saturday,sunday,3"
  })
  void distanceCountsEdits(String from, String to, int expected) {
    assertEquals(expected, NearestName.distance(from, to));
    assertEquals(expected, NearestName.distance(to, from));
  }

  @Test
  void firstOfTheNearest() {
    assertEquals(Optional.of("ab"), NearestName.closest("abc", List.of("x", "ab", "bc")));
    assertEquals(Optional.empty(), NearestName.closest("abc", List.of()));
  }

  @Test
  void onlyNamesThatAreNearAreMeant() {
    assertEquals(Optional.of("sigma"), NearestName.of("sgima", List.of("mu", "sigma")));
    assertEquals(Optional.empty(), NearestName.of("temperature", List.of("mu", "sigma")));
    assertTrue(NearestName.near("temperatur", "temparature"));
    assertFalse(NearestName.near("ab", "x"));
  }
}
