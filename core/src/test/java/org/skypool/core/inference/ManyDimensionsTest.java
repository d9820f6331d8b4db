package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.Normal;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.Hyperprior;

/** More hyperparameters than importance sampling can take: a chain of correlated ones. */
class ManyDimensionsTest {
  private static final int DIMENSION = 40;
  private static final double LINK = 0.9;
  private static final double MEAN = 0.4;
  private static final double SD = 0.2;

  /** An autoregressive normal density: neighbours correlate by 0.9. */
  private static final class Chain implements StandardDensity {
    private final Hyperprior prior;

    Chain() {
      List<Hyperprior.Factor> factors = new ArrayList<>();
      for (int j = 0; j < DIMENSION; j++) {
        factors.add(new Hyperprior.Factor("a" + j, new Normal(), new double[] {0, 1}));
      }
      prior = Hyperprior.of(factors, Optional.empty());
    }

    @Override
    public Hyperprior prior() {
      return prior;
    }

    @Override
    public double[] values(double[][] z) {
      return gradients(z).values();
    }

    @Override
    public Gradients gradients(double[][] z) {
      Gradients all = new Gradients(new double[z.length], new double[z.length][DIMENSION]);
      double rest = SD * SD * (1 - LINK * LINK);
      for (int v = 0; v < z.length; v++) {
        double[] gradient = all.gradients()[v];
        double before = (z[v][0] - MEAN) / SD;
        all.values()[v] = -before * before / 2;
        gradient[0] = -before / SD;
        for (int j = 1; j < DIMENSION; j++) {
          double step = z[v][j] - MEAN - LINK * (z[v][j - 1] - MEAN);
          all.values()[v] -= step * step / (2 * rest);
          gradient[j] -= step / rest;
          gradient[j - 1] += LINK * step / rest;
        }
      }
      return all;
    }
  }

  private static Hyperposterior sample() {
    double[][] guess = new double[DIMENSION][DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      guess[j][j] = 1;
    }
    return new HyperposteriorSampler(new Chain(), 3, SamplingGoal.answer(1_000))
        .sample(List.of(new Laplace(new double[DIMENSION], guess)))
        .posterior();
  }

  /**
   * Means within 4.5 of their standard errors, sds within 4.5 of 1 / sqrt(2 n), n the effective
   * draws of the squares: where steps of a chain go back and forth, means are worth more than that.
   */
  @Test
  void meansAndWidthsAreRightFromAStartThatKnowsNeither() {
    Hyperposterior found = sample();
    assertEquals("nuts", found.sampler());
    assertEquals(0, found.divergences());
    for (int j = 0; j < DIMENSION; j++) {
      Hyperposterior.Summary of = found.summaries().get(j);
      assertEquals(MEAN, of.mean(), 4.5 * of.mcseMean());
      assertEquals(1, of.sd() / SD, 4.5 / Math.sqrt(2 * effectiveSquares(found, j)));
      assertTrue(of.rhat() < 1.01, "R-hat " + of.rhat());
      assertTrue(of.essBulk() >= 1_000, "effective draws " + of.essBulk());
    }
  }

  private static double effectiveSquares(Hyperposterior found, int j) {
    int chains = Arrays.stream(found.chain()).max().orElseThrow() + 1;
    double[][] squares = new double[chains][found.draws().length / chains];
    for (int c = 0; c < chains; c++) {
      for (int i = 0; i < squares[c].length; i++) {
        squares[c][i] = Math.pow(found.draws()[c * squares[c].length + i][j] - MEAN, 2);
      }
    }
    return EffectiveSampleSize.mean(squares);
  }

  @Test
  void chainsOnSeveralThreadsGiveTheSameBits() {
    assertArrayEquals(sample().draws(), sample().draws());
  }
}
