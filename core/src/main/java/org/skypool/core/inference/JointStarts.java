package org.skypool.core.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.NamesIn;

/**
 * Where chains of a {@link JointDensity} start: hyperparameters drawn from their prior; individual
 * parameters from their measurements where these are known, else from the population.
 */
final class JointStarts {
  private static final int MOST_ATTEMPTS = 1_000;

  private final JointDensity density;
  private final MeasuredThetas measured;

  JointStarts(JointDensity density) {
    this.density = density;
    this.measured = MeasuredThetas.of(density.model());
  }

  /**
   * A position of finite density.
   *
   * @throws UnusableSurveyException if none of 1,000 has one
   */
  double[] next(UniformRandomProvider rng) {
    double[] gradient = new double[density.dimension()];
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      double[] position = propose(rng);
      if (Double.isFinite(density.logDensity(position, gradient)) && isFinite(gradient)) {
        return position;
      }
    }
    throw new UnusableSurveyException(
        "none of "
            + MOST_ATTEMPTS
            + " draws from the hyperprior has a finite joint density: hyperprior, population and"
            + " measurements exclude each other");
  }

  private static boolean isFinite(double[] gradient) {
    for (double component : gradient) {
      if (!Double.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  private double[] propose(UniformRandomProvider rng) {
    JointModel model = density.model();
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] phi = model.hyperprior().sample(rng);
    double[] z = model.hyperprior().standard(phi);
    double[] position = java.util.Arrays.copyOf(z, density.dimension());
    List<String> thetas = model.thetas();
    for (int i = 0; i < model.objects().size(); i++) {
      Map<String, Double> point = populationDraw(rng, phi, i);
      for (ThetaCoordinate coordinate : density.coordinates()) {
        int j = thetas.indexOf(coordinate.theta());
        double u = coordinate.centred() ? centred(coordinate, i, j, point, normal) : Double.NaN;
        position[z.length + i * thetas.size() + j] = Double.isFinite(u) ? u : normal.sample();
      }
    }
    return position;
  }

  private double centred(
      ThetaCoordinate coordinate,
      int object,
      int j,
      Map<String, Double> point,
      ZigguratSampler.NormalizedGaussian normal) {
    double value =
        measured.isKnown()
            ? measured.centre()[object][j] + measured.scale()[object][j] * normal.sample()
            : point.getOrDefault(coordinate.theta(), Double.NaN);
    if (!point.keySet().containsAll(NamesIn.of(coordinate.inverse()).hyperparameters())) {
      return Double.NaN;
    }
    point.put(coordinate.theta(), value);
    return measured.coordinate(coordinate, object, value, point);
  }

  /** Hyperparameters, covariates and individual parameters of one object by name. */
  private Map<String, Double> populationDraw(UniformRandomProvider rng, double[] phi, int object) {
    JointModel model = density.model();
    Map<String, Double> point = new HashMap<>(model.hyperprior().named(phi));
    model.objects().columns().forEach((name, values) -> point.put(name, values[object]));
    if (!measured.isKnown() && model.population().isPresent()) {
      try {
        model.population().get().sample(rng, point);
      } catch (UnsupportedOperationException freeTerm) {
        return point;
      }
    }
    return point;
  }
}
