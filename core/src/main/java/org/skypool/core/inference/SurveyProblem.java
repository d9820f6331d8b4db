package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.Support;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.HyperLikelihood;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.sampler.Axis;

/**
 * The statistical model of a survey: how objects were measured, what they are first sampled under,
 * and the population they come from.
 *
 * @param thetas individual parameters, in order
 * @param likelihood of the objects
 * @param interim prior of every individual parameter
 * @param population model
 * @param hyper the likelihood where hyperparameters stand in it; {@code likelihood} is then the one
 *     at the centre of their prior, and the population has the ratio
 * @param injections what stands in for a formula of the probability of detection, where the survey
 *     has them
 */
public record SurveyProblem(
    List<String> thetas,
    ObjectLikelihood likelihood,
    Map<String, DensityTerm> interim,
    PopulationModel population,
    Optional<HyperLikelihood> hyper,
    Optional<Injections> injections) {

  /** Objects whose likelihood holds no hyperparameters, or whose hyperparameters have values. */
  public SurveyProblem(
      List<String> thetas,
      ObjectLikelihood likelihood,
      Map<String, DensityTerm> interim,
      PopulationModel population) {
    this(thetas, likelihood, interim, population, Optional.empty(), Optional.empty());
  }

  /** The same with injections. */
  public SurveyProblem with(Injections found) {
    return new SurveyProblem(thetas, likelihood, interim, population, hyper, Optional.of(found));
  }

  /** Whether the likelihood has a selection term: something was lost, or objects are counted. */
  boolean isSelected() {
    return injections.isPresent()
        || population.selection().isPresent()
        || population.rate().isPresent();
  }

  /** Objects in whose likelihood hyperparameters stand. */
  public static SurveyProblem of(
      List<String> thetas,
      HyperLikelihood hyper,
      Map<String, DensityTerm> interim,
      PopulationModel population) {
    Hyperprior prior = population.hyperprior();
    return new SurveyProblem(
        thetas,
        hyper.at(prior.named(prior.natural(new double[prior.dimension()]))),
        interim,
        population.withLikelihoodRatio(hyper.logRatio()),
        Optional.of(hyper),
        Optional.empty());
  }

  /**
   * The likelihood at given hyperparameters.
   *
   * @param phi by name
   */
  public ObjectLikelihood likelihoodAt(Map<String, Double> phi) {
    return hyper.map(of -> of.at(phi)).orElse(likelihood);
  }

  /** The likelihood that the points of a round are weighted with. */
  ObjectLikelihood likelihoodOf(RoundPlan plan) {
    return plan.isInterim() ? likelihood : likelihoodAt(population.hyperprior().named(plan.aim()));
  }

  /** Whether individual parameters are known without error: one point each, and no rounds. */
  public boolean isExact() {
    return likelihood != null && likelihood.isExact();
  }

  /** Log interim prior density over all individual parameters. */
  public Expression logInterim() {
    return interim.values().stream()
        .map(DensityTerm::logDensity)
        .reduce(Expression.constant(0), Expression::plus);
  }

  /**
   * The axes points are placed on: for the interim round the support of the interim prior, later
   * that of the population, where its edges are numbers.
   *
   * @param storedAsDouble individual parameters that single precision cannot hold
   */
  public List<Axis> axes(boolean interimRound, Set<String> storedAsDouble) {
    List<Axis> axes = new ArrayList<>();
    for (String theta : thetas) {
      Support support =
          interimRound ? interim.get(theta).support(theta) : population.density().support(theta);
      if (!isConstant(support)) {
        support = interim.containsKey(theta) ? interim.get(theta).support(theta) : Support.REAL;
      }
      axes.add(
          Axis.of(
              theta,
              value(support.lower()),
              value(support.upper()),
              !storedAsDouble.contains(theta)));
    }
    return axes;
  }

  private static boolean isConstant(Support support) {
    return support.lower() instanceof Expression.Constant
        && support.upper() instanceof Expression.Constant;
  }

  private static double value(Expression edge) {
    return ((Expression.Constant) edge).value();
  }
}
