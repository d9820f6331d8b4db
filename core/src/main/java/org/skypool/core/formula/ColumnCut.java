package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;

/**
 * A cut on columns: comparisons of arithmetic expressions, joined by AND.
 *
 * <pre>
 * cut        = comparison { AND comparison }
 * comparison = side ("&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "=" | "!=") side | side BETWEEN side AND side
 * side       = + - * / and parentheses over numbers and columns
 * </pre>
 *
 * <p>This is the part of SQL that means the same there: no functions, no NULL. On numbers that are
 * not NaN it decides as Spark SQL does.
 */
public final class ColumnCut {

  private static final Pattern AND = Pattern.compile("(?i)\\bAND\\b");
  private static final Pattern BETWEEN = Pattern.compile("(?i)\\bBETWEEN\\b");
  private static final Pattern OPERATOR = Pattern.compile("<=|>=|<>|!=|==|<|>|=");
  private static final Pattern SIDE = Pattern.compile("[A-Za-z0-9_.+\\-*/()\\s]+");
  private static final Pattern CALL = Pattern.compile("\\b[A-Za-z_][A-Za-z0-9_]*\\s*\\(");

  private final List<Comparison> comparisons;

  private ColumnCut(List<Comparison> comparisons) {
    this.comparisons = List.copyOf(comparisons);
  }

  private enum Relation {
    BELOW,
    AT_MOST,
    ABOVE,
    AT_LEAST,
    EQUAL,
    DIFFERENT;

    static Relation of(String sign) {
      return switch (sign) {
        case "<" -> BELOW;
        case "<=" -> AT_MOST;
        case ">" -> ABOVE;
        case ">=" -> AT_LEAST;
        case "=", "==" -> EQUAL;
        default -> DIFFERENT;
      };
    }

    boolean holds(double left, double right) {
      return switch (this) {
        case BELOW -> left < right;
        case AT_MOST -> left <= right;
        case ABOVE -> left > right;
        case AT_LEAST -> left >= right;
        case EQUAL -> left == right;
        case DIFFERENT -> left != right;
      };
    }
  }

  private record Comparison(ScalarFunction left, Relation relation, ScalarFunction right) {
    boolean holds(Map<String, Double> columns) {
      return relation.holds(value(left, columns), value(right, columns));
    }

    private static double value(ScalarFunction side, Map<String, Double> columns) {
      double value =
          side.value(
              side.inputs().stream()
                  .mapToDouble(name -> columns.getOrDefault(name, Double.NaN))
                  .toArray());
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException(
            "a cut compares a value that is not a number, from " + side.inputs());
      }
      return value;
    }
  }

  /** A cut that every object passes. */
  public static ColumnCut none() {
    return new ColumnCut(List.of());
  }

  /**
   * Reads a cut.
   *
   * @param text comparisons joined by AND
   * @param columns the names it may use
   * @throws FormulaException if it is anything else
   */
  public static ColumnCut parse(FormulaParser parser, String text, Collection<String> columns) {
    Reader reader = new Reader(parser, text, new TreeSet<>(columns));
    List<Comparison> all = new ArrayList<>();
    List<String> parts = reader.parts();
    for (int i = 0; i < parts.size(); i++) {
      Matcher between = BETWEEN.matcher(parts.get(i));
      if (between.find()) {
        if (i + 1 == parts.size()) {
          throw reader.refused("BETWEEN needs two values joined by AND");
        }
        String value = parts.get(i).substring(0, between.start());
        String low = parts.get(i).substring(between.end());
        all.add(reader.comparison(value, Relation.AT_LEAST, low));
        all.add(reader.comparison(value, Relation.AT_MOST, parts.get(++i)));
      } else {
        all.add(reader.comparison(parts.get(i)));
      }
    }
    return new ColumnCut(all);
  }

  /**
   * Whether an object passes.
   *
   * @param columns value by name
   * @throws IllegalArgumentException if a compared value is NaN
   */
  public boolean passes(Map<String, Double> columns) {
    for (Comparison comparison : comparisons) {
      if (!comparison.holds(columns)) {
        return false;
      }
    }
    return true;
  }

  private record Reader(FormulaParser parser, String text, Set<String> columns) {

    List<String> parts() {
      return List.of(AND.split(text, -1));
    }

    FormulaException refused(String reason) {
      return new FormulaException(
          text, 1, reason + "; allowed are comparisons of columns and numbers joined by AND");
    }

    Comparison comparison(String part) {
      String bare = withoutOuterParentheses(part.strip());
      Matcher operator = OPERATOR.matcher(bare);
      if (!operator.find()) {
        throw refused("no comparison in \"" + bare + "\"");
      }
      return comparison(
          bare.substring(0, operator.start()),
          Relation.of(operator.group()),
          bare.substring(operator.end()));
    }

    Comparison comparison(String left, Relation relation, String right) {
      return new Comparison(side(left), relation, side(right));
    }

    private ScalarFunction side(String side) {
      Matcher call = CALL.matcher(side);
      if (!SIDE.matcher(side).matches() || call.find()) {
        throw refused("\"" + side.strip() + "\" is more than arithmetic");
      }
      Expression expression = parser.number(side.strip(), Scope.empty().withCovariates(columns));
      return ScalarFunction.of(expression, List.copyOf(NamesIn.of(expression).all()));
    }

    private static String withoutOuterParentheses(String part) {
      if (!part.startsWith("(") || !part.endsWith(")")) {
        return part;
      }
      int depth = 0;
      for (int i = 0; i < part.length() - 1; i++) {
        depth += part.charAt(i) == '(' ? 1 : part.charAt(i) == ')' ? -1 : 0;
        if (depth == 0) {
          return part;
        }
      }
      return withoutOuterParentheses(part.substring(1, part.length() - 1).strip());
    }
  }
}
