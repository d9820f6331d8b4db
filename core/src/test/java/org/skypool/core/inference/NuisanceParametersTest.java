package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Five dimensions: two that the population describes, a and b ~ normal(mu, tau), and three
 * nuisances c, d, e ~ normal(0, 1) that the data alone leave undetermined:
 *
 * <pre>
 * y1 = a           + 0.5 c + 0.3 e + 0.4 noise
 * y2 = b + 0.2 a^2 + 0.5 d - 0.3 e + 0.4 noise
 * </pre>
 *
 * <p>Given a, the two data are a correlated normal, so that the evidence is a one-dimensional sum.
 */
class NuisanceParametersTest {
  private static final int OBJECTS = 300;
  private static final List<String> THETAS = List.of("a", "b", "c", "d", "e");
  private static final double MEAN = 0.3;
  private static final double WIDTH = 0.5;
  private static final double STEP = 1e-3;

  private static ObjectBlock block() {
    SplittableRandom random = new SplittableRandom(12);
    double[][] y = new double[2][OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      double a = MEAN + WIDTH * random.nextGaussian();
      double b = MEAN + WIDTH * random.nextGaussian();
      double e = random.nextGaussian();
      y[0][i] = a + 0.5 * random.nextGaussian() + 0.3 * e + 0.4 * random.nextGaussian();
      y[1][i] =
          b + 0.2 * a * a + 0.5 * random.nextGaussian() - 0.3 * e + 0.4 * random.nextGaussian();
    }
    return new ObjectBlock(
        IntStream.range(0, OBJECTS).mapToObj(i -> "o" + i).toList(),
        Map.of("y1", y[0], "y2", y[1]));
  }

  private static double logNormal(double x, double mean, double sd) {
    double z = (x - mean) / sd;
    return -z * z / 2 - Math.log(sd * Math.sqrt(2 * Math.PI));
  }

  private record Linear(double[] y1, double[] y2) implements ObjectLikelihood.BlockLikelihood {
    @Override
    public String reject(int i) {
      return null;
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      Arrays.fill(centre, 0);
      Arrays.fill(scale, 1);
      centre[0] = y1[i];
      centre[1] = y2[i];
    }

