package org.skypool.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.skypool.core.formula.NearestName;

/** What a key accepts: its type and its allowed values. Reading refuses everything else. */
sealed interface KeyType {

  /** The allowed values, in words that complete "must be". */
  String allowed();

  /**
   * The value, checked.
   *
   * @throws ConfigException naming key, value and what is allowed
   */
  Object read(String key, ConfigValue value);

  /** Free text that is not empty; a number or true/false is taken as the text it was written as. */
  record Text() implements KeyType {
    @Override
    public String allowed() {
      return "text";
    }

    @Override
    public String read(String key, ConfigValue value) {
      if (!isScalar(value) || scalarText(value).isBlank()) {
        throw refused(key, value, this);
      }
      return scalarText(value);
    }
  }

  /** Text in the formula language (or a column, or Spark SQL), or a number; kept as text. */
  record Formula() implements KeyType {
    @Override
    public String allowed() {
      return "formula text or a number";
    }

    @Override
    public String read(String key, ConfigValue value) {
      boolean written =
          value.valueType() == ConfigValueType.STRING
              || value.valueType() == ConfigValueType.NUMBER;
      if (!written || scalarText(value).isBlank()) {
        throw refused(key, value, this);
      }
      return scalarText(value).strip();
    }
  }

  /** A whole number from {@code min} to {@code max}, both included; {@code 5e4} is one. */
  record Whole(long min, long max) implements KeyType {
    @Override
    public String allowed() {
      return min == Long.MIN_VALUE && max == Long.MAX_VALUE
          ? "a whole number of 64 bits"
          : String.format(Locale.ROOT, "a whole number from %,d to %,d", min, max);
    }

    @Override
    public Long read(String key, ConfigValue value) {
      try {
        long whole = decimal(key, value, this).longValueExact();
        if (whole >= min && whole <= max) {
          return whole;
        }
      } catch (ArithmeticException notWhole) {
        throw refused(key, value, this);
      }
      throw refused(key, value, this);
    }
  }

  /** A finite number above {@code above} (itself excluded; -infinity for no bound). */
  record Real(double above) implements KeyType {
    @Override
    public String allowed() {
      return Double.isInfinite(above) ? "a finite number" : "a finite number above " + plain(above);
    }

    @Override
    public Double read(String key, ConfigValue value) {
      double real = decimal(key, value, this).doubleValue();
      if (!Double.isFinite(real) || real <= above) {
        throw refused(key, value, this);
      }
      return real;
    }

    private static String plain(double bound) {
      return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
  }

  /** A whole number from 0 to {@code max}, or the word {@code all}; kept as text. */
  record CountOrAll(long max) implements KeyType {
    static final String ALL = "all";

    @Override
    public String allowed() {
      return new Whole(0, max).allowed() + ", or " + ALL;
    }

    @Override
    public String read(String key, ConfigValue value) {
      if (isScalar(value) && scalarText(value).equals(ALL)) {
        return ALL;
      }
      try {
        return Long.toString(new Whole(0, max).read(key, value));
      } catch (ConfigException notCount) {
        throw refused(key, value, this);
      }
    }
  }

  /**
   * One word of a list.
   *
   * @param words what exists
   * @param planned what the configuration language names and this version cannot do
   */
  record Choice(List<String> words, List<String> planned) implements KeyType {
    @Override
    public String allowed() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public String read(String key, ConfigValue value) {
      if (!isScalar(value)) {
        throw refused(key, value, this);
      }
      String word = scalarText(value);
      if (words.contains(word)) {
        return word;
      }
      if (planned.contains(word)) {
        throw new ConfigException(
            key + " = " + word + ": not in this version, which has " + String.join(", ", words));
      }
      String nearest =
          NearestName.closest(word, words).map(n -> " (nearest: " + n + ")").orElse("");
      throw new ConfigException(key + " = " + shown(value) + ": must be " + allowed() + nearest);
    }
  }

  /** A list of different numbers; read in ascending order. */
  record Numbers() implements KeyType {
    @Override
    public String allowed() {
      return "a list of numbers such as [1, 2, 3]";
    }

    @Override
    public List<Double> read(String key, ConfigValue value) {
      if (!(value instanceof ConfigList list) || list.isEmpty()) {
        throw refused(key, value, this);
      }
      TreeSet<Double> numbers = new TreeSet<>();
      for (ConfigValue item : list) {
        numbers.add(new Real(Double.NEGATIVE_INFINITY).read(key, item));
      }
      return List.copyOf(numbers);
    }
  }

  /** A finite number, or a list of them, in the order written. */
  record RealOrReals() implements KeyType {
    private static final Real REAL = new Real(Double.NEGATIVE_INFINITY);

    @Override
    public String allowed() {
      return "a finite number, or a list of them for a vector";
    }

    @Override
    public Object read(String key, ConfigValue value) {
      if (!(value instanceof ConfigList list)) {
        if (!isScalar(value)) {
          throw refused(key, value, this);
        }
        return REAL.read(key, value);
      }
      List<Double> numbers = new ArrayList<>();
      for (ConfigValue item : list) {
        numbers.add(REAL.read(key + "[" + (numbers.size() + 1) + "]", item));
      }
      return List.copyOf(numbers);
    }
  }

