package org.skypool.jobs.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link KernelTable} in a JVM without the Vector API, started for it. */
final class PlainKernels {
  private static final int TRIALS = 3;
  private static final List<Integer> OBJECTS = List.of(128, 4096);

  private PlainKernels() {}

  static BenchTable measured() throws IOException, InterruptedException {
    List<BenchTable.Row> rows = new ArrayList<>();
    List<String> notes;
    try (CompiledReference reference = CompiledReference.compile()) {
      notes = reference.notes();
      for (int objects : OBJECTS) {
        SchechterDraws draws = SchechterDraws.of(objects, KernelTable.POINTS);
        Optional<KernelTimes> before = reference.run(draws, TRIALS);
        KernelTimes own = inAnotherJvm(objects);
        Optional<KernelTimes> after = reference.run(draws, TRIALS);
        rows.add(KernelTable.row(draws, own, KernelTimes.best(before, after)));
      }
    }
    return new BenchTable(
        "plain",
        "The same on a JVM without the vector module (no --add-modules jdk.incubator.vector)",
        KernelTable.COLUMNS,
        rows,
        notes);
  }

  private static KernelTimes inAnotherJvm(int objects) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                PlainKernels.class.getName(),
                Integer.toString(objects))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (child.waitFor() != 0) {
      throw new IOException("the JVM without the vector module ended with " + child.exitValue());
    }
    double[] times = Stream.of(line.strip().split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new KernelTimes(times[0], times[1], new double[0]);
  }

  /** What the other JVM does: prints the two times for so many objects. */
  public static void main(String[] arguments) {
    SchechterDraws draws = SchechterDraws.of(Integer.parseInt(arguments[0]), KernelTable.POINTS);
    KernelTimes.warmUp(draws);
    KernelTimes times = KernelTimes.of(draws, TRIALS);
    System.out.println(String.format(Locale.ROOT, "%s %s", times.value(), times.gradient()));
  }
}
