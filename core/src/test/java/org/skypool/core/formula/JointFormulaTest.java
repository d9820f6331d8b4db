package org.skypool.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.ScalarFunction;

/** Densities of several variables in formulas. */
class JointFormulaTest {
  private static final List<String> THETAS = List.of("x", "y");

  private static DensityTerm parse(String text) {
    return FormulaParser.standard().density(text, THETAS, Scope.empty().withThetas(THETAS));
  }

  private static double at(DensityTerm term, double x, double y) {
    return ScalarFunction.of(term.logDensity(), THETAS).value(new double[] {x, y});
  }

  @Test
  void variablesMayBeNamedInAnyOrderOrLeftOut() {
    double expected = at(parse("dirichlet(2, 3, 4)"), 0.2, 0.5);
    assertEquals(expected, at(parse("dirichlet(x, y, 2, 3, 4)"), 0.2, 0.5), 1e-15);
    assertEquals(expected, at(parse("dirichlet(y, x, 3, 2, 4)"), 0.2, 0.5), 1e-12);
    assertEquals(expected, at(parse("dirichlet(a1 = 2, a2 = 3, a3 = 4)"), 0.2, 0.5), 1e-15);
    assertTrue(parse("dirichlet(x, 2, 3) * normal(y, x, 1)").variables().containsAll(THETAS));
  }

  @Test
  void refusals() {
    assertRefused("dirichlet(2, 3)", "dirichlet lacks its argument 'a3'");
    assertRefused("dirichlet(2, 3, 4, 5)", "dirichlet takes 3 arguments (a1, a2, a3), not 4");
    assertRefused("dirichlet(x, 2, 3)", "no density for y");
    assertRefused("multi_normal(x, y, 0, 0, 1, 1, x)", "depends on its variables");
    assertRefused("dirichlett(2, 3, 4)", "did you mean 'dirichlet'?");
  }

  private static void assertRefused(String text, String reason) {
    String message = assertThrows(FormulaException.class, () -> parse(text)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
