package org.skypool.jobs.stage;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.skypool.core.inference.ExpectedCount;
import org.skypool.core.inference.ExpectedObjects;
import org.skypool.core.inference.GibbsModel;
import org.skypool.core.inference.GibbsSampler;
import org.skypool.core.inference.GibbsSettings;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.JointDensity;
import org.skypool.core.inference.JointModel;
import org.skypool.core.inference.JointSampler;
import org.skypool.core.inference.Memberships;
import org.skypool.core.inference.ObjectChains;
import org.skypool.core.inference.Parameterisation;
import org.skypool.core.inference.SelectionTerm;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.inference.UnusableSurveyException;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.UnusableInputException;
import org.skypool.jobs.progress.Progress;

/** Samples hyperparameters and objects together with the engine the configuration names. */
final class EngineFit {
  private static final int MOST_DRAWS = 50_000;
  private static final int MOST_PARAMETERS = 200_000;

  /** Objects that Gibbs sampling moves in the driver: a job for every iteration is dearer. */
  private static final int MOST_IN_DRIVER = 2_000;

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
   * @param memberships in the components of a mixture, by component, draw and object; none without
   *     a mixture
   * @param expected number of objects; empty where the population has no rate
   * @param dataHash hash of the data of every object, in the order of the draws
   */
  record Result(
      Hyperposterior posterior,
      ObjectChains objects,
      double energyFraction,
      int draws,
      List<String> nonCentred,
      double[][][] memberships,
      Optional<ExpectedObjects> expected,
      long[] dataHash) {}

  /**
   * Samples.
   *
   * @param catalogue the objects; empty where there are none
   */
  Result run(Optional<BucketedObjects> catalogue) {
    ObjectBlock collected =
        catalogue.map(BucketedObjects::collected).orElse(new ObjectBlock(List.of(), Map.of()));
    ObjectBlock objects = new StoredColumns(model).of(collected);
    refuseTooMany(objects);
    long[] dataHash = new ObjectHashes(model.objectColumns()).of(collected);
    try {
      return config.engine().name().equals("gibbs")
          ? gibbs(catalogue, objects, dataHash)
          : joint(objects, dataHash);
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

  private Result joint(ObjectBlock objects, long[] dataHash) {
    boolean measured = model.atPriorCentre().isPresent();
    StoredColumns stored = new StoredColumns(model);
    JointModel joint =
        new JointModel(
            model.thetas(),
            model.thetas().isEmpty() ? Optional.empty() : Optional.of(model.population().density()),
            JointModel.logFactor(model.population()),
            model.population().hyperprior(),
            measured ? Optional.of(stored.in(model.logLikelihood(config))) : Optional.empty(),
            Optional.ofNullable(model.likelihood()).map(stored::reading),
            count(),
            objects);
    JointDensity density = density(joint);
    JointSampler.Settings settings =
        new JointSampler.Settings(
            config.seed(),
            config.hyperposterior().ess(),
            config.hyperposterior().ess(),
            MOST_DRAWS,
            Runtime.getRuntime().availableProcessors());
    JointSampler.Result found =
        watched(
            "transitions of every chain",
            progress -> JointSampler.sample(density, settings, progress));
    return new Result(
        found.hyperposterior(),
        found.objects(),
        java.util.Arrays.stream(found.energyFraction()).min().orElse(Double.NaN),
        found.transitions(),
        found.nonCentred(),
        memberships(found.objects(), objects),
        expected(found.hyperposterior()),
        dataHash);
  }

  /** What a rate subtracts; nothing is selected with these engines. */
  private SelectionTerm count() {
    return model.population().rate().isPresent()
        ? ExpectedCount.checked(model.population())
        : SelectionTerm.NONE;
  }

  private Optional<ExpectedObjects> expected(Hyperposterior posterior) {
    return model.population().rate().map(rate -> ExpectedObjects.of(count(), posterior.draws()));
  }

  private JointDensity density(JointModel joint) {
    Set<String> centred = new HashSet<>(config.engine().centred());
    centred.retainAll(model.thetas());
    try {
      return JointDensity.of(
          joint, new Parameterisation(centred, Set.copyOf(config.engine().nonCentred())));
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("joint: " + refused.getMessage());
    }
  }

  private Result gibbs(Optional<BucketedObjects> catalogue, ObjectBlock objects, long[] dataHash) {
    GibbsModel gibbs = gibbsModel(config, model);
    GibbsSettings settings =
        GibbsSettings.of(
            config.seed(),
            config.hyperposterior().ess(),
            Runtime.getRuntime().availableProcessors());
    GibbsSampler.Result found =
        watched(
            "iterations of every chain",
            progress -> sampled(gibbs, catalogue, objects, settings, progress));
    return new Result(
        found.posterior(),
        found.objects(),
        Double.NaN,
        found.iterations(),
        List.of(),
        memberships(found.objects(), objects),
        expected(found.posterior()),
        dataHash);
  }

  private double[][][] memberships(ObjectChains chains, ObjectBlock objects) {
    return Memberships.of(model.population())
        .map(memberships -> chains.memberships(memberships, objects.columns()))
        .orElse(new double[0][][]);
  }

  private GibbsSampler.Result sampled(
      GibbsModel gibbs,
      Optional<BucketedObjects> catalogue,
      ObjectBlock objects,
      GibbsSettings settings,
      IntConsumer progress) {
    if (objects.size() <= MOST_IN_DRIVER) {
      return GibbsSampler.local(gibbs, count(), objects, settings).run(progress);
    }
    try (SparkObjectSweeps sweeps = new SparkObjectSweeps(config, catalogue.orElseThrow())) {
      return new GibbsSampler(gibbs, count(), sweeps.objects(), sweeps, settings).run(progress);
    }
  }

  /** Shows how long the chains are by now; how long they have to be nobody knows. */
  private <T> T watched(String what, Function<IntConsumer, T> work) {
    AtomicLong done = new AtomicLong();
    try (Progress progress = Progress.start(config.engine().name() + ", " + what, 0, done::get)) {
      return work.apply(done::set);
    }
  }

  /** The model as Gibbs sampling takes it, over stored columns. */
  static GibbsModel gibbsModel(RunConfig config, SurveyModel model) {
    StoredColumns stored = new StoredColumns(model);
    SurveyProblem problem = model.problem();
    SurveyProblem located =
        new SurveyProblem(
            problem.thetas(),
            Optional.ofNullable(problem.likelihood()).map(stored::reading).orElse(null),
            problem.interim(),
            problem.population());
    return new GibbsModel(located, stored.in(model.logLikelihood(config)));
  }
}
