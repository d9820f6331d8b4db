package org.skypool.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An independent computation of the occurrence rates of conf/occurrence-kepler.conf, from the same
 * files with nothing of the project: log rates on 6 x 12 cells with a Gaussian process prior,
 * sampled by elliptical slices (Murray, Adams and MacKay 2010) with Metropolis steps of the prior's
 * mean, amplitude and lengths, in turn with the deviates and with the log rates held. The integral
 * over an object's radius is a midpoint sum of 40 points in each of 48 narrow bins.
 *
 * <p>The mean of the log rates has a uniform prior on (-20, 20), which is that of a scale-free
 * total rate; the logs of squared amplitude and lengths are uniform on (-2, 9), (-2, 6) and (-2, 6)
 * as in Foreman-Mackey, Hogg and Morton (2014).
 */
final class OccurrenceReference {
  private static final int FINE1 = 24;
  private static final int FINE2 = 48;
  private static final int BY = 4;
  private static final int N1 = FINE1 / BY;
  private static final int N2 = FINE2 / BY;
  private static final double STARS = 42_557;
  private static final double[] LOW = {-20, -2, -2, -2};
  private static final double[] HIGH = {20, 9, 6, 6};
  private static final double[] STEP = {0.5, 0.6, 0.6, 0.4};
  private static final double[] SCALES = {0.35, 0.4, 0.12, 0.8};

  private final double[] edges1 = new double[FINE1 + 1];
  private final double[] edges2 = new double[FINE2 + 1];
  private final double[][] detection = new double[FINE1][FINE2];
  private final double[] exposure = new double[N1 * N2];
  private final List<double[]> weights = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();
  private final Random random;

  /** Rate at Earth, and planets per star of 200 to 400 days and 1 to 2 Earth radii, by draw. */
  record Draws(double[] earth, double[] box, double[] all) {}

  OccurrenceReference(Path catalogue, Path completeness, boolean radiiAreExact, long seed)
      throws IOException {
    this.random = new Random(seed);
    readCompleteness(completeness);
    for (String line : Files.readAllLines(catalogue)) {
      String[] cell = line.split(",");
      if (cell[4].strip().equals("P")) {
        double[] star = {parse(cell[2]), parse(cell[12]), parse(cell[13])};
        if (star[0] > 6.25 && star[0] < 400) {
          add(star[0], star[1], radiiAreExact ? 0 : star[2]);
        }
      }
    }
  }

  int objects() {
    return rows.size();
  }

  private static double parse(String text) {
    return Double.parseDouble(text.strip());
  }

  private void readCompleteness(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    double area = 1;
    for (int k = 0; k < FINE1 * FINE2; k++) {
      double[] v =
          Arrays.stream(lines.get(k + 1).split(","))
              .mapToDouble(OccurrenceReference::parse)
              .toArray();
      int i = k / FINE2;
      int j = k % FINE2;
      edges1[i] = v[0];
      edges1[i + 1] = v[1];
      edges2[j] = v[2];
      edges2[j + 1] = v[3];
      detection[i][j] = v[4];
      area = (v[1] - v[0]) * (v[3] - v[2]);
    }
    for (int i = 0; i < FINE1; i++) {
      // transit probability, its average over the bin: exact for a power law
      double slope = -2.0 / 3;
      double a = edges1[i];
      double b = edges1[i + 1];
      double power = (Math.exp(slope * b) - Math.exp(slope * a)) / (slope * (b - a));
      for (int j = 0; j < FINE2; j++) {
        exposure[i / BY * N2 + j / BY] +=
            detection[i][j] * 0.0506137 * power * Math.exp(-slope * Math.log(10)) * area;
      }
    }
  }

  private void add(double period, double radius, double error) {
    double x = Math.log(period);
    int i = 0;
    while (edges1[i + 1] <= x) {
      i++;
    }
    double transit = 0.0506137 * Math.pow(period / 10, -2.0 / 3);
    double[] weight = new double[N2];
    for (int j = 0; j < FINE2; j++) {
      double width = edges2[j + 1] - edges2[j];
      double sum = 0;
      for (int u = 0; error > 0 && u < 40; u++) {
        double z = (Math.exp(edges2[j] + width * (u + 0.5) / 40) - radius) / error;
        sum += Math.exp(-z * z / 2) / error * width / 40;
      }
      if (error == 0) {
        sum = Math.log(radius) >= edges2[j] && Math.log(radius) < edges2[j + 1] ? 1 : 0;
      }
      weight[j / BY] += sum * detection[i][j] * transit;
    }
    if (Arrays.stream(weight).sum() > 0) {
      weights.add(weight);
      rows.add(i / BY);
    }
  }

  private double logLikelihood(double[] h) {
    double[] rate = Arrays.stream(h).map(Math::exp).toArray();
    double sum = 0;
    for (int c = 0; c < rate.length; c++) {
      sum -= exposure[c] * rate[c];
    }
    double product = 1;
    for (int i = 0; i < rows.size(); i++) {
      double[] weight = weights.get(i);
      double z = 0;
      for (int j = 0; j < N2; j++) {
        z += weight[j] * rate[rows.get(i) * N2 + j];
      }
      product *= z;
      if (!(product > 1e-200 && product < 1e200)) {
        sum += Math.log(product);
        product = 1;
      }
    }
    return sum + Math.log(product);
  }

