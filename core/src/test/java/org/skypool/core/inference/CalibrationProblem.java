package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * A calibration as a test writes it: one individual parameter {@code x}, formulas as text.
 *
 * @param arguments of the object model
 * @param columns of the mock besides the measurement
 */
record CalibrationProblem(
    FormulaParser parser,
    String model,
    Map<String, String> arguments,
    String interim,
    String density,
    Map<String, String> hyperpriors,
    Optional<String> detection,
    boolean actsOnTruth,
    String cut,
    Map<String, String> columns) {

  private static final int EFFECTIVE = 1_000;

  SurveyProblem problem() {
    List<String> names = new ArrayList<>(columns.keySet());
    arguments.values().stream()
        .filter(a -> a.matches("[a-z]+") && !names.contains(a))
        .forEach(names::add);
    Map<String, Expression> values = new LinkedHashMap<>();
    arguments.forEach(
        (name, text) -> values.put(name, parser.number(text, Scope.empty().withCovariates(names))));
    List<String> thetas = List.of("x");
    PopulationModel population =
        PopulationParser.parse(
            parser,
            new PopulationText(
                thetas,
                names,
                Map.of("x", density),
                hyperpriors,
                Optional.empty(),
                detection,
                actsOnTruth));
    return new SurveyProblem(
        thetas,
        ObjectModels.find(model)
            .orElseThrow()
            .bind(new ModelArguments(thetas, Map.of("x", values), Map.of())),
        Map.of("x", parser.density(interim, thetas, Scope.empty().withThetas(thetas))),
        population);
  }

  /**
   * Mocks of a number of points per object.
   *
   * @param points empty: pilot and audit choose, as in a run
   */
  MockCalibration mocks(int objects, OptionalInt points, long seed) {
    SurveyProblem problem = problem();
    RoundSettings settings = RoundSettings.of(problem, EFFECTIVE, seed);
    List<String> names = new ArrayList<>(columns.keySet());
    names.add("y");
    return new MockCalibration(
        problem,
        MockCovariates.parse(parser, columns),
        cut.isEmpty() ? ColumnCut.none() : ColumnCut.parse(parser, cut, names),
        objects,
        points.isPresent() ? settings.withPoints(points.getAsInt()) : settings);
  }

  /** The tests of the ranks of many mocks drawn from the problem's own samplers. */
  CalibrationTest calibrate(int count, int objects, OptionalInt points, long seed) {
    return calibrate(count, mocks(objects, points, seed));
  }

  /** The tests of the ranks of many mocks drawn by somebody else, points chosen as in a run. */
  CalibrationTest calibrate(int count, MockCalibration.Source source, long seed) {
    SurveyProblem problem = problem();
    return calibrate(
        count, new MockCalibration(problem, source, RoundSettings.of(problem, EFFECTIVE, seed)));
  }

  private CalibrationTest calibrate(int count, MockCalibration mocks) {
    List<int[]> ranks = new ArrayList<>();
    for (int j = 0; j < problem().population().hyperprior().dimension(); j++) {
      ranks.add(new int[count]);
    }
    for (int m = 0; m < count; m++) {
      int[] one = mocks.run(0, m).ranks();
      for (int j = 0; j < one.length; j++) {
        ranks.get(j)[m] = one[j];
      }
    }
    return CalibrationTest.of(ranks, MockCalibration.DRAWS);
  }

  static CalibrationProblem gaussian(String density, Map<String, String> hyperpriors) {
    return new CalibrationProblem(
        FormulaParser.standard(),
        "gaussian",
        TestSurvey.ordered("value", "y", "error", "e"),
        "normal(0, 10)",
        density,
        hyperpriors,
        Optional.empty(),
        false,
        "",
        TestSurvey.ordered("e", "uniform(0.2, 0.8)"));
  }
}
