package org.skypool.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values that passed the key table, by path; a default of the table answers for an absent key.
 *
 * @param values value, or {@link #SECTION}, of every path that was written
 */
record ConfigValues(Map<List<String>, Object> values) {

  /** Stands for a section: present, with or without keys inside. */
  static final Object SECTION = new Object();

  /** The text of a key, or its default. */
  Optional<String> text(String dotted) {
    return value(dotted).map(String.class::cast);
  }

  /** The whole number of a key, or its default. */
  Optional<Long> whole(String dotted) {
    return value(dotted).map(Long.class::cast);
  }

  /** The number of a key, or its default. */
  Optional<Double> real(String dotted) {
    return value(dotted).map(Double.class::cast);
  }

  private Optional<Object> value(String dotted) {
    Object written = values.get(List.of(dotted.split("\\.")));
    return written == null ? ConfigSchema.key(dotted).fallback() : Optional.of(written);
  }

  /** Rows written into the configuration; none where absent. */
  @SuppressWarnings("unchecked") // only the Rows type is read for these keys
  List<Map<String, String>> rows(String dotted) {
    Object rows = values.get(List.of(dotted.split("\\.")));
    return rows == null ? List.of() : (List<Map<String, String>>) rows;
  }

  /** A list of names; none where absent. */
  @SuppressWarnings("unchecked") // only the Words type is read for these keys
  List<String> words(String dotted) {
    Object words = values.get(List.of(dotted.split("\\.")));
    return words == null ? List.of() : (List<String>) words;
  }

  /** Lists of words in a section whose keys are chosen by the user, sorted by name. */
  @SuppressWarnings("unchecked") // only types that read such lists are used for these keys
  Map<String, List<String>> wordsByName(String section) {
    Map<String, List<String>> words = new TreeMap<>();
    children(section).forEach((name, value) -> words.put(name, (List<String>) value));
    return words;
  }

  /** Whether a key or section was written. */
  boolean has(String dotted) {
    return values.containsKey(List.of(dotted.split("\\.")));
  }

  /**
   * A value that must be there.
   *
   * @throws ConfigException naming the key, what it is for and what is allowed
   */
  static <T> T require(Optional<T> value, String dotted) {
    ConfigKey key = ConfigSchema.key(dotted);
    return value.orElseThrow(
        () ->
            new ConfigException(
                dotted + " is required (" + key.reason() + "): must be " + key.type().allowed()));
  }

  /** Texts of a section whose keys are chosen by the user, sorted by name. */
  Map<String, String> texts(String section) {
    Map<String, String> texts = new TreeMap<>();
    children(section).forEach((name, value) -> texts.put(name, (String) value));
    return texts;
  }

  /**
   * Numbers of a section whose keys are chosen by the user, sorted by name; a list is the elements
   * of a vector, {@code h[1], h[2], ...}.
   */
  Map<String, Double> reals(String section) {
    Map<String, Double> reals = new TreeMap<>();
    children(section)
        .forEach(
            (name, value) -> {
              if (value instanceof List<?> elements) {
                for (int i = 0; i < elements.size(); i++) {
                  reals.put(name + "[" + (i + 1) + "]", (Double) elements.get(i));
                }
              } else {
                reals.put(name, (Double) value);
              }
            });
    return reals;
  }

  /** Lists of numbers of a section whose keys are chosen by the user, sorted by name. */
  @SuppressWarnings("unchecked") // only the Numbers type is read for these keys
  Map<String, List<Double>> numbers(String section) {
    Map<String, List<Double>> numbers = new TreeMap<>();
    children(section).forEach((name, value) -> numbers.put(name, (List<Double>) value));
    return numbers;
  }

  /** Sections inside a section, each with its texts, sorted by name; an empty one counts. */
  Map<String, Map<String, String>> sections(String section) {
    List<String> path = List.of(section.split("\\."));
    Map<String, Map<String, String>> sections = new TreeMap<>();
    for (String name : children(section).keySet()) {
      List<String> child = new ArrayList<>(path);
      child.add(name);
      Map<String, String> texts = new TreeMap<>();
      childrenOf(child).forEach((key, value) -> texts.put(key, (String) value));
      sections.put(name, texts);
    }
    return sections;
  }

  /** Names that the user chose inside a section, sorted. */
  List<String> names(String section) {
    return List.copyOf(children(section).keySet());
  }

  /** A value in a section whose name the user chose. */
  Optional<Object> at(String section, String name, String key) {
    List<String> path = new ArrayList<>(List.of(section.split("\\.")));
    path.add(name);
    path.add(key);
    return Optional.ofNullable(values.get(path));
  }

  private Map<String, Object> children(String section) {
    return childrenOf(List.of(section.split("\\.")));
  }

  private Map<String, Object> childrenOf(List<String> section) {
    Map<String, Object> children = new TreeMap<>();
    for (Map.Entry<List<String>, Object> entry : values.entrySet()) {
      List<String> path = entry.getKey();
      if (path.size() == section.size() + 1 && path.subList(0, section.size()).equals(section)) {
        children.put(path.get(section.size()), entry.getValue());
      }
    }
    return children;
  }
}
