package org.skypool.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same work in plain C, {@code schechter.c}, compiled here by gcc with vectorised exp and run
 * in a process of its own.
 */
final class CompiledReference implements AutoCloseable {
  private static final String SOURCE = "schechter.c";

  private final Path folder;
  private final Path program;
  private final boolean isThere;

  private CompiledReference(Path folder, Path program, boolean isThere) {
    this.folder = folder;
    this.program = program;
    this.isThere = isThere;
  }

  /** Compiles, if there is a gcc with a vector library. */
  static CompiledReference compile() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("skypool-bench");
    Path program = folder.resolve("schechter");
    try (InputStream source = CompiledReference.class.getResourceAsStream(SOURCE)) {
      Files.copy(source, folder.resolve(SOURCE));
    }
    return new CompiledReference(folder, program, build(folder, program));
  }

  /** Whether it could be compiled. */
  boolean isThere() {
    return isThere;
  }

  /** What a table says where it is not there. */
  List<String> notes() {
    return isThere
        ? List.of()
        : List.of("No C beside it: gcc with libmvec is not on this machine.");
  }

  /** Whether gcc could. */
  private static boolean build(Path folder, Path program) throws InterruptedException {
    List<String> words =
        List.of(
            "gcc",
            "-O3",
            "-march=native",
            "-ffast-math",
            SOURCE,
            "-o",
            program.toString(),
            "-lmvec",
            "-lm");
    try {
      return new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noCompiler) {
      return false;
    }
  }

  /**
   * Measures; empty where it is not there.
   *
   * @param trials the best of how many
   * @throws IOException if the program fails
   */
  Optional<KernelTimes> run(SchechterDraws draws, int trials)
      throws IOException, InterruptedException {
    if (!isThere) {
      return Optional.empty();
    }
    Process process =
        new ProcessBuilder(program.toString(), Integer.toString(trials))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input(draws));
    }
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException(program + " ended with " + process.exitValue());
    }
    double[] numbers =
        Stream.of(line.strip().split(" ")).mapToDouble(Double::parseDouble).toArray();
    return Optional.of(new KernelTimes(numbers[0], numbers[1], Arrays.copyOfRange(numbers, 2, 5)));
  }

  private static byte[] input(SchechterDraws draws) {
    double[][] vectors = SchechterDraws.vectors();
    ByteBuffer buffer =
        ByteBuffer.allocate(3 * 8 + 16 * draws.mass().length + 16 * vectors.length)
            .order(ByteOrder.nativeOrder());
    buffer.putLong(draws.objects()).putLong(draws.perObject()).putLong(vectors.length);
    for (double mass : draws.mass()) {
      buffer.putDouble(mass);
    }
    for (double weight : draws.logWeight()) {
      buffer.putDouble(weight);
    }
    for (double[] vector : vectors) {
      buffer.putDouble(vector[0]).putDouble(vector[1]);
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(program);
    Files.deleteIfExists(folder.resolve(SOURCE));
    Files.deleteIfExists(folder);
  }
}
