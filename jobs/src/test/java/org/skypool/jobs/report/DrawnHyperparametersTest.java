package org.skypool.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DrawnHyperparametersTest {
  private static final List<String> NAMES = List.of("sd", "length", "d[1]", "d[2]", "d[3]");

  @Test
  void drawsAllThatThereIsRoomFor() {
    assertEquals(new DrawnHyperparameters(5, List.of()), DrawnHyperparameters.of(NAMES, 5));
  }

  @Test
  void countsElementsOfVectorsWhereThereIsNoRoomForAll() {
    assertEquals(new DrawnHyperparameters(2, List.of("3 of d")), DrawnHyperparameters.of(NAMES, 4));
  }

  @Test
  void namesWhatIsNoElementAndNotDrawn() {
    assertEquals(
        new DrawnHyperparameters(1, List.of("length", "3 of d")),
        DrawnHyperparameters.of(NAMES, 1));
  }

  @Test
  void drawsElementsWhereThereIsHardlyAnythingElse() {
    assertEquals(
        new DrawnHyperparameters(2, List.of("2 of d")),
        DrawnHyperparameters.of(List.of("sd", "d[1]", "d[2]", "d[3]"), 2));
  }
}
