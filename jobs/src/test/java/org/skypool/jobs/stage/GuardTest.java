package org.skypool.jobs.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.jobs.io.RunJson;

class GuardTest {
  private static JsonNode json(Guard... guards) {
    return RunJson.empty()
        .with("guards", List.of(guards).stream().map(Guard::toMap).toList())
        .get("guards")
        .orElseThrow();
  }

  /** A failure shows digits until it differs from the bound; what passes has three. */
  @ParameterizedTest
  @CsvSource({
    "1.0149, 1.01, 1.015",
    "1.0100004, 1.01, 1.0100004",
    "1.0099, 1.01, 1.01",
    "0.2004, 0.2, 0.2004",
    "3600.4, 3600, 3600.4",
    "12345.6, 10, 12346",
    "12.126, 0.2, 12.1"
  })
  void shownAsFarAsItDiffers(double value, double threshold, String shown) {
    JsonNode guard = json(Guard.atMost("g", value, threshold, "", "meaning", "remedy")).get(0);
    assertEquals(shown, Guard.measured(guard));
  }

  @Test
  void onlyFailuresAreListed() {
    JsonNode guards =
        json(
            Guard.atMost("good", 1, 2, "", "Meaning.", "remedy"),
            Guard.atLeast("bad", 1, 2, "draws", "Meaning.", "remedy"),
            Guard.atMost("unknown", Double.NaN, 2, "", "Meaning.", "remedy"));
    assertEquals(
        List.of(
            "guard bad is 1 draws, required at least 2 draws: Meaning.; remedy",
            "guard unknown is not a number, required at most 2: Meaning.; remedy"),
        Guard.failures(guards));
  }
}
