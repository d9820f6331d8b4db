package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.FiniteDraws;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.InjectionReliability;
import org.skypool.core.inference.PopulationFit;
import org.skypool.core.inference.RareShares;
import org.skypool.core.inference.RoundRecord;
import org.skypool.core.inference.Rounds;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.population.Hyperprior;
import org.skypool.jobs.config.RunConfig;

/** The conditions on which a run's answer can be trusted, with their default thresholds. */
final class Guards {
  private static final double KHAT = 0.7;
  private static final double RHAT = 1.01;
  private static final double RHAT_OBJECTS = 1.05;
  private static final double ENERGY = 0.3;
  private static final double ESS_SHARE = 0.9;

  /** Rounds whose means agree have sds within a few percent; half as much again is no noise. */
  private static final double SD_RATIO = 1.5;

  private static final double REACH = 1e-4;
  private static final double COUNTED = 0.1;
  private static final double EDGE_MASS = 0.01;
  private static final double EDGE_SHARE = 0.02;

  private final RunConfig config;
  private final Hyperprior prior;
  private final List<Guard> guards = new ArrayList<>();

  private Guards(RunConfig config, Hyperprior prior) {
    this.config = config;
    this.prior = prior;
  }

  /**
   * The guards of a run.
   *
   * @param given whether the draws were made elsewhere and cannot be made again
   * @param rejected rows of the catalogue that were set aside
   */
  static List<Guard> of(
      RunConfig config, SurveyProblem problem, Rounds.Outcome found, boolean given, long rejected) {
    Guards guards = new Guards(config, problem.population().hyperprior());
    RoundRecord last = found.last();
    guards.support(found.aside().size());
    guards.sampler(last.posterior());
    Audit audit = last.audit().orElseThrow();
    if (problem.isExact()) {
      guards.exact(audit);
    } else if (given) {
      guards.finiteDraws(audit, last.objects());
      InterimReach.of(problem, last.posterior()).ifPresent(guards::reach);
    } else {
      guards.rounds(found.rounds(), last);
      guards.audit(audit);
      RareShares.concentration(problem, last.posterior().mean()).ifPresent(guards::shares);
    }
    if (config.population().selection().isPresent() || config.population().rate().isPresent()) {
      guards.selection(found.fit());
    }
    found.fit().injections().ifPresent(guards::injections);
    guards.counted(rejected + found.aside().size(), last.objects());
    guards.edges(last.posterior());
    return List.copyOf(guards.guards);
  }

  /** The guards of a run whose objects were sampled together with the hyperparameters. */
  static List<Guard> of(
      RunConfig config, SurveyProblem problem, EngineFit.Result found, long rejected) {
    Guards guards = new Guards(config, problem.population().hyperprior());
    guards.sampler(found.posterior());
    if (!found.objects().thetas().isEmpty() && !found.objects().ids().isEmpty()) {
      guards.objects(found.objects().worstRhat());
    }
    if (!Double.isNaN(found.energyFraction())) {
      guards.energy(found.energyFraction());
    }
    guards.counted(rejected, found.objects().ids().size());
    guards.edges(found.posterior());
    return List.copyOf(guards.guards);
  }

  private void objects(double rhat) {
    guards.add(
        Guard.atMost(
            "rhat_objects",
            rhat,
            RHAT_OBJECTS,
            "",
            "The same for the individual parameters, the worst of all objects.",
            "raise hyperposterior.ess: chains run on until there are as many effective draws"));
  }

  private void energy(double fraction) {
    guards.add(
        Guard.atLeast(
            "energy",
            fraction,
            ENERGY,
            "",
            "Share of the posterior's energies that a step of the sampler reaches; where it is small"
                + " the tails, or the neck of a funnel, are hardly visited.",
            "sample widths and what they scale apart: joint.non-centred, or leave joint.centred out"));
  }

  private void support(int withoutSupport) {
    guards.add(
        Guard.atMost(
            "support",
            withoutSupport,
            0,
            "objects",
            "Objects left out because the population cannot produce them, whatever its hyperparameters.",
            "see the table rejected; widen the population's density or correct the objects"));
  }

