package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration that comes with the project, as it is written. */
class ConfigurationsTest {
  private static final Path PROJECT = Launched.module().getParent();
  private static final Path DATA = PROJECT.resolve("../shared/data").normalize();

  @TempDir Path folder;

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.resolve("conf"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".conf") && !name.startsWith("spark-"))
          .sorted()
          .toList();
    }
  }

  /**
   * Where the data are that a configuration expects in the current directory: found by the name of
   * the file.
   */
  private List<String> withData(String name) throws IOException {
    Config config =
        ConfigFactory.parseFile(
            PROJECT.resolve("conf").resolve(name).toFile(), ConfigParseOptions.defaults());
    List<String> sets = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      if (entry.getKey().endsWith(".path") && !entry.getKey().equals("hyperposterior.path")) {
        String path = entry.getValue().unwrapped().toString();
        sets.addAll(List.of("--set", entry.getKey() + "=" + file(path)));
      }
    }
    return sets;
  }

  private Path file(String path) throws IOException {
    if (path.equals("my_catalogue.csv")) {
      return RunsOnSpark.normalCatalogue(folder, 500);
    }
    if (Files.exists(PROJECT.resolve(path))) {
      return PROJECT.resolve(path);
    }
    Optional<Path> found = inData(path);
    assumeTrue(found.isPresent(), "skipped: no " + path + " in " + DATA);
    return found.orElseThrow();
  }

  private static Optional<Path> inData(String path) throws IOException {
    if (!Files.exists(DATA)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(DATA)) {
      return files.filter(file -> file.getFileName().toString().equals(path)).sorted().findFirst();
    }
  }

  private RunsOnSpark.Outcome execute(String command, String name) throws IOException {
    return RunsOnSpark.execute(
        command,
        PROJECT.resolve("conf").resolve(name),
        folder.resolve("out"),
        withData(name).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("names")
  void passesItsCheck(String name) throws IOException {
    RunsOnSpark.Outcome outcome = execute("check", name);
    assertEquals(0, outcome.code(), outcome.err());
  }

  /** To its report, trusted: what the documentation shows. */
  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("names")
  void runs(String name) throws IOException {
    long before = System.nanoTime();
    RunsOnSpark.Outcome outcome = execute("run", name);
    System.out.printf(Locale.ROOT, "%s: %.0f s%n", name, (System.nanoTime() - before) / 1e9);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(Files.exists(folder.resolve("out/report.html")));
  }

  /** The index shows every configuration, and each page that it names is there. */
  @Test
  void indexNamesThemAll() throws IOException {
    String index = Files.readString(PROJECT.resolve("docs/problems/index.md"));
    for (String name : names()) {
      assertTrue(index.contains("conf/" + name), name + " is not in docs/problems/index.md");
    }
  }
}
