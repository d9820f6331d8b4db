package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.Schechter;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.random.Streams;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/** Galaxy masses of a Schechter population, measured to 0.1 to 0.3 dex, for benchmarks. */
final class BenchmarkSurvey {
  static final int OBJECTS = 4096;
  static final int POINTS = 64;

  private static final String MASS = "log_mass";
  private static final double[] TRUTH = {-1.25, 10.7};
  private static final double LOWEST = 8;

  private final ObjectBlock objects = mock();
  private final PopulationModel model;
  private final ObjectSampling roundZero;
  private final ObjectSampling roundOne;

  BenchmarkSurvey() {
    FormulaParser parser = FormulaParser.standard();
    List<String> columns = List.of("logm", "error");
    Scope scope = Scope.empty().withCovariates(columns);
    Map<String, Expression> arguments =
        Map.of("value", parser.number("logm", scope), "error", parser.number("error", scope));
    ObjectLikelihood likelihood =
        ObjectModels.find("gaussian")
            .orElseThrow()
            .bind(new ModelArguments(List.of(MASS), Map.of(MASS, arguments), Map.of()));
    Scope masses = Scope.empty().withThetas(List.of(MASS));
    DensityTerm interim = parser.density("uniform(6, 13)", List.of(MASS), masses);
    model =
        PopulationParser.parse(
            parser,
            new PopulationText(
                List.of(MASS),
                columns,
                Map.of(MASS, "schechter(slope = alpha, knee = m, above = 8)"),
                new TreeMap<>(Map.of("alpha", "uniform(-2, 0)", "m", "uniform(9.5, 11.5)")),
                Optional.empty(),
                Optional.empty(),
                false));
    roundZero = sampling(likelihood, interim, Axis.of(MASS, 6, 13, true), interim.logDensity(), 0);
    Axis fromLowest = Axis.of(MASS, LOWEST, Double.POSITIVE_INFINITY, true);
    roundOne =
        sampling(likelihood, interim, fromLowest, Aim.at(model, TRUTH, List.of(fromLowest)), 1);
  }

  private static ObjectSampling sampling(
      ObjectLikelihood likelihood, DensityTerm interim, Axis axis, Expression logAim, int round) {
    return new ObjectSampling(
        likelihood,
        List.of(axis),
        SamplerSettings.of(1, POINTS),
        logAim,
        interim.logDensity(),
        new ObjectSampling.Stream(1, round, 0));
  }

  private static ObjectBlock mock() {
    UniformRandomProvider rng = new Streams(1).stream("benchmark", "", 0, 0);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] logm = new double[OBJECTS];
    double[] error = new double[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      double mass = new Schechter().sample(rng, new double[] {TRUTH[0], TRUTH[1], LOWEST});
      error[i] = 0.1 + 0.2 * rng.nextDouble();
      logm[i] = mass + error[i] * normal.sample();
    }
    return new ObjectBlock(
        IntStream.range(0, OBJECTS).mapToObj(i -> "galaxy-" + i).toList(),
        Map.of("logm", logm, "error", error));
  }

  PopulationModel model() {
    return model;
  }

  ObjectSampling.Result roundZero() {
    return roundZero.sample(objects);
  }

  ObjectSampling.Result roundOne() {
    return roundOne.sample(objects);
  }
}
