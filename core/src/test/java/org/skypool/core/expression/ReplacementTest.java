package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplacementTest {

  @Test
  void valueIsThatAtTheNumbers() {
    SplittableRandom random = new SplittableRandom(2);
    for (int seed = 0; seed < 50; seed++) {
      Expression expression = new RandomExpressions(seed).next(4);
      double[] point = random.doubles(7, -1.5, 1.5).toArray();
      Expression some = Replacement.ofNumbers(expression, Map.of("a", point[0], "c", point[2]));
      assertTrue(Set.of("b").containsAll(NamesIn.of(some).hyperparameters()));
      Expression all = Replacement.ofNumbers(some, Map.of("b", point[1]));
      assertEquals(false, all.dependsOnHyperparameters());
      double expected = ScalarFunction.of(expression, RandomExpressions.INPUTS).value(point);
      assertEquals(expected, ScalarFunction.of(some, RandomExpressions.INPUTS).value(point));
      assertEquals(expected, ScalarFunction.of(all, RandomExpressions.INPUTS).value(point));
    }
  }

  @Test
  void sharedPartsStayShared() {
    Expression shared = Expression.hyperparameter("a").plus(Expression.draw("x"));
    Expression twice = Expression.apply(Arithmetic.MULTIPLY, shared, shared);
    Expression.Application out =
        (Expression.Application) Replacement.ofNumbers(twice, Map.of("a", 2.0));
    assertSame(out.arguments().get(0), out.arguments().get(1));
  }

  @Test
  void functionsOfNumbersBecomeNumbers() {
    Expression a = Expression.hyperparameter("a");
    Expression out = Replacement.ofNumbers(a.exp().plus(a), Map.of("a", 0.0));
    assertEquals(1, ((Expression.Constant) out).value());
    assertSame(a, Replacement.ofNumbers(a, Map.of("b", 1.0)));
    assertEquals(List.of("a"), List.copyOf(NamesIn.of(a).hyperparameters()));
  }

  @Test
  void namesOfOtherKindsStay() {
    Expression same =
        Expression.hyperparameter("a").plus(Expression.draw("a")).plus(Expression.covariate("a"));
    NamesIn drawn = NamesIn.of(Replacement.ofDraws(same, Map.of("a", Expression.draw("b"))));
    assertEquals(Set.of("b"), drawn.draws());
    assertEquals(Set.of("a"), drawn.covariates());
    NamesIn renamed = NamesIn.of(Replacement.ofColumnNames(same, name -> name + "_measured"));
    assertEquals(Set.of("a_measured"), renamed.covariates());
    assertEquals(Set.of("a"), renamed.hyperparameters());
  }
}
