package org.skypool.core.inference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.math.RealLine;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.random.Streams;

/**
 * Where chains start: hyperparameters drawn from their prior, individual parameters around their
 * measurements, or from the population where a measurement says nothing without hyperparameters.
 * Draws under which the objects are impossible are made again, closer to the middle of the prior.
 */
final class GibbsStart {
  private static final String PURPOSE = "gibbs start";
  private static final int ATTEMPTS = 200;
  private static final double CLOSER = 0.95;

  private final GibbsModel model;
  private final ObjectBlock objects;
  private final HyperPosteriorGivenObjects hyperparameters;
  private final double[][] centre;
  private final double[][] scale;

  GibbsStart(GibbsModel model, ObjectBlock objects, HyperPosteriorGivenObjects hyperparameters) {
    this.model = model;
    this.objects = objects;
    this.hyperparameters = hyperparameters;
    int d = model.problem().thetas().size();
    this.centre = new double[objects.size()][d];
    this.scale = new double[objects.size()][d];
    if (model.problem().likelihood() != null) {
      BlockLikelihood likelihood = model.problem().likelihood().of(objects);
      for (int i = 0; i < objects.size(); i++) {
        String reason = likelihood.reject(i);
        if (reason != null) {
          throw new IllegalArgumentException("object " + objects.ids().get(i) + ": " + reason);
        }
        likelihood.locate(i, centre[i], scale[i]);
      }
    }
  }

  /**
   * First states of all chains.
   *
   * @throws UnusableSurveyException if no draw from the prior allows the objects
   */
  GibbsChains chains(long seed, int count) {
    int d = model.problem().thetas().size();
    double[][] z = new double[count][];
    double[][][] theta = new double[count][][];
    double[][][] logStep = new double[count][d][objects.size()];
    for (int c = 0; c < count; c++) {
      UniformRandomProvider rng = new Streams(seed).stream(PURPOSE, "", 0, c);
      double spread = 1;
      for (int attempt = 0; theta[c] == null; attempt++) {
        if (attempt == ATTEMPTS) {
          throw new UnusableSurveyException(
              "none of "
                  + ATTEMPTS
                  + " draws from the hyperprior gives the objects a finite density");
        }
        z[c] = place(rng, spread);
        double[][] first = thetas(rng, z[c]);
        theta[c] = Double.isFinite(hyperparameters.given(first).at(z[c])) ? first : null;
        spread *= CLOSER;
      }
      for (int j = 0; j < d; j++) {
        RealLine line = line(j);
        for (int i = 0; i < objects.size(); i++) {
          logStep[c][j][i] = firstStep(line, theta[c][j][i], scale[i][j]);
        }
      }
    }
    return new GibbsChains(
        z,
        new ObjectStates(theta, logStep),
        Arrays.stream(z).map(HyperMoves.State::first).toArray(HyperMoves.State[]::new),
        Arrays.stream(z).map(HyperMoves.State::first).toArray(HyperMoves.State[]::new));
  }

  private RealLine line(int j) {
    String theta = model.problem().thetas().get(j);
    return model.problem().population().density().support(theta).realLine();
  }

  /** The measurement's width in the coordinate without edges; 1 where it is not known. */
  private static double firstStep(RealLine line, double theta, double scale) {
    double slope = StrictMath.exp(line.logSlope(line.toReal(theta)));
    double step = scale / slope;
    return step > 1e-300 && step < 1e300 ? StrictMath.log(step) : 0;
  }

  private double[] place(UniformRandomProvider rng, double spread) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] z = new double[model.problem().population().hyperprior().dimension()];
    for (int j = 0; j < z.length; j++) {
      z[j] = spread * normal.sample();
    }
    return z;
  }

  private double[][] thetas(UniformRandomProvider rng, double[] z) {
    List<String> names = model.problem().thetas();
    PopulationModel population = model.problem().population();
    Map<String, Double> phi = population.hyperprior().named(population.hyperprior().natural(z));
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[][] theta = new double[names.size()][objects.size()];
    for (int i = 0; i < objects.size(); i++) {
      Map<String, Double> point = new HashMap<>();
      if (model.problem().likelihood() == null) {
        point.putAll(phi);
        for (Map.Entry<String, double[]> column : objects.columns().entrySet()) {
          point.put(column.getKey(), column.getValue()[i]);
        }
        population.density().sample(rng, point);
      }
      for (int j = 0; j < theta.length; j++) {
        theta[j][i] =
            model.problem().likelihood() == null
                ? point.get(names.get(j))
                : near(line(j), centre[i][j], scale[i][j], normal.sample());
      }
    }
    return theta;
  }

  /**
   * The centre moved by some widths; less far, and at last inwards, where that leaves the edges.
   */
  private static double near(RealLine line, double centre, double scale, double distance) {
    for (double part = 1; part > 1e-3; part /= 2) {
      if (line.contains(centre + part * distance * scale)) {
        return centre + part * distance * scale;
      }
    }
    double low = line.lower() > Double.NEGATIVE_INFINITY ? line.lower() : line.upper() - 2 * scale;
    double high = line.upper() < Double.POSITIVE_INFINITY ? line.upper() : line.lower() + 2 * scale;
    return low + (high - low) * (0.25 + 0.5 * Math.abs(distance) / (1 + Math.abs(distance)));
  }
}
