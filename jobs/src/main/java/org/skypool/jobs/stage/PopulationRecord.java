package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.ExpectedObjects;
import org.skypool.core.inference.FiniteDraws;
import org.skypool.core.inference.FitPath;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.PopulationFit;
import org.skypool.core.inference.RoundRecord;
import org.skypool.core.inference.Rounds;
import org.skypool.jobs.io.RunJson;

/** What the population stage writes into {@code run.json}. */
final class PopulationRecord {
  private static final int AUDIT_PASSES = 3;

  private PopulationRecord() {}

  static RunJson add(RunJson json, Rounds.Outcome found, List<Guard> guards, boolean given) {
    RoundRecord last = found.last();
    PopulationFit.Result fit = found.fit();
    Hyperposterior posterior = last.posterior();
    List<Map<String, Object>> roundMaps = new ArrayList<>();
    found.rounds().forEach(r -> roundMaps.add(round(r)));
    List<Map<String, Object>> guardMaps = new ArrayList<>();
    guards.forEach(g -> guardMaps.add(g.toMap()));
    return json.with("status", guards.stream().allMatch(Guard::passed) ? "ok" : "untrustworthy")
        .with("guards", guardMaps)
        .with("rounds", roundMaps)
        .with("points", points(found, given))
        .with("hyperparameters", hyperparameters(last.posterior(), last.audit()))
        .with("sampler", posterior.sampler())
        .with("khat", posterior.khat())
        .with("effective_draws", posterior.effective())
        .with("evaluations", fit.evaluations())
        .with("passes", fit.passes())
        .with("passes_by", passesBy(last, fit))
        .with("path", path(fit))
        .with("evidence", evidence(fit, last))
        .with("selection_integrals", fit.selectionIntegrals())
        .with("selection_error", fit.selectionError())
        .with("expected", fit.expected().map(expected -> expected(expected, last.objects())));
  }

  /** The number of objects that the fitted population expects, beside the number there is. */
  private static Map<String, Object> expected(ExpectedObjects expected, long observed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("observed", observed);
    map.put("mean", expected.mean());
    map.put("sd", expected.sd());
    return map;
  }

  /** The same of a run whose objects were sampled together with the hyperparameters. */
  static RunJson add(RunJson json, EngineFit.Result found, List<Guard> guards) {
    List<Map<String, Object>> guardMaps = new ArrayList<>();
    guards.forEach(g -> guardMaps.add(g.toMap()));
    return json.with("status", guards.stream().allMatch(Guard::passed) ? "ok" : "untrustworthy")
        .with("guards", guardMaps)
        .with("rounds", List.of())
        .with("hyperparameters", hyperparameters(found.posterior(), Optional.empty()))
        .with("sampler", found.posterior().sampler())
        .with("khat", Double.NaN)
        .with("effective_draws", found.posterior().effective())
        .with("draws_per_chain", found.draws())
        .with("divergences", found.posterior().divergences())
        .with("energy_fraction", found.energyFraction())
        .with("non_centred", found.nonCentred())
        .with(
            "expected",
            found.expected().map(expected -> expected(expected, found.objects().ids().size())));
  }