  private void sampler(Hyperposterior posterior) {
    if (posterior.sampler().equals("importance")) {
      guards.add(
          Guard.atMost(
              "khat",
              posterior.khat() == Double.NEGATIVE_INFINITY ? -1 : posterior.khat(),
              KHAT,
              "",
              "Pareto k of the weights the hyperposterior was drawn with; above 0.7 a few weights decide everything.",
              "narrow the hyperpriors, or drop hyperparameters that the data do not determine"));
    } else {
      double rhat =
          posterior.summaries().stream()
              .mapToDouble(Hyperposterior.Summary::rhat)
              .max()
              .orElseThrow();
      guards.add(
          Guard.atMost(
              "rhat",
              rhat,
              RHAT,
              "",
              "Four chains started apart must end up drawing the same hyperposterior.",
              "narrow the hyperpriors, or drop hyperparameters that the data do not determine"));
      if (posterior.sampler().equals("gibbs")) {
        effective(posterior);
        return;
      }
      guards.add(
          Guard.atMost(
              "divergences",
              posterior.divergences(),
              0,
              "trajectories",
              "Trajectories that diverge mean a corner of the hyperposterior was not explored.",
              "sample what a width scales as a deviate (joint.non-centred) where the data say little of"
                  + " it, and in its own coordinate (joint.centred) where they say much"));
    }
    effective(posterior);
  }

  private void effective(Hyperposterior posterior) {
    guards.add(
        Guard.atLeast(
            "effective_draws",
            posterior.effective(),
            ESS_SHARE * config.hyperposterior().ess(),
            "draws",
            "What the draws of the hyperposterior are worth, for its means and quantiles.",
            "lower hyperposterior.ess, or narrow the hyperpriors"));
  }

  private void rounds(List<RoundRecord> rounds, RoundRecord last) {
    if (rounds.size() == 1 && !last.plan().isInterim()) {
      guards.add(
          Guard.atMost(
              "rounds",
              last.audit().orElseThrow().worst(),
              Audit.LARGEST,
              "posterior sd",
              "The points are those of an earlier answer, aimed at the population it found; judged by"
                  + " how far finer points would move the answer.",
              "raise rounds.max, or run into an empty folder"));
    } else if (rounds.size() == 1) {
      guards.add(
          Guard.atMost(
              "rounds",
              last.audit().orElseThrow().worst(),
              Audit.LARGEST,
              "posterior sd",
              "Only interim points were used (rounds.max = 1), aimed at no population; judged by how"
                  + " far finer points would move the answer.",
              "raise rounds.max or objects.draws"));
    } else {
      guards.add(
          Guard.atMost(
              "rounds",
              last.drift(),
              config.rounds().drift(),
              "posterior sd",
              "Move of the answer between the last two rounds: placing the points anew must not change it.",
              "raise rounds.max or objects.draws"));
      guards.add(
          Guard.atMost(
              "rounds_sd",
              largestRatio(rounds.get(rounds.size() - 2).posterior(), last.posterior()),
              SD_RATIO,
              "times",
              "Change of a posterior sd between the last two rounds: points that do not reach as far as"
                  + " the posterior make it too narrow.",
              "raise rounds.max or objects.draws; is the population far narrower than the errors?"));
    }
  }

  /** Largest ratio of two sds of a hyperparameter, the larger over the smaller. */
  private static double largestRatio(Hyperposterior before, Hyperposterior after) {
    double largest = 1;
    for (int j = 0; j < after.names().size(); j++) {
      double ratio = after.sd(j) / before.sd(j);
      largest = Math.max(largest, Math.max(ratio, 1 / ratio));
    }
    return largest;
  }

  private void audit(Audit audit) {
    guards.add(
        Guard.atMost(
            "bias",
            audit.worst(),
            Audit.LARGEST,
            "posterior sd",
            "How far the answer would move with eight times the points per object, two standard"
                + " errors of this estimate included.",
            "raise objects.draws, or let rounds.max be larger"));
    guards.add(
        Guard.atMost(
            "scatter",
            audit.scatter(),
            Audit.LARGEST,
            "posterior sd",
            "How far the answer scatters from one random placement of the points to another.",
            "raise objects.draws"));
    if (!Double.isNaN(audit.tails())) {
      guards.add(
          Guard.atMost(
              "tails",
              audit.tails(),
              Audit.LARGEST_TAIL,
              "in log density",
              "How much the posterior density two sd from the mean would change with eight times the"
                  + " points, beyond two standard errors: points must reach as far as the posterior.",
              "raise objects.draws; is the population far narrower than the errors?"));
    }
    if (audit.pools()) {
      guards.add(
          Guard.atMost(
              "missed_mass",
              audit.missed(),
              Audit.LARGEST,
              "posterior sd",
              "How far the answer would move if the points of round 0 were used too, two standard"
                  + " errors included: what the last round's points no longer reach.",
              "raise objects.draws; look for objects whose likelihood has several peaks"));
    }
  }

