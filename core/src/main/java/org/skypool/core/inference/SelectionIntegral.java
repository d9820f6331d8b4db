package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;
import org.skypool.core.expression.Replacement;
import org.skypool.core.likelihood.EvidenceBlock;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.ObjectEvidence;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.Rate;
import org.skypool.core.sampler.LatticeSampler;
import org.skypool.core.sampler.SampledPoints;
import org.skypool.core.sampler.SamplerSettings;

/**
 * {@code sum_i log xi(phi, x_i)} with {@code xi = integral p_det(theta, x) f(theta | x, phi)
 * dtheta}, by lattice points aimed at the detected population: the same estimator that integrates
 * objects, with the detection probability in place of a likelihood and a thousand points instead of
 * dozens.
 *
 * <p>Where the population jumps at known places, as a histogram does, the points are those of
 * {@link PanelPoints} instead.
 *
 * <p>Where detection or population depend on covariates there is one integral per distinct value,
 * or per node of an interpolating grid. With a {@link Rate} it is instead the expected number of
 * detected objects, {@code Lambda(phi) = integral R n xi dx}, summed over the nodes of the declared
 * elements.
 */
public final class SelectionIntegral implements IntegratedTerm {
  private static final int LEAST_GRID = 9;

  private final LocalEvaluator evaluator;
  private final double[] weights;
  private final Resolution resolution;
  private final boolean exactInCovariates;
  private final boolean counts;

  /**
   * How finely it is computed.
   *
   * @param points lattice points per integral
   * @param grid Chebyshev points per covariate
   */
  public record Resolution(int points, int grid) {
    static final int MOST_POINTS = 32_768;

    /** Beyond two dimensions, for which there are larger lattices, and in one. */
    private static final int MOST_ELSEWHERE = 4096;

    /** A thousand points, nine nodes; four thousand in several dimensions. */
    public static Resolution first(int dimension) {
      return new Resolution(dimension == 1 ? 1024 : 4096, LEAST_GRID);
    }

    /** Twice the points, as far as there are lattices, and twice the grid. */
    public Resolution finer() {
      return new Resolution(Math.min(MOST_POINTS, 2 * points), 2 * grid - 1);
    }

    /** The points there can be in so many dimensions. */
    int points(int dimension) {
      return dimension == 2 ? points : Math.min(points, MOST_ELSEWHERE);
    }
  }

  private SelectionIntegral(
      LocalEvaluator evaluator, CovariateNodes nodes, Resolution resolution, boolean counts) {
    this.evaluator = evaluator;
    this.weights = nodes.weights();
    this.resolution = resolution;
    this.exactInCovariates = nodes.exact();
    this.counts = counts;
  }

  /**
   * Makes the integral, its points aimed at the population with hyperparameters {@code phi}.
   *
   * @param shift random shift of the lattice, to measure the error by a second one
   */
  public static SelectionIntegral aimedAt(
      SelectionSurvey survey, double[] phi, Resolution resolution, double shift) {
    PopulationModel model = survey.model();
    Expression logDensity = model.density().logDensity();
    Expression logDetection = model.selection().orElseThrow().probability().log();
    Expression integrand = logDensity.plus(logDetection);
    if (model.rate().isPresent()) {
      integrand = integrand.plus(model.rate().get().logIntensity());
    }
    List<String> names = model.hyperprior().names();
    CovariateNodes nodes = survey.nodes(resolution.grid());
    Program program = EvidenceBlock.program(integrand, names);
    DrawBlock block =
        PanelPoints.of(model, resolution.points(survey.axes().size()))
            .map(points -> points.at(nodes, model.thetas().get(0)))
            .orElseGet(
                () ->
                    block(
                        lattice(survey, nodes, phi, resolution, shift),
                        nodes,
                        model.thetas(),
                        program.curveColumns()));
    return new SelectionIntegral(
        LocalEvaluator.reading(program, List.of(() -> block), 1),
        nodes,
        resolution,
        model.rate().isPresent());
  }

