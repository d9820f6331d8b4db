package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.inference.MockCalibration;
import org.skypool.core.inference.MockCovariates;
import org.skypool.core.inference.MockObjects;
import org.skypool.core.inference.MockSource;
import org.skypool.core.inference.RoundSettings;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.inference.UnusableSurveyException;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * How the mock surveys of a calibration are made and fitted, as executors receive it.
 *
 * @param text the run
 * @param objects detected objects per mock; 0 where a rate says how many
 * @param set 0 for the first mocks, 1 for those that repeat them
 */
record CalibrationPlan(ModelText text, int objects, int set) implements Serializable {

  /**
   * Effective draws of a mock's hyperposterior: the {@value MockCalibration#DRAWS} that are kept
   * are nearly independent.
   */
  private static final int EFFECTIVE = 1_000;

  /** The mocks that repeat these. */
  CalibrationPlan repeated() {
    return new CalibrationPlan(text, objects, set + 1);
  }

  /** Runs mocks one after the other; what one throws is its result. */
  List<MockRanks> run(List<Integer> numbers) {
    RunConfig config = text.config();
    SurveyProblem problem = text.model().problem();
    MockCalibration mocks =
        new MockCalibration(problem, source(config, problem), settings(config, problem));
    List<MockRanks> results = new ArrayList<>();
    for (int number : numbers) {
      results.add(run(config, problem, mocks, number));
    }
    return results;
  }

  private MockRanks run(
      RunConfig config, SurveyProblem problem, MockCalibration mocks, int number) {
    try {
      MockCalibration.Result result = mocks.run(set, number);
      List<String> failed =
          Guards.of(config, problem, result.outcome(), false, 0).stream()
              .filter(guard -> !guard.passed())
              .map(Guard::name)
              .toList();
      return new MockRanks(number, result.ranks(), failed, null);
    } catch (UnusableSurveyException unusable) {
      return MockRanks.failed(number, unusable.getMessage());
    } catch (RuntimeException failure) {
      return MockRanks.failed(
          number, failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
  }

  private MockSource source(RunConfig config, SurveyProblem problem) {
    MockCovariates covariates = covariates(config);
    return new MockSource(
        problem,
        covariates,
        config.catalog().mock().flatMap(MockSurvey::observations),
        cut(config, covariates.names()),
        config.population().rate().isPresent() ? OptionalInt.empty() : OptionalInt.of(objects));
  }

  private MockCovariates covariates(RunConfig config) {
    return config
        .catalog()
        .mock()
        .map(mock -> MockCovariates.parse(FormulaParser.standard(), mock.columns()))
        .orElseGet(() -> RowCovariates.of(config.catalog().rows(), text.model().columns()));
  }

  private static RoundSettings settings(RunConfig config, SurveyProblem problem) {
    return new RoundSettings(
        config.objects().draws(),
        config.rounds().max(),
        config.rounds().drift(),
        EFFECTIVE,
        config.seed(),
        Set.copyOf(problem.thetas()));
  }

  private ColumnCut cut(RunConfig config, Set<String> covariates) {
    if (config.catalog().where().isEmpty()) {
      return ColumnCut.none();
    }
    Set<String> names = new LinkedHashSet<>(covariates);
    names.addAll(text.model().columns());
    String where = config.catalog().where().get();
    try {
      return ColumnCut.parse(FormulaParser.standard(), where, names);
    } catch (FormulaException wrong) {
      throw new ConfigException(
          "catalog.where = \"%s\": calibrate cannot apply it to mock objects: %s"
              .formatted(where, wrong.reason()));
    }
  }

  /**
   * Refuses what cannot be calibrated, before any work.
   *
   * @throws ConfigException naming key, value and what is allowed
   */
  void refuseUnsupported() {
    RunConfig config = text.config();
    SurveyModel model = text.model();
    refuseWithoutMock(config);
    if (config.population().selection().flatMap(RunConfig.Selection::injections).isPresent()) {
      throw new ConfigException(
          "population.selection.injections: calibrate needs the probability of detection as a formula");
    }
    if (!model.population().hyperprior().isProper()) {
      throw new ConfigException(
          "population.hyperprior.joint = \"%s\": calibrate draws hyperparameters from their prior, which a joint factor leaves without a sampler; allowed are named densities and numbers"
              .formatted(config.population().jointHyperprior().orElse("")));
    }
    if (model.population().hyperprior().dimension() == 0) {
      throw new ConfigException(
          "population.hyperprior: every hyperparameter is fixed; calibrate needs a free one");
    }
    MockObjects.Candidate candidate = firstCandidate(config, model);
    for (String column : model.columns()) {
      if (!candidate.columns().containsKey(column)) {
        throw new ConfigException(
            "catalog.mock.columns.%s is missing: mock objects need every column the model reads besides the measurements"
                .formatted(column));
      }
    }
  }

  private static void refuseWithoutMock(RunConfig config) {
    if (!config.engine().isReweight()) {
      throw new ConfigException(
          "engine = %s: calibrate fits with reweight; add --set engine=reweight"
              .formatted(config.engine().name()));
    }
    if (config.catalog().source() == RunConfig.Source.DRAWS) {
      throw new ConfigException(
          "catalog.source = draws: calibrate measures mock objects anew, which draws made elsewhere do not allow");
    }
    boolean ownRows =
        config.catalog().source() == RunConfig.Source.INLINE
            && config.catalog().columns().isEmpty();
    if (config.catalog().mock().isEmpty() && !ownRows) {
      throw new ConfigException(
          "catalog.mock is missing: calibrate needs it to make mock objects, such as mock { objects = 500, truth {}, columns { e = 0.2 } }");
    }
    boolean onData =
        config.population().selection().map(s -> s.actsOn() == RunConfig.ActsOn.DATA).orElse(false);
    if (onData && config.catalog().where().isEmpty()) {
      throw new ConfigException(
          "catalog.where is missing: mock objects with selection.acts-on = data need the cut on the measured columns, such as where = \"logm > 8.9\"");
    }
  }

  private MockObjects.Candidate firstCandidate(RunConfig config, SurveyModel model) {
    try {
      return source(config, model.problem()).firstCandidate(config.seed());
    } catch (UnsupportedOperationException
        | IllegalArgumentException
        | IllegalStateException impossible) {
      throw new ConfigException(
          "catalog.mock: mock objects cannot be drawn: " + impossible.getMessage());
    }
  }
}
