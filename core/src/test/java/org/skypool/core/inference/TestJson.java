package org.skypool.core.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;

/** Numbers by key from the reference data beside the project; tests without it are skipped. */
final class TestJson {
  private final String text;

  private TestJson(String text) {
    this.text = text;
  }

  static TestJson read(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.isDirectory(root.resolve("shared/data"))) {
      root = root.getParent();
    }
    Assumptions.assumeTrue(root != null, "no reference data beside the project");
    Path file = root.resolve("shared/data").resolve(name);
    Assumptions.assumeTrue(Files.isRegularFile(file), "no reference data " + name);
    try (InputStream in = Files.newInputStream(file)) {
      if (!name.endsWith(".zip")) {
        return new TestJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      ZipInputStream zip = new ZipInputStream(in);
      zip.getNextEntry();
      return new TestJson(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of an array, nested ones one after another. */
  double[] array(String key) {
    int from = text.indexOf('[', keyEnd(0, key));
    int depth = 0;
    int to = from;
    do {
      depth += text.charAt(to) == '[' ? 1 : text.charAt(to) == ']' ? -1 : 0;
      to++;
    } while (depth > 0);
    return Arrays.stream(text.substring(from, to).split("[\\[\\],\\s]+"))
        .filter(part -> !part.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** A number of an object, for example the mean of mu. */
  double number(String key, String field) {
    return numberAfter(keyEnd(keyEnd(0, key), field));
  }

  /** A number by its key. */
  double value(String key) {
    return numberAfter(keyEnd(0, key));
  }

  private double numberAfter(int from) {
    Matcher number = Pattern.compile("[-+0-9.eE]+").matcher(text);
    if (!number.find(from)) {
      throw new IllegalArgumentException("no number from character " + from);
    }
    return Double.parseDouble(number.group());
  }

  private int keyEnd(int from, String key) {
    Matcher quoted = Pattern.compile(Pattern.quote("\"" + key + "\"") + "\\s*:").matcher(text);
    if (!quoted.find(from)) {
      throw new IllegalArgumentException("no key " + key);
    }
    return quoted.end();
  }
}
