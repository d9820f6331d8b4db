package org.skypool.core.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds the classes that jars on the class path declare as services, in {@code
 * META-INF/services/NAME.OF.THE.INTERFACE}: on an embedded Spark those of the class path, in a
 * driver or an executor those of {@code --jars} too.
 */
public final class UserClasses {
  private static final String NAME = "[a-z][a-z0-9_]*";

  private UserClasses() {}

  /**
   * One object of every class declared, by name.
   *
   * @param kind the interface
   * @param word for one of them in messages, such as {@code density}
   * @param builtIn those that are there without any jar, whose names are taken
   * @param reserved further names that are taken
   * @param name of one of them
   * @throws UserClassException in one line, for a class that cannot be loaded, a name that is taken
   *     or one that cannot be written
   */
  public static <T> List<T> of(
      Class<T> kind,
      String word,
      Collection<? extends T> builtIn,
      Set<String> reserved,
      Function<? super T, String> name) {
    Map<String, T> taken = new LinkedHashMap<>();
    builtIn.forEach(own -> taken.put(name.apply(own), own));
    Map<String, T> found = new TreeMap<>();
    for (T declared : declared(kind, word)) {
      String called = name.apply(declared);
      String what = word + " '" + called + "' of " + described(declared);
      if (called == null || !called.matches(NAME)) {
        throw new UserClassException(
            what + ": the name must be lower-case letters, digits and underscores");
      }
      if (reserved.contains(called)) {
        throw new UserClassException(what + ": the name has a meaning of its own; must be another");
      }
      T other = taken.put(called, declared);
      if (other != null) {
        throw new UserClassException(
            what + " has the name of " + described(other) + "; must be another");
      }
      found.put(called, declared);
    }
    return List.copyOf(found.values());
  }

  private static String described(Object implementation) {
    Class<?> type = implementation.getClass();
    return new UserClass("", "", type)
        .origin()
        .map(origin -> type.getName() + " in " + origin.getFileName())
        .orElse(type.getName());
  }

  private static <T> Collection<T> declared(Class<T> kind, String word) {
    Map<Class<? extends T>, T> all = new LinkedHashMap<>();
    try {
      for (ClassLoader loader : loaders()) {
        ServiceLoader.load(kind, loader).stream()
            .filter(provider -> !all.containsKey(provider.type()))
            .forEach(provider -> all.put(provider.type(), provider.get()));
      }
    } catch (ServiceConfigurationError | LinkageError unusable) {
      Throwable cause = unusable.getCause();
      throw new UserClassException(
          "a jar on the class path declares a "
              + word
              + " that cannot be loaded: "
              + oneLine(unusable)
              + (cause == null ? "" : ": " + oneLine(cause)),
          unusable);
    }
    return all.values();
  }

  /** That of the thread, which Spark gives the jars of the user, and that of this class. */
  private static List<ClassLoader> loaders() {
    List<ClassLoader> loaders = new ArrayList<>();
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    if (ofThread != null) {
      loaders.add(ofThread);
    }
    ClassLoader own = UserClasses.class.getClassLoader();
    if (own != ofThread) {
      loaders.add(own);
    }
    return loaders;
  }

  private static String oneLine(Throwable thrown) {
    return thrown.toString().replaceAll("\\s*\\R\\s*", " ");
  }
}
