package org.skypool.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FunctionExamplesTest {
  private static final Scope SCOPE =
      Scope.empty()
          .withHyperparameters(
              List.of("a", "b", "m", "s", "slope", "angle", "area", "omega_m", "limit"))
          .withHyperparameters(IntStream.rangeClosed(1, 6).mapToObj(i -> "h[" + i + "]").toList())
          .withVector("h", 6)
          .withCovariates(List.of("z", "e", "t"))
          .withThetas(List.of("x"));

  @Test
  void everyFunctionHasOneThatIsAFormula() {
    Map<String, String> all = FunctionExamples.bySignature();
    assertEquals(
        FunctionRegistry.standard().names().size() + VectorFunction.words().size(), all.size());
    all.forEach(
        (signature, example) -> {
          String name = signature.substring(0, signature.indexOf('('));
          assertTrue(example.contains(name + "("), example);
          boolean vector = VectorFunction.find(name).filter(VectorFunction::isVector).isPresent();
          FormulaParser.standard().number(vector ? "sum(" + example + ")" : example, SCOPE);
        });
  }
}
