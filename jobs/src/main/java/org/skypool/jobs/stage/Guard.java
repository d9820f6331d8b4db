package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One condition on which the answer can be trusted.
 *
 * @param name short, stable, for scripts
 * @param passed whether it held
 * @param value what was measured
 * @param threshold where it stops to hold
 * @param bound {@code at most} or {@code at least}
 * @param unit of value and threshold; empty for a pure number
 * @param meaning what it means, in a sentence a student understands
 * @param remedy what to change where it did not hold
 */
record Guard(
    String name,
    boolean passed,
    double value,
    double threshold,
    String bound,
    String unit,
    String meaning,
    String remedy) {
  private static final int FEWEST_DIGITS = 3;
  private static final int MOST_DIGITS = 9;
  private static final double LARGEST_PLAIN = 1e7;
  private static final double SMALLEST_PLAIN = 1e-4;

  /** Passes where the value does not exceed the threshold; NaN never passes. */
  static Guard atMost(
      String name, double value, double threshold, String unit, String meaning, String remedy) {
    return new Guard(name, value <= threshold, value, threshold, "at most", unit, meaning, remedy);
  }

  /** Passes where the value reaches the threshold; NaN never passes. */
  static Guard atLeast(
      String name, double value, double threshold, String unit, String meaning, String remedy) {
    return new Guard(name, value >= threshold, value, threshold, "at least", unit, meaning, remedy);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("passed", passed);
    map.put("value", value);
    map.put("threshold", threshold);
    map.put("bound", bound);
    map.put("unit", unit);
    map.put("meaning", meaning);
    map.put("remedy", remedy);
    return map;
  }

  /** The guards that did not hold, one line each, from their record in {@code run.json}. */
  static List<String> failures(JsonNode guards) {
    List<String> lines = new ArrayList<>();
    for (JsonNode guard : guards) {
      if (!guard.get("passed").asBoolean()) {
        lines.add(
            "guard %s is %s, required %s: %s; %s"
                .formatted(
                    guard.get("name").asText(),
                    measured(guard),
                    required(guard),
                    guard.get("meaning").asText(),
                    guard.get("remedy").asText()));
      }
    }
    return lines;
  }

  /**
   * What was measured, with its unit, from the guard's record in {@code run.json}: to as many
   * digits as a failure needs to differ from what is required.
   */
  static String measured(JsonNode guard) {
    int digits = FEWEST_DIGITS;
    while (!guard.get("passed").asBoolean()
        && digits < MOST_DIGITS
        && shortened(guard.get("value"), digits)
            .equals(shortened(guard.get("threshold"), FEWEST_DIGITS))) {
      digits++;
    }
    return withUnit(shortened(guard.get("value"), digits), guard);
  }

  /** What is required, such as "at most 0.1 posterior sd", from the same record. */
  static String required(JsonNode guard) {
    JsonNode bound = guard.get("bound");
    return (bound == null ? "" : bound.asText() + " ")
        + withUnit(shortened(guard.get("threshold"), FEWEST_DIGITS), guard);
  }

  private static String withUnit(String text, JsonNode guard) {
    String unit = guard.get("unit") == null ? "" : guard.get("unit").asText();
    return unit.isEmpty() ? text : text + " " + unit;
  }

  /** So many significant digits; of the fewest, whole numbers in full. */
  private static String shortened(JsonNode number, int digits) {
    if (!number.isNumber()) {
      return "not a number";
    }
    double value = number.asDouble();
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (digits == FEWEST_DIGITS && size < LARGEST_PLAIN && size >= 1000) {
      return Long.toString(Math.round(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN)
        ? rounded.toPlainString()
        : rounded.toString();
  }
}
