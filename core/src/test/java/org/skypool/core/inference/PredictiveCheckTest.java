package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * A normal population at known hyperparameters, so that nothing is fitted to the data and the
 * transforms are uniform exactly.
 */
class PredictiveCheckTest {
  private static final FormulaParser PARSER = FormulaParser.standard();
  private static final int OBJECTS = 600;
  private static final int VECTORS = 100;
  private static final List<String> IDS =
      IntStream.range(0, OBJECTS).mapToObj(i -> "g" + i).toList();

  private static SurveyProblem problem(
      String model, Map<String, String> arguments, String density, Optional<String> detection) {
    Scope scope = Scope.empty().withCovariates(List.copyOf(arguments.values()));
    Map<String, Expression> expressions = new LinkedHashMap<>();
    arguments.forEach((name, text) -> expressions.put(name, PARSER.number(text, scope)));
    return new SurveyProblem(
        List.of("x"),
        ObjectModels.find(model)
            .orElseThrow()
            .bind(new ModelArguments(List.of("x"), Map.of("x", expressions), Map.of())),
        Map.of(),
        PopulationParser.parse(
            PARSER,
            new PopulationText(
                List.of("x"),
                List.copyOf(arguments.values()),
                Map.of("x", density),
                Map.of("a", "uniform(0, 10)"),
                Optional.empty(),
                detection,
                true)));
  }

  private static SurveyProblem gaussian(Optional<String> detection) {
    return problem("gaussian", Map.of("value", "y", "error", "s"), "normal(0, a)", detection);
  }

  private static Replicates replicates(
      SurveyProblem problem, Map<String, double[]> columns, double a, DataCut cut) {
    double[][] phis = new double[VECTORS][];
    Arrays.fill(phis, new double[] {a});
    return Replicates.draw(problem, new Replicates.Request(IDS, columns, phis, cut, 5));
  }

  private static PredictiveCheck check(Replicates replicates) {
    LeaveOneOut[] left = new LeaveOneOut[OBJECTS];
    Arrays.fill(left, LeaveOneOut.of(new double[VECTORS], new double[VECTORS]));
    return PredictiveCheck.of(replicates, 0, IDS, left, 5);
  }

  /** Measured values with population sd {@code a}, errors s, above {@code cut}. */
  private static Map<String, double[]> data(double a, double cut) {
    SplittableRandom random = new SplittableRandom(8);
    double[] y = new double[OBJECTS];
    double[] s = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; ) {
      s[i] = 0.3 + random.nextDouble();
      y[i] = a * random.nextGaussian() + s[i] * random.nextGaussian();
      i += y[i] > cut ? 1 : 0;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("y", y);
    columns.put("s", s);
    return columns;
  }

  private static DataCut above(double cut) {
    return objects -> {
      boolean[] kept = new boolean[objects.size()];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = objects.get(i).get("y") > cut;
      }
      return kept;
    };
  }

  /** Uniform: outside the band with probability 0.05; fixed seed. */
  @Test
  void rightModelBehindACut() {
    Replicates replicates = replicates(gaussian(Optional.empty()), data(2, -1), 2, above(-1));
    assertEquals(List.of("y"), replicates.measured());
    assertEquals(0, replicates.missing());
    for (double[] row : replicates.values()[0]) {
      assertTrue(Arrays.stream(row).min().orElseThrow() > -1);
    }
    PredictiveCheck check = check(replicates);
    assertEquals(OBJECTS, check.transforms().length);
    assertTrue(UniformityBand.of(check.transforms()).isInside());
    for (PredictiveCheck.Statistic statistic : check.statistics()) {
      assertTrue(
          statistic.probability() > 0.005 && statistic.probability() < 0.995, statistic.toString());
    }
  }

  /** Replicates narrower than the data: too many transforms near 0 and 1. */
  @Test
  void populationTooNarrow() {
    PredictiveCheck check =
        check(replicates(gaussian(Optional.empty()), data(3, -99), 1.5, DataCut.NONE));
    assertFalse(UniformityBand.of(check.transforms()).isInside());
    PredictiveCheck.Statistic sd = check.statistics().get(1);
    assertEquals("standard deviation", sd.name());
    assertEquals(0, sd.probability());
    long outer = Arrays.stream(check.transforms()).filter(u -> u < 0.1 || u > 0.9).count();
    assertTrue(outer > 0.25 * OBJECTS, outer + " in the outer fifth");
  }

  @Test
  void detectionOnTheTruthIsReplicated() {
    Replicates replicates =
        replicates(gaussian(Optional.of("normal_cdf(x / 0.001)")), data(2, -99), 2, DataCut.NONE);
    double mean =
        Arrays.stream(replicates.values()[0])
            .flatMapToDouble(Arrays::stream)
            .average()
            .orElseThrow();
    double halfNormal = 2 * Math.sqrt(2 / Math.PI);
    assertEquals(halfNormal, mean, 4 * 2 / Math.sqrt(OBJECTS * VECTORS));
    assertEquals(0, replicates.missing());
  }

  @Test
  void nothingKeptIsCounted() {
    Replicates none =
        Replicates.draw(
            gaussian(Optional.empty()),
            new Replicates.Request(
                List.of("g0"),
                Map.of("y", new double[] {1}, "s", new double[] {1}),
                new double[][] {{1}},
                objects -> new boolean[objects.size()],
                5));
    assertEquals(1, none.missing());
    assertTrue(Double.isNaN(none.values()[0][0][0]));
  }

  /** Ties of counts are broken at random: uniform too. */
  @Test
  void discreteData() {
    SplittableRandom random = new SplittableRandom(5);
    double[] y = new double[OBJECTS];
    double[] n = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      n[i] = 3;
      double p = Math.pow(random.nextDouble(), 1 / 2.0);
      for (int t = 0; t < 3; t++) {
        y[i] += random.nextDouble() < p ? 1 : 0;
      }
    }
    SurveyProblem problem =
        problem(
            "binomial", Map.of("successes", "y", "trials", "n"), "beta(a, 1)", Optional.empty());
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("y", y);
    columns.put("n", n);
    assertTrue(
        UniformityBand.of(check(replicates(problem, columns, 2, DataCut.NONE)).transforms())
            .isInside());
  }

  /** The band holds 95 % of uniform samples: of 400, between 5 and 40 outside, 4.5 sd. */
  @Test
  void coverageOfTheBand() {
    SplittableRandom random = new SplittableRandom(17);
    int outside = 0;
    for (int sample = 0; sample < 400; sample++) {
      double[] u = IntStream.range(0, 50).mapToDouble(i -> random.nextDouble()).toArray();
      outside += UniformityBand.of(u).isInside() ? 0 : 1;
    }
    assertTrue(outside >= 5 && outside <= 40, outside + " of 400");
  }

  @Test
  void differenceByHand() {
    UniformityBand band = UniformityBand.of(new double[] {0, 0.02, 0.5, 1});
    assertEquals(0.5 - 0.02, band.difference()[0], 1e-12);
    assertEquals(0.75 - 0.5, band.difference()[24], 1e-12);
    assertEquals(0.75 - 0.98, band.difference()[48], 1e-12);
  }

  @Test
  void sameSeedSameBits() {
    Map<String, double[]> columns = data(2, -1);
    assertArrayEquals(
        replicates(gaussian(Optional.empty()), columns, 2, above(-1)).values()[0][7],
        replicates(gaussian(Optional.empty()), columns, 2, above(-1)).values()[0][7]);
  }
}
