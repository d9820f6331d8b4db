package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.diagnostics.RankUniformity;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.population.RateText;

/**
 * Simulation-based calibration of populations whose number of objects is inferred, by mocks that
 * use none of the project's samplers. Sound ones fail (Holm-adjusted p below 0.001) for 1 of 1,000
 * seeds; the seeds are fixed. Prints what docs/validation.md records.
 */
@Tag("nightly")
class RateCalibrationNightlyTest {
  private static final int MOCKS = 200;
  private static final int EFFECTIVE = 1_000;
  private static final double VOLUME = 10_000;

  /** A truth and a survey of it. */
  private record Source(Prior prior, Survey survey) implements MockCalibration.Source {
    interface Prior {
      double[] truth(SplittableRandom random);
    }

    interface Survey {
      ObjectBlock of(double[] truth, long seed);
    }

    @Override
    public double[] truth(long seed) {
      return prior.truth(new SplittableRandom(seed));
    }

    @Override
    public ObjectBlock survey(double[] truth, long seed) {
      return survey.of(truth, ~seed);
    }
  }

  private static void calibrate(String what, SurveyProblem problem, Source source) {
    MockCalibration mocks =
        new MockCalibration(problem, source, RoundSettings.of(problem, EFFECTIVE, 1));
    List<String> names = problem.population().hyperprior().names();
    List<int[]> ranks = new ArrayList<>();
    names.forEach(name -> ranks.add(new int[MOCKS]));
    for (int m = 0; m < MOCKS; m++) {
      int[] one = mocks.run(0, m).ranks();
      for (int j = 0; j < one.length; j++) {
        ranks.get(j)[m] = one[j];
      }
    }
    CalibrationTest test = CalibrationTest.of(ranks, MockCalibration.DRAWS);
    System.out.printf(
        Locale.ROOT,
        "calibration of %s: %d mocks, smallest adjusted p %.3g%n",
        what,
        MOCKS,
        test.smallest());
    for (int j = 0; j < names.size(); j++) {
      RankUniformity of = test.ranks().get(j);
      System.out.printf(
          Locale.ROOT,
          "  %s: chi-square p %.3g, mean z %.2f p %.3g, variance z %.2f p %.3g%n",
          names.get(j),
          of.chiSquareP(),
          of.meanZ(),
          of.meanP(),
          of.varianceZ(),
          of.varianceP());
    }
    assertTrue(test.smallest() >= CalibrationTest.FAIL, () -> "ranks " + test);
  }

  /** A rate that changes with a covariate, behind a cut on measured values. */
  @Test
  void processInACovariate() {
    calibrate(
        "a rate that changes with redshift",
        CountedSurvey.problem(),
        new Source(
            random ->
                new double[] {
                  5 + random.nextGaussian() / 2,
                  random.nextGaussian() / 2,
                  -1 + 2.5 * random.nextDouble()
                },
            (truth, seed) -> CountedSurvey.drawn(truth, seed).objects()));
  }

  /** Slope, knee and phi* of the galaxies of a volume. */
  @Test
  void densityOfTheMassFunction() {
    calibrate(
        "the normalised mass function",
        masses(),
        new Source(
            random ->
                new double[] {
                  -1.6 + random.nextDouble(),
                  10 + random.nextDouble(),
                  -3 + 0.7 * random.nextDouble()
                },
            (truth, seed) -> CountedMasses.objects(CountedMasses.drawn(truth, VOLUME, seed))));
  }

  static SurveyProblem masses() {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.of("x");
    Scope scope = Scope.empty().withCovariates(List.of("y"));
    return new SurveyProblem(
        thetas,
        ObjectModels.find("gaussian")
            .orElseThrow()
            .bind(
                new ModelArguments(
                    thetas,
                    Map.of(
                        "x",
                        Map.of(
                            "value",
                            parser.number("y", scope),
                            "error",
                            parser.number("0.2", scope))),
                    Map.of())),
        Map.of("x", parser.density("uniform(6, 13)", thetas, Scope.empty().withThetas(thetas))),
        PopulationParser.parse(
            parser,
            new PopulationText(
                    thetas,
                    List.of("y"),
                    Map.of("x", "schechter(slope, knee, 8.0)"),
                    TestSurvey.ordered(
                        "slope",
                        "uniform(-1.6, -0.6)",
                        "knee",
                        "uniform(10, 11)",
                        "phi",
                        "uniform(-3, -2.3)"),
                    Optional.empty(),
                    Optional.of("normal_cdf((x - 8.9) / 0.2)"),
                    false)
                .with(
                    new RateText(
                        VOLUME + " * 10^phi * exp(log_upper_gamma(slope + 1, 10^(8.0 - knee)))",
                        Map.of()))));
  }
}
