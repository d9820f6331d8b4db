package org.skypool.jobs.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many objects are of each component of a mixture, and how sure that is of each object. */
final class MembershipSection {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;

  /** Probabilities of numbers of objects below this share of the largest are not shown. */
  private static final double VISIBLE = 1e-3;

  private MembershipSection() {}

  static Section of(MembershipData data) {
    List<String> figures = new ArrayList<>();
    if (data.components().stream().allMatch(c -> c.probabilities().size() > 0)) {
      figures.add(numbers(data));
    }
    figures.add(objects(data));
    return new Section(
        "memberships",
        "Memberships",
        "Left, where there are not too many: the probability that so many objects are of a component. It is not what the weight alone would "
            + "give, since the objects have been measured. Right: the probability of single objects to be of a component, in ascending order; a "
            + "steep step means that the objects are told apart, a slope that they are not.",
        Section.grid(figures) + table(data));
  }

  private static String numbers(MembershipData data) {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    double top = 0;
    for (MembershipData.Component component : data.components()) {
      double[] p = component.probabilities().stream().toArray();
      double most = Arrays.stream(p).max().orElse(0);
      top = Math.max(top, most);
      for (int m = 0; m < p.length; m++) {
        if (p[m] > VISIBLE * most) {
          low = Math.min(low, m);
          high = Math.max(high, m);
        }
      }
    }
    Chart chart =
        new Chart(
            Axes.linear("objects of the component", low - 1, high + 1),
            Axes.linear("probability", 0, 1.08 * top));
    for (int c = 0; c < data.components().size(); c++) {
      MembershipData.Component component = data.components().get(c);
      int n = component.probabilities().size();
      double[] number = new double[n];
      Arrays.setAll(number, m -> m);
      chart.line(
          component.name(),
          new Curve(Values.of(number), component.probabilities()),
          y -> y,
          Palette.series(c),
          Palette.LINE);
    }
    return SvgFigure.draw(
        "member-numbers",
        WIDTH,
        HEIGHT,
        "Numbers of objects of the components",
        "Posterior probability of the number of objects of each component.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  private static String objects(MembershipData data) {
    int shown = data.components().get(0).memberships().size();
    Chart chart =
        new Chart(
            Axes.linear("objects, in ascending order", 0, shown + 1.0),
            Axes.linear("probability of being of it", -0.03, 1.03));
    for (int c = 0; c < data.components().size(); c++) {
      double[] sorted = data.components().get(c).memberships().stream().sorted().toArray();
      double[] rank = new double[sorted.length];
      Arrays.setAll(rank, r -> r + 1.0);
      chart.dots("", rank, sorted, Palette.series(c));
      chart.line(
          data.components().get(c).name(),
          new Curve(Values.of(rank), Values.of(sorted)),
          y -> y,
          Palette.series(c),
          Palette.THIN);
    }
    return SvgFigure.draw(
        "member-objects",
        WIDTH,
        HEIGHT,
        "Memberships of objects",
        "Probability of single objects to be of each component, sorted.",
        g -> chart.paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
  }

  private static String table(MembershipData data) {
    HtmlTable table =
        new HtmlTable()
            .text("component")
            .number("objects")
            .number("sd")
            .number("5 %")
            .number("95 %");
    data.components()
        .forEach(
            c ->
                table.row(
                    List.of(
                        c.name(),
                        Numbers.rounded(c.mean(), c.sd()),
                        Numbers.significant(c.sd(), 2),
                        Numbers.whole(Math.round(c.low())),
                        Numbers.whole(Math.round(c.high())))));
    return table.html()
        + Section.note("Of " + Numbers.whole(data.objects()) + " objects in all.");
  }
}
