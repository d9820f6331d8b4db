package org.skypool.core.math;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows of numbers from a reference file beside the tests; the first line names its generator. */
public final class ReferenceTable {

  private ReferenceTable() {}

  /** All rows after the generator's line and the header. */
  public static List<double[]> read(String file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ReferenceTable.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      return reader.lines().skip(2).map(ReferenceTable::numbers).toList();
    }
  }

  private static double[] numbers(String line) {
    return java.util.Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }
}
