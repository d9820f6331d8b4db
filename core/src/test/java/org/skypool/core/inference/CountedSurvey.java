package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.population.RateText;

/**
 * A Poisson process whose posterior is known by quadrature: {@code exp(a + c z)} objects per unit
 * of z from 0 to 2, {@code x ~ normal(mu + z / 2, 0.8)}, measured as {@code y} with an error of 0.5
 * and kept where y > 0.
 */
record CountedSurvey(double[] z, double[] y) {
  static final double[] TRUTH = {5, 0.3, 0.4};
  private static final double WIDTH = 0.8;
  private static final double ERROR = 0.5;
  private static final double SPREAD = Math.sqrt(WIDTH * WIDTH + ERROR * ERROR);
  private static final double LAST = 2;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Drawn by thinning of a homogeneous process. */
  static CountedSurvey drawn(double[] truth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double top = Math.max(truth[0], truth[0] + LAST * truth[1]);
    List<Double> z = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    double at = 0;
    while (true) {
      at -= Math.log(1 - random.nextDouble()) / Math.exp(top);
      if (at > LAST) {
        break;
      }
      boolean there = random.nextDouble() < Math.exp(truth[0] + truth[1] * at - top);
      double measured =
          truth[2] + at / 2 + WIDTH * random.nextGaussian() + ERROR * random.nextGaussian();
      if (there && measured > 0) {
        z.add(at);
        y.add(measured);
      }
    }
    return new CountedSurvey(array(z), array(y));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  ObjectBlock objects() {
    return SurveyText.objects(Map.of("z", z, "y", y));
  }

  int size() {
    return z.length;
  }

  static PopulationModel model() {
    return model("normal(5, 0.5)");
  }

  /** With another prior of the rate at z = 0. */
  private static PopulationModel model(String priorOfRate) {
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
                List.of("x"),
                List.of("z", "y"),
                Map.of("x", "normal(mu + z / 2, 0.8)"),
                TestSurvey.ordered(
                    "a", priorOfRate, "c", "normal(0, 0.5)", "mu", "uniform(-1, 1.5)"),
                Optional.empty(),
                Optional.of("normal_cdf(x / 0.5)"),
                false)
            .with(
                new RateText(
                    "exp(a + c * z)",
                    Map.of(
                        "z",
                        new RateText.Element(
                            "1", Optional.of(0.0), Optional.of(LAST), List.of())))));
  }

  static SurveyProblem problem() {
    return problem("normal(5, 0.5)");
  }

  /** With another prior of the rate at z = 0. */
  static SurveyProblem problem(String priorOfRate) {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.of("x");
    Scope scope = Scope.empty().withCovariates(List.of("z", "y"));
    return new SurveyProblem(
        thetas,
        ObjectModels.find("gaussian")
            .orElseThrow()
            .bind(
                new ModelArguments(
                    thetas,
                    Map.of(
                        "x",
                        Map.of(
                            "value",
                            parser.number("y", scope),
                            "error",
                            parser.number("0.5", scope))),
                    Map.of())),
        Map.of("x", parser.density("normal(0, 4)", thetas, Scope.empty().withThetas(thetas))),
        model(priorOfRate));
  }

  /** Expected number of kept objects, by Simpson's rule. */
  static double expected(double a, double c, double mu) {
    int steps = 200;
    double sum = 0;
    for (int k = 0; k <= steps; k++) {
      double at = LAST * k / steps;
      double weight = k == 0 || k == steps ? 1 : k % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(a + c * at) * NORMAL.cumulativeProbability((mu + at / 2) / SPREAD);
    }
    return sum * LAST / steps / 3;
  }

  /** Log intensity of the data of object i. */
  double logIntensity(int i, double a, double c, double mu) {
    double off = (y[i] - mu - z[i] / 2) / SPREAD;
    return a + c * z[i] - off * off / 2 - Math.log(SPREAD) - Math.log(2 * Math.PI) / 2;
  }

  /** Posterior moments by the midpoint rule over +- 6 of rough sds around rough means. */
  Quadrature quadrature(double[] mean, double[] sd, int steps) {
    double[][] axes = new double[3][steps];
    for (int d = 0; d < 3; d++) {
      for (int k = 0; k < steps; k++) {
        axes[d][k] = mean[d] + 6 * sd[d] * (2 * (k + 0.5) / steps - 1);
      }
    }
    double sumZ = 0;
    double sumR = 0;
    double sumR2 = 0;
    for (int i = 0; i < z.length; i++) {
      double r = y[i] - z[i] / 2;
      sumZ += z[i];
      sumR += r;
      sumR2 += r * r;
    }
    double[][][] log = new double[steps][steps][steps];
    double top = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < steps; p++) {
      for (int q = 0; q < steps; q++) {
        double c = axes[1][p];
        double mu = axes[2][q];
        double at0 = expected(0, c, mu);
        double squares = (sumR2 - 2 * mu * sumR + z.length * mu * mu) / (SPREAD * SPREAD);
        for (int k = 0; k < steps; k++) {
          double a = axes[0][k];
          double prior = -2 * (a - 5) * (a - 5) - 2 * c * c;
          log[k][p][q] = prior + z.length * a + c * sumZ - squares / 2 - Math.exp(a) * at0;
          top = Math.max(top, log[k][p][q]);
        }
      }
    }
    return Quadrature.of(axes, log, top);
  }

  /** Mass of cells of three hyperparameters. */
  record Quadrature(double[][] axes, double[][][] mass) {
    static Quadrature of(double[][] axes, double[][][] log, double top) {
      double sum = 0;
      for (double[][] plane : log) {
        for (double[] row : plane) {
          for (int k = 0; k < row.length; k++) {
            row[k] = Math.exp(row[k] - top);
            sum += row[k];
          }
        }
      }
      for (double[][] plane : log) {
        for (double[] row : plane) {
          for (int k = 0; k < row.length; k++) {
            row[k] /= sum;
          }
        }
      }
      return new Quadrature(axes, log);
    }

    /** A function of three hyperparameters. */
    interface Function {
      double of(double a, double c, double mu);
    }

    double mean(Function function) {
      double sum = 0;
      for (int i = 0; i < axes[0].length; i++) {
        for (int j = 0; j < axes[1].length; j++) {
          for (int k = 0; k < axes[2].length; k++) {
            if (mass[i][j][k] > 1e-14) {
              sum += mass[i][j][k] * function.of(axes[0][i], axes[1][j], axes[2][k]);
            }
          }
        }
      }
      return sum;
    }

    ExactMoments moments() {
      double[] mean = {mean((a, c, mu) -> a), mean((a, c, mu) -> c), mean((a, c, mu) -> mu)};
      return new ExactMoments(
          mean,
          new double[] {
            Math.sqrt(mean((a, c, mu) -> (a - mean[0]) * (a - mean[0]))),
            Math.sqrt(mean((a, c, mu) -> (c - mean[1]) * (c - mean[1]))),
            Math.sqrt(mean((a, c, mu) -> (mu - mean[2]) * (mu - mean[2])))
          });
    }
  }
}
