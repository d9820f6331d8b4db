package org.skypool.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** A made-up run on a Schechter mass function, to look at and to test with. */
final class ExampleReport {
  static final double SLOPE = -1.25;
  static final double KNEE = 10.66;
  private static final double EDGE = 8.0;
  private static final double CUT = 8.9;
  private static final double ERROR = 0.2;
  private static final int OBJECTS = 12_000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final SplittableRandom random = new SplittableRandom(7);

  /** Writes the page for a look: arguments are the file and {@code ok} or {@code bad}. */
  public static void main(String[] arguments) throws IOException {
    boolean ok = arguments[1].equals("ok");
    Files.writeString(
        Path.of(arguments[0]), ReportPage.render(new ExampleReport().data(ok ? 2 : 5, ok)));
  }

  ReportData data(int parameters, boolean ok) {
    ReportData.Posterior posterior = posterior(parameters);
    return new ReportData(
        "gsmf-example",
        run(ok),
        guards(ok),
        IntStream.range(0, parameters).mapToObj(i -> summary(posterior, i)).toList(),
        List.of(
            new ReportData.Derived(
                "knee_at_2",
                10.9,
                0.05,
                10.9,
                10.82,
                10.85,
                10.95,
                10.98,
                OptionalDouble.of(10.88))),
        List.of(population()),
        Optional.of(posterior),
        List.of(shrinkage()),
        Optional.of(sizes()),
        rounds(posterior),
        checks());
  }

