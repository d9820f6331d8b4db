package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Integrals of objects whose shapes one proposal serves badly, against closed forms. The points are
 * aimed at the likelihood times normal(0, 3) (broad) or normal(0.5, 1.5) (close), and must serve
 * normal(0.5, 1). Tolerances on log Z are the accuracy wanted of an object: about 0.01, less where
 * the method is known to reach it.
 */
class RepairedSamplingTest {

  private static ObjectSampling broad(ShapedObjects shape) {
    return shape.sampling(0, 3, SamplerSettings.defaultPoints(shape.thetas().size()), 0);
  }

  private static ObjectSampling close(ShapedObjects shape) {
    return shape.sampling(0.5, 1.5, SamplerSettings.defaultPoints(shape.thetas().size()), 1);
  }

  private static double worst(ShapedObjects shape, ObjectSampling.Result result) {
    assertEquals(shape.objects(), result.draws().objects());
    return ShapedObjects.largest(shape.errors(result.draws(), 0.5, 1));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(ShapedObjects.gaussian(), 1e-4),
        Arguments.of(ShapedObjects.twoPeaks(), 1e-2),
        Arguments.of(ShapedObjects.narrowInWide(), 2e-2),
        Arguments.of(ShapedObjects.banana(true), 2e-3),
        Arguments.of(ShapedObjects.banana(false), 2e-3),
        Arguments.of(ShapedObjects.twoPeaksInThePlane(), 3e-2));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void repairedPointsIntegrate(ShapedObjects shape, double tolerance) {
    for (ObjectSampling sampling : List.of(broad(shape), close(shape))) {
      double worst = worst(shape, sampling.sampleRepaired(shape.block()));
      assertTrue(worst < tolerance, shape + ": error of log Z " + worst);
    }
  }

  /** Every other object starts on one of its peaks; some of these never see the other. */
  @Test
  void peaksAwayFromTheFirstGuessAreFound() {
    ShapedObjects shape = ShapedObjects.twoPeaks();
    double alone = worst(shape, broad(shape).sample(shape.block()));
    assertTrue(alone > 0.1, "the shape does not test the repair: " + alone);
    ObjectSampling.Result repaired = broad(shape).sampleRepaired(shape.block());
    assertTrue(repaired.repaired().size() >= 3 && repaired.repaired().size() <= 20);
  }

  @Test
  void objectsWithoutDoubtKeepTheirPointsBitForBit() {
    ShapedObjects shape = ShapedObjects.twoPeaks();
    DrawBlock plain = broad(shape).sample(shape.block()).draws();
    ObjectSampling.Result repaired = broad(shape).sampleRepaired(shape.block());
    DrawBlock draws = repaired.draws();
    assertEquals(plain.objectIds(), draws.objectIds());
    Set<String> ids = Set.copyOf(repaired.repaired());
    for (int i = 0; i < plain.objects(); i++) {
      int from = draws.offsets()[i];
      int to = draws.offsets()[i + 1];
      if (ids.contains(draws.objectIds().get(i))) {
        assertEquals(256, to - from);
      } else {
        assertArrayEquals(
            Arrays.copyOfRange(plain.logWeight(), 64 * i, 64 * i + 64),
            Arrays.copyOfRange(draws.logWeight(), from, to));
        assertArrayEquals(
            Arrays.copyOfRange(plain.thetas().get("x"), 64 * i, 64 * i + 64),
            Arrays.copyOfRange(draws.thetas().get("x"), from, to));
      }
    }
  }

  @Test
  void repairsDoNotDependOnTheBlock() {
    ShapedObjects shape = ShapedObjects.twoPeaks();
    ObjectBlock all = shape.block();
    DrawBlock whole = broad(shape).sampleRepaired(all).draws();
    ObjectBlock part =
        new ObjectBlock(
            all.ids().subList(15, 40),
            Map.of("i", Arrays.copyOfRange(all.columns().get("i"), 15, 40)));
    DrawBlock some = broad(shape).sampleRepaired(part).draws();
    assertArrayEquals(
        Arrays.copyOfRange(whole.logWeight(), whole.offsets()[15], whole.draws()),
        some.logWeight());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void pooledPointsIntegrate(ShapedObjects shape, double tolerance) {
    if (shape.name().equals("two peaks")) {
      return; // both samplings start on one peak: pooling cannot know of the other
    }
    ObjectSampling.Result pooled = close(shape).samplePooledWith(broad(shape), shape.block());
    double worst = worst(shape, pooled);
    assertTrue(worst < tolerance, shape + ": error of log Z " + worst);
    int points = SamplerSettings.defaultPoints(shape.thetas().size());
    assertEquals(2 * points * shape.objects(), pooled.draws().draws());
  }

  /** Different numbers of points: the smaller sampling is behind fewer of them. */
  @Test
  void samplingsOfDifferentSizesPool() {
    ShapedObjects shape = ShapedObjects.gaussian();
    ObjectSampling few = shape.sampling(0, 3, 16, 0);
    ObjectSampling.Result pooled = close(shape).samplePooledWith(few, shape.block());
    assertEquals(80 * shape.objects(), pooled.draws().draws());
    assertTrue(worst(shape, pooled) < 1e-3);
  }

  @Test
  void refusesToPoolOtherParameters() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            close(ShapedObjects.gaussian())
                .samplePooledWith(
                    broad(ShapedObjects.banana(true)), ShapedObjects.gaussian().block()));
  }
}
