package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One condition on which the answer can be trusted.
 *
 * @param name short, stable, for scripts
 * @param passed whether it held
 * @param value what was measured
 * @param threshold where it stops to hold
 * @param meaning what it means, in a sentence a student understands
 * @param remedy what to change where it did not hold
 */
record Guard(
    String name, boolean passed, double value, double threshold, String meaning, String remedy) {

  /** Passes where the value does not exceed the threshold; NaN never passes. */
  static Guard atMost(
      String name, double value, double threshold, String meaning, String remedy) {
    return new Guard(name, value <= threshold, value, threshold, meaning, remedy);
  }

  /** Passes where the value reaches the threshold; NaN never passes. */
  static Guard atLeast(
      String name, double value, double threshold, String meaning, String remedy) {
    return new Guard(name, value >= threshold, value, threshold, meaning, remedy);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("passed", passed);
    map.put("value", value);
    map.put("threshold", threshold);
    map.put("meaning", meaning);
    map.put("remedy", remedy);
    return map;
  }
}
