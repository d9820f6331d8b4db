package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.density.MixtureComponents;
import org.skypool.core.density.MixtureTerm;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;
import org.skypool.core.likelihood.EvidenceBlock;
import org.skypool.core.likelihood.ScoreReader;
import org.skypool.core.population.PopulationModel;

/**
 * The probability that an object is of a component of the population's mixture, given its data and
 * the hyperparameters: {@code sum_k W_k w_c f_c(theta_k) / f(theta_k)}, with {@code W_k} the
 * posterior probabilities of its draws and {@code f = sum_c w_c f_c}. No component is ever drawn.
 *
 * <p>It is computed as the derivative of {@code log Z_i} by the logarithm of a factor on component
 * c, where that factor is 1. Where several factors of a product are mixtures, each has its own
 * components.
 */
public final class Memberships {
  private static final String COLUMN = "membership_";

  private final List<String> names;
  private final Program program;
  private final int hyperparameters;

  private Memberships(List<String> names, Program program, int hyperparameters) {
    this.names = List.copyOf(names);
    this.program = program;
    this.hyperparameters = hyperparameters;
  }

  /**
   * The memberships of a population.
   *
   * @return empty where its density has no mixture
   */
  public static Optional<Memberships> of(PopulationModel population) {
    List<MixtureTerm> mixtures = MixtureComponents.of(population.density());
    if (mixtures.isEmpty()) {
      return Optional.empty();
    }
    Map<List<Integer>, Expression> factors = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    List<String> inputs = new ArrayList<>(population.hyperprior().names());
    for (int m = 0; m < mixtures.size(); m++) {
      String of = mixtures.size() == 1 ? "" : String.join("_", mixtures.get(m).variables()) + "_";
      for (int c = 0; c < mixtures.get(m).components().size(); c++) {
        names.add(COLUMN + of + (c + 1));
        String factor = "log factor of component " + names.size();
        inputs.add(factor);
        factors.put(List.of(m, c), Expression.hyperparameter(factor));
      }
    }
    PopulationModel multiplied =
        population.with(
            MixtureComponents.multiplied(
                population.density(), (m, c) -> factors.get(List.of(m, c))));
    return Optional.of(
        new Memberships(
            names,
            EvidenceBlock.program(multiplied.logIntegrand(), inputs),
            population.hyperprior().dimension()));
  }

  /** Names of the components, as of columns: {@code membership_1}, {@code membership_2}, ... */
  public List<String> names() {
    return names;
  }

  /** Receives the probabilities of one object at one hyperparameter vector. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Receives them.
     *
     * @param object its number in the block
     * @param vector number of the hyperparameter vector
     * @param probabilities one per component, overwritten afterwards
     */
    void accept(int object, int vector, double[] probabilities);
  }

  /** Passes on the probabilities of all objects of a block at all vectors. */
  public void read(DrawBlock block, double[][] phis, Reader reader) {
    double[][] extended = new double[phis.length][];
    Arrays.setAll(extended, v -> Arrays.copyOf(phis[v], hyperparameters + names.size()));
    double[] probabilities = new double[names.size()];
    ScoreReader scores =
        (object, vector, score) -> {
          System.arraycopy(score, hyperparameters, probabilities, 0, probabilities.length);
          reader.accept(object, vector, probabilities);
        };
    EvidenceBlock.of(program, block).scores(program.at(extended, true), scores);
  }

  /**
   * The means over vectors.
   *
   * @return by component, one value per object
   */
  public double[][] mean(DrawBlock block, double[][] phis) {
    double[][] mean = new double[names.size()][block.objects()];
    read(
        block,
        phis,
        (object, vector, probabilities) -> {
          for (int c = 0; c < probabilities.length; c++) {
            mean[c][object] += probabilities[c] / phis.length;
          }
        });
    return mean;
  }
}
