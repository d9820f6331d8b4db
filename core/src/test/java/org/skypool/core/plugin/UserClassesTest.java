package org.skypool.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserClassesTest {
  @TempDir Path folder;

  /** What is registered. */
  public interface Shape {
    String name();
  }

  /** There without any jar. */
  static final class Circle implements Shape {
    @Override
    public String name() {
      return "circle";
    }
  }

  /** A user's. */
  public static final class Square implements Shape {
    @Override
    public String name() {
      return "square";
    }
  }

  /** A user's. */
  public static final class Ellipse implements Shape {
    @Override
    public String name() {
      return "ellipse";
    }
  }

  /** A user's, of a name that is taken. */
  public static final class Disc implements Shape {
    @Override
    public String name() {
      return "circle";
    }
  }

  /** A user's, of a name that no formula can have. */
  public static final class Unwritable implements Shape {
    @Override
    public String name() {
      return "My Shape";
    }
  }

  /** A user's that fails. */
  public static final class Broken implements Shape {
    /** Fails. */
    public Broken() {
      throw new IllegalStateException("no data file");
    }

    @Override
    public String name() {
      return "broken";
    }
  }

  private List<Shape> declared(Class<?>... types) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(Shape.class.getName()),
        List.of(types).stream().map(Class::getName).toList());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader jars = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(jars);
      return UserClasses.of(
          Shape.class, "shape", List.of(new Circle()), Set.of("form"), Shape::name);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private String refusal(Class<?>... types) {
    String message = assertThrows(UserClassException.class, () -> declared(types)).getMessage();
    assertEquals(1, message.lines().count());
    return message;
  }

  @Test
  void declaredClassesComeInTheOrderOfTheirNames() throws Exception {
    assertEquals(
        List.of("ellipse", "square"),
        declared(Square.class, Ellipse.class).stream().map(Shape::name).toList());
    assertEquals(List.of(), declared());
  }

  @Test
  void aNameThatIsTakenIsRefusedWithBothClasses() {
    String message = refusal(Disc.class);
    assertTrue(message.startsWith("shape 'circle' of " + Disc.class.getName()), message);
    assertTrue(message.contains("has the name of " + Circle.class.getName()), message);
  }

  @Test
  void whatCannotBeNamedOrLoadedIsRefusedInOneLine() {
    assertTrue(refusal(Unwritable.class).contains("lower-case letters"));
    String broken = refusal(Broken.class);
    assertTrue(broken.contains(Broken.class.getName()), broken);
    assertTrue(broken.contains("no data file"), broken);
    assertTrue(refusal(UserClassesTest.class).contains("not a subtype"));
  }

  @Test
  void fingerprintIsOfContentsOnly() throws Exception {
    Path jar = folder.resolve("a.jar");
    String first = fingerprint(jar, "one", "built today");
    assertEquals(64, first.length());
    assertEquals(first, fingerprint(jar, "one", "built tomorrow"));
    assertNotEquals(first, fingerprint(jar, "two", "built today"));
  }

  private static String fingerprint(Path jar, String contents, String manifest) throws Exception {
    Files.deleteIfExists(jar);
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Files.createDirectory(files.getPath("META-INF"));
      Files.writeString(files.getPath("META-INF/MANIFEST.MF"), manifest);
      Files.writeString(files.getPath("data.txt"), contents);
      String name = UserClassesTest.class.getName();
      Path file = files.getPath(name.replace('.', '/') + "$Square.class");
      Files.createDirectories(file.getParent());
      try (var bytes = UserClassesTest.class.getResourceAsStream("UserClassesTest$Square.class")) {
        Files.copy(bytes, file);
      }
    }
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, null) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.endsWith("$Square")
                ? super.findClass(name)
                : Class.forName(name, false, UserClassesTest.class.getClassLoader());
          }
        }) {
      Class<?> type = alone.loadClass(UserClassesTest.class.getName() + "$Square");
      return new UserClass("shape", "square", type).fingerprint();
    }
  }
}
