package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * Simulation-based calibration of a population on a grid of 2 x 2 cells whose heights are a
 * Gaussian field, detected with a probability that falls within the cells. The mocks use nothing of
 * the project: the field is drawn from its covariance, cells and places from plain random numbers.
 */
@Tag("nightly")
class GridCalibrationNightlyTest {
  private static final int OBJECTS = 60;

  private static SurveyProblem problem() {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = List.of("a", "b");
    List<String> columns = List.of("ya", "yb", "e");
    Map<String, String> hyperpriors = new LinkedHashMap<>();
    hyperpriors.put("sd", "log_normal(0, 0.5)");
    hyperpriors.put("length", "log_normal(0, 0.5)");
    hyperpriors.put("d[1..4]", "normal(0, 1)");
    PopulationModel population =
        PopulationParser.parse(
            parser,
            new PopulationText(
                thetas,
                columns,
                Map.of(
                    "a,b",
                    "grid(a, b, gaussian_field(sd, length, length, 2, d), [0, 1, 2], [0, 1, 3])"),
                hyperpriors,
                Optional.empty(),
                Optional.of("0.2 + 0.2 * a + 0.1 * b"),
                true));
    Map<String, Map<String, Expression>> arguments = new LinkedHashMap<>();
    for (String theta : thetas) {
      arguments.put(
          theta,
          Map.of("value", Expression.covariate("y" + theta), "error", Expression.covariate("e")));
    }
    Scope scope = Scope.empty().withThetas(thetas);
    return new SurveyProblem(
        thetas,
        ObjectModels.find("gaussian")
            .orElseThrow()
            .bind(new ModelArguments(thetas, arguments, Map.of())),
        Map.of(
            "a", parser.density("uniform(0, 2)", List.of("a"), scope),
            "b", parser.density("uniform(0, 3)", List.of("b"), scope)),
        population);
  }

  /** Draws hyperparameters and surveys. */
  private static final class Mocks implements MockCalibration.Source {
    @Override
    public double[] truth(long seed) {
      Random random = new Random(seed);
      double[] truth = new double[6];
      for (int j = 0; j < truth.length; j++) {
        double z = random.nextGaussian();
        truth[j] = j < 2 ? Math.exp(0.5 * z) : z;
      }
      return truth;
    }

    /** {@code sd L d} with L the root of the whole 4 x 4 covariance. */
    private static double[] heights(double[] truth) {
      double near = Math.exp(-0.5 / (truth[1] * truth[1]));
      double[][] root = new double[4][4];
      double[] heights = new double[4];
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j <= i; j++) {
          double s = (i / 2 == j / 2 ? 1 + 1e-6 : near) * (i % 2 == j % 2 ? 1 + 1e-6 : near);
          for (int k = 0; k < j; k++) {
            s -= root[i][k] * root[j][k];
          }
          root[i][j] = i == j ? Math.sqrt(s) : s / root[j][j];
          heights[i] += truth[0] * root[i][j] * truth[2 + j];
        }
      }
      return heights;
    }

    @Override
    public ObjectBlock survey(double[] truth, long seed) {
      Random random = new Random(~seed);
      double[] mass = heights(truth);
      double total = 0;
      for (int c = 0; c < 4; c++) {
        mass[c] = Math.exp(mass[c]) * (c % 2 == 0 ? 1 : 2);
        total += mass[c];
      }
      List<String> ids = new ArrayList<>();
      double[] ya = new double[OBJECTS];
      double[] yb = new double[OBJECTS];
      double[] e = new double[OBJECTS];
      while (ids.size() < OBJECTS) {
        double u = random.nextDouble() * total;
        int c = 0;
        while (c < 3 && u >= mass[c]) {
          u -= mass[c++];
        }
        int row = c / 2;
        double a = row + random.nextDouble();
        double b = c % 2 == 0 ? random.nextDouble() : 1 + 2 * random.nextDouble();
        if (random.nextDouble() < 0.2 + 0.2 * a + 0.1 * b) {
          int at = ids.size();
          ids.add("object-" + at);
          e[at] = 0.1 + 0.3 * random.nextDouble();
          ya[at] = a + e[at] * random.nextGaussian();
          yb[at] = b + e[at] * random.nextGaussian();
        }
      }
      return new ObjectBlock(ids, Map.of("ya", ya, "yb", yb, "e", e));
    }
  }

  @Test
  void heightsAreCalibrated() {
    JudgedCalibration.judge("a population on a grid", problem(), new Mocks());
  }
}
