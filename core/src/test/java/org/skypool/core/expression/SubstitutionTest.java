package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SubstitutionTest {

  @Test
  void valueIsThatAtTheNumbers() {
    SplittableRandom random = new SplittableRandom(2);
    for (int seed = 0; seed < 50; seed++) {
      Expression expression = new RandomExpressions(seed).next(4);
      double[] point = random.doubles(7, -1.5, 1.5).toArray();
      Expression some = Substitution.of(expression, Map.of("a", point[0], "c", point[2]));
      assertTrue(Set.of("b").containsAll(NamesIn.of(some).hyperparameters()));
      Expression all = Substitution.of(some, Map.of("b", point[1]));
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
    Expression.Application out = (Expression.Application) Substitution.of(twice, Map.of("a", 2.0));
    assertSame(out.arguments().get(0), out.arguments().get(1));
  }

  @Test
  void functionsOfNumbersBecomeNumbers() {
    Expression a = Expression.hyperparameter("a");
    Expression out = Substitution.of(a.exp().plus(a), Map.of("a", 0.0));
    assertEquals(1, ((Expression.Constant) out).value());
    assertSame(a, Substitution.of(a, Map.of("b", 1.0)));
    assertEquals(List.of("a"), List.copyOf(NamesIn.of(a).hyperparameters()));
  }
}
