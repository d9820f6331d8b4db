package org.skypool.jobs.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Everything the report shows, as plain immutable values. Text is plain text: the page escapes it.
 * A section whose data are empty is left out of the page.
 *
 * @param name the run's name, which is the page's title
 * @param run what was run, on what
 * @param guards every guard that looked at the run, in the order to show
 * @param hyperparameters the hierarchical fit, in the order to show
 * @param derived what follows from the hyperparameters, in the order to show
 * @param populations one panel per individual parameter
 * @param posterior draws of the hyperposterior, for the corner plot and the traces
 * @param shrinkage one panel per individual parameter: interim against hierarchical estimates
 * @param effectiveSizes effective sample size of the objects
 * @param rounds the rounds, in order
 * @param checks what the fit predicts, and other estimates beside it
 */
public record ReportData(
    String name,
    Run run,
    List<Guard> guards,
    List<Hyperparameter> hyperparameters,
    List<Derived> derived,
    List<Population> populations,
    Optional<Posterior> posterior,
    List<Shrinkage> shrinkage,
    Optional<EffectiveSizes> effectiveSizes,
    List<Round> rounds,
    Checks checks) {

  /**
   * What the fit predicts, and other estimates beside it.
   *
   * @param predictive replicated surveys
   * @param leaveOneOut each object predicted from the others
   * @param compare independent, pooled and hierarchical estimates, one entry per individual
   *     parameter
   * @param memberships of the objects in the components of a mixture
   */
  public record Checks(
      Optional<PredictiveData> predictive,
      Optional<LeaveOneOutData> leaveOneOut,
      List<CompareData> compare,
      Optional<MembershipData> memberships) {
    /** None. */
    public static final Checks NONE =
        new Checks(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    /** Copies the list. */
    public Checks {
      compare = List.copyOf(compare);
    }
  }

  /** Copies the lists. */
  public ReportData {
    guards = List.copyOf(guards);
    hyperparameters = List.copyOf(hyperparameters);
    derived = List.copyOf(derived);
    populations = List.copyOf(populations);
    shrinkage = List.copyOf(shrinkage);
    rounds = List.copyOf(rounds);
  }

  /** The truth of a hyperparameter, where a mock survey knows it. */
  OptionalDouble truthOf(String hyperparameter) {
    return hyperparameters.stream()
        .filter(h -> h.name().equals(hyperparameter))
        .map(Hyperparameter::truth)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  /** Whether the answer may be trusted. */
  public enum Status {
    /** Every guard passed. */
    OK,
    /** At least one guard says that the answer is not to be trusted. */
    UNTRUSTWORTHY
  }

  /**
   * What was run, on what, at what cost. Empty fields are not shown.
   *
   * @param status whether the answer may be trusted
   * @param version of Skypool
   * @param when date and time as text
   * @param command the command line
   * @param input what was read
   * @param sampler how the hyperposterior was drawn
   * @param khat Pareto k-hat of the hyperposterior's importance weights
   * @param evaluations evaluations of the hyper-likelihood
   * @param passes scans of all draws
   * @param seconds wall-clock seconds by stage, in order
   * @param sparkVersion version of Apache Spark
   * @param sparkMaster master URL
   * @param configuration the resolved configuration as text
   */
  public record Run(
      Status status,
      String version,
      Optional<String> when,
      String command,
      Input input,
      String sampler,
      OptionalDouble khat,
      OptionalLong evaluations,
      OptionalLong passes,
      Map<String, Double> seconds,
      Optional<String> sparkVersion,
      Optional<String> sparkMaster,
      String configuration) {
    /** Copies the map, keeping its order. */
    public Run {
      seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }
  }

  /**
   * What was read.
   *
   * @param path where the catalogue came from
   * @param rows rows in the catalogue
   * @param notSelected rows outside the survey by {@code where}
   * @param rejected rows set aside
   * @param reasons the commonest reasons for setting aside, with their number of rows, commonest
   *     first
   * @param objects objects that entered the fit
   * @param expected the number that a fitted population with a rate expects, as text
   */
  public record Input(
      String path,
      long rows,
      long notSelected,
      long rejected,
      Map<String, Long> reasons,
      long objects,
      Optional<String> expected) {
    /** Copies the map, keeping its order. */
    public Input {
      reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }
  }

  /**
   * One check of the answer.
   *
   * @param name as in {@code run.json}
   * @param passed whether the answer may be trusted as far as this guard sees
   * @param measured what was found, with its unit
   * @param threshold what is required, for example "at most 0.1 sd"
   * @param meaning one sentence on what is checked and why
   * @param remedy what to change when it fails
   */
  public record Guard(
      String name,
      boolean passed,
      String measured,
      String threshold,
      String meaning,
      String remedy) {}

  /**
   * Posterior summary of one hyperparameter, as in {@code run.json}.
   *
   * @param name as in the configuration
   * @param mean posterior mean
   * @param sd posterior standard deviation
   * @param median 50 % quantile
   * @param q05 5 % quantile
   * @param q16 16 % quantile
   * @param q84 84 % quantile
   * @param q95 95 % quantile
   * @param essBulk effective sample size in the bulk
   * @param essTail effective sample size in the tails
   * @param rhat rank-normalised split R-hat, only where chains ran
   * @param mcseMean Monte Carlo standard error of the mean, in the hyperparameter's unit
   * @param monteCarloSd Monte Carlo standard deviation from the objects' draws, in posterior sd
   * @param biasSd audited bias, in posterior sd
   * @param truth the value a mock survey was made with
   */
  public record Hyperparameter(
      String name,
      double mean,
      double sd,
      double median,
      double q05,
      double q16,
      double q84,
      double q95,
      double essBulk,
      double essTail,
      OptionalDouble rhat,
      double mcseMean,
      OptionalDouble monteCarloSd,
      OptionalDouble biasSd,
      OptionalDouble truth) {}

  /**
   * Posterior summary of a quantity that follows from the hyperparameters.
   *
   * @param truth the value in a mock survey
   */
  public record Derived(
      String name,
      double mean,
      double sd,
      double median,
      double q05,
      double q16,
      double q84,
      double q95,
      OptionalDouble truth) {}

  /**
   * The population in one individual parameter.
   *
   * @param label axis label with its unit, for example "log10 stellar mass / Msun"
   * @param unit what a density is per, for example "dex"; empty where the parameter has no unit
   * @param measured the binned measurements and what the fit predicts for them
   * @param density the population density itself
   */
  public record Population(
      String label,
      Optional<String> unit,
      Optional<Measured> measured,
      Optional<Density> density) {}

  /**
   * Measured values, binned, and what a survey would measure: {@code selected(x) integral
   * N(x|theta,s) f dtheta / xi}.
   *
   * @param counts objects per bin
   * @param objects all objects, those outside the bins included; the counts are divided by it
   * @param predicted density of measured values of detected objects, integrating to 1 over all
   *     values
   */
  public record Measured(Histogram counts, long objects, Optional<Band> predicted) {}

  /**
   * The population density f over true values, normalised as in the model.
   *
   * @param objects number of objects; densities where fewer than 0.1 objects per unit are expected
   *     are not shown
   * @param band the hierarchical fit
   * @param interim the interim estimate, from stacking the objects' interim posteriors
   * @param truth the density a mock survey was made with
   */
  public record Density(long objects, Band band, Optional<Curve> interim, Optional<Curve> truth) {}

  /**
   * Equally weighted draws of the hyperposterior.
   *
   * @param names the hyperparameters, in the order to show
   * @param chains one list per chain or replicate, holding one list of draws per hyperparameter
   */
  public record Posterior(List<String> names, List<List<Values>> chains) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a chain has not one list per name, or its lists differ in
     *     length
     */
    public Posterior {
      names = List.copyOf(names);
      chains = chains.stream().map(List::copyOf).toList();
      for (List<Values> chain : chains) {
        if (chain.size() != names.size()
            || chain.stream().mapToInt(Values::size).distinct().count() > 1) {
          throw new IllegalArgumentException(
              "a chain has draws of "
                  + chain.size()
                  + " hyperparameters, must be equally many of each of "
                  + names);
        }
      }
    }

    /** All chains' draws of one hyperparameter, end to end. */
    Values pooled(int hyperparameter) {
      return Values.of(
          chains.stream().flatMapToDouble(chain -> chain.get(hyperparameter).stream()).toArray());
    }
  }

  /**
   * Interim and hierarchical estimates of the same objects. A sample of some thousands is enough.
   *
   * @param label axis label with its unit
   * @param interimMean mean of each object's interim posterior
   * @param interimSd its standard deviation
   * @param hierarchicalMean mean of each object's hierarchical posterior
   * @param hierarchicalSd its standard deviation
   * @param truth each object's true value, where a mock survey knows it
   */
  public record Shrinkage(
      String label,
      Values interimMean,
      Values interimSd,
      Values hierarchicalMean,
      Values hierarchicalSd,
      Optional<Values> truth) {
    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the lists differ in length
     */
    public Shrinkage {
      for (Values each :
          List.of(interimSd, hierarchicalMean, hierarchicalSd, truth.orElse(interimMean))) {
        if (each.size() != interimMean.size()) {
          throw new IllegalArgumentException(
              "shrinkage has "
                  + interimMean.size()
                  + " interim means and "
                  + each.size()
                  + " other values");
        }
      }
    }
  }

  /**
   * Effective sample size of the objects under the fitted population.
   *
   * @param histogram objects by effective sample size
   * @param drawsPerObject draws stored per object, where it is the same for all
   * @param median over all objects
   * @param minimum over all objects
   * @param worst the objects with the smallest, worst first
   */
  public record EffectiveSizes(
      Histogram histogram,
      OptionalLong drawsPerObject,
      double median,
      double minimum,
      List<WorstObject> worst) {
    /** Copies the list. */
    public EffectiveSizes {
      worst = List.copyOf(worst);
    }
  }

  /**
   * An object that its draws describe badly.
   *
   * @param id as in the catalogue
   * @param ess effective sample size
   * @param khat Pareto k-hat of its weights
   */
  public record WorstObject(String id, double ess, OptionalDouble khat) {}

  /**
   * One round of drawing and fitting.
   *
   * @param round from 0
   * @param objects objects in it
   * @param draws draws per object
   * @param driftSd largest change of a hyperparameter's mean since the round before, in posterior
   *     sd
   * @param monteCarloSd largest Monte Carlo standard deviation, in posterior sd
   * @param biasSd largest audited bias, in posterior sd
   * @param missedSd largest move by pooling with the points of round 0, in posterior sd
   * @param lossBits information the bias costs, in bits
   * @param estimates the hyperparameters after it
   */
  public record Round(
      int round,
      long objects,
      int draws,
      OptionalDouble driftSd,
      OptionalDouble monteCarloSd,
      OptionalDouble biasSd,
      OptionalDouble missedSd,
      OptionalDouble lossBits,
      List<Estimate> estimates) {
    /** Copies the list. */
    public Round {
      estimates = List.copyOf(estimates);
    }
  }

  /**
   * A hyperparameter after a round.
   *
   * @param name as in the configuration
   * @param mean posterior mean
   * @param sd posterior standard deviation
   */
  public record Estimate(String name, double mean, double sd) {}
}
