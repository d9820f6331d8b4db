package org.skypool.jobs.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.object.MissingValues;

/** Which columns an object may lack, and how many objects lack which observable. */
final class MissingObservables {
  private MissingObservables() {}

  /** The columns that objects may lack; the population depends on none of them. */
  static Set<String> columns(SurveyModel model) {
    Set<String> columns = new LinkedHashSet<>(new MissingValues(model.arguments()).columns());
    List<Expression> others = new ArrayList<>(List.of(model.population().density().logDensity()));
    model.population().selection().ifPresent(s -> others.add(s.probability()));
    model.population().rate().ifPresent(rate -> others.add(rate.logIntensity()));
    columns.removeAll(NamesIn.of(others).covariates());
    return columns;
  }

  /**
   * How many objects lack each observable that may be missing, such as {@code "g 120, z 3"}.
   *
   * @param objects with the numbers that the model reads
   */
  static String counts(SurveyModel model, Dataset<Row> objects) {
    MissingValues missing = new MissingValues(model.arguments());
    List<String> counts = new ArrayList<>();
    for (String observable : model.arguments().mayLack()) {
      Column lacks = lit(false);
      for (String column : missing.columns(observable)) {
        lacks = lacks.or(col("`" + column + "`").isNaN());
      }
      counts.add("%s %,d".formatted(observable, objects.filter(lacks).count()));
    }
    return String.join(", ", counts);
  }
}