  private static ReportData.Checks checks() {
    double[] edges = {8.9, 9.4, 9.9, 10.4, 10.9, 11.4};
    PredictiveData.Column column =
        new PredictiveData.Column(
            "logm",
            new Histogram(Values.of(edges), Values.of(310, 290, 260, 120, 20)),
            Values.of(280, 270, 230, 105, 10),
            Values.of(300, 295, 250, 122, 18),
            Values.of(325, 320, 275, 140, 28),
            List.of(
                new PredictiveData.Statistic("mean", 9.712, 9.69, 9.71, 9.73, 0.41),
                new PredictiveData.Statistic("skewness", 0.21, 0.15, 0.22, 0.29, 0.62)),
            Optional.of(
                new Histogram(Values.of(0, 0.25, 0.5, 0.75, 1), Values.of(240, 260, 255, 245))),
            Optional.of(
                new PredictiveData.Uniformity(
                    Values.of(0.25, 0.5, 0.75),
                    Values.of(-0.01, 0, 0.005),
                    Values.of(0.035, 0.04, 0.035),
                    true)));
    List<CompareData.Row> rows =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    new CompareData.Row(
                        "school " + (char) ('A' + i),
                        estimate(28 - 4 * i, 10 + i),
                        estimate(10 - i, 6)))
            .toList();
    return new ReportData.Checks(
        Optional.of(new PredictiveData(Optional.empty(), List.of(column), 1000, OBJECTS, 100, 0)),
        Optional.of(
            new LeaveOneOutData(
                -10_432.3,
                71.4,
                1,
                OBJECTS,
                0,
                new Histogram(Values.of(-0.5, 0, 0.5, 1), Values.of(7_000, 4_999, 1)),
                List.of(new LeaveOneOutData.Object("ECO00123", -9.12, 0.83)))),
        List.of(
            new CompareData("effect", rows, 8, Optional.of(estimate(7.7, 4.1)), Optional.empty())),
        Optional.of(
            new MembershipData(
                List.of(component("membership 1", 0.2), component("membership 2", 0.8)), 3)));
  }

  private static MembershipData.Component component(String name, double p) {
    return new MembershipData.Component(
        name, 3 * p, 0.7, 0, 2, Values.of(0.5, 0.3, 0.15, 0.05), Values.of(p, p / 2, p / 3));
  }

  private static CompareData.Estimate estimate(double mean, double sd) {
    return new CompareData.Estimate(mean, sd, mean - sd, mean + sd);
  }

  private static ReportData.Run run(boolean ok) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("sample", 12.34);
    seconds.put("population", 4.567);
    seconds.put("shrink", 2.1);
    Map<String, Long> reasons = new LinkedHashMap<>();
    reasons.put("log_mass is not a number", 31L);
    reasons.put("duplicate id", 4L);
    return new ReportData.Run(
        ok ? ReportData.Status.OK : ReportData.Status.UNTRUSTWORTHY,
        "0.1.0",
        Optional.empty(),
        "skypool run conf/gsmf.conf --set objects.theta.log_mass.error=0.2",
        new ReportData.Input("gsmf.csv.gz", 13_456, 1_421, 35, reasons, OBJECTS, Optional.empty()),
        "adaptive importance sampling",
        OptionalDouble.of(0.31),
        OptionalLong.of(2_304),
        OptionalLong.of(36),
        seconds,
        Optional.of("4.2.0"),
        Optional.of("local[2]"),
        "name = gsmf-example\nseed = 7\npopulation.density.log_mass = \"schechter(slope = alpha, knee = log_m_star, above = 8.0)\"\n");
  }

  private static List<ReportData.Guard> guards(boolean ok) {
    return List.of(
        new ReportData.Guard(
            "bias",
            ok,
            ok ? "0.02 sd" : "0.34 sd",
            "at most 0.1 sd",
            "An audit with eight times the points on a random subset estimates how far the finite number of draws moves the answer.",
            "Raise objects.draws or allow another round with rounds.max."),
        new ReportData.Guard(
            "support",
            true,
            "0 objects",
            "none",
            "Every object needs at least one draw where the population is not zero, or it would forbid every answer.",
            "Widen the interim prior."));
  }

  private ReportData.Posterior posterior(int parameters) {
    String[] names = {
      "alpha",
      "log_m_star",
      "sigma_int",
      "evolution_slope",
      "f_outlier",
      "m1",
      "m2",
      "m3",
      "m4",
      "m5"
    };
    double[] means = {SLOPE, KNEE, 0.12, 3e-4, 0.05, 1, 2, 3, 4, 5e6};
    double[] sds = {0.012, 0.021, 0.03, 1e-4, 0.02, 1, 1, 1, 1, 1e4};
    List<List<Values>> chains = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      double[][] draws = new double[parameters][1000];
      for (int d = 0; d < 1000; d++) {
        double shared = normal();
        for (int p = 0; p < parameters; p++) {
          double own = 0.8 * shared + 0.6 * normal();
          draws[p][d] = p == 4 ? means[p] * Math.exp(0.6 * own) : means[p] + sds[p] * (own + 0.3);
        }
      }
      chains.add(IntStream.range(0, parameters).mapToObj(p -> Values.of(draws[p])).toList());
    }
    return new ReportData.Posterior(List.of(names).subList(0, parameters), chains);
  }

  private static ReportData.Hyperparameter summary(ReportData.Posterior posterior, int p) {
    Values all = posterior.pooled(p);
    double mean = all.stream().average().orElseThrow();
    double sd = SmoothedGrid.sd(all);
    double[] truths = {SLOPE, KNEE, 0.12, 3e-4};
    return new ReportData.Hyperparameter(
        posterior.names().get(p),
        mean,
        sd,
        all.quantile(0.5),
        all.quantile(0.05),
        all.quantile(0.16),
        all.quantile(0.84),
        all.quantile(0.95),
        3890.2,
        3712.9,
        OptionalDouble.empty(),
        sd / 62,
        OptionalDouble.of(0.012),
        OptionalDouble.of(-0.004),
        p < truths.length ? OptionalDouble.of(truths[p]) : OptionalDouble.empty());
  }

  private static double schechter(double x, double slope, double knee) {
    return x < EDGE
        ? 0
        : Math.exp((slope + 1) * Math.log(10) * (x - knee) - Math.pow(10, x - knee));
  }

  private static double[] grid(double low, double high, int n) {
    return IntStream.range(0, n).mapToDouble(i -> low + (high - low) * i / (n - 1)).toArray();
  }

  private static double[] density(double[] x, double slope, double knee) {
    double[] fine = grid(EDGE, 13, 2001);
    double norm =
        IntStream.range(0, fine.length).mapToDouble(i -> schechter(fine[i], slope, knee)).sum()
            * (fine[1] - fine[0]);
    return IntStream.range(0, x.length)
        .mapToDouble(i -> schechter(x[i], slope, knee) / norm)
        .toArray();
  }

  /** Density of measured values above the cut: the population blurred by the error. */
  private static double[] measuredDensity(double[] x, double slope, double knee) {
    double[] fine = grid(EDGE, 12.5, 900);
    double[] f = density(fine, slope, knee);
    double[] out = new double[x.length];
    double kept = 0;
    for (int j = 0; j < fine.length; j++) {
      kept += f[j] * NORMAL.cumulativeProbability((fine[j] - CUT) / ERROR) * (fine[1] - fine[0]);
    }
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; x[i] >= CUT && j < fine.length; j++) {
        out[i] +=
            f[j] * NORMAL.density((x[i] - fine[j]) / ERROR) / ERROR * (fine[1] - fine[0]) / kept;
      }
    }
    return out;
  }

  private interface DensityOf {
    double[] at(double[] x, double slope, double knee);
  }

  private static Band band(double[] x, DensityOf f) {
    double[][] low = {f.at(x, SLOPE + 0.004, KNEE - 0.05), f.at(x, SLOPE + 0.004, KNEE - 0.02)};
    double[][] high = {f.at(x, SLOPE + 0.004, KNEE + 0.05), f.at(x, SLOPE + 0.004, KNEE + 0.03)};
    double[] median = f.at(x, SLOPE + 0.004, KNEE + 0.005);
    double[][] q = new double[4][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < 2; k++) {
        q[k][i] = Math.min(low[k][i], high[k][i]);
        q[3 - k][i] = Math.max(low[k][i], high[k][i]);
      }
    }
    return new Band(
        Values.of(x),
        Values.of(q[0]),
        Values.of(q[1]),
        Values.of(median),
        Values.of(q[2]),
        Values.of(q[3]));
  }

  private double trueMass() {
    while (true) {
      double x = EDGE + 4.5 * random.nextDouble();
      if (random.nextDouble() * 3 < schechter(x, SLOPE, KNEE)) {
        return x;
      }
    }
  }

  private ReportData.Population population() {
    double[] measured = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; ) {
      double value = trueMass() + ERROR * normal();
      if (value > CUT) {
        measured[i++] = value;
      }
    }
    double[] x = grid(7.6, 12.6, 160);
    double[] interim = measuredDensity(x, SLOPE, KNEE);
    return new ReportData.Population(
        "log10 stellar mass / Msun",
        Optional.of("dex"),
        Optional.of(
            new ReportData.Measured(
                Histogram.of(Values.of(measured), CUT, 12.1, 32),
                OBJECTS,
                Optional.of(band(grid(CUT, 12.1, 120), ExampleReport::measuredDensity)))),
        Optional.of(
            new ReportData.Density(
                OBJECTS,
                band(x, ExampleReport::density),
                Optional.of(new Curve(Values.of(x), Values.of(interim))),
                Optional.of(new Curve(Values.of(x), Values.of(density(x, SLOPE, KNEE)))))));
  }

  private ReportData.Shrinkage shrinkage() {
    int n = 3000;
    double[][] v = new double[5][n];
    for (int i = 0; i < n; i++) {
      double error = 0.1 + 0.4 * random.nextDouble();
      double truth = 9.6 + 0.5 * normal();
      double keep = 0.25 / (0.25 + error * error);
      v[0][i] = truth + error * normal();
      v[1][i] = error;
      v[2][i] = 9.6 + keep * (v[0][i] - 9.6);
      v[3][i] = Math.sqrt(keep) * error;
      v[4][i] = truth;
    }
    return new ReportData.Shrinkage(
        "log10 stellar mass / Msun",
        Values.of(v[0]),
        Values.of(v[1]),
        Values.of(v[2]),
        Values.of(v[3]),
        Optional.of(Values.of(v[4])));
  }

  private ReportData.EffectiveSizes sizes() {
    double[] sizes =
        IntStream.range(0, 4000).mapToDouble(i -> 64 / (1 + 0.6 * Math.exp(normal()))).toArray();
    Values all = Values.of(sizes);
    return new ReportData.EffectiveSizes(
        Histogram.of(all, 0, 66, 44),
        OptionalLong.of(64),
        all.quantile(0.5),
        all.quantile(0),
        List.of(
            new ReportData.WorstObject("ECO07231", 3.21, OptionalDouble.of(0.83)),
            new ReportData.WorstObject("ECO00042", 5.9, OptionalDouble.of(0.55)),
            new ReportData.WorstObject("ECO11111", 8.13, OptionalDouble.empty())));
  }

  private static List<ReportData.Round> rounds(ReportData.Posterior posterior) {
    List<ReportData.Round> rounds = new ArrayList<>();
    double[] shift = {2.4, 0.08, 0};
    for (int r = 0; r < 3; r++) {
      int round = r;
      List<ReportData.Estimate> estimates =
          IntStream.range(0, posterior.names().size())
              .mapToObj(p -> summary(posterior, p))
              .map(
                  h ->
                      new ReportData.Estimate(
                          h.name(),
                          h.mean() + shift[round] * h.sd(),
                          h.sd() * (1 + 0.3 * shift[round])))
              .toList();
      rounds.add(
          new ReportData.Round(
              r,
              OBJECTS,
              64,
              r == 0 ? OptionalDouble.empty() : OptionalDouble.of(shift[r - 1]),
              OptionalDouble.of(0.2 / (1 + 9 * r)),
              r == 2 ? OptionalDouble.of(0.004) : OptionalDouble.empty(),
              r == 2 ? OptionalDouble.of(-0.011) : OptionalDouble.empty(),
              r == 2 ? OptionalDouble.of(1.2e-5) : OptionalDouble.empty(),
              estimates));
    }
    return rounds;
  }

  private double normal() {
    return NORMAL.inverseCumulativeProbability(random.nextDouble(1e-12, 1));
  }
}
