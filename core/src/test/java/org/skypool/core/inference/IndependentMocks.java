package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.skypool.core.object.ObjectBlock;

/**
 * Mock surveys that use none of the project's densities, samplers, cuts or measurements, so that an
 * error in them shows in the ranks.
 */
final class IndependentMocks {

  private IndependentMocks() {}

  /** Measurements {@code y} of objects and the other columns of each, by name. */
  private interface ObjectMaker {
    /** Empty where the object is not detected. */
    Map<String, Double> next(double[] truth, Random random);
  }

  private static MockCalibration.Source of(
      int objects,
      ToDoubleFunction<Random> first,
      ToDoubleFunction<Random> second,
      ObjectMaker maker) {
    return new MockCalibration.Source() {
      @Override
      public double[] truth(long seed) {
        Random random = new Random(seed);
        return new double[] {first.applyAsDouble(random), second.applyAsDouble(random)};
      }

      @Override
      public ObjectBlock survey(double[] truth, long seed) {
        Random random = new Random(~seed);
        List<String> ids = new ArrayList<>();
        Map<String, double[]> columns = new java.util.TreeMap<>();
        while (ids.size() < objects) {
          Map<String, Double> object = maker.next(truth, random);
          if (!object.isEmpty()) {
            int at = ids.size();
            ids.add("object-" + at);
            object.forEach(
                (name, value) ->
                    columns.computeIfAbsent(name, n -> new double[objects])[at] = value);
          }
        }
        return new ObjectBlock(ids, columns);
      }
    };
  }

  /** Errors uniform in 0.2 .. 0.8 around values normal(mu, tau). */
  static MockCalibration.Source normal(int objects) {
    return of(
        objects,
        random -> 2 * random.normal(),
        random -> random.uniform(0.3, 2),
        (truth, random) -> random.measured(truth[0] + truth[1] * random.normal()));
  }

  /** The same, with the width's own prior half-normal. */
  static MockCalibration.Source hierarchical(int objects) {
    return new MockCalibration.Source() {
      private final MockCalibration.Source inner = normal(objects);

      @Override
      public double[] truth(long seed) {
        Random random = new Random(seed);
        double s = Math.abs(random.normal());
        return new double[] {s * random.normal(), s};
      }

      @Override
      public ObjectBlock survey(double[] truth, long seed) {
        return inner.survey(new double[] {truth[0], 1}, seed);
      }
    };
  }

  /** A share f normal(mu, 0.5), the others uniform in -10 .. 10. */
  static MockCalibration.Source outliers(int objects) {
    return of(
        objects,
        random -> random.beta(4, 2),
        random -> 2 * random.normal(),
        (truth, random) ->
            random.measured(
                random.uniform(0, 1) < truth[0]
                    ? truth[1] + 0.5 * random.normal()
                    : random.uniform(-10, 10)));
  }

  /** Successes among 30 trials each. */
  static MockCalibration.Source proportions(int objects) {
    return of(
        objects,
        random -> random.gamma(4),
        random -> random.gamma(4),
        (truth, random) -> {
          double p = random.beta(truth[0], truth[1]);
          int successes = 0;
          for (int trial = 0; trial < 30; trial++) {
            successes += random.uniform(0, 1) < p ? 1 : 0;
          }
          return Map.of("y", (double) successes, "n", 30.0);
        });
  }

  /** Log masses above 8 by rejection, measured with errors of 0.2 and kept above 8.9. */
  static MockCalibration.Source masses(int objects) {
    return of(
        objects,
        random -> random.uniform(-1.6, -0.6),
        random -> random.uniform(10, 11),
        (truth, random) -> {
          double y = random.logMass(truth[0], truth[1]) + 0.2 * random.normal();
          return y > 8.9 ? Map.of("y", y, "e", 0.2) : Map.of();
        });
  }

  /** Draws of textbook distributions. */
  private static final class Random {
    private static final double ABOVE = 8;

    /** In natural logarithms of the mass over the knee: beyond it fewer than 1 in 1e15. */
    private static final double HIGHEST = StrictMath.log(40);

    private final UniformRandomProvider rng;
    private final ZigguratSampler.NormalizedGaussian gaussian;

    Random(long seed) {
      rng = RandomSource.XO_SHI_RO_256_PP.create(seed);
      gaussian = ZigguratSampler.NormalizedGaussian.of(rng);
    }

    double normal() {
      return gaussian.sample();
    }

    double uniform(double low, double high) {
      return low + (high - low) * rng.nextDouble();
    }

    double gamma(double shape) {
      return AhrensDieterMarsagliaTsangGammaSampler.of(rng, shape, 1).sample();
    }

    double beta(double a, double b) {
      double x = gamma(a);
      return x / (x + gamma(b));
    }

    Map<String, Double> measured(double value) {
      double error = uniform(0.2, 0.8);
      return Map.of("y", value + error * normal(), "e", error);
    }

    /** Density proportional to {@code exp((slope + 1) u - e^u)} in {@code u = ln(M / knee)}. */
    double logMass(double slope, double knee) {
      double lowest = (ABOVE - knee) * StrictMath.log(10);
      double peak = slope + 1 > 0 ? Math.max(lowest, StrictMath.log(slope + 1)) : lowest;
      double top = (slope + 1) * peak - StrictMath.exp(peak);
      while (true) {
        double u = uniform(lowest, HIGHEST);
        double log = (slope + 1) * u - StrictMath.exp(u) - top;
        if (StrictMath.log(rng.nextDouble()) < log) {
          return knee + u / StrictMath.log(10);
        }
      }
    }
  }
}
