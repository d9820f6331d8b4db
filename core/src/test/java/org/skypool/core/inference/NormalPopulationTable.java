package org.skypool.core.inference;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.skypool.core.inference.NormalPopulationBenchmark.Row;

/**
 * What {@link NormalPopulationBenchmark} wrote, over the seeds, as a Markdown table. Arguments: its
 * files.
 */
final class NormalPopulationTable {
  private NormalPopulationTable() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String file : arguments) {
      Files.readAllLines(Path.of(file)).stream().skip(1).map(Row::of).forEach(rows::add);
    }
    print(rows, System.out);
  }

  private static void print(List<Row> rows, PrintStream out) {
    out.println(
        "| tau | N | estimator | surveys | error of mu: mean, rms | error of tau: mean, rms | largest"
            + " | sd over exact: mu, tau | within | points, rounds | CPU s |");
    out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    Map<List<Object>, List<Row>> groups =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> List.of(r.tau(), r.objects(), r.estimator()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    groups.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<List<Object>, List<Row>> g) -> -g.getValue().get(0).tau())
                .thenComparing(g -> g.getValue().get(0).objects()))
        .map(Map.Entry::getValue)
        .forEach(group -> out.println(line(group)));
  }

  private static String line(List<Row> group) {
    Row first = group.get(0);
    List<Row> mu = named(group, "mu");
    List<Row> tau = named(group, "tau");
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %s | %d | %+.3f, %.3f | %+.3f, %.3f | %.3f | %.3f, %.3f | %d | %s | %.1f |",
        first.tau(),
        first.objects(),
        first.estimator(),
        mu.size(),
        mean(mu, Row::error),
        Math.sqrt(mean(mu, r -> r.error() * r.error())),
        mean(tau, Row::error),
        Math.sqrt(mean(tau, r -> r.error() * r.error())),
        group.stream().mapToDouble(r -> Math.abs(r.error())).max().orElseThrow(),
        mean(mu, Row::sdRatio),
        mean(tau, Row::sdRatio),
        mu.stream().filter(Row::within).count(),
        mu.stream()
            .map(r -> r.points() + ", " + r.rounds())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" or ")),
        mean(mu, Row::cpuSeconds));
  }

  private static List<Row> named(List<Row> group, String name) {
    return group.stream().filter(r -> r.hyperparameter().equals(name)).toList();
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> of) {
    return rows.stream().mapToDouble(of).average().orElseThrow();
  }
}
