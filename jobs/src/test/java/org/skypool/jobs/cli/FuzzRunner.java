package org.skypool.jobs.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs cases one after the other, and stops at one that does not end. */
final class FuzzRunner {
  /** CPU seconds of this process after which a case hangs; the clock alone tells of the machine. */
  private static final double LONGEST_CPU_SECONDS = 60;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path folder;
  private final List<String> found = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  FuzzRunner(Path folder) {
    this.folder = folder;
  }

  /** Runs them; what was wrong, with the text of each case. */
  List<String> run(List<FuzzCase> cases) throws Exception {
    ExecutorService one =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "fuzz");
              thread.setDaemon(true);
              return thread;
            });
    try {
      for (FuzzCase next : cases) {
        Path own = Files.createDirectories(folder.resolve("case"));
        double before = cpuSeconds();
        Future<List<String>> running = one.submit(() -> next.defects(own));
        if (!ended(running, before)) {
          found.add("hangs in\n" + stack() + "\n" + next.described());
          return found;
        }
        note(next, running, cpuSeconds() - before);
        delete(own);
      }
      return found;
    } finally {
      one.shutdownNow();
    }
  }

  /** How many cases of which command ended how. */
  Map<String, Integer> counts() {
    return counts;
  }

  private void note(FuzzCase done, Future<List<String>> running, double seconds)
      throws InterruptedException {
    List<String> defects;
    try {
      defects = running.get();
    } catch (ExecutionException failed) {
      defects = List.of("the test failed: " + failed.getCause());
    }
    counts.merge(done.command() + (defects.isEmpty() ? "" : ", defect"), 1, Integer::sum);
    if (!defects.isEmpty()) {
      found.add(String.join("\n  ", defects) + "\n" + done.described());
    }
    if (seconds > LONGEST_CPU_SECONDS / 4) {
      System.out.printf("case %d: %.0f CPU seconds%n", done.number(), seconds);
    }
  }

  private static double cpuSeconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  private static boolean ended(Future<?> running, double before) throws InterruptedException {
    while (cpuSeconds() - before < LONGEST_CPU_SECONDS) {
      try {
        running.get(1, TimeUnit.SECONDS);
        return true;
      } catch (TimeoutException notYet) {
        continue;
      } catch (ExecutionException failed) {
        return true;
      }
    }
    return running.isDone();
  }

  private static String stack() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            e ->
                e.getKey().getName().equals("fuzz")
                    || Arrays.toString(e.getValue()).contains("org.skypool.core"))
        .map(
            e ->
                e.getKey().getName()
                    + Arrays.stream(e.getValue())
                        .limit(25)
                        .map(frame -> "\n    " + frame)
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
