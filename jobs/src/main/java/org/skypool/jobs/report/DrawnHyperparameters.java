package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which hyperparameters a figure has room for: all, or, where they are too many, those of their own
 * before the elements of vectors, whose single values say little.
 *
 * @param count how many are drawn, from the front of the names
 * @param others those that are not, such as {@code 32 of d}
 */
record DrawnHyperparameters(int count, List<String> others) {
  /**
   * Chooses.
   *
   * @param names of all hyperparameters, elements of vectors last
   * @param most how many the figure has room for
   */
  static DrawnHyperparameters of(List<String> names, int most) {
    if (names.size() <= most) {
      return new DrawnHyperparameters(names.size(), List.of());
    }
    int single = (int) names.stream().filter(name -> !name.contains("[")).count();
    int count = single > 1 ? Math.min(single, most) : most;
    return new DrawnHyperparameters(count, summary(names.subList(count, names.size())));
  }

  private static List<String> summary(List<String> names) {
    Map<String, Integer> elements = new LinkedHashMap<>();
    List<String> all = new ArrayList<>();
    for (String name : names) {
      if (name.contains("[")) {
        elements.merge(name.substring(0, name.indexOf('[')), 1, Integer::sum);
      } else {
        all.add(name);
      }
    }
    elements.forEach((vector, number) -> all.add(number + " of " + vector));
    return all;
  }
}
