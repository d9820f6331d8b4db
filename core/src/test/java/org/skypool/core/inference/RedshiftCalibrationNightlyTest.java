package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * Simulation-based calibration of a mass function that changes with redshifts that have errors, by
 * mocks that use none of the project's samplers, judged as {@link JudgedCalibration} says.
 */
@Tag("nightly")
class RedshiftCalibrationNightlyTest {
  private static final int OBJECTS = 100;
  private static final double OF_REDSHIFT = 0.05;

  private static final Map<String, String> HYPERPRIORS =
      TestSurvey.ordered(
          "s0",
          "uniform(-1.5, -0.7)",
          "s1",
          "normal(0, 0.2)",
          "k0",
          "uniform(10.3, 11)",
          "k1",
          "normal(0, 0.2)",
          "scale",
          "uniform(0.25, 0.45)");

  private static final class Mocks implements MockCalibration.Source {
    @Override
    public double[] truth(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return new double[] {
        -1.5 + 0.8 * random.nextDouble(),
        0.2 * random.nextGaussian(),
        10.3 + 0.7 * random.nextDouble(),
        0.2 * random.nextGaussian(),
        0.25 + 0.2 * random.nextDouble()
      };
    }

    /** Redshifts are sums of three exponential ones; the limit rises with the measured redshift. */
    @Override
    public ObjectBlock survey(double[] truth, long seed) {
      SplittableRandom random = new SplittableRandom(~seed);
      double[] y = new double[OBJECTS];
      double[] w = new double[OBJECTS];
      int found = 0;
      while (found < OBJECTS) {
        double z = 0;
        for (int k = 0; k < 3; k++) {
          z -= truth[4] * StrictMath.log(1 - random.nextDouble());
        }
        double mass =
            CountedMasses.logMass(truth[0] + truth[1] * z, truth[2] + truth[3] * z, random);
        double measured = mass + CountedMasses.ERROR * random.nextGaussian();
        double redshift = z + OF_REDSHIFT * random.nextGaussian();
        if (measured > 8.9 + 0.6 * redshift) {
          y[found] = measured;
          w[found] = redshift;
          found++;
        }
      }
      return SurveyText.objects(Map.of("y", y, "w", w));
    }
  }

  private static SurveyProblem problem() {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.of("x", "z");
    List<String> columns = List.of("y", "w");
    Scope scope = Scope.empty().withCovariates(columns);
    PopulationText text =
        new PopulationText(
            thetas,
            columns,
            TestSurvey.ordered(
                "x", "schechter(s0 + s1 * z, k0 + k1 * z, 8.0)", "z", "gamma(3, 1 / scale)"),
            HYPERPRIORS,
            Optional.empty(),
            Optional.of("normal_cdf((x - 8.9 - 0.6 * z) / sqrt(0.2^2 + 0.03^2))"),
            false);
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
                            parser.number("0.2", scope)),
                        "z",
                        Map.of(
                            "value",
                            parser.number("w", scope),
                            "error",
                            parser.number("0.05", scope))),
                    Map.of())),
        Map.of(
            "x",
            parser.density("uniform(6, 13)", List.of("x"), Scope.empty().withThetas(List.of("x"))),
            "z",
            parser.density("uniform(0, 8)", List.of("z"), Scope.empty().withThetas(List.of("z")))),
        PopulationParser.parse(parser, text));
  }

  @Test
  void photometricRedshifts() {
    JudgedCalibration.judge("redshifts with errors", problem(), new Mocks());
  }
}
