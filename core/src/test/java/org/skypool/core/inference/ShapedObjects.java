package org.skypool.core.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Objects whose likelihoods have awkward shapes, with integrals known in closed form or by a fine
 * sum in one dimension, under a population that is normal in every individual parameter.
 *
 * @param name of the shape
 * @param thetas names, in the order of the axes
 * @param objects how many, each with a shape of its own
 * @param likelihood of object and point
 * @param guess location (first row) and width (second row) of an object as a catalogue would give
 *     it
 * @param exact integral of an object's likelihood times a normal population
 */
record ShapedObjects(
    String name,
    List<String> thetas,
    int objects,
    PointLikelihood likelihood,
    Guess guess,
    Integral exact) {

  /** Log likelihood of one object at a point. */
  interface PointLikelihood {
    double log(int object, double[] theta);
  }

  /** First guess of an object. */
  interface Guess {
    double[][] of(int object);
  }

  /** Evidence of an object under normals of one mean and sd. */
  interface Integral {
    double of(int object, double mean, double sd);
  }

  static double normal(double x, double mean, double sd) {
    double z = (x - mean) / sd;
    return Math.exp(-z * z / 2) / sd / Math.sqrt(2 * Math.PI);
  }

  private static double sum(DoubleUnaryOperator f, double low, double high) {
    int n = 20_000;
    return IntStream.range(0, n)
            .mapToDouble(i -> f.applyAsDouble(low + (i + 0.5) * (high - low) / n))
            .sum()
        * (high - low)
        / n;
  }

  private static double peak(double x, double y, double a, double b, double width) {
    return normal(x, a, width) * normal(y, b, width);
  }

  /** One Gaussian of width 0.5 per object. */
  static ShapedObjects gaussian() {
    return new ShapedObjects(
        "gaussian",
        List.of("x"),
        40,
        (i, x) -> Math.log(normal(x[0], 0.1 * i - 2, 0.5)),
        i -> new double[][] {{0.1 * i - 2}, {0.5}},
        (i, mean, sd) -> normal(0.1 * i - 2, mean, Math.hypot(sd, 0.5)));
  }

  /** Peaks of 0.3 at -s and s, s from 1 to 2.95; every other object knows of one peak only. */
  static ShapedObjects twoPeaks() {
    double w = 0.3;
    return new ShapedObjects(
        "two peaks",
        List.of("x"),
        40,
        (i, x) -> Math.log((normal(x[0], -separation(i), w) + normal(x[0], separation(i), w)) / 2),
        i ->
            i % 2 == 0
                ? new double[][] {{0}, {separation(i)}}
                : new double[][] {{separation(i)}, {w}},
        (i, mean, sd) ->
            (normal(-separation(i), mean, Math.hypot(sd, w))
                    + normal(separation(i), mean, Math.hypot(sd, w)))
                / 2);
  }

  private static double separation(int i) {
    return 1 + 0.05 * i;
  }

  /** A peak of width 0.05, anywhere in errors of 2, with three tenths of the likelihood. */
  static ShapedObjects narrowInWide() {
    return new ShapedObjects(
        "narrow in wide",
        List.of("x"),
        40,
        (i, x) -> Math.log(0.7 * normal(x[0], 0, 2) + 0.3 * normal(x[0], 0.1 * i - 2, 0.05)),
        i -> new double[][] {{0}, {2}},
        (i, mean, sd) ->
            0.7 * normal(0, mean, Math.hypot(sd, 2))
                + 0.3 * normal(0.1 * i - 2, mean, Math.hypot(sd, 0.05)));
  }

  /** {@code b = a^2 + 0.5 e}, a of width up to 1.4; the driver a first or second. */
  static ShapedObjects banana(boolean driverFirst) {
    int a = driverFirst ? 0 : 1;
    int b = 1 - a;
    return new ShapedObjects(
        "banana, driver " + (driverFirst ? "first" : "second"),
        driverFirst ? List.of("a", "b") : List.of("b", "a"),
        40,
        (i, x) -> Math.log(normal(x[a], 0, bend(i))) + logNormal(x[b], x[a] * x[a], 0.5),
        i -> {
          double[][] guess = new double[2][2];
          guess[0][b] = bend(i) * bend(i);
          guess[1][a] = bend(i);
          guess[1][b] = 1.5 * bend(i) * bend(i);
          return guess;
        },
        (i, mean, sd) ->
            sum(
                x ->
                    normal(x, 0, bend(i))
                        * normal(x, mean, sd)
                        * normal(x * x, mean, Math.hypot(sd, 0.5)),
                -10 * bend(i),
                10 * bend(i)));
  }

  private static double bend(int i) {
    return 0.6 + 0.02 * i;
  }

  private static double logNormal(double x, double mean, double sd) {
    double z = (x - mean) / sd;
    return -z * z / 2 - Math.log(sd * Math.sqrt(2 * Math.PI));
  }

  /** Peaks of 0.3 at (-s, -s/2) and (s, s/2). */
  static ShapedObjects twoPeaksInThePlane() {
    double w = 0.3;
    return new ShapedObjects(
        "two peaks in the plane",
        List.of("a", "b"),
        40,
        (i, x) -> {
          double s = separation(i);
          return Math.log((peak(x[0], x[1], s, s / 2, w) + peak(x[0], x[1], -s, -s / 2, w)) / 2);
        },
        i -> new double[][] {{0, 0}, {separation(i), separation(i) / 2}},
        (i, mean, sd) -> {
          double s = separation(i);
          double wide = Math.hypot(sd, w);
          return (peak(mean, mean, s, s / 2, wide) + peak(mean, mean, -s, -s / 2, wide)) / 2;
        });
  }

  ObjectBlock block() {
    return new ObjectBlock(
        IntStream.range(0, objects).mapToObj(i -> "o" + i).toList(),
        Map.of("i", IntStream.range(0, objects).asDoubleStream().toArray()));
  }

  /** Sampling aimed at the likelihood times normals. */
  ObjectSampling sampling(double mean, double sd, int points, int round) {
    FormulaParser parser = FormulaParser.standard();
    Expression aim = Expression.constant(0);
    for (String theta : thetas) {
      aim =
          aim.plus(
              parser
                  .density(
                      "normal(" + mean + ", " + sd + ")",
                      List.of(theta),
                      Scope.empty().withThetas(thetas))
                  .logDensity());
    }
    List<Axis> axes =
        thetas.stream()
            .map(name -> Axis.of(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true))
            .toList();
    return new ObjectSampling(
        new Shaped(this),
        axes,
        SamplerSettings.of(thetas.size(), points),
        aim,
        aim,
        new ObjectSampling.Stream(5, round, 0));
  }

  /** Error of log Z of every object under a normal population. */
  double[] errors(DrawBlock draws, double mean, double sd) {
    double[] errors = new double[draws.objects()];
    List<double[]> columns = thetas.stream().map(name -> draws.thetas().get(name)).toList();
    for (int i = 0; i < errors.length; i++) {
      double sum = 0;
      for (int k = draws.offsets()[i]; k < draws.offsets()[i + 1]; k++) {
        double log = draws.logWeight()[k];
        for (double[] column : columns) {
          log += logNormal(column[k], mean, sd);
        }
        sum += Math.exp(log);
      }
      int object = (int) draws.covariates().get("i")[i];
      errors[i] = Math.abs(Math.log(sum / exact.of(object, mean, sd)));
    }
    return errors;
  }

  static double median(double[] errors) {
    return Arrays.stream(errors).sorted().toArray()[errors.length / 2];
  }

  static double largest(double[] errors) {
    return Arrays.stream(errors).max().orElseThrow();
  }

  @Override
  public String toString() {
    return name;
  }

  private record Shaped(ShapedObjects shape) implements ObjectLikelihood {
    @Override
    public BlockLikelihood of(ObjectBlock block) {
      return new Block(shape, block.columns().get("i"));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      throw new UnsupportedOperationException();
    }
  }

  private record Block(ShapedObjects shape, double[] index)
      implements ObjectLikelihood.BlockLikelihood {
    @Override
    public String reject(int i) {
      return null;
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      double[][] guess = shape.guess.of((int) index[i]);
      System.arraycopy(guess[0], 0, centre, 0, centre.length);
      System.arraycopy(guess[1], 0, scale, 0, scale.length);
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      double[] point = new double[theta.length];
      for (int k = from; k < to; k++) {
        for (int j = 0; j < point.length; j++) {
          point[j] = theta[j][k];
        }
        out[k] = shape.likelihood.log((int) index[i], point);
      }
    }
  }
}
