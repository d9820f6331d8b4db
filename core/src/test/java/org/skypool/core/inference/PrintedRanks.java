package org.skypool.core.inference;

import java.util.List;
import java.util.Locale;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.diagnostics.RankUniformity;

/** What a calibration found, a line per hyperparameter, for those who read the log. */
final class PrintedRanks {
  private PrintedRanks() {}

  static void print(List<String> names, CalibrationTest test) {
    for (int j = 0; j < names.size(); j++) {
      RankUniformity of = test.ranks().get(j);
      System.out.printf(
          Locale.ROOT,
          "  %s: chi-square p %.3g, mean z %.2f p %.3g, variance z %.2f p %.3g%n",
          names.get(j),
          of.chiSquareP(),
          of.meanZ(),
          of.meanP(),
          of.varianceZ(),
          of.varianceP());
    }
  }
}
