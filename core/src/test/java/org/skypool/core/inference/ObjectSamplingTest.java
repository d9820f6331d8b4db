package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.GaussianModel;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

class ObjectSamplingTest {
  private static final int OBJECTS = 70;
  private static final int POINTS = 64;

  private static ObjectBlock block() {
    double[] value = new double[OBJECTS];
    double[] error = new double[OBJECTS];
    double[] redshift = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      value[i] = Math.sin(i);
      error[i] = 0.2 + 0.01 * i;
      redshift[i] = i;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("d", value);
    columns.put("e", error);
    columns.put("z", redshift);
    return TestSurvey.objects(columns);
  }

  private static Expression log(String formula) {
    return FormulaParser.standard()
        .density(
            formula,
            List.of("x"),
            Scope.empty().withCovariates(List.of("z")).withThetas(List.of("x")))
        .logDensity();
  }

  private static ObjectLikelihood gaussian() {
    return new GaussianModel()
        .bind(
            new ModelArguments(
                List.of("x"),
                Map.of(
                    "x",
                    Map.of(
                        "value", Expression.covariate("d"),
                        "error", Expression.covariate("e"))),
                Map.of()));
  }

  private static ObjectSampling.Result sample(ObjectBlock block, int round, int replicate) {
    return new ObjectSampling(
            gaussian(),
            List.of(Axis.of("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true)),
            SamplerSettings.of(1, POINTS),
            log("normal(0.01 * z, 2)"),
            log("normal(0, 3)"),
            new ObjectSampling.Stream(8, round, replicate))
        .sample(block);
  }

  private static ObjectBlock slice(ObjectBlock block, int from, int to) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    block
        .columns()
        .forEach((name, values) -> columns.put(name, Arrays.copyOfRange(values, from, to)));
    return new ObjectBlock(block.ids().subList(from, to), columns);
  }

  @Test
  void drawsCarryWeightsInterimPriorAndCovariates() {
    DrawBlock draws = sample(block(), 0, 0).draws();
    assertEquals(block().ids(), draws.objectIds());
    assertEquals(List.of("x"), List.copyOf(draws.thetas().keySet()));
    assertArrayEquals(block().columns().get("z"), draws.covariates().get("z"));
    for (int k = 0; k < draws.draws(); k++) {
      double x = draws.thetas().get("x")[k] / 3;
      double expected = -x * x / 2 - Math.log(3 * Math.sqrt(2 * Math.PI));
      assertEquals(expected, draws.logInterimPrior()[k], 1e-12 * (1 + x * x));
    }
    for (int i = 0; i < OBJECTS; i++) {
      double sum = 0;
      for (int k = draws.offsets()[i]; k < draws.offsets()[i + 1]; k++) {
        sum += Math.exp(draws.logWeight()[k] + draws.logInterimPrior()[k]);
      }
      double sd = Math.hypot(3, block().columns().get("e")[i]);
      double u = block().columns().get("d")[i] / sd;
      assertEquals(-u * u / 2 - Math.log(sd * Math.sqrt(2 * Math.PI)), Math.log(sum), 1e-4);
    }
  }

  /** An object's points depend on its data, the seed, the round and the replicate only. */
  @Test
  void bitsDoNotDependOnTheBlock() {
    DrawBlock all = sample(block(), 2, 1).draws();
    for (int[] part : new int[][] {{0, 1}, {1, 20}, {20, 70}}) {
      DrawBlock some = sample(slice(block(), part[0], part[1]), 2, 1).draws();
      int from = part[0] * POINTS;
      int to = part[1] * POINTS;
      assertArrayEquals(
          Arrays.copyOfRange(all.thetas().get("x"), from, to), some.thetas().get("x"));
      assertArrayEquals(Arrays.copyOfRange(all.logWeight(), from, to), some.logWeight());
    }
  }

  @Test
  void roundsAndReplicatesAreShiftedAfresh() {
    double[] record = sample(block(), 1, 0).draws().thetas().get("x");
    for (int[] other : new int[][] {{2, 0}, {1, 1}}) {
      double[] x = sample(block(), other[0], other[1]).draws().thetas().get("x");
      for (int i = 0; i < OBJECTS; i++) {
        assertTrue(record[i * POINTS + 5] != x[i * POINTS + 5], "object " + i);
      }
    }
  }

  @Test
  void objectsWithoutPointsAreNamedAndLeftOut() {
    ObjectBlock block = block();
    block.columns().get("d")[3] = Double.NaN;
    block.columns().get("e")[50] = Double.NaN;
    ObjectSampling.Result result = sample(block, 0, 0);
    assertEquals(List.of("g3", "g50"), List.copyOf(result.unusable().keySet()));
    result.unusable().values().forEach(reason -> assertTrue(!reason.isBlank()));
    assertEquals(OBJECTS - 2, result.draws().objects());
    assertEquals(OBJECTS - 2, result.effective().length);
    assertTrue(!result.draws().objectIds().contains("g3"));
    assertEquals(4, result.indices()[3]);
    assertEquals(4, result.draws().covariates().get("z")[3]);
    DrawBlock good = sample(block(), 0, 0).draws();
    assertArrayEquals(
        Arrays.copyOfRange(good.logWeight(), 4 * POINTS, 50 * POINTS),
        Arrays.copyOfRange(result.draws().logWeight(), 3 * POINTS, 49 * POINTS));
  }
}