    @Override
    public void logLikelihood(int i, double[][] t, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        double first = t[0][k] + 0.5 * t[2][k] + 0.3 * t[4][k];
        double second = t[1][k] + 0.2 * t[0][k] * t[0][k] + 0.5 * t[3][k] - 0.3 * t[4][k];
        out[k] = logNormal(y1[i], first, 0.4) + logNormal(y2[i], second, 0.4);
      }
    }
  }

  private static final ObjectLikelihood LIKELIHOOD =
      new ObjectLikelihood() {
        @Override
        public BlockLikelihood of(ObjectBlock block) {
          return new Linear(block.columns().get("y1"), block.columns().get("y2"));
        }

        @Override
        public void simulate(
            double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
          throw new UnsupportedOperationException();
        }
      };

  private static Expression density(double mean, double sd) {
    Expression sum = Expression.constant(0);
    for (String theta : THETAS) {
      String formula =
          theta.equals("a") || theta.equals("b")
              ? "normal(" + mean + ", " + sd + ")"
              : "normal(0, 1)";
      sum =
          sum.plus(
              FormulaParser.standard()
                  .density(formula, List.of(theta), Scope.empty().withThetas(THETAS))
                  .logDensity());
    }
    return sum;
  }

  private static DrawBlock sample(int round, Expression aim, int points) {
    List<Axis> axes =
        THETAS.stream()
            .map(name -> Axis.of(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true))
            .toList();
    ObjectSampling.Result result =
        new ObjectSampling(
                LIKELIHOOD,
                axes,
                SamplerSettings.of(THETAS.size(), points),
                aim,
                aim,
                new ObjectSampling.Stream(2, round, 0))
            .sample(block());
    assertEquals(OBJECTS, result.draws().objects());
    return result.draws();
  }

  private static double[] logEvidence(DrawBlock draws, double mean, double sd) {
    double[][] t = draws.thetas().values().toArray(new double[0][]);
    double[] out = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      double sum = 0;
      for (int k = draws.offsets()[i]; k < draws.offsets()[i + 1]; k++) {
        double log = draws.logWeight()[k];
        for (int j = 0; j < t.length; j++) {
          log += j < 2 ? logNormal(t[j][k], mean, sd) : logNormal(t[j][k], 0, 1);
        }
        sum += Math.exp(log);
      }
      out[i] = Math.log(sum);
    }
    return out;
  }

  private static double[] exactLogEvidence(double mean, double sd) {
    double[] y1 = block().columns().get("y1");
    double[] y2 = block().columns().get("y2");
    double first = 0.5;
    double second = sd * sd + 0.5;
    double covariance = -0.09;
    double determinant = first * second - covariance * covariance;
    double[] out = new double[OBJECTS];
    int nodes = 400;
    double step = 16 * sd / nodes;
    for (int i = 0; i < OBJECTS; i++) {
      double sum = 0;
      for (int n = 0; n < nodes; n++) {
        double a = mean - 8 * sd + (n + 0.5) * step;
        double u = y1[i] - a;
        double v = y2[i] - mean - 0.2 * a * a;
        double square = (u * u * second - 2 * u * v * covariance + v * v * first) / determinant;
        sum += Math.exp(logNormal(a, mean, sd) - square / 2);
      }
      out[i] = Math.log(sum * step / (2 * Math.PI * Math.sqrt(determinant)));
    }
    return out;
  }

  /** Derivatives by finite differences, alike for points and sum. */
  private static double[] difference(double[] high, double[] low) {
    double[] out = new double[OBJECTS];
    Arrays.setAll(out, i -> (high[i] - low[i]) / (2 * STEP));
    return out;
  }

  /**
   * How far 10,000 such objects would be led astray, in posterior standard deviations: the mean
   * error of the scores, extrapolated, with its standard error.
   */
  private static double[] bias(double[] score, double[] exact) {
    double error = 0;
    double square = 0;
    double information = 0;
    for (int i = 0; i < OBJECTS; i++) {
      double e = score[i] - exact[i];
      error += e / OBJECTS;
      square += e * e / OBJECTS;
      information += exact[i] * exact[i] / OBJECTS;
    }
    double scale = Math.sqrt(10_000 / information);
    return new double[] {scale * error, scale * Math.sqrt((square - error * error) / OBJECTS)};
  }

  /** Biases of mean and width with their standard errors: bias, error, bias, error. */
  private static double[] biases(DrawBlock block) {
    double[] mean =
        bias(
            difference(
                logEvidence(block, MEAN + STEP, WIDTH), logEvidence(block, MEAN - STEP, WIDTH)),
            difference(exactLogEvidence(MEAN + STEP, WIDTH), exactLogEvidence(MEAN - STEP, WIDTH)));
    double[] width =
        bias(
            difference(
                logEvidence(block, MEAN, WIDTH + STEP), logEvidence(block, MEAN, WIDTH - STEP)),
            difference(exactLogEvidence(MEAN, WIDTH + STEP), exactLogEvidence(MEAN, WIDTH - STEP)));
    return new double[] {mean[0], mean[1], width[0], width[1]};
  }

  private static double[] errors(DrawBlock block) {
    double[] errors = logEvidence(block, MEAN, WIDTH);
    double[] exact = exactLogEvidence(MEAN, WIDTH);
    Arrays.setAll(errors, i -> Math.abs(errors[i] - exact[i]));
    return errors;
  }

  /**
   * A tenth of a posterior standard deviation is what the audit tolerates; the extrapolated bias
   * keeps below it within four of its standard errors, and these are small enough to say so.
   */
  @Test
  void twoPopulationDimensionsAndThreeNuisances(TestReporter reporter) {
    for (int points : new int[] {256, 512}) {
      DrawBlock interim = sample(0, density(0, 1.5), points);
      DrawBlock aimed = sample(1, density(MEAN, WIDTH).times(1 / Aim.tempering(5)), points);
      report(reporter, points + " points, round 0", interim);
      report(reporter, points + " points, round 1", aimed);
      if (points == 512) {
        check(aimed);
      }
    }
  }

  private static void check(DrawBlock aimed) {
    assertTrue(ShapedObjects.largest(errors(aimed)) < 0.02);
    double[] biases = biases(aimed);
    for (int j = 0; j < 4; j += 2) {
      assertTrue(Math.abs(biases[j]) < 0.1 + 4 * biases[j + 1], Arrays.toString(biases));
      assertTrue(biases[j + 1] < 0.1, Arrays.toString(biases));
    }
  }

  private static void report(TestReporter reporter, String what, DrawBlock block) {
    double[] errors = errors(block);
    double[] biases = biases(block);
    reporter.publishEntry(
        what,
        "log Z median error %.1e, largest %.1e; of 10,000 objects: mean %.3f +- %.3f sd, width %.3f +- %.3f sd"
            .formatted(
                ShapedObjects.median(errors),
                ShapedObjects.largest(errors),
                biases[0],
                biases[1],
                biases[2],
                biases[3]));
  }
}
