package org.skypool.jobs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.skypool.core.math.BlockMath;

/**
 * What the population likelihood costs per draw on one thread, beside plain C on the same draws in
 * the same minute: once with draws that fit a cache, once with draws from memory. With few draws
 * the terms of a vector alone, such as the normalisation of the density, show too; C leaves them
 * out.
 */
public final class KernelTable {
  private static final int POINTS = 64;
  private static final int IN_CACHE = 128;
  private static final int IN_MEMORY = 50_000;
  private static final String FORMAT = "%-42s %10s %8s %8s%n";

  private KernelTable() {}

  /**
   * Measures for about half a minute.
   *
   * @throws IOException if the C program cannot be run
   */
  public static String measured() throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "Schechter population, %d draws per object, 64 vectors per pass, one thread, %s.%n"
                + "Nanoseconds per draw and vector:%n%n",
            POINTS,
            BlockMath.implementation()));
    table.append(String.format(Locale.ROOT, FORMAT, "", "Skypool", "C", "ratio"));
    Optional<CompiledReference> reference = CompiledReference.compile();
    try {
      for (int objects : List.of(IN_CACHE, IN_MEMORY)) {
        rows(objects, reference).forEach(table::append);
      }
    } finally {
      if (reference.isPresent()) {
        reference.get().close();
      }
    }
    if (reference.isEmpty()) {
      table.append("\nNo C beside it: gcc with libmvec is not on this machine.\n");
    }
    return table.toString();
  }

  private static List<String> rows(int objects, Optional<CompiledReference> reference)
      throws IOException, InterruptedException {
    SchechterDraws draws = SchechterDraws.of(objects, POINTS);
    Optional<KernelTimes> c =
        reference.isPresent() ? Optional.of(reference.get().run(draws)) : Optional.empty();
    KernelTimes own = KernelTimes.of(draws);
    String where = String.format(Locale.ROOT, ", %,d draws", draws.mass().length);
    List<String> rows = new ArrayList<>();
    rows.add(row("value" + where, own.value(), c.map(KernelTimes::value)));
    rows.add(row("value and gradient" + where, own.gradient(), c.map(KernelTimes::gradient)));
    return rows;
  }

  private static String row(String what, double own, Optional<Double> c) {
    return String.format(
        Locale.ROOT,
        FORMAT,
        what,
        String.format(Locale.ROOT, "%.2f", own),
        c.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse("-"),
        c.map(v -> String.format(Locale.ROOT, "%.2f", own / v)).orElse("-"));
  }
}
