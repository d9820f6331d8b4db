package org.skypool.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.ui.TextAnchor;

/**
 * The figure docs/images/error-against-n.png: rms error over the surveys of the worse
 * hyperparameter, in exact posterior sd, against the number of objects, for each estimator and
 * width of the population. Arguments: the image, and the files that {@code
 * NormalPopulationBenchmark} wrote. CONTRIBUTING.md has the command.
 */
final class ErrorAgainstSizeFigure {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 460;
  private static final int PIXELS = 2;
  private static final double CLAIMED = 0.1;

  /** Lines through fewer points say nothing of growth. */
  private static final int FEWEST_SIZES = 3;

  /** Labels of lines that end together keep this distance, in decades. */
  private static final double LABEL_DISTANCE = 0.19;

  private ErrorAgainstSizeFigure() {}

  private record Line(String estimator, String tau) {}

  /** Draws it. */
  public static void main(String[] arguments) throws IOException {
    Map<Line, Map<Double, Map<String, List<Double>>>> errors = new LinkedHashMap<>();
    for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
      for (String row : Files.readAllLines(Path.of(file))) {
        String[] f = row.split(",", -1);
        if (!f[0].equals("estimator")) {
          errors
              .computeIfAbsent(new Line(f[0], f[1]), line -> new TreeMap<>())
              .computeIfAbsent(Math.log10(Double.parseDouble(f[2])), n -> new TreeMap<>())
              .computeIfAbsent(f[4], name -> new ArrayList<>())
              .add(Double.parseDouble(f[5]));
        }
      }
    }
    errors.values().removeIf(sizes -> sizes.size() < FEWEST_SIZES);
    BufferedImage image =
        new BufferedImage(PIXELS * WIDTH, PIXELS * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(PIXELS, PIXELS);
    chart(errors).paint(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    g.dispose();
    ImageIO.write(image, "png", Path.of(arguments[0]).toFile());
  }

  private static Chart chart(Map<Line, Map<Double, Map<String, List<Double>>>> errors) {
    Chart chart =
        new Chart(
            Axes.decades("number of objects", 2.8, 6.55),
            Axes.decades("error / posterior sd", -3.4, 2.3));
    chart.horizontal("0.1 sd", Math.log10(CLAIMED), Palette.MUTED, Palette.DASHED);
    chart.named("textbook: 100 random draws per object, reweighted", Palette.TRUTH);
    chart.named("Skypool", Palette.FIT);
    List<double[]> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    errors.forEach(
        (line, bySize) -> {
          Color color = line.estimator().equals("textbook") ? Palette.TRUTH : Palette.FIT;
          List<double[]> points = new ArrayList<>();
          bySize.forEach(
              (size, byName) -> {
                double y = Math.log10(worse(byName));
                points.add(new double[] {size, size, size, y, y, y});
              });
          chart.line("", path(points), y -> y, color, Palette.LINE);
          chart.points("", points, color);
          double[] last = points.get(points.size() - 1);
          labels.add(new double[] {last[0], last[3]});
          names.add("\u03c4 = " + line.tau().replaceAll("\\.0$", ""));
        });
    label(chart, labels, names);
    return chart;
  }

  /** Largest over the hyperparameters of the rms over the surveys. */
  private static double worse(Map<String, List<Double>> byName) {
    return byName.values().stream()
        .mapToDouble(
            errors -> Math.sqrt(errors.stream().mapToDouble(e -> e * e).average().orElseThrow()))
        .max()
        .orElseThrow();
  }

  private static Curve path(List<double[]> points) {
    return new Curve(
        Values.of(points.stream().mapToDouble(p -> p[0]).toArray()),
        Values.of(points.stream().mapToDouble(p -> p[3]).toArray()));
  }

  /** Names at the ends of the lines, moved up where they would overlap. */
  private static void label(Chart chart, List<double[]> ends, List<String> names) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> Double.compare(ends.get(a)[1], ends.get(b)[1]));
    Map<Double, Double> highest = new TreeMap<>();
    for (int i : order) {
      double x = ends.get(i)[0];
      double y = Math.max(ends.get(i)[1], highest.getOrDefault(x, -9.0) + LABEL_DISTANCE);
      highest.put(x, y);
      XYTextAnnotation text = new XYTextAnnotation(names.get(i), x + 0.05, y);
      text.setTextAnchor(TextAnchor.CENTER_LEFT);
      text.setFont(ReportFont.TICK);
      text.setPaint(Palette.MUTED);
      chart.plot().addAnnotation(text);
    }
  }
}
