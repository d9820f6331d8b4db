package org.skypool.core.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Measured;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.Replacement;

/**
 * Observables that some objects lack: one is measured where every column of its value and its error
 * is a number, and missing where one is NaN.
 */
public final class MissingValues {
  private final ModelArguments arguments;

  /**
   * Of a model's arguments.
   *
   * @param arguments of predicted observables
   */
  public MissingValues(ModelArguments arguments) {
    this.arguments = arguments;
  }

  /** Whether an object may lack an observable. */
  boolean mayLack(String observable) {
    return arguments.mayLack().contains(observable);
  }

  /** Columns without which an observable is missing. */
  public Set<String> columns(String observable) {
    Map<String, Expression> own = arguments.values().get(observable);
    return new LinkedHashSet<>(
        NamesIn.of(List.of(own.get(ObservablesModel.VALUE), own.get(ObservablesModel.ERROR)))
            .covariates());
  }

  /**
   * Columns that an object may lack: those that nothing but values and errors of such observables
   * depends on.
   */
  public Set<String> columns() {
    List<Expression> others = new ArrayList<>(arguments.correlation().values());
    others.addAll(arguments.determined().values());
    Set<String> columns = new LinkedHashSet<>();
    arguments
        .values()
        .forEach(
            (observable, own) -> {
              if (mayLack(observable)) {
                columns.addAll(columns(observable));
                others.add(own.get(ObservablesModel.PREDICTED));
              } else {
                others.addAll(own.values());
              }
            });
    columns.removeAll(NamesIn.of(others).covariates());
    return columns;
  }

  /** 1 where an observable is measured, 0 where it is missing. */
  Expression present(String observable) {
    Expression all = Expression.constant(1);
    if (mayLack(observable)) {
      for (String column : columns(observable)) {
        all = all.times(Expression.apply(Measured.PRESENT, Expression.covariate(column)));
      }
    }
    return all;
  }

  /** A value or an error of an observable, some number where it is missing. */
  Expression filled(String observable, String argument) {
    Expression given = arguments.values().get(observable).get(argument);
    if (!mayLack(observable)) {
      return given;
    }
    Map<String, Expression> filled = new LinkedHashMap<>();
    for (String column : columns(observable)) {
      filled.put(column, Expression.apply(Measured.OR_ONE, Expression.covariate(column)));
    }
    return Replacement.ofColumns(given, filled);
  }

  /**
   * Which rows of a block have each observable, in the order given. A column that is not there yet,
   * because the measurement is about to be simulated, lacks nothing.
   */
  boolean[][] measured(List<String> observables, ObjectBlock rows) {
    List<boolean[]> measured = new ArrayList<>();
    for (String observable : observables) {
      boolean[] has = new boolean[rows.size()];
      Arrays.fill(has, true);
      if (mayLack(observable)) {
        for (String column : columns(observable)) {
          double[] values = rows.columns().get(column);
          for (int row = 0; values != null && row < has.length; row++) {
            has[row] &= !Double.isNaN(values[row]);
          }
        }
      }
      measured.add(has);
    }
    return measured.toArray(boolean[][]::new);
  }
}
