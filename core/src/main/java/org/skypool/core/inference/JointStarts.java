package org.skypool.core.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.NamesIn;

/**
 * Where chains of a {@link JointDensity} start: hyperparameters drawn from their prior; individual
 * parameters from their measurements where these are known, else from the population. With the
 * individual parameters held, the hyperparameters are then moved uphill, and from there at random
 * by twice the width of the normal approximation.
 */
final class JointStarts {
  private static final int MOST_ATTEMPTS = 1_000;

  /** The best of so many draws spares the climb from where a wide prior is absurd. */
  private static final int CHOICES = 20;

  private static final double DISPERSION = 2;

  /**
   * A start.
   *
   * @param metric in which the density there has about unit width
   */
  record Start(double[] position, Metric metric) {}

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
  Start next(UniformRandomProvider rng) {
    double[] gradient = new double[density.dimension()];
    double[] best = null;
    double highest = Double.NEGATIVE_INFINITY;
    int usable = 0;
    for (int attempt = 0; attempt < MOST_ATTEMPTS && usable < CHOICES; attempt++) {
      double[] position = propose(rng);
      double value = density.logDensity(position, gradient);
      if (Double.isFinite(value) && isFinite(gradient)) {
        usable++;
        best = value > highest ? position : best;
        highest = Math.max(value, highest);
      }
    }
    if (best != null) {
      return uphill(rng, best);
    }
    throw new UnusableSurveyException(
        "none of "
            + MOST_ATTEMPTS
            + " draws from the hyperprior has a finite joint density: hyperprior, population and"
            + " measurements exclude each other");
  }

  private Start uphill(UniformRandomProvider rng, double[] position) {
    int leading = density.model().hyperprior().dimension();
    UphillStart top = new UphillStart(density, position, leading);
    boolean dense = position.length <= ChainGroup.DENSE_UP_TO;
    Metric metric = Metric.of(top.covariance(), position.length, dense);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] move = new double[position.length];
    for (int d = 0; d < leading; d++) {
      move[d] = DISPERSION * normal.sample();
    }
    double[] apart = metric.place(move);
    double[] gradient = new double[position.length];
    for (int d = 0; d < apart.length; d++) {
      apart[d] += top.position()[d];
    }
    boolean usable = Double.isFinite(density.logDensity(apart, gradient)) && isFinite(gradient);
    return new Start(usable ? apart : top.position(), metric);
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
