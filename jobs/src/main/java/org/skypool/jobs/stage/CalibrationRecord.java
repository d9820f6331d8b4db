package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.diagnostics.RankUniformity;
import org.skypool.core.inference.MockCalibration;
import org.skypool.core.population.Hyperprior;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.report.CalibrationData;

/** What a calibration found, for {@code calibration.json}, the page and the last line. */
final class CalibrationRecord {
  private static final List<String> TESTS = List.of("chi_square", "mean", "variance");

  private final RunConfig config;
  private final List<String> names;
  private final int objects;
  private final List<CalibrationSet> sets;
  private final CalibrationSet decisive;

  /**
   * A calibration that ended.
   *
   * @param sets the first mocks, and those that repeat them where they were needed
   */
  CalibrationRecord(RunConfig config, Hyperprior prior, int objects, List<CalibrationSet> sets) {
    this.config = config;
    this.names = prior.names();
    this.objects = objects;
    this.sets = List.copyOf(sets);
    this.decisive = sets.get(sets.size() - 1);
  }

  private boolean uniform() {
    return decisive
        .test()
        .map(t -> t.verdict() != CalibrationTest.Verdict.NOT_UNIFORM)
        .orElse(false);
  }

  /** Whether ranks are uniform and nearly all mocks have ranks. */
  boolean trustworthy() {
    return uniform() && decisive.complete();
  }

  private String verdict() {
    if (!decisive.complete()) {
      return "untrustworthy";
    }
    return uniform() ? "uniform" : "not_uniform";
  }

  private String sentence() {
    String count =
        decisive.failed() == 0
            ? decisive.mocks().size() + " mocks"
            : decisive.failed() + " of " + decisive.mocks().size() + " mocks failed";
    String p =
        decisive
            .test()
            .map(t -> String.format(Locale.ROOT, ", smallest adjusted p %.2g", t.smallest()))
            .orElse(", too few ranks to test");
    String result =
        switch (verdict()) {
          case "uniform" -> "ranks are uniform";
          case "not_uniform" -> "ranks are not uniform";
          default -> "not to be trusted";
        };
    String size =
        config.population().rate().isPresent()
            ? "as many objects as the rate"
            : objects + " objects";
    return "%s: %s of %s%s".formatted(result, count, size, p);
  }

  /** One line: verdict, mocks, p-value, and where the page is. */
  String line() {
    return "calibration: " + sentence() + "; " + config.output() + "/calibration.html";
  }

  /** {@code calibration.json}. */
  String json() {
    return RunJson.empty()
        .with("name", config.name())
        .with("version", Version.current())
        .with("config_hash", config.hash())
        .with("verdict", verdict())
        .with("objects", objects)
        .with("draws", MockCalibration.DRAWS)
        .with("repeated", sets.size() > 1)
        .with("first", sets.size() > 1 ? map(sets.get(0)) : null)
        .with("mocks", counts(decisive))
        .with("smallest_p", decisive.test().map(CalibrationTest::smallest))
        .with("hyperparameters", hyperparameters(decisive))
        .text();
  }

  private Map<String, Object> map(CalibrationSet set) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mocks", counts(set));
    map.put("smallest_p", set.test().map(CalibrationTest::smallest));
    map.put("hyperparameters", hyperparameters(set));
    return map;
  }

  private static Map<String, Object> counts(CalibrationSet set) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("made", set.mocks().size());
    map.put("with_failed_guard", set.guarded());
    map.put("guards", set.guards());
    map.put("failed", set.failed());
    map.put("failures", set.failures());
    return map;
  }

  private Map<String, Object> hyperparameters(CalibrationSet set) {
    Map<String, Object> map = new LinkedHashMap<>();
    Optional<CalibrationTest> test = set.test();
    for (int j = 0; j < names.size() && test.isPresent(); j++) {
      map.put(names.get(j), hyperparameter(test.get(), j));
    }
    return map;
  }

  private static Map<String, Object> hyperparameter(CalibrationTest test, int j) {
    RankUniformity ranks = test.ranks().get(j);
    double[] p = {ranks.chiSquareP(), ranks.meanP(), ranks.varianceP()};
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("chi_square", ranks.chiSquare());
    map.put("mean_z", ranks.meanZ());
    map.put("variance_z", ranks.varianceZ());
    Map<String, Object> plain = new LinkedHashMap<>();
    Map<String, Object> adjusted = new LinkedHashMap<>();
    for (int t = 0; t < TESTS.size(); t++) {
      plain.put(TESTS.get(t), p[t]);
      adjusted.put(TESTS.get(t), test.adjusted().get(j)[t]);
    }
    map.put("p", plain);
    map.put("p_adjusted", adjusted);
    map.put("histogram", ranks.histogram());
    return map;
  }

  /** What the page shows. */
  CalibrationData page() {
    List<CalibrationData.Hyperparameter> all = new ArrayList<>();
    decisive
        .test()
        .ifPresent(
            test -> {
              for (int j = 0; j < names.size(); j++) {
                all.add(
                    new CalibrationData.Hyperparameter(
                        names.get(j),
                        decisive.ranks().get(j),
                        test.ranks().get(j),
                        test.adjusted().get(j)));
              }
            });
    return new CalibrationData(
        config.name(),
        uniform(),
        trustworthy(),
        sentence(),
        decisive.mocks().size(),
        sets.size() > 1 ? OptionalInt.of(sets.get(0).mocks().size()) : OptionalInt.empty(),
        objects,
        MockCalibration.DRAWS,
        decisive.guarded(),
        decisive.guards(),
        decisive.failures(),
        all);
  }
}
