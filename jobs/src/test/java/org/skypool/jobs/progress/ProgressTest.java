package org.skypool.jobs.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong clock = new AtomicLong();
  private String detail = "";

  private Progress start(long total, boolean terminal) {
    return Progress.start("sampling", total, () -> detail, terminal, err, clock::get);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void plainLinesAfterTenSecondsAndEveryMinute() {
    try (Progress progress = start(1000, false)) {
      for (int second = 1; second <= 200; second++) {
        clock.set(second * SECOND);
        progress.advanceTo(second * 5L);
      }
    }
    // at 10, 60, 120 and 180 s, and the closing line
    assertEquals(5, lines().size(), lines().toString());
    assertEquals("sampling: 5 %, 50 of 1,000, 5.00/s, 3 min 10 s left", lines().get(0));
    assertEquals("sampling: 60 %, 600 of 1,000, 5.00/s, 1 min 20 s left", lines().get(2));
    assertEquals("sampling: 1,000 in 3 min 20 s, 5.00/s", lines().get(4));
    assertFalse(bytes.toString(StandardCharsets.UTF_8).contains("\r"));
  }

  @Test
  void workThatStandsStillIsShownToStandStill() {
    try (Progress progress = start(10, false)) {
      clock.set(10 * SECOND);
      progress.advanceTo(0);
      clock.set(70 * SECOND);
      progress.advanceTo(0);
    }
    assertEquals(
        List.of(
            "sampling: 0 %, 0 of 10, 0.00/s",
            "sampling: 0 %, 0 of 10, 0.00/s", "sampling: 0 in 1 min 10 s, 0.00/s"),
        lines());
  }

  @Test
  void detailsEndTheLine() {
    try (Progress progress = start(0, false)) {
      detail = "340 of 4,000 effective draws";
      clock.set(10 * SECOND);
      progress.advanceTo(12);
    }
    assertEquals("sampling: 12, 1.20/s, 340 of 4,000 effective draws", lines().get(0));
  }

  /** By its own clock, as in a run. */
  @Test
  void looksByItselfAndTellsTheLastCount() {
    PrintStream before = System.err;
    System.setErr(err);
    try {
      AtomicLong count = new AtomicLong();
      try (Progress progress = Progress.start("sampling", 3, count::get)) {
        progress.advanceTo(1);
        count.set(3);
      }
    } finally {
      System.setErr(before);
    }
    assertTrue(lines().get(0).startsWith("sampling: 3 in "), lines().toString());
  }

  @Test
  void terminalLineIsRedrawnFiveTimesASecondAtMost() {
    try (Progress progress = start(100, true)) {
      for (int step = 1; step <= 100; step++) {
        clock.set(step * SECOND / 100);
        progress.advanceTo(step);
      }
    }
    String[] drawn = bytes.toString(StandardCharsets.UTF_8).split("\r");
    // 0.2, 0.4, 0.6, 0.8 and 1.0 s, then the closing line; the first part is what stood before any
    assertEquals(7, drawn.length);
    assertEquals(
        "sampling: [######------------------------] 20 %, 20 of 100, 100/s, 0.8 s left", drawn[1]);
    assertTrue(drawn[6].startsWith("sampling: 100 in 1.0 s, 100/s "), drawn[6]);
    assertTrue(drawn[6].stripTrailing().length() < drawn[5].length());
    assertEquals(drawn[5].length(), drawn[6].stripTrailing().length() + blanks(drawn[6]));
  }

  private static int blanks(String line) {
    String withoutBreak = line.replaceAll("\\R", "");
    return withoutBreak.length() - withoutBreak.stripTrailing().length();
  }

  @Test
  void reportsThatOvertakeAreIgnoredAndClosingTwiceSaysItOnce() {
    Progress progress = start(10, false);
    clock.set(20 * SECOND);
    progress.advanceTo(7);
    progress.advanceTo(3);
    progress.close();
    progress.close();
    progress.advanceTo(10);
    assertEquals(2, lines().size());
    assertEquals("sampling: 7 in 20.0 s, 0.35/s", lines().get(1));
  }

  @Test
  void unknownTotalShowsTheRate() {
    Progress progress = start(0, false);
    clock.set(10 * SECOND);
    progress.advanceTo(123456);
    assertEquals("sampling: 123,456, 12,346/s", lines().get(0));
  }

  @Test
  void manyThreadsNeverLoseTheLargest() throws InterruptedException {
    Progress progress = start(4000, false);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      long offset = t;
      threads.add(new Thread(() -> advance(progress, offset)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    clock.set(SECOND);
    progress.close();
    assertEquals(List.of("sampling: 4,000 in 1.0 s, 4,000/s"), lines());
  }

  private static void advance(Progress progress, long offset) {
    for (long i = 0; i < 1000; i++) {
      progress.advanceTo(4 * i + offset + 1);
    }
  }
}
