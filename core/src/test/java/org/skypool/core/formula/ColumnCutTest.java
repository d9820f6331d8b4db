package org.skypool.core.formula;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cuts on columns: what they mean, and what is refused. */
class ColumnCutTest {
  private static final List<String> COLUMNS = List.of("logm", "z", "e");

  private static boolean passes(String cut, double logm, double z) {
    return ColumnCut.parse(FormulaParser.standard(), cut, COLUMNS)
        .passes(Map.of("logm", logm, "z", z, "e", 0.5));
  }

  @Test
  void comparisonsMeanWhatTheySay() {
    assertTrue(passes("logm > 8.9", 9, 0));
    assertFalse(passes("logm > 8.9", 8.9, 0));
    assertTrue(passes("logm >= 8.9", 8.9, 0));
    assertTrue(passes("8.9<logm", 9, 0));
    assertFalse(passes("logm <= 8.9", 9, 0));
    assertTrue(passes("z = 0", 9, 0));
    assertTrue(passes("z <> 1", 9, 0));
    assertFalse(passes("z != 0", 9, 0));
    assertTrue(passes("logm - 2 * e > 8", 9.1, 0));
    assertFalse(passes("logm - 2 * e > 8", 8.9, 0));
    assertTrue(ColumnCut.none().passes(Map.of()));
  }

  @Test
  void allComparisonsMustHold() {
    String cut = "(logm > 8.9) and z BETWEEN 0.1 AND 0.3 AND (logm + z) < 12";
    assertTrue(passes(cut, 9, 0.1));
    assertTrue(passes(cut, 9, 0.3));
    assertFalse(passes(cut, 9, 0.31));
    assertFalse(passes(cut, 8.9, 0.2));
    assertFalse(passes(cut, 11.9, 0.2));
  }

  @Test
  void anythingElseIsRefused() {
    for (String cut :
        List.of(
            "logm > 8.9 OR z > 1",
            "NOT logm > 8.9",
            "logm",
            "log10(z) > 1",
            "logm > 'a'",
            "logm IS NULL",
            "mass > 9",
            "z BETWEEN 1",
            "z > 1 AND",
            "1 < z < 2",
            "logm ^ 2 > 1",
            "`logm` > 1")) {
      assertThrows(
          FormulaException.class,
          () -> ColumnCut.parse(FormulaParser.standard(), cut, COLUMNS),
          cut);
    }
  }

  @Test
  void aValueThatIsNotANumberIsNotCompared() {
    assertThrows(IllegalArgumentException.class, () -> passes("logm > 8.9", Double.NaN, 0));
  }
}
