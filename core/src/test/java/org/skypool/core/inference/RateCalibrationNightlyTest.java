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
import org.skypool.core.population.RateText;

/**
 * Simulation-based calibration of populations whose number of objects is inferred, by mocks that
 * use none of the project's samplers, judged as {@link JudgedCalibration} says.
 */
@Tag("nightly")
class RateCalibrationNightlyTest {
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

  /** A rate that changes with a covariate, behind a cut on measured values. */
  @Test
  void processInACovariate() {
    JudgedCalibration.judge(
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
    JudgedCalibration.judge(
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

  /** Two Schechter functions of one knee, with their numbers. */
  @Test
  void doubleMassFunction() {
    JudgedCalibration.judge(
        "the double mass function",
        problem(
            List.of("y"),
            "mix(1 / (1 + 10^(phi2 - phi1) * exp(log_upper_gamma(slope2 + 1, 10^(8.0 - knee))"
                + " - log_upper_gamma(slope1 + 1, 10^(8.0 - knee)))),"
                + " schechter(slope1, knee, 8.0), schechter(slope2, knee, 8.0))",
            TestSurvey.ordered(
                "slope1",
                "uniform(-0.8, 0.2)",
                "slope2",
                "uniform(-1.7, -1.3)",
                "knee",
                "uniform(10.4, 10.9)",
                "phi1",
                "uniform(-2.7, -2.2)",
                "phi2",
                "uniform(-3.3, -2.8)"),
            "normal_cdf((x - 8.9) / 0.2)",
            Optional.of(
                VOLUME
                    + " * (10^phi1 * exp(log_upper_gamma(slope1 + 1, 10^(8.0 - knee)))"
                    + " + 10^phi2 * exp(log_upper_gamma(slope2 + 1, 10^(8.0 - knee))))")),
        new Source(
            random ->
                new double[] {
                  -0.8 + random.nextDouble(),
                  -1.7 + 0.4 * random.nextDouble(),
                  10.4 + 0.5 * random.nextDouble(),
                  -2.7 + 0.5 * random.nextDouble(),
                  -3.3 + 0.5 * random.nextDouble()
                },
            (truth, seed) -> CountedMasses.objects(CountedMasses.two(truth, VOLUME, seed))));
  }

  /** Slope and knee are lines in redshift, and so is the limit in measured mass. */
  @Test
  void evolvingMassFunction() {
    JudgedCalibration.judge(
        "the evolving mass function",
        problem(
            List.of("y", "z"),
            "schechter(s0 + s1 * z, k0 + k1 * z, 8.0)",
            TestSurvey.ordered(
                "s0",
                "uniform(-1.5, -0.7)",
                "s1",
                "normal(0, 0.2)",
                "k0",
                "uniform(10.3, 11)",
                "k1",
                "normal(0, 0.2)"),
            "normal_cdf((x - 8.9 - 0.6 * z) / 0.2)",
            Optional.empty()),
        new Source(
            random ->
                new double[] {
                  -1.5 + 0.8 * random.nextDouble(),
                  0.2 * random.nextGaussian(),
                  10.3 + 0.7 * random.nextDouble(),
                  0.2 * random.nextGaussian()
                },
            RateCalibrationNightlyTest::evolving));
  }

  private static ObjectBlock evolving(double[] truth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int objects = 300;
    double[] y = new double[objects];
    double[] z = new double[objects];
    int found = 0;
    while (found < objects) {
      double at = 0.2 + 1.3 * random.nextDouble();
      double mass =
          CountedMasses.logMass(truth[0] + truth[1] * at, truth[2] + truth[3] * at, random);
      double measured = mass + CountedMasses.ERROR * random.nextGaussian();
      if (measured > 8.9 + 0.6 * at) {
        y[found] = measured;
        z[found] = at;
        found++;
      }
    }
    return SurveyText.objects(Map.of("y", y, "z", z));
  }

  private static SurveyProblem masses() {
    return problem(
        List.of("y"),
        "schechter(slope, knee, 8.0)",
        TestSurvey.ordered(
            "slope", "uniform(-1.6, -0.6)", "knee", "uniform(10, 11)", "phi", "uniform(-3, -2.3)"),
        "normal_cdf((x - 8.9) / 0.2)",
        Optional.of(VOLUME + " * 10^phi * exp(log_upper_gamma(slope + 1, 10^(8.0 - knee)))"));
  }

  private static SurveyProblem problem(
      List<String> columns,
      String density,
      Map<String, String> hyperpriors,
      String detection,
      Optional<String> rate) {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.of("x");
    Scope scope = Scope.empty().withCovariates(columns);
    PopulationText text =
        new PopulationText(
            thetas,
            columns,
            Map.of("x", density),
            hyperpriors,
            Optional.empty(),
            Optional.of(detection),
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
                            parser.number("0.2", scope))),
                    Map.of())),
        Map.of("x", parser.density("uniform(6, 13)", thetas, Scope.empty().withThetas(thetas))),
        PopulationParser.parse(
            parser, rate.map(r -> text.with(new RateText(r, Map.of()))).orElse(text)));
  }
}
