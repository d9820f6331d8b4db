package org.skypool.core.density;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

class DirichletTest extends JointFamilyContract {
  @Override
  JointFamily family() {
    return new Dirichlet();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {1, 1, 1, 1}, new double[] {2, 0.6, 3, 1.5}, new double[] {30, 20, 8, 50});
  }

  @Override
  double reference(double[] x, double[] a) {
    double total = Arrays.stream(a).sum();
    double log = LogGamma.value(total);
    double rest = 1;
    for (int k = 0; k < a.length; k++) {
      double p = k < x.length ? x[k] : rest;
      log += (a[k] - 1) * Math.log(p) - LogGamma.value(a[k]);
      rest -= p;
    }
    return log;
  }

  @Override
  double mean(int j, double[] a) {
    return a[j] / Arrays.stream(a).sum();
  }

  @Override
  double covariance(int j, int k, double[] a) {
    double total = Arrays.stream(a).sum();
    return ((j == k ? a[j] * total : 0) - a[j] * a[k]) / (total * total * (total + 1));
  }

  @Test
  void impossibleOutsideTheSimplexAndUndefinedForBadArguments() {
    assertEquals(Double.NEGATIVE_INFINITY, at(new double[] {0.5, 0.6}, 1, 2, 3));
    assertEquals(Double.NEGATIVE_INFINITY, at(new double[] {1.2, -0.3}, 1, 2, 3));
    assertEquals(Double.NaN, at(new double[] {0.2, 0.3}, 1, -2, 3));
  }

  private static double at(double[] x, double... a) {
    List<Expression> variables = List.of(Expression.draw("x"), Expression.draw("y"));
    List<Expression> arguments =
        Arrays.stream(a).mapToObj(v -> (Expression) Expression.constant(v)).toList();
    return ScalarFunction.of(new Dirichlet().logDensity(variables, arguments), List.of("x", "y"))
        .value(x);
  }
}
