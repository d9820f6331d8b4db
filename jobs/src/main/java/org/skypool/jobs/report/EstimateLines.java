package org.skypool.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Independent, pooled and hierarchical estimates as lines of text. */
public final class EstimateLines {
  private static final int MOST = 20;

  private EstimateLines() {}

  /** A table for each individual parameter, of 20 objects at most. */
  public static List<String> of(List<CompareData> all) {
    List<String> lines = new ArrayList<>();
    for (CompareData data : all) {
      lines.add(line(data.label(), "independent", "pooled", "hierarchical"));
      String pooled = data.pooled().map(EstimateLines::text).orElse("-");
      data.rows().stream()
          .limit(MOST)
          .forEach(
              row ->
                  lines.add(
                      line(row.id(), text(row.independent()), pooled, text(row.hierarchical()))));
      if (data.objects() > MOST) {
        lines.add("  and " + (data.objects() - MOST) + " more objects");
      }
      data.remark().ifPresent(lines::add);
    }
    return lines;
  }

  private static String line(String name, String... cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-24s", name));
    for (String cell : cells) {
      line.append(String.format(Locale.ROOT, "%22s", cell));
    }
    return line.toString();
  }

  private static String text(CompareData.Estimate e) {
    return Numbers.rounded(e.mean(), e.sd()) + " +- " + Numbers.significant(e.sd(), 2);
  }
}
