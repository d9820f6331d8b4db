package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.PopulationFit;
import org.skypool.jobs.io.RunJson;

/** What the population stage writes into {@code run.json}. */
final class PopulationRecord {
  private static final int AUDIT_PASSES = 3;

  private PopulationRecord() {}

  static RunJson add(
      RunJson json, List<RoundRecord> rounds, PopulationFit.Result fit, List<Guard> guards) {
    RoundRecord last = rounds.get(rounds.size() - 1);
    Hyperposterior posterior = last.posterior();
    List<Map<String, Object>> roundMaps = new ArrayList<>();
    rounds.forEach(r -> roundMaps.add(r.toMap()));
    List<Map<String, Object>> guardMaps = new ArrayList<>();
    guards.forEach(g -> guardMaps.add(g.toMap()));
    return json.with("status", guards.stream().allMatch(Guard::passed) ? "ok" : "untrustworthy")
        .with("guards", guardMaps)
        .with("rounds", roundMaps)
        .with("hyperparameters", hyperparameters(last))
        .with("sampler", posterior.sampler())
        .with("khat", posterior.khat())
        .with("effective_draws", posterior.effective())
        .with("evaluations", fit.evaluations())
        .with("passes", fit.passes())
        .with("passes_by", passesBy(last, fit))
        .with("selection_integrals", fit.selectionIntegrals())
        .with("selection_error", fit.selectionError());
  }

  /**
   * Scans of the draws by what they were for; the audit's are of the audited objects, three times.
   */
  private static Map<String, Object> passesBy(RoundRecord last, PopulationFit.Result fit) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mode", fit.modePasses());
    map.put("fit", fit.samplingPasses());
    map.put("audit", last.audit().isPresent() ? AUDIT_PASSES : 0);
    map.put("shrink", ShrinkObjects.passes(last.objects()));
    return map;
  }

  private static Map<String, Object> hyperparameters(RoundRecord last) {
    Map<String, Object> all = new LinkedHashMap<>();
    Hyperposterior posterior = last.posterior();
    for (int j = 0; j < posterior.names().size(); j++) {
      Hyperposterior.Summary s = posterior.summaries().get(j);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("mean", s.mean());
      map.put("sd", s.sd());
      map.put("median", s.median());
      map.put("q05", s.q05());
      map.put("q16", s.q16());
      map.put("q84", s.q84());
      map.put("q95", s.q95());
      map.put("rhat", s.rhat());
      map.put("ess_bulk", s.essBulk());
      map.put("ess_tail", s.essTail());
      map.put("mcse_mean", s.mcseMean());
      int at = j;
      map.put(
          "monte_carlo_sd",
          last.audit().map(Audit::monteCarloSd).map(v -> v[at]).orElse(Double.NaN));
      map.put("bias_sd", last.audit().map(Audit::bias).map(v -> v[at]).orElse(Double.NaN));
      all.put(posterior.names().get(j), map);
    }
    return all;
  }
}
