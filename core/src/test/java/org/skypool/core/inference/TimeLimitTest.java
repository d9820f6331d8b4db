package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.EvaluationWatch;
import org.skypool.core.object.GaussianModel;
import org.skypool.core.object.ModelArgument;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.WatchedModel;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/** Objects whose likelihood takes longer than a limit are set aside, and no other is touched. */
class TimeLimitTest {
  private static final int OBJECTS = 40;
  private static final int SLOW = 17;
  private static final double LIMIT = 1;
  private static final long PAUSE_NANOS = 1_100_000_000L;

  /** Normal errors; one object's likelihood does not come back for a while, the first time. */
  private record Pausing(ObjectModel model) implements ObjectModel {
    @Override
    public String name() {
      return model.name();
    }

    @Override
    public String description() {
      return model.description();
    }

    @Override
    public List<ModelArgument> arguments() {
      return model.arguments();
    }

    @Override
    public String example() {
      return model.example();
    }

    @Override
    public Expression logLikelihood(ModelArguments arguments) {
      return model.logLikelihood(arguments);
    }

    @Override
    public ObjectLikelihood bind(ModelArguments arguments) {
      ObjectLikelihood bound = model.bind(arguments);
      return new ObjectLikelihood() {
        @Override
        public BlockLikelihood of(ObjectBlock block) {
          return pausing(bound.of(block));
        }

        @Override
        public void simulate(
            double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
          bound.simulate(theta, columns, rng);
        }
      };
    }

    private static ObjectLikelihood.BlockLikelihood pausing(
        ObjectLikelihood.BlockLikelihood objects) {
      return new ObjectLikelihood.BlockLikelihood() {
        private boolean hasPaused;

        @Override
        public String reject(int i) {
          return objects.reject(i);
        }

        @Override
        public void locate(int i, double[] centre, double[] scale) {
          objects.locate(i, centre, scale);
        }

        @Override
        public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
          long end = System.nanoTime() + PAUSE_NANOS;
          while (i == SLOW && !hasPaused && System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
          hasPaused |= i == SLOW;
          objects.logLikelihood(i, theta, from, to, out);
        }
      };
    }
  }

  private static ObjectBlock block() {
    double[] value = new double[OBJECTS];
    double[] error = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      value[i] = Math.sin(i);
      error[i] = 0.2 + 0.01 * i;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("d", value);
    columns.put("e", error);
    return TestSurvey.objects(columns);
  }

  private static ObjectSampling sampling(ObjectModel model, int round) {
    ModelArguments arguments =
        new ModelArguments(
            List.of("x"),
            Map.of(
                "x",
                Map.of("value", Expression.covariate("d"), "error", Expression.covariate("e"))),
            Map.of());
    Expression prior =
        FormulaParser.standard()
            .density("normal(0, 3)", List.of("x"), Scope.empty().withThetas(List.of("x")))
            .logDensity();
    return new ObjectSampling(
        model.bind(arguments),
        List.of(Axis.of("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true)),
        SamplerSettings.of(1, 64),
        prior,
        prior,
        new ObjectSampling.Stream(8, round, 0));
  }

  private static ObjectModel limited(ObjectModel model, double seconds) {
    return new WatchedModel(model, EvaluationWatch.NONE, OptionalDouble.of(seconds));
  }

  private static void assertOnlySlowIsMissing(
      ObjectSampling.Result all, ObjectSampling.Result some) {
    String id = block().ids().get(SLOW);
    assertEquals(Set.of(id), some.unusable().keySet());
    assertEquals(
        "its likelihood takes longer than objects.time-limit = 1.0 s", some.unusable().get(id));
    List<String> others = new ArrayList<>(all.draws().objectIds());
    others.remove(id);
    assertEquals(others, some.draws().objectIds());
    assertArrayEquals(
        all.draws().without(Set.of(id)).thetas().get("x"), some.draws().thetas().get("x"));
    assertArrayEquals(all.draws().without(Set.of(id)).logWeight(), some.draws().logWeight());
  }

  @Test
  void aLimitThatNoObjectReachesChangesNoBit() {
    ObjectSampling.Result without = sampling(new GaussianModel(), 0).sample(block());
    ObjectSampling.Result with = sampling(limited(new GaussianModel(), 1e6), 0).sample(block());
    assertEquals(OBJECTS, with.draws().objects());
    assertArrayEquals(without.draws().thetas().get("x"), with.draws().thetas().get("x"));
    assertArrayEquals(without.draws().logWeight(), with.draws().logWeight());
  }

  @Test
  void theSlowObjectAloneIsSetAside() {
    assertOnlySlowIsMissing(
        sampling(new GaussianModel(), 0).sample(block()),
        sampling(limited(new Pausing(new GaussianModel()), LIMIT), 0).sample(block()));
  }

  @Test
  void soItIsWhereObjectsAreRepairedOrPooled() {
    assertOnlySlowIsMissing(
        sampling(new GaussianModel(), 0).sampleRepaired(block()),
        sampling(limited(new Pausing(new GaussianModel()), LIMIT), 0).sampleRepaired(block()));
    assertOnlySlowIsMissing(
        sampling(new GaussianModel(), 1)
            .samplePooledWith(sampling(new GaussianModel(), 0), block()),
        sampling(new GaussianModel(), 1)
            .samplePooledWith(
                sampling(limited(new Pausing(new GaussianModel()), LIMIT), 0), block()));
  }

  @Test
  void everyEvaluationIsWatched() {
    Set<String> seen = new TreeSet<>();
    int[] open = new int[1];
    EvaluationWatch watch =
        new EvaluationWatch() {
          @Override
          public void begin(String id) {
            seen.add(id);
            open[0]++;
          }

          @Override
          public void end() {
            open[0]--;
          }
        };
    sampling(new WatchedModel(new GaussianModel(), watch, OptionalDouble.empty()), 0)
        .sample(block());
    assertEquals(new TreeSet<>(block().ids()), seen);
    assertEquals(0, open[0]);
    assertTrue(seen.size() == OBJECTS);
  }
}
