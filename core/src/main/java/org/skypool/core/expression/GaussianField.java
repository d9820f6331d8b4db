package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of a Gaussian field of mean 0 on a grid of equal steps, as expressions of independent
 * standard normal deviates: {@code f = sd L_1 D L_2^T}, D the deviates as a matrix with one row per
 * step of the first axis.
 *
 * <p>The correlation is that of the squared exponential, {@code exp(-r_1^2 / (2 length_1^2))
 * exp(-r_2^2 / (2 length_2^2))} at a distance of r_1 and r_2 steps: paths are smooth. It is a
 * product, so that only the two factors of {@code n_1} and {@code n_2} points are decomposed
 * (Kronecker algebra): the cost is {@code n_1 n_2 (n_1 + n_2) / 2 + (n_1^3 + n_2^3) / 6} products
 * per vector of hyperparameters. With amplitude and lengths as hyperparameters and deviates of
 * their own this is the non-centred form, whose geometry does not narrow with the amplitude.
 *
 * <p>The diagonals of the factors are raised by {@value #JITTER}, without which a length of a few
 * steps leaves no digits; the field deviates from a smooth one by a thousandth of its sd. Sources:
 * Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equation 4.9;
 * Foreman-Mackey, Hogg and Morton (2014, doi:10.1088/0004-637X/795/1/64), who put this prior on
 * logarithms of occurrence rates.
 */
public final class GaussianField {
  private static final double JITTER = 1e-6;

  private GaussianField() {}

  /**
   * The values, the second axis running fastest.
   *
   * @param sd standard deviation of each
   * @param length1 scale of correlation along the first axis, in steps; above 0
   * @param length2 along the second
   * @param steps1 number of values along the first axis
   * @param deviates one per value
   * @throws IllegalArgumentException if there is no whole number of rows
   */
  public static List<Expression> of(
      Expression sd,
      Expression length1,
      Expression length2,
      int steps1,
      List<Expression> deviates) {
    int n = deviates.size();
    if (steps1 < 1 || n % steps1 != 0) {
      throw new IllegalArgumentException(
          "%d deviates do not fill %d rows of equal length".formatted(n, steps1));
    }
    int steps2 = n / steps1;
    Expression[][] first = root(length1, steps1);
    Expression[][] second = root(length2, steps2);
    Expression[][] rows = new Expression[steps2][steps1];
    for (int i = 0; i < steps1; i++) {
      List<Expression> factor = List.of(first[i]).subList(0, i + 1);
      for (int j = 0; j < steps2; j++) {
        List<Expression> column = new ArrayList<>();
        for (int k = 0; k <= i; k++) {
          column.add(deviates.get(k * steps2 + j));
        }
        rows[j][i] = Dot.of(factor, column);
      }
    }
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < steps1; i++) {
      for (int j = 0; j < steps2; j++) {
        List<Expression> row = new ArrayList<>();
        for (int k = 0; k <= j; k++) {
          row.add(rows[k][i]);
        }
        values.add(sd.times(Dot.of(List.of(second[j]).subList(0, j + 1), row)));
      }
    }
    return values;
  }

  /** The lower root of the correlation of n points one step apart; zeros above the diagonal. */
  private static Expression[][] root(Expression length, int n) {
    Expression[] correlation = new Expression[n];
    Expression width = Expression.apply(Guard.LOG_OF_POSITIVE, length).exp();
    Expression rate = Expression.constant(-0.5).dividedBy(width.square());
    correlation[0] = Expression.constant(1 + JITTER);
    for (int r = 1; r < n; r++) {
      correlation[r] = rate.times((double) r * r).exp();
    }
    Expression[][] root = new Expression[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        Expression rest = correlation[i - j];
        if (j > 0) {
          List<Expression> left = Arrays.asList(root[i]).subList(0, j);
          List<Expression> right = Arrays.asList(root[j]).subList(0, j);
          rest = rest.minus(Dot.of(left, right));
        }
        root[i][j] = i == j ? Expression.apply(Scientific.SQRT, rest) : rest.dividedBy(root[j][j]);
      }
      for (int j = i + 1; j < n; j++) {
        root[i][j] = Expression.constant(0);
      }
    }
    return root;
  }
}