  private static double[][] root(int n, double step, double logSquaredLength) {
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double r = step * (i - j);
        double s = Math.exp(-0.5 * r * r / Math.exp(logSquaredLength)) + (i == j ? 1e-6 : 0);
        for (int k = 0; k < j; k++) {
          s -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(s) : s / l[j][j];
      }
    }
    return l;
  }

  /** Roots of both factors at mean, log squared amplitude and log squared lengths. */
  private double[][][] roots(double[] t) {
    double[][] first = root(N1, BY * (edges1[1] - edges1[0]), t[2]);
    for (double[] row : first) {
      for (int k = 0; k < N1; k++) {
        row[k] *= Math.exp(t[1] / 2);
      }
    }
    return new double[][][] {first, root(N2, BY * (edges2[1] - edges2[0]), t[3])};
  }

  private static double[] heights(double mean, double[][][] roots, double[] deviates) {
    double[] h = new double[N1 * N2];
    double[] half = new double[N1 * N2];
    for (int i = 0; i < N1; i++) {
      for (int k = 0; k <= i; k++) {
        for (int j = 0; j < N2; j++) {
          half[i * N2 + j] += roots[0][i][k] * deviates[k * N2 + j];
        }
      }
    }
    for (int i = 0; i < N1; i++) {
      for (int j = 0; j < N2; j++) {
        h[i * N2 + j] = mean;
        for (int k = 0; k <= j; k++) {
          h[i * N2 + j] += roots[1][j][k] * half[i * N2 + k];
        }
      }
    }
    return h;
  }

  private static double[] deviates(double mean, double[][][] roots, double[] heights) {
    double[] d = new double[N1 * N2];
    for (int j = 0; j < N2; j++) {
      for (int i = 0; i < N1; i++) {
        double s = heights[i * N2 + j] - mean;
        for (int k = 0; k < i; k++) {
          s -= roots[0][i][k] * d[k * N2 + j];
        }
        d[i * N2 + j] = s / roots[0][i][i];
      }
    }
    for (int i = 0; i < N1; i++) {
      for (int j = 0; j < N2; j++) {
        double s = d[i * N2 + j];
        for (int k = 0; k < j; k++) {
          s -= roots[1][j][k] * d[i * N2 + k];
        }
        d[i * N2 + j] = s / roots[1][j][j];
      }
    }
    return d;
  }

  private static double logPrior(double[][][] roots, double[] deviates) {
    double sum = 0;
    for (double d : deviates) {
      sum -= d * d / 2;
    }
    for (int i = 0; i < N1; i++) {
      sum -= N2 * Math.log(roots[0][i][i]);
    }
    for (int j = 0; j < N2; j++) {
      sum -= N1 * Math.log(roots[1][j][j]);
    }
    return sum;
  }

  private double logUniform() {
    return Math.log(1 - random.nextDouble());
  }

  /** Runs one chain; the first tenth is left out, every fifth state kept. */
  Draws run(int iterations) {
    double[] t = {Math.log(rows.size() / Arrays.stream(exposure).sum()), 2.6, 1.6, 0};
    double[][][] roots = roots(t);
    double[] d = new double[N1 * N2];
    double[] h = heights(t[0], roots, d);
    double log = logLikelihood(h);
    List<double[]> kept = new ArrayList<>();
    for (int iteration = 0; iteration < iterations; iteration++) {
      for (int slice = 0; slice < 3; slice++) {
        double[] other = random.doubles(d.length).map(u -> random.nextGaussian()).toArray();
        double least = log + logUniform();
        double angle = 2 * Math.PI * random.nextDouble();
        double from = angle - 2 * Math.PI;
        double to = angle;
        while (true) {
          double[] tried = new double[d.length];
          for (int k = 0; k < tried.length; k++) {
            tried[k] = d[k] * Math.cos(angle) + other[k] * Math.sin(angle);
          }
          double[] height = heights(t[0], roots, tried);
          double value = logLikelihood(height);
          if (value > least) {
            d = tried;
            h = height;
            log = value;
            break;
          }
          from = angle < 0 ? angle : from;
          to = angle < 0 ? to : angle;
          angle = from + (to - from) * random.nextDouble();
        }
      }
      double[] tried = t.clone();
      boolean inside = true;
      for (int k = 0; k < t.length; k++) {
        tried[k] += SCALES[iteration % SCALES.length] * STEP[k] * random.nextGaussian();
        inside &= tried[k] > LOW[k] && tried[k] < HIGH[k];
      }
      if (inside) {
        double[][][] other = roots(tried);
        if (iteration % 2 == 0) {
          double[] height = heights(tried[0], other, d);
          double value = logLikelihood(height);
          if (logUniform() < value - log) {
            t = tried;
            roots = other;
            h = height;
            log = value;
          }
        } else {
          double[] held = deviates(tried[0], other, h);
          if (logUniform() < logPrior(other, held) - logPrior(roots, d)) {
            t = tried;
            roots = other;
            d = held;
          }
        }
      }
      if (iteration > iterations / 10 && iteration % 5 == 0) {
        kept.add(rates(h));
      }
    }
    return new Draws(column(kept, 0), column(kept, 1), column(kept, 2));
  }

  private static double[] column(List<double[]> rows, int c) {
    return rows.stream().mapToDouble(row -> row[c]).toArray();
  }

  private double[] rates(double[] h) {
    double[] found = new double[3];
    for (int c = 0; c < h.length; c++) {
      double a = edges1[c / N2 * BY];
      double b = edges1[c / N2 * BY + BY];
      double low = edges2[c % N2 * BY];
      double high = edges2[c % N2 * BY + BY];
      double rate = Math.exp(h[c]) / STARS;
      // Earth's radius is an edge: its rate is that of the cell above
      found[0] += a <= Math.log(365) && Math.log(365) < b && Math.abs(low) < 0.01 ? rate : 0;
      found[1] +=
          rate
              * Math.max(0, Math.min(b, Math.log(400)) - Math.max(a, Math.log(200)))
              * Math.max(0, Math.min(high, Math.log(2)) - Math.max(low, 0));
      found[2] += rate * (b - a) * (high - low);
    }
    return found;
  }
}
