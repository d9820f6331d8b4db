package org.skypool.jobs.report;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Independent, pooled and hierarchical estimates side by side. */
final class CompareSection {
  private static final int WIDTH = 760;
  private static final int MOST_ROWS = 60;
  private static final int FEW_ROWS = 20;
  private static final int HEAD = 120;
  private static final int ROW = 22;
  private static final double OFFSET = 0.16;

  private CompareSection() {}

  static Section of(List<CompareData> all) {
    StringBuilder html = new StringBuilder();
    for (int t = 0; t < all.size(); t++) {
      CompareData data = all.get(t);
      int shown = Math.min(MOST_ROWS, data.rows().size());
      html.append(Section.grid(List.of(svg("compare-" + t, data, shown))));
      if (shown < data.objects()) {
        html.append(
            Section.note(
                "Shown: "
                    + Numbers.whole(shown)
                    + " of "
                    + Numbers.whole(data.objects())
                    + " objects, chosen by a hash of their ids."));
      }
      data.remark().ifPresent(remark -> html.append(Section.note(remark)));
      if (data.rows().size() <= FEW_ROWS) {
        html.append(table(data));
      }
    }
    return new Section(
        "compare",
        "Independent, pooled, hierarchical",
        "Three ways to estimate the same objects. Independent: each object from its own measurement alone, under the interim prior. Pooled: "
            + "one value for all, as if the objects did not differ. Hierarchical: each object from its own measurement and from what the "
            + "others teach about the population; it lies between the two, nearer to the pooled value where the measurement is poor. Dots are "
            + "means, bars reach from the 16 to the 84 % quantile.",
        html.toString());
  }

  private static String svg(String id, CompareData data, int shown) {
    List<CompareData.Row> rows = data.rows().subList(0, shown);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (CompareData.Row row : rows) {
      low = Math.min(low, Math.min(row.independent().q16(), row.hierarchical().q16()));
      high = Math.max(high, Math.max(row.independent().q84(), row.hierarchical().q84()));
    }
    if (data.pooled().isPresent()) {
      low = Math.min(low, data.pooled().get().q16());
      high = Math.max(high, data.pooled().get().q84());
    }
    double margin = 0.04 * (high - low);
    Chart chart =
        new Chart(
            Axes.linear(data.label(), low - margin, high + margin),
            Axes.names(rows.stream().map(CompareData.Row::id).toList()));
    data.pooled()
        .ifPresent(
            p -> {
              chart.area(
                  "pooled, 68 %",
                  box(p.q16(), p.q84(), shown), new Color(0xFB, 0xE3, 0xD0), Palette.TRUTH);
              chart.vertical("pooled mean", p.mean(), Palette.TRUTH, Palette.DASHED);
            });
    chart.points("independent", points(rows, true), Palette.INTERIM);
    chart.points("hierarchical", points(rows, false), Palette.FIT);
    int height = HEAD + ROW * Math.max(3, shown);
    return SvgFigure.draw(
        id,
        WIDTH,
        height,
        "Independent, pooled and hierarchical estimates of " + data.label(),
        "One row per object: its independent and its hierarchical estimate with 68 % bars, over the band of the pooled estimate.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, height)));
  }

  private static Path2D box(double low, double high, int rows) {
    Path2D path = new Path2D.Double();
    path.moveTo(low, -1);
    path.lineTo(high, -1);
    path.lineTo(high, rows);
    path.lineTo(low, rows);
    path.closePath();
    return path;
  }

  private static List<double[]> points(List<CompareData.Row> rows, boolean independent) {
    List<double[]> points = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      CompareData.Estimate e = independent ? rows.get(r).independent() : rows.get(r).hierarchical();
      double y = r + (independent ? -OFFSET : OFFSET);
      points.add(new double[] {e.mean(), e.q16(), e.q84(), y, y, y});
    }
    return points;
  }

  private static String table(CompareData data) {
    HtmlTable table =
        new HtmlTable()
            .text(data.label())
            .number("independent")
            .number("pooled")
            .number("hierarchical");
    String pooled = data.pooled().map(CompareSection::text).orElse("\u2013");
    data.rows()
        .forEach(
            row ->
                table.row(
                    List.of(row.id(), text(row.independent()), pooled, text(row.hierarchical()))));
    return table.html();
  }

  private static String text(CompareData.Estimate e) {
    return Numbers.rounded(e.mean(), e.sd()) + " \u00b1 " + Numbers.significant(e.sd(), 2);
  }
}
