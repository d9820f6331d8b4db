package org.skypool.jobs.io;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.skypool.jobs.config.ConfigException;
import scala.runtime.BoxedUnit;

/**
 * Refuses SQL that does more than compute from a row: queries, calls of Java methods; and SQL that
 * Spark would evaluate to something other than what it says: random functions, text silently cut to
 * whole numbers, numbers compared with words. Text columns used as numbers are noted, so that their
 * cells can be read as numbers from the beginning.
 */
final class SqlGuard {
  private final String key;
  private final String text;
  private final boolean canReadAsNumbers;
  private final Set<String> textUsedAsNumber = new LinkedHashSet<>();

  /**
   * Names the expression.
   *
   * @param canReadAsNumbers whether noted text columns will be read anew as numbers
   */
  SqlGuard(String key, String text, boolean canReadAsNumbers) {
    this.key = key;
    this.text = text;
    this.canReadAsNumbers = canReadAsNumbers;
  }

  /** The refusal of an expression, on one line. */
  static ConfigException refused(String key, String text, String why) {
    return new ConfigException("%s = %s %s".formatted(key, text.replaceAll("\\s+", " "), why));
  }

  /**
   * Refuses what reads more than its row, before anything of it is resolved.
   *
   * @throws ConfigException naming the key
   */
  static void refuseQueries(String key, String text, Expression parsed) {
    parsed.foreach(
        node -> {
          if (node instanceof SubqueryExpression) {
            throw refused(key, text, "must compute one value from one row: no SELECT is allowed");
          }
          return BoxedUnit.UNIT;
        });
  }

  /**
   * Checks every part of a resolved expression.
   *
   * @return text columns that it uses as numbers
   * @throws ConfigException naming the key and what to write instead
   */
  Set<String> check(Expression expression) {
    if (!expression.deterministic()) {
      throw refused(key, text, "gives other values each time: random functions are not allowed");
    }
    expression.foreach(
        node -> {
          checkNode(node);
          return BoxedUnit.UNIT;
        });
    return textUsedAsNumber;
  }

  private void checkNode(TreeNode<?> node) {
    if (node instanceof Cast cast
        && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()
        && cast.child().dataType() instanceof StringType
        && cast.dataType() instanceof NumericType) {
      checkImplicit(cast);
    }
  }

  private void checkImplicit(Cast cast) {
    if (cast.child() instanceof Literal literal) {
      if (literal.value() != null && Cells.number(literal.value().toString()) == null) {
        throw refused(key, text, "uses the text '" + literal.value() + "' as a number");
      }
    } else if (canReadAsNumbers && cast.child() instanceof AttributeReference column) {
      textUsedAsNumber.add(column.name());
    } else if (cast.dataType() instanceof IntegralType) {
      throw refused(
          key,
          text,
          "uses the text %s as a whole number: write CAST(... AS DOUBLE), or the value in quotes"
              .formatted(cast.child().sql()));
    }
  }
}
