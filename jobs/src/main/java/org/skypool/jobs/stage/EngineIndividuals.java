package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.ObjectChains;
import org.skypool.core.inference.Shrinkage;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.io.IndividualsTable;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.TableFiles;

/**
 * The table of individuals from chains that sampled them. Where the objects were sampled under
 * interim priors as well, their interim posteriors stand beside; else those columns are NaN.
 */
final class EngineIndividuals {
  private static final double[] QUANTILES = {0.05, 0.16, 0.5, 0.84, 0.95};

  private final ObjectChains chains;
  private final Map<String, double[]> memberships;
  private final long[] dataHash;
  private final int kept;

  /**
   * Makes the table.
   *
   * @param memberships probabilities by name of the component, one per object
   * @param kept draws per object
   */
  EngineIndividuals(EngineFit.Result found, Map<String, double[]> memberships, int kept) {
    this.chains = found.objects();
    this.dataHash = found.dataHash();
    this.memberships = memberships;
    this.kept = kept;
  }

  /** Publishes the table. */
  void publish(Configuration conf, Path output, String hash, Optional<Interim> interim)
      throws IOException {
    IndividualsTable table = table(interim);
    try (Publication publication =
        Publication.begin(conf, output, ShrinkObjects.TABLE, hash, TableFiles.one())) {
      publication.writeBucket(0, 0, (c, file) -> table.write(c, file, Map.of()));
      publication.publish();
    }
  }

  /**
   * The table.
   *
   * @param interim by object id, if objects were sampled under interim priors
   */
  IndividualsTable table(Optional<Interim> interim) {
    int n = chains.ids().size();
    Map<String, IndividualsTable.Theta> thetas = new LinkedHashMap<>();
    double[] ess = new double[n];
    Arrays.fill(ess, Double.POSITIVE_INFINITY);
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i * kept);
    for (int j = 0; j < chains.thetas().size(); j++) {
      String theta = chains.thetas().get(j);
      double[] flat = new double[n * kept];
      double[][] columns = new double[2 + QUANTILES.length][n];
      for (int i = 0; i < n; i++) {
        double[] all = chains.draws()[j][i];
        for (int k = 0; k < kept; k++) {
          flat[i * kept + k] = all[(int) ((long) k * all.length / kept)];
        }
        WeightedSummary summary = chains.summary(j, i);
        columns[0][i] = summary.mean();
        columns[1][i] = summary.sd();
        for (int q = 0; q < QUANTILES.length; q++) {
          columns[2 + q][i] = summary.quantile(QUANTILES[q]);
        }
        ess[i] = Math.min(ess[i], chains.effective(j, i));
      }
      thetas.put(
          theta,
          new IndividualsTable.Theta(
              interim.map(known -> known.of(theta)).orElseGet(() -> unknown(n)),
              summary(columns),
              offsets,
              flat));
    }
    double[] nothing = new double[n];
    Arrays.fill(nothing, Double.NaN);
    return new IndividualsTable(
        chains.ids(),
        thetas,
        ess,
        nothing,
        interim.map(Interim::logEvidence).orElse(nothing),
        memberships,
        Optional.of(dataHash));
  }

  private static IndividualsTable.Summary unknown(int n) {
    double[][] columns = new double[2 + QUANTILES.length][n];
    Arrays.stream(columns).forEach(column -> Arrays.fill(column, Double.NaN));
    return summary(columns);
  }

  private static IndividualsTable.Summary summary(double[][] c) {
    return new IndividualsTable.Summary(c[0], c[1], c[2], c[3], c[4], c[5], c[6]);
  }

  /**
   * Interim posteriors of the objects of the chains, in their order; NaN for objects without.
   *
   * @param columns seven summaries by individual parameter
   * @param logEvidence under the interim prior
   */
  record Interim(Map<String, double[][]> columns, double[] logEvidence) {

    private IndividualsTable.Summary of(String theta) {
      return summary(columns.get(theta));
    }

    /** Summarises draws of the interim round; what a population makes of them does not matter. */
    static Interim of(PopulationModel population, EngineFit.Result found, List<DrawBlock> blocks) {
      List<String> ids = found.objects().ids();
      Shrinkage shrinkage =
          new Shrinkage(
              population.logIntegrand(),
              population.hyperprior().names(),
              ShrinkObjects.thinned(found.posterior().draws(), 1),
              1);
      Map<String, Integer> place = new LinkedHashMap<>();
      ids.forEach(id -> place.put(id, place.size()));
      Map<String, double[][]> columns = new LinkedHashMap<>();
      double[] logEvidence = new double[ids.size()];
      Arrays.fill(logEvidence, Double.NaN);
      for (DrawBlock block : blocks) {
        Shrinkage.Individuals drawn = shrinkage.shrink(block, block);
        for (int i = 0; i < drawn.ids().size(); i++) {
          int at = place.get(drawn.ids().get(i));
          logEvidence[at] = drawn.logEvidence()[i];
          for (Map.Entry<String, Shrinkage.Columns> entry : drawn.interim().entrySet()) {
            double[][] own = columns.computeIfAbsent(entry.getKey(), theta -> empty(ids.size()));
            for (int c = 0; c < own.length; c++) {
              own[c][at] = entry.getValue().columns()[c][i];
            }
          }
        }
      }
      return new Interim(columns, logEvidence);
    }

    private static double[][] empty(int n) {
      double[][] columns = new double[2 + QUANTILES.length][n];
      Arrays.stream(columns).forEach(column -> Arrays.fill(column, Double.NaN));
      return columns;
    }
  }
}
