package org.skypool.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A class of a user.
 *
 * @param kind what it is, such as {@code density}
 * @param name that formulas and configurations use
 * @param type the class
 */
public record UserClass(String kind, String name, Class<?> type) {

  /** The jar, or the folder of classes, it was loaded from; empty where that is no file. */
  public Optional<Path> origin() {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException noFile) {
      return Optional.empty();
    }
  }

  /**
   * SHA-256 of all files of its jar but those in {@code META-INF}, by name and contents: the time
   * of the build is not in it.
   *
   * @throws UncheckedIOException if the jar cannot be read any more
   * @throws UserClassException if it was not loaded from a file
   */
  public String fingerprint() {
    Path origin =
        origin()
            .orElseThrow(
                () ->
                    new UserClassException(
                        kind
                            + " '"
                            + name
                            + "' of "
                            + type.getName()
                            + ": not loaded from a file"));
    try {
      if (Files.isDirectory(origin)) {
        return digest(origin);
      }
      try (FileSystem jar = FileSystems.newFileSystem(origin)) {
        return digest(jar.getPath("/"));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String digest(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !root.relativize(file).startsWith("META-INF"))
              .sorted()
              .toList();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        byte[] contents = Files.readAllBytes(file);
        String head = root.relativize(file) + "\n" + contents.length + "\n";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        digest.update(contents);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
