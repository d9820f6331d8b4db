package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.skypool.core.object.ObjectModel;
import org.skypool.jobs.slow.SlowModel;

/** Jars as users make them. */
final class UserJar {
  private UserJar() {}

  /** The jar of the module in {@code examples/user-model}, compiled from its sources. */
  static Path ofTheExample(Path folder) throws IOException {
    Path module = Launched.module().resolveSibling("examples").resolve("user-model");
    Path classes = Files.createDirectories(folder.resolve("user-classes"));
    List<String> words =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    try (Stream<Path> sources = Files.walk(module.resolve("src/main/java"))) {
      sources.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(words::add);
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)));
    Path jar = folder.resolve("user-model.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      addAll(out, classes);
      addAll(out, module.resolve("src/main/resources"));
    }
    return jar;
  }

  /** A jar with the object model {@code slow}. */
  static Path ofTheSlowModel(Path folder) throws IOException {
    Path jar = folder.resolve("slow-model.jar");
    Path classes = Launched.module().resolve("target/test-classes");
    Path inside = classes.resolve(SlowModel.class.getPackageName().replace('.', '/'));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(inside)) {
      for (Path file : files.sorted().toList()) {
        add(out, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
      add(
          out,
          "META-INF/services/" + ObjectModel.class.getName(),
          SlowModel.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void addAll(JarOutputStream out, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        add(out, root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private static void add(JarOutputStream out, String name, byte[] contents) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(contents);
    out.closeEntry();
  }
}