  /**
   * Scans of the draws by what they were for; the audit's are of the audited objects, three times.
   */
  private static Map<String, Object> passesBy(RoundRecord last, PopulationFit.Result fit) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mode", fit.modePasses());
    map.put("fit", fit.samplingPasses());
    boolean audited = last.audit().map(Audit::objects).orElse(0) > 0;
    map.put("audit", audited ? AUDIT_PASSES : 0);
    map.put("shrink", ShrinkObjects.passes(last.objects()));
    return map;
  }

  /** Null where it is not known. */
  private static Map<String, Object> evidence(PopulationFit.Result fit, RoundRecord last) {
    if (fit.evidence().isEmpty()) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("log", fit.evidence().get().log());
    map.put("monte_carlo_error", fit.evidence().get().error());
    map.put("points_change", last.audit().map(a -> a.level().change()).orElse(Double.NaN));
    map.put("points_error", last.audit().map(a -> a.level().error()).orElse(Double.NaN));
    return map;
  }

  /** How the hyperposterior was reached, why, and how well a subset agreed with all draws. */
  private static Map<String, Object> path(PopulationFit.Result fit) {
    FitPath path = fit.path();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("taken", path.taken());
    map.put("reason", path.reason());
    map.put("modes", Math.max(1, fit.modes().size()));
    map.put("subset_objects", path.subsetObjects());
    map.put("subset_evaluations", path.subsetEvaluations());
    map.put("equivalent_ess", path.check().equivalentDraws());
    map.put("shift", path.check().shift());
    map.put("residual_sd", path.check().residualSd());
    map.put("unseen_points", path.check().points());
    return map;
  }

  /** Draws per object and why as many; of given draws, for how many objects they are enough. */
  private static Map<String, Object> points(Rounds.Outcome found, boolean given) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("per_object", found.points().points());
    map.put("reason", found.points().reason());
    if (given) {
      RoundRecord last = found.last();
      map.put(
          "enough_for_objects",
          FiniteDraws.enough(last.objects(), last.audit().orElseThrow().worst()));
    }
    return map;
  }

  private static Map<String, Object> round(RoundRecord record) {
    Map<String, Object> map = new LinkedHashMap<>();
    Optional<Audit> audit = record.audit();
    map.put("round", record.round());
    map.put("objects", record.objects());
    map.put("draws", record.draws());
    map.put("points", record.plan().points());
    map.put("repaired", record.plan().repair());
    map.put("drift_sd", record.drift());
    map.put("monte_carlo_sd", audit.map(a -> largest(a.monteCarloSd())).orElse(Double.NaN));
    map.put("bias_sd", audit.map(a -> largest(a.bias())).orElse(Double.NaN));
    map.put("bias_error_sd", audit.map(a -> largest(a.biasError())).orElse(Double.NaN));
    map.put("missed_sd", audit.map(a -> largest(a.pooled())).orElse(Double.NaN));
    map.put("tails", audit.map(Audit::tails).orElse(Double.NaN));
    map.put("information_loss_bits", audit.map(Audit::bits).orElse(Double.NaN));
    map.put("audited_objects", audit.map(Audit::objects).orElse(0));
    Map<String, Object> mean = new LinkedHashMap<>();
    Map<String, Object> sd = new LinkedHashMap<>();
    Hyperposterior posterior = record.posterior();
    List<String> names = posterior.names();
    for (int j = 0; j < names.size(); j++) {
      mean.put(names.get(j), posterior.mean()[j]);
      sd.put(names.get(j), posterior.sd(j));
    }
    map.put("mean", mean);
    map.put("sd", sd);
    return map;
  }

  /** The entry of largest absolute value, with its sign. */
  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.abs(value) > Math.abs(largest) || Double.isNaN(value) ? value : largest;
    }
    return largest;
  }

  private static Map<String, Object> hyperparameters(
      Hyperposterior posterior, Optional<Audit> audit) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int j = 0; j < posterior.names().size(); j++) {
      Hyperposterior.Summary s = posterior.summaries().get(j);
      Map<String, Object> map = new LinkedHashMap<>(PosteriorSummary.of(s));
      map.put("rhat", s.rhat());
      map.put("ess_bulk", s.essBulk());
      map.put("ess_tail", s.essTail());
      map.put("mcse_mean", s.mcseMean());
      int at = j;
      map.put("monte_carlo_sd", audit.map(Audit::monteCarloSd).map(v -> v[at]).orElse(Double.NaN));
      map.put("bias_sd", audit.map(Audit::bias).map(v -> v[at]).orElse(Double.NaN));
      all.put(posterior.names().get(j), map);
    }
    return all;
  }
}