  private static SampledPoints lattice(
      SelectionSurvey survey,
      CovariateNodes nodes,
      double[] phi,
      Resolution resolution,
      double shift) {
    PopulationModel model = survey.model();
    Expression logDensity = model.density().logDensity();
    Expression logDetection = model.selection().orElseThrow().probability().log();
    Map<String, Double> fixed = model.hyperprior().named(phi);
    Expression aim =
        Replacement.ofNumbers(
            logDetection.plus(logDensity.times(1 / Aim.tempering(survey.axes().size()))), fixed);
    SamplerSettings settings =
        SamplerSettings.of(survey.axes().size(), resolution.points(survey.axes().size()));
    LatticeSampler sampler = new LatticeSampler(survey.axes(), settings);
    return sampler.sample(
        new Everywhere(survey),
        new ExpressionDensity(aim, model.thetas(), nodes.covariates()),
        (node, out) -> Arrays.fill(out, shift),
        0,
        nodes.size());
  }

  /**
   * The points of every node, in the order of the first individual parameter that curves are
   * interpolated in.
   */
  private static DrawBlock block(
      SampledPoints points, CovariateNodes nodes, List<String> thetas, Set<String> curveColumns) {
    int n = nodes.size();
    int[] order =
        thetas.stream()
            .filter(curveColumns::contains)
            .findFirst()
            .map(theta -> ascending(points.theta()[thetas.indexOf(theta)], points.perObject()))
            .orElseGet(() -> IntStream.range(0, n * points.perObject()).toArray());
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int j = 0; j < thetas.size(); j++) {
      columns.put(thetas.get(j), ordered(points.theta()[j], order));
    }
    return new DrawBlock(
        IntStream.range(0, n).mapToObj(Integer::toString).toList(),
        IntStream.rangeClosed(0, n).map(i -> i * points.perObject()).toArray(),
        columns,
        nodes.covariates(),
        ordered(points.logWeight(), order),
        new double[n * points.perObject()]);
  }

  private static int[] ascending(double[] column, int perNode) {
    return IntStream.range(0, column.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(k -> k / perNode).thenComparingDouble(k -> column[k]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] ordered(double[] column, int[] order) {
    return Arrays.stream(order).mapToDouble(k -> column[k]).toArray();
  }

  /** A likelihood of 1 everywhere, located where the survey's objects are. */
  private record Everywhere(SelectionSurvey survey) implements LatticeSampler.Likelihood {
    @Override
    public void locate(int object, double[] centre, double[] scale) {
      System.arraycopy(survey.centre(), 0, centre, 0, centre.length);
      System.arraycopy(survey.scale(), 0, scale, 0, scale.length);
    }

    @Override
    public void logLikelihood(int object, double[][] theta, int from, int to, double[] out) {
      Arrays.fill(out, from, to, 0);
    }
  }

  @Override
  public double[] values(double[][] phis) {
    double[] values = new double[phis.length];
    for (int v = 0; v < phis.length; v++) {
      double[] logDetection = logDetection(phis[v]);
      for (int n = 0; n < weights.length; n++) {
        values[v] += weights[n] * (counts ? StrictMath.exp(logDetection[n]) : logDetection[n]);
      }
    }
    return values;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    double[] values = new double[phis.length];
    double[][] gradients = new double[phis.length][];
    for (int v = 0; v < phis.length; v++) {
      ObjectEvidence nodes = evaluator.evidence(phis[v]);
      gradients[v] = new double[phis[v].length];
      for (int n = 0; n < weights.length; n++) {
        double log = nodes.logEvidence()[n];
        double number = counts ? weights[n] * StrictMath.exp(log) : weights[n];
        values[v] += counts ? number : weights[n] * log;
        for (int d = 0; number != 0 && d < gradients[v].length; d++) {
          gradients[v][d] += number * nodes.scores()[n][d];
        }
      }
    }
    return new Gradients(values, gradients);
  }

  @Override
  public Resolution resolution() {
    return resolution;
  }

  @Override
  public boolean exactInCovariates() {
    return exactInCovariates;
  }

  @Override
  public int integrals() {
    return weights.length;
  }

  /** Log detection probability per node at one vector, or log of the number per element. */
  public double[] logDetection(double[] phi) {
    return evaluator.logEvidence(phi);
  }
}