  private void exact(Audit audit) {
    guards.add(
        Guard.atMost(
            "bias",
            audit.worst(),
            Audit.LARGEST,
            "posterior sd",
            "Values without error need no integration points: there is no numerical error in the"
                + " likelihood, no further round and no audit.",
            "nothing to be done"));
  }

  private void finiteDraws(Audit audit, long objects) {
    guards.add(
        Guard.atMost(
            "bias",
            audit.worst(),
            Audit.LARGEST,
            "posterior sd",
            "Bias that remains because each object's draws are few, judged from a quarter and half of"
                + " them; "
                + enough(audit, objects),
            "supply more draws per object, or let this program sample the objects"));
  }

  private static String enough(Audit audit, long objects) {
    double enough = FiniteDraws.enough(objects, audit.worst());
    return Double.isFinite(enough)
        ? String.format(Locale.ROOT, "these draws are enough for %,.0f objects.", enough)
        : "no bias can be told from these draws.";
  }

  private void reach(double outside) {
    guards.add(
        Guard.atMost(
            "interim_reach",
            outside,
            REACH,
            "of the population",
            "Share of the fitted population outside the support of the interim prior of the draws.",
            "draw the objects again under an interim prior that covers the population"));
  }

  private void shares(double concentration) {
    guards.add(
        Guard.atLeast(
            "shares",
            concentration,
            RareShares.LEAST,
            "",
            "Concentration of the kind that no individual parameter stands for: where it is small"
                + " most objects have next to nothing of that kind, and the points do not reach so"
                + " close to its edge.",
            "let a common kind be the one without an individual parameter"));
  }

  private void selection(PopulationFit.Result fit) {
    guards.add(
        Guard.atMost(
            "selection",
            fit.selectionError(),
            PopulationFit.SELECTION_TOLERANCE,
            "",
            "Numerical error of the log-likelihood from the selection integrals, or from the expected"
                + " number of objects, over the posterior.",
            "give population.selection.detection and population.element.*.density as smoother functions"
                + " of fewer columns"));
  }

  private void injections(InjectionReliability found) {
    guards.add(
        Guard.atLeast(
            "injections_effective",
            found.effective(),
            InjectionReliability.LEAST_PER_OBJECT * found.objects(),
            "injections",
            "What the injections are worth under the fitted population: with fewer than four for every"
                + " object their noise exceeds what the likelihood says.",
            "make more injections, or draw them more like the population"));
    guards.add(
        Guard.atMost(
            "injections",
            found.worst(),
            InjectionReliability.LARGEST_SHIFT,
            "posterior sd",
            "How far the answer scatters from one set of injections to another.",
            "make more injections, or draw them more like the population"));
  }

  /** Where objects are counted, those set aside are missing. */
  private void counted(long missing, long objects) {
    if (config.population().rate().isEmpty()) {
      return;
    }
    guards.add(
        Guard.atMost(
            "counted",
            missing / Math.sqrt((double) Math.max(1, objects)),
            COUNTED,
            "posterior sd",
            "How far the objects set aside, which the survey found, move the rate.",
            "see the table rejected; correct the rows, or cut them with catalog.where and correct the"
                + " rate for the loss"));
  }

  private void edges(Hyperposterior posterior) {
    double worst = 0;
    Optional<String> where = Optional.empty();
    for (int j = 0; j < posterior.names().size(); j++) {
      double share = shareAtEdge(j, posterior.draws());
      if (share > worst && !config.population().areEdgesKnown(posterior.names().get(j))) {
        worst = share;
        where = Optional.of(posterior.names().get(j));
      }
    }
    double percent = 100 * worst;
    guards.add(
        Guard.atMost(
            "prior_edge",
            worst,
            EDGE_SHARE,
            "of the posterior",
            where
                .map(
                    name ->
                        String.format(
                            Locale.ROOT,
                            "%.1f %% of the posterior of %s lies in the outermost 1 %% of its prior.",
                            percent,
                            name))
                .orElse("No hyperparameter piles up at an edge of its prior."),
            "widen the hyperprior; where its edge is a fact, name the hyperparameter in"
                + " population.known-edges"));
  }

  /** Box priors only; a lower end at 0 is where a width or a rate may well be. */
  private double shareAtEdge(int j, double[][] draws) {
    int low = 0;
    int high = 0;
    for (double[] phi : draws) {
      Optional<double[]> box = prior.box(j, phi);
      if (box.isEmpty()) {
        return 0;
      }
      double p = prior.cumulative(j, phi[j], phi);
      low += p < EDGE_MASS && box.get()[0] != 0 ? 1 : 0;
      high += p > 1 - EDGE_MASS ? 1 : 0;
    }
    return (double) Math.max(low, high) / draws.length;
  }
}
