package org.skypool.jobs.stage;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.inference.GibbsModel;
import org.skypool.core.inference.GibbsSampler;
import org.skypool.core.inference.GibbsSettings;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.JointDensity;
import org.skypool.core.inference.JointModel;
import org.skypool.core.inference.JointSampler;
import org.skypool.core.inference.ObjectChains;
import org.skypool.core.inference.Parameterisation;
import org.skypool.core.inference.SelectionTerm;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.inference.UnusableSurveyException;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.UnusableInputException;

/** Samples hyperparameters and objects together with the engine the configuration names. */
final class EngineFit {
  private static final int MOST_DRAWS = 50_000;
  private static final int MOST_PARAMETERS = 200_000;

  private final RunConfig config;
  private final SurveyModel model;

  EngineFit(RunConfig config, SurveyModel model) {
    this.config = config;
    this.model = model;
  }

  /**
   * What an engine found.
   *
   * @param posterior of the hyperparameters
   * @param objects draws of the individual parameters
   * @param energyFraction smallest estimated fraction of missing information of a chain; NaN for
   *     Gibbs sampling
   * @param draws per chain
   * @param nonCentred individual parameters sampled as deviates from the population
   */
  record Result(
      Hyperposterior posterior,
      ObjectChains objects,
      double energyFraction,
      int draws,
      List<String> nonCentred) {}

  /**
   * Samples.
   *
   * @param objects all of them, in the order of their ids
   */
  Result run(ObjectBlock objects) {
    ObjectBlock named = stored(objects);
    refuseTooMany(named);
    try {
      return config.engine().name().equals("gibbs") ? gibbs(named) : joint(named);
    } catch (UnusableSurveyException nowhere) {
      throw new UnusableInputException(nowhere.getMessage(), nowhere);
    }
  }

  private void refuseTooMany(ObjectBlock objects) {
    long parameters = (long) objects.size() * model.thetas().size();
    if (parameters > MOST_PARAMETERS) {
      throw new ConfigException(
          "engine = %s: %,d objects have %,d parameters, at most %,d are sampled together; must be reweight"
              .formatted(config.engine().name(), objects.size(), parameters, MOST_PARAMETERS));
    }
  }

  private Result joint(ObjectBlock objects) {
    boolean measured = model.atPriorCentre().isPresent();
    JointModel joint =
        new JointModel(
            model.thetas(),
            model.thetas().isEmpty() ? Optional.empty() : Optional.of(model.population().density()),
            Optional.empty(),
            model.population().hyperprior(),
            measured ? Optional.of(model.logLikelihood(config)) : Optional.empty(),
            Optional.ofNullable(model.likelihood()).map(this::fromStored),
            SelectionTerm.NONE,
            objects);
    JointSampler.Result found =
        JointSampler.sample(
            density(joint),
            new JointSampler.Settings(
                config.seed(),
                config.hyperposterior().ess(),
                config.hyperposterior().ess(),
                MOST_DRAWS,
                Runtime.getRuntime().availableProcessors()));
    return new Result(
        found.hyperposterior(),
        found.objects(),
        java.util.Arrays.stream(found.energyFraction()).min().orElse(Double.NaN),
        found.transitions(),
        found.nonCentred());
  }

  private JointDensity density(JointModel joint) {
    Set<String> centred = new HashSet<>(config.engine().centred());
    for (String name : centred) {
      if (!model.thetas().contains(name) && !config.population().hyperpriors().containsKey(name)) {
        throw new ConfigException(
            "joint.centred: "
                + name
                + " is neither an individual parameter "
                + model.thetas()
                + " nor a hyperparameter "
                + config.population().hyperpriors().keySet());
      }
    }
    centred.retainAll(model.thetas());
    try {
      return JointDensity.of(
          joint, new Parameterisation(centred, Set.copyOf(config.engine().nonCentred())));
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("joint: " + refused.getMessage());
    }
  }

  private Result gibbs(ObjectBlock objects) {
    SurveyProblem problem = model.problem();
    SurveyProblem located =
        new SurveyProblem(
            problem.thetas(),
            Optional.ofNullable(problem.likelihood()).map(this::fromStored).orElse(null),
            problem.interim(),
            problem.population());
    GibbsSampler.Result found =
        GibbsSampler.local(
                new GibbsModel(located, model.logLikelihood(config)),
                SelectionTerm.NONE,
                objects,
                GibbsSettings.of(
                    config.seed(),
                    config.hyperposterior().ess(),
                    Runtime.getRuntime().availableProcessors()))
            .run();
    return new Result(
        found.posterior(), found.objects(), Double.NaN, found.iterations(), List.of());
  }

  /** Columns under the names that formulas of the population and the likelihood share. */
  private ObjectBlock stored(ObjectBlock objects) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    objects.columns().forEach((name, values) -> columns.put(model.stored(name), values));
    return new ObjectBlock(objects.ids(), columns, objects.observations());
  }

  /** A likelihood that reads the columns of {@link #stored}. */
  private ObjectLikelihood fromStored(ObjectLikelihood likelihood) {
    return new ObjectLikelihood() {
      @Override
      public BlockLikelihood of(ObjectBlock block) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name : model.columns()) {
          columns.put(name, block.columns().get(model.stored(name)));
        }
        return likelihood.of(new ObjectBlock(block.ids(), columns, block.observations()));
      }

      @Override
      public void simulate(
          double[] theta,
          Map<String, Double> columns,
          org.apache.commons.rng.UniformRandomProvider rng) {
        likelihood.simulate(theta, columns, rng);
      }
    };
  }
}
