package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Columns of a draws table.
 *
 * @param thetas individual parameters, one list column each, in order
 * @param doubleThetas those stored as doubles, because the proposal is narrower than 10,000 units
 *     in the last place of a float; the others are floats
 * @param covariates one double per object
 * @param diagnostics one double per object, such as {@code ess}
 * @param observables what the likelihood of a draw is made of, one list column of doubles each
 */
public record DrawsSchema(
    List<String> thetas,
    Set<String> doubleThetas,
    List<String> covariates,
    List<String> diagnostics,
    List<String> observables)
    implements Serializable {
  /** List column of the log interim prior density of every draw. */
  public static final String LOG_INTERIM_PRIOR = "log_interim_prior";

  /** List column of the log weight of every draw. */
  public static final String LOG_WEIGHT = "log_weight";

  /** Columns of draws whose likelihood holds no hyperparameters. */
  public DrawsSchema(
      List<String> thetas,
      Set<String> doubleThetas,
      List<String> covariates,
      List<String> diagnostics) {
    this(thetas, doubleThetas, covariates, diagnostics, List.of());
  }

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException when a name is reserved or stands twice, or a double theta is
   *     no theta
   */
  public DrawsSchema {
    thetas = List.copyOf(thetas);
    doubleThetas = Set.copyOf(doubleThetas);
    covariates = List.copyOf(covariates);
    diagnostics = List.copyOf(diagnostics);
    observables = List.copyOf(observables);
    if (!new HashSet<>(thetas).containsAll(doubleThetas)) {
      throw new IllegalArgumentException(doubleThetas + " are not all among the thetas " + thetas);
    }
    List<String> own = new ArrayList<>(thetas);
    own.addAll(covariates);
    for (String name : own) {
      ColumnNames.refusal(name)
          .ifPresent(
              refusal -> {
                throw new IllegalArgumentException(refusal);
              });
    }
    own.addAll(diagnostics);
    own.addAll(observables);
    Set<String> seen = new HashSet<>();
    for (String name : own) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("column " + name + " stands twice in the draws table");
      }
    }
  }

  /** The same without diagnostics. */
  DrawsSchema withoutDiagnostics() {
    return new DrawsSchema(thetas, doubleThetas, covariates, List.of(), observables);
  }

  /**
   * The values as the table will hold them: rounded to float unless the theta is stored as double.
   * Weights have to be computed at these values.
   */
  public double[] stored(String theta, double[] values) {
    if (doubleThetas.contains(theta)) {
      return values;
    }
    double[] stored = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      stored[i] = (float) values[i];
    }
    return stored;
  }
}
