package org.skypool.jobs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What goes wrong in configurations that people write: keys left out, repeated, misspelt, values of
 * every wrong kind, broken formulas, braces that do not close. Each mutation takes a text and
 * leaves another; which, follows from the random numbers alone.
 */
final class MutatedText {
  private static final Pattern KEY = Pattern.compile("(?m)[A-Za-z_][A-Za-z0-9_.-]*(?=\\s*[={])");
  private static final Pattern VALUE =
      Pattern.compile("(?<==)[ ]*(\"\"\"[^\"]*\"\"\"|\"[^\"\\n]*\"|[^\\s,{}\\[\\]\"]+)");
  private static final Pattern FORMULA = Pattern.compile("(?<=\")[^\"\\n]*[(+*/][^\"\\n]*(?=\")");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![A-Za-z_0-9.])-?[0-9]+(\\.[0-9]+)?(?![A-Za-z_0-9.])");

  private static final String[] VALUES = {
    "-1",
    "0",
    "1",
    "0.5",
    "-0.0",
    "NaN",
    "\"NaN\"",
    "Infinity",
    "\"-inf\"",
    "1e308",
    "-1e308",
    "1e-320",
    "2147483648",
    "-9223372036854775809",
    "1e999",
    "\"\"",
    "\" \"",
    "[]",
    "{}",
    "null",
    "true",
    "no",
    "\"some text\"",
    "some words",
    "[1, 2, 3]",
    "[[]]",
    "{ a = 1 }",
    "{ a { b { c = 1 } } }",
    "[{ a = 1 }]",
    "\"\\u0000\"",
    "\"\\u03b1\\u03b2\"",
    "\"\\ud83c\\udf0c\"",
    "\"a\\nb\"",
    "\"\\\\\"",
    "${nothing.here}",
    "${?nothing.here}",
    "${name}",
    "${population}",
    "${objects} ${population}",
    "\"<script>alert(1)</script>\"",
    "\"' OR 1 = 1 --\"",
    "\"../../etc/passwd\"",
    "\"hdfs://nowhere:1/x\"",
    "\"*\"",
    "\"x; DROP TABLE x\"",
    "\"uniform(1, 1)\"",
    "\"uniform(2, 1)\"",
    "\"normal(0, 0)\"",
    "\"normal(0, -1)\"",
    "\"normal(0\"",
    "\"normal(normal(0, 1), 1)\"",
    "\"normal(0, 1e308)\"",
    "\"normal(1e308, 1)\"",
    "\"normal(NaN, 1)\"",
    "\"uniform(-inf, inf)\"",
    "\"uniform(-1e308, 1e308)\"",
    "\"log_uniform(0, 1)\"",
    "\"log_uniform(-1, 1)\"",
    "\"half_normal(0)\"",
    "\"mix(0.5, normal(0, 1))\"",
    "\"mix(2, normal(0, 1), normal(1, 1))\"",
    "\"mix(-1, normal(0, 1), normal(1, 1))\"",
    "\"truncated(normal(0, 1), 5, 4)\"",
    "\"truncated(normal(0, 1), 50, 51)\"",
    "\"beta(0, 0)\"",
    "\"gamma(-1, 1)\"",
    "\"student_t(0, 0, 1)\"",
    "\"power_law(1, 0, 1)\"",
    "\"exponential(-1)\"",
    "\"schechter(-1.2, 10, 1e9)\"",
    "\"histogram(0, 1, h)\"",
    "\"spline(0, 1, 1)\"",
    "\"1 / 0\"",
    "\"0 / 0\"",
    "\"log(-1)\"",
    "\"sqrt(-1)\"",
    "\"exp(1e9)\"",
    "\"10^400\"",
    "\"x\"",
    "\"x_err\"",
    "\"mu\"",
    "\"mu + sd\"",
    "\"sin(1)(2)\"",
    "\"1 +\"",
    "\"+ * 2\"",
    "\"h[1]\"",
    "\"h[0]\"",
    "\"h[1..0]\"",
    "\"h[1..100000]\"",
    "\"equals(1)\"",
    "\"dirichlet(1, 1)\"",
    "\"x > 0\"",
    "\"x IS NULL\"",
    "\"1 = 1\"",
    "\"FALSE\"",
    "\"rand() > 0.5\"",
    "\"(SELECT 1)\"",
    "\"reflect('java.lang.System', 'currentTimeMillis')\"",
    "\"nosuch(x)\"",
    "\"x / 0\"",
    "\"CAST(x AS STRING)\"",
    "csv",
    "parquet",
    "mock",
    "draws",
    "none",
    "inline",
    "fits",
    "joint",
    "gibbs",
    "reweight",
    "gaussian",
    "student",
    "poisson",
    "binomial",
    "linear",
    "exact",
    "given",
    "data",
    "truth"
  };

  private static final String[] NUMBERS = {
    "0", "-1", "1", "-0.0", "0.001", "1e-300", "1e-320", "1e6", "1e30", "1e300", "1e308", "1e999",
    "-1e308", "NaN", "inf", "-inf", "0x10", "1_000", "1,5", "--1", "+5", ".5", "5.", "1e", "\u0663"
  };

  private static final String ALPHABET =
      "()[]{}+-*/^,.=<>:;!?\"'$%&|~`@#\\ \t\n\r0123456789eExyzh_\u03bb\u0000\ufeff";

  private final SplittableRandom random;
  private final List<BinaryOperator<String>> kinds = new ArrayList<>();

  MutatedText(SplittableRandom random) {
    this.random = random;
    kinds.addAll(
        Arrays.asList(
            (name, text) -> withoutLine(text),
            (name, text) -> withLineAgain(text),
            (name, text) -> withKeyMisspelt(text),
            (name, text) -> withKeyMisspelt(text),
            (name, text) -> withKeyOfAnother(text),
            (name, text) -> withValue(text),
            (name, text) -> withValue(text),
            (name, text) -> withValue(text),
            (name, text) -> withValueOfAnother(text),
            (name, text) -> withNumber(text),
            (name, text) -> withNumber(text),
            (name, text) -> withBrokenFormula(text),
            (name, text) -> withBrokenFormula(text),
            (name, text) -> withFormulaNumber(text),
            (name, text) -> withFormulaNumber(text),
            (name, text) -> withCharacter(text),
            (name, text) -> cut(text),
            (name, text) -> withLongOrDeep(text),
            (name, text) -> withCycle(text)));
  }

  /** One mutation, or two of them at once. */
  String of(String text) {
    String mutated = kinds.get(random.nextInt(kinds.size())).apply("", text);
    return random.nextInt(5) < 2
        ? kinds.get(random.nextInt(kinds.size())).apply("", mutated)
        : mutated;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private char anyCharacter() {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  private String withoutLine(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!lines.isEmpty()) {
      lines.remove(random.nextInt(lines.size()));
    }
    return String.join("\n", lines);
  }

  private String withLineAgain(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!lines.isEmpty()) {
      lines.add(random.nextInt(lines.size()), any(lines));
    }
    return String.join("\n", lines);
  }

  /** Replaces one match of a pattern by what becomes of it. */
  private String replaced(String text, Pattern pattern, BinaryOperator<String> with) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    if (found.isEmpty()) {
      return withCharacter(text);
    }
    MatchResult one = any(found);
    return text.substring(0, one.start()) + with.apply("", one.group()) + text.substring(one.end());
  }

  private String withKeyMisspelt(String text) {
    return replaced(text, KEY, (none, key) -> misspelt(key));
  }

  private String misspelt(String word) {
    int at = random.nextInt(word.length());
    String before = word.substring(0, at);
    String after = word.substring(at + 1);
    return switch (random.nextInt(4)) {
      case 0 -> before + after;
      case 1 -> before + word.charAt(at) + word.charAt(at) + after;
      case 2 -> before + Character.toUpperCase(word.charAt(at)) + after;
      default -> before + (char) ('a' + random.nextInt(26)) + after;
    };
  }

  private String withKeyOfAnother(String text) {
    List<String> keys = KEY.matcher(text).results().map(MatchResult::group).toList();
    return keys.isEmpty() ? text : replaced(text, KEY, (none, key) -> any(keys));
  }

  private String withValue(String text) {
    return replaced(text, VALUE, (none, value) -> " " + any(VALUES));
  }

  private String withValueOfAnother(String text) {
    List<String> values = VALUE.matcher(text).results().map(MatchResult::group).toList();
    return values.isEmpty() ? text : replaced(text, VALUE, (none, value) -> any(values));
  }

  private String withNumber(String text) {
    return replaced(text, NUMBER, (none, number) -> any(NUMBERS));
  }

  private String withFormulaNumber(String text) {
    return replaced(
        text, FORMULA, (none, formula) -> replaced(formula, NUMBER, (more, n) -> any(NUMBERS)));
  }

  private String withBrokenFormula(String text) {
    return replaced(text, FORMULA, (none, formula) -> withCharacter(formula));
  }

  /** A character taken away, put in, or replaced. */
  private String withCharacter(String text) {
    if (text.isEmpty()) {
      return "" + anyCharacter();
    }
    int at = random.nextInt(text.length());
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + anyCharacter() + text.substring(at);
      default -> text.substring(0, at) + anyCharacter() + text.substring(at + 1);
    };
  }

  private String cut(String text) {
    return text.substring(0, random.nextInt(text.length() + 1));
  }

  private String withLongOrDeep(String text) {
    String[] huge = {
      "\"" + "x".repeat(100_000) + "\"",
      "\"" + "(".repeat(5_000) + "1" + ")".repeat(5_000) + "\"",
      "\"" + "-".repeat(5_000) + "1\"",
      "\"" + "1 + ".repeat(20_000) + "1\"",
      "\"" + "exp(".repeat(3_000) + "1" + ")".repeat(3_000) + "\"",
      "\"" + "2^".repeat(3_000) + "1\"",
      "{ a = ".repeat(3_000) + "1" + " }".repeat(3_000),
      "[".repeat(3_000) + "]".repeat(3_000)
    };
    return replaced(text, VALUE, (none, value) -> " " + any(huge));
  }

  private String withCycle(String text) {
    List<String> keys = KEY.matcher(text).results().map(MatchResult::group).toList();
    if (keys.isEmpty()) {
      return text;
    }
    String key = any(keys);
    return switch (random.nextInt(3)) {
      case 0 -> text + "\n" + key + " = ${" + key + "}\n";
      case 1 -> text + "\na1 = ${b1}\nb1 = ${a1}\n" + key + " = ${a1}\n";
      default -> replaced(text, VALUE, (none, value) -> " ${" + key + "}");
    };
  }
}
