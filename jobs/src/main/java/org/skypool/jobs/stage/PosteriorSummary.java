package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.inference.Hyperposterior;

/** The summaries of a posterior that tables and {@code run.json} hold, by name. */
final class PosteriorSummary {
  /** Names of the summaries, in order. */
  static final List<String> NAMES = List.of("mean", "sd", "median", "q05", "q16", "q84", "q95");

  private PosteriorSummary() {}

  /** The summaries of one parameter, in the order of {@link #NAMES}; the map may be added to. */
  static Map<String, Double> of(Hyperposterior.Summary s) {
    return named(s.mean(), s.sd(), s.median(), s.q05(), s.q16(), s.q84(), s.q95());
  }

  /** The same of equally weighted draws. */
  static Map<String, Double> ofDraws(double[] draws) {
    WeightedSummary s = WeightedSummary.ofEqualWeights(draws);
    return named(
        s.mean(),
        s.sd(),
        s.quantile(0.5),
        s.quantile(0.05),
        s.quantile(0.16),
        s.quantile(0.84),
        s.quantile(0.95));
  }

  private static Map<String, Double> named(double... values) {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(NAMES.get(i), values[i]);
    }
    return map;
  }
}