  /** Lists of numbers, in the order written. */
  record Edges() implements KeyType {
    @Override
    public String allowed() {
      return "a list of lists of numbers such as [[0, 1, 2], [10, 20]]";
    }

    @Override
    public List<List<Double>> read(String key, ConfigValue value) {
      if (!(value instanceof ConfigList list) || list.isEmpty()) {
        throw refused(key, value, this);
      }
      List<List<Double>> axes = new ArrayList<>();
      for (ConfigValue item : list) {
        if (!(item instanceof ConfigList numbers)) {
          throw refused(key, value, this);
        }
        List<Double> axis = new ArrayList<>();
        for (ConfigValue number : numbers) {
          axis.add(new Real(Double.NEGATIVE_INFINITY).read(key, number));
        }
        axes.add(List.copyOf(axis));
      }
      return List.copyOf(axes);
    }
  }

  /** A number from 0 to 1, both included. */
  record Fraction() implements KeyType {
    @Override
    public String allowed() {
      return "a number from 0 to 1";
    }

    @Override
    public Double read(String key, ConfigValue value) {
      double fraction = decimal(key, value, this).doubleValue();
      if (!(fraction >= 0 && fraction <= 1)) {
        throw refused(key, value, this);
      }
      return fraction;
    }
  }

  /** One character, or a word for what one character cannot say. */
  record Symbol(List<String> words) implements KeyType {
    @Override
    public String allowed() {
      return "one character, or " + String.join(" or ", words);
    }

    @Override
    public String read(String key, ConfigValue value) {
      String symbol = isScalar(value) ? scalarText(value) : "";
      boolean isCharacter = symbol.matches("[^\\s\\p{L}\\p{N}]");
      if (!isCharacter && !words.contains(symbol)) {
        throw refused(key, value, this);
      }
      return symbol;
    }
  }

  /** A list of values as they stand in a table, numbers or texts; kept as text. */
  record Marks() implements KeyType {
    @Override
    public String allowed() {
      return "a list of numbers and texts such as [-99, \"n/a\"]";
    }

    @Override
    public List<String> read(String key, ConfigValue value) {
      if (!(value instanceof ConfigList list)) {
        throw refused(key, value, this);
      }
      List<String> marks = new ArrayList<>();
      for (ConfigValue item : list) {
        if (!isScalar(item) || scalarText(item).isBlank()) {
          throw refused(key, value, this);
        }
        marks.add(scalarText(item).strip());
      }
      return List.copyOf(marks);
    }
  }

  /** A list of names. */
  record Words() implements KeyType {
    @Override
    public String allowed() {
      return "a list of names such as [x, y]";
    }

    @Override
    public List<String> read(String key, ConfigValue value) {
      if (!(value instanceof ConfigList list)) {
        throw refused(key, value, this);
      }
      List<String> words = new ArrayList<>();
      for (ConfigValue item : list) {
        words.add(new Text().read(key + "[" + words.size() + "]", item));
      }
      return List.copyOf(words);
    }
  }

  /** A list of rows, each a section of scalar values; a null stands for a missing value. */
  record Rows() implements KeyType {
    @Override
    public String allowed() {
      return "a list of rows such as [{id = A, y = 28, s = 15}], at least one";
    }

    @Override
    public List<Map<String, String>> read(String key, ConfigValue value) {
      if (!(value instanceof ConfigList list) || list.isEmpty()) {
        throw refused(key, value, this);
      }
      List<Map<String, String>> rows = new ArrayList<>();
      for (ConfigValue item : list) {
        rows.add(row(key + "[" + rows.size() + "]", item));
      }
      return Collections.unmodifiableList(rows);
    }

    private Map<String, String> row(String key, ConfigValue item) {
      if (!(item instanceof ConfigObject object)) {
        throw refused(key, item, this);
      }
      Map<String, String> row = new TreeMap<>();
      for (String column : new TreeMap<>(object).keySet()) {
        ConfigValue cell = object.get(column);
        if (cell.valueType() == ConfigValueType.NULL) {
          continue;
        }
        if (!isScalar(cell)) {
          throw refused(key + "." + column, cell, new Text());
        }
        row.put(column, scalarText(cell));
      }
      return Collections.unmodifiableMap(row);
    }
  }

  private static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> true;
      case OBJECT, LIST, NULL -> false;
    };
  }

  /** The text a scalar was written as: 1e5 stays 1e5. */
  private static String scalarText(ConfigValue scalar) {
    return scalar.atKey("value").getString("value");
  }

  private static BigDecimal decimal(String key, ConfigValue value, KeyType type) {
    if (!isScalar(value)) {
      throw refused(key, value, type);
    }
    try {
      return new BigDecimal(scalarText(value).strip());
    } catch (NumberFormatException notANumber) {
      throw refused(key, value, type);
    }
  }

  private static ConfigException refused(String key, ConfigValue value, KeyType type) {
    return new ConfigException(key + " = " + shown(value) + ": must be " + type.allowed());
  }

  /** The value as a message shows it: on one line, cut after 80 characters. */
  static String shown(ConfigValue value) {
    String text =
        value.valueType() == ConfigValueType.NUMBER
            ? scalarText(value)
            : value.render(ConfigRenderOptions.concise());
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
