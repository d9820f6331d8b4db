package org.skypool.jobs.io;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.skypool.jobs.config.ConfigException;
import scala.runtime.BoxedUnit;

/**
 * A Spark SQL expression of the configuration, resolved against columns.
 *
 * @param column the expression
 * @param type its SQL type
 * @param references names of the columns it reads, in order of appearance
 * @param isPlain whether the text is exactly a column's name
 * @param textUsedAsNumber those of the references that are text and that it uses as numbers
 */
record SqlExpression(
    Column column,
    DataType type,
    Set<String> references,
    boolean isPlain,
    Set<String> textUsedAsNumber) {

  /**
   * Resolves the text: exactly a column's name, or SQL that computes one value from one row.
   *
   * @param key configuration key, for messages
   * @param table a table, best without rows, that has the columns
   * @param input where the columns come from, for messages
   * @param isText whether columns are text that can be read anew as numbers
   * @throws UnusableInputException when a column is absent
   * @throws ConfigException when the SQL cannot be parsed or resolved, or depends on more than its
   *     row
   */
  static SqlExpression of(
      String key, String text, Dataset<Row> table, String input, boolean isText) {
    List<String> known = List.of(table.columns());
    boolean isPlain = known.contains(text);
    try {
      if (!isPlain) {
        SqlGuard.refuseQueries(key, text, parsed(text, table));
      }
      Column column = isPlain ? SqlNames.exact(text) : functions.expr(text);
      LogicalPlan plan = analysed(table.select(column));
      Expression expression = single(key, text, plan, table);
      Set<String> asNumbers = new SqlGuard(key, text, isText).check(expression);
      return new SqlExpression(
          column, expression.dataType(), references(expression), isPlain, asNumbers);
    } catch (ConfigException refused) {
      throw refused;
    } catch (StackOverflowError tooDeep) {
      throw SqlGuard.refused(key, text, "has thousands of levels of parentheses or operators");
    } catch (Exception unresolved) {
      throw translate(key, text, input, known, unresolved);
    }
  }

  private static Expression parsed(String text, Dataset<Row> table) throws ParseException {
    return ((org.apache.spark.sql.classic.Dataset<Row>) table)
        .sparkSession()
        .sessionState()
        .sqlParser()
        .parseExpression(text);
  }

  private static LogicalPlan analysed(Dataset<Row> table) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) table).queryExecution().analyzed();
  }

  private static Expression single(String key, String text, LogicalPlan plan, Dataset<Row> table) {
    if (plan instanceof Project project
        && project.projectList().size() == 1
        && project.child().equals(analysed(table))) {
      return (Expression) project.projectList().head();
    }
    throw SqlGuard.refused(key, text, "must compute one value from one row");
  }

  private static Set<String> references(Expression expression) {
    Set<String> names = new LinkedHashSet<>();
    expression.foreach(
        node -> {
          if (node instanceof AttributeReference reference) {
            names.add(reference.name());
          }
          return BoxedUnit.UNIT;
        });
    return names;
  }

  private static RuntimeException translate(
      String key, String text, String input, List<String> known, Exception thrown) {
    if (thrown instanceof ParseException unparsable) {
      return SqlGuard.refused(key, text, "is not Spark SQL: " + oneLine(unparsable.getMessage()));
    }
    if (thrown instanceof AnalysisException unresolved) {
      String condition = String.valueOf(unresolved.getCondition());
      String name = unresolved.getMessageParameters().get("objectName");
      if (condition.startsWith("UNRESOLVED_COLUMN") && name != null) {
        return SqlNames.absent(key, name.replace("`", ""), input, known);
      }
      if (condition.startsWith("AMBIGUOUS_REFERENCE")) {
        return new UnusableInputException(
            "%s = %s: a column of that name stands twice in %s".formatted(key, text, input));
      }
      return SqlGuard.refused(
          key, text, "is refused by Spark SQL: " + oneLine(unresolved.getMessage()));
    }
    return thrown instanceof RuntimeException fault ? fault : new IllegalStateException(thrown);
  }

  private static String oneLine(String message) {
    String first = message.strip().lines().findFirst().orElse("");
    return first.replaceFirst("^\\[[A-Z0-9_.]+\\] ", "").replaceFirst("\\s*SQLSTATE: \\w+", "");
  }
}
