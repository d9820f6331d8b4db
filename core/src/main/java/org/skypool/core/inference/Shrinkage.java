package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.diagnostics.ParetoSmoothing;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;
import org.skypool.core.likelihood.EvidenceBlock;
import org.skypool.core.likelihood.EvidenceReader;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.LogSumExp;

/**
 * Gives every object its hierarchical posterior: its draws, weighted by {@code exp(logWeight_k)
 * E_phi[ f(theta_k | phi) / Z(phi)]}, the expectation over draws of the hyperposterior. Beside it
 * the interim posterior, from the draws of round 0 with {@code logWeight + logInterimPrior}.
 *
 * <p>In one dimension the equally weighted draws are quantiles of the interpolated weighted
 * distribution; in more they are resampled jointly.
 */
public final class Shrinkage {
  private static final double[] QUANTILES = {0.05, 0.16, 0.5, 0.84, 0.95};

  private final Program program;
  private final Hyperpoint[] points;
  private final int draws;

  /**
   * Summaries of weighted values: mean, sd, quantiles 0.05, 0.16, 0.5, 0.84, 0.95, one column each.
   *
   * @param columns seven columns with one value per object
   */
  public record Columns(double[][] columns) {
    static Columns of(int objects) {
      return new Columns(new double[2 + QUANTILES.length][objects]);
    }

    private void set(int object, WeightedSummary summary) {
      columns[0][object] = summary.mean();
      columns[1][object] = summary.sd();
      for (int j = 0; j < QUANTILES.length; j++) {
        columns[2 + j][object] = summary.quantile(QUANTILES[j]);
      }
    }
  }

  /**
   * Shrunken objects.
   *
   * @param ids in order
   * @param interim summaries of the interim posterior by individual parameter; NaN for objects
   *     without
   * @param hierarchical summaries of the hierarchical posterior
   * @param draws equally weighted draws, by individual parameter one row per object
   * @param effective number of draws under the hierarchical posterior; 0 for an object without
   *     support, whose summaries and draws are NaN
   * @param khat Pareto k-hat of their weights
   * @param logEvidence under the interim prior
   */
  public record Individuals(
      List<String> ids,
      Map<String, Columns> interim,
      Map<String, Columns> hierarchical,
      Map<String, double[][]> draws,
      double[] effective,
      double[] khat,
      double[] logEvidence) {}

  /**
   * Makes a shrinkage.
   *
   * @param logIntegrand log population density (and detection, where it acts on the truth)
   * @param hyperparameters names, in the order of the vectors
   * @param phis draws of the hyperposterior
   * @param draws equally weighted draws per object
   */
  public Shrinkage(
      Expression logIntegrand, List<String> hyperparameters, double[][] phis, int draws) {
    this.program = EvidenceBlock.program(logIntegrand, hyperparameters);
    this.points = program.at(phis, false);
    this.draws = draws;
  }

  /**
   * Shrinks the objects of a block.
   *
   * @param last draws of the last round
   * @param first draws of round 0, for the interim posterior; may lack objects
   */
  public Individuals shrink(DrawBlock last, DrawBlock first) {
    return shrink(last, first, (object, logEvidence) -> {});
  }

  /** The same, passing on the log evidence of every object at every draw of the hyperposterior. */
  public Individuals shrink(DrawBlock last, DrawBlock first, EvidenceReader reader) {
    double[] weights = new double[last.draws()];
    EvidenceBlock.of(program, last).addProbabilities(points, weights, reader);
    int n = last.objects();
    Individuals out = empty(last);
    Map<String, Integer> interimIndex = new LinkedHashMap<>();
    for (int i = 0; i < first.objects(); i++) {
      interimIndex.put(first.objectIds().get(i), i);
    }
    for (int i = 0; i < n; i++) {
      hierarchical(last, i, weights, out);
      Integer at = interimIndex.get(last.objectIds().get(i));
      interim(first, at == null ? -1 : at, i, out);
    }
    return out;
  }

  private Individuals empty(DrawBlock last) {
    int n = last.objects();
    Map<String, Columns> interim = new LinkedHashMap<>();
    Map<String, Columns> hierarchical = new LinkedHashMap<>();
    Map<String, double[][]> kept = new LinkedHashMap<>();
    for (String theta : last.thetas().keySet()) {
      interim.put(theta, Columns.of(n));
      hierarchical.put(theta, Columns.of(n));
      kept.put(theta, new double[n][draws]);
    }
    return new Individuals(
        last.objectIds(), interim, hierarchical, kept, new double[n], new double[n], new double[n]);
  }

  private void hierarchical(DrawBlock block, int i, double[] weights, Individuals out) {
    int from = block.offsets()[i];
    int to = block.offsets()[i + 1];
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += weights[k];
    }
    double[] w = new double[to - from];
    double[] logs = new double[w.length];
    double squares = 0;
    for (int k = 0; k < w.length; k++) {
      w[k] = weights[from + k] / sum;
      squares += w[k] * w[k];
    }
    BlockMath.log(w, 0, w.length, logs);
    boolean supported = sum > 0;
    out.effective[i] = supported ? 1 / squares : 0;
    out.khat[i] = supported ? ParetoSmoothing.of(logs).khat() : Double.NaN;
    List<double[]> values = new ArrayList<>();
    for (Map.Entry<String, double[]> theta : block.thetas().entrySet()) {
      double[] x = java.util.Arrays.copyOfRange(theta.getValue(), from, to);
      WeightedSummary summary = WeightedSummary.of(x, w);
      out.hierarchical.get(theta.getKey()).set(i, summary);
      values.add(x);
      if (block.thetas().size() == 1) {
        double[] row = out.draws.get(theta.getKey())[i];
        for (int r = 0; r < draws; r++) {
          row[r] = summary.quantile((r + 0.5) / draws);
        }
      }
    }
    if (!supported) {
      out.draws.values().forEach(rows -> java.util.Arrays.fill(rows[i], Double.NaN));
    } else if (block.thetas().size() > 1) {
      int[] picked = systematic(w);
      int j = 0;
      for (double[][] rows : out.draws.values()) {
        double[] x = values.get(j++);
        for (int r = 0; r < draws; r++) {
          rows[i][r] = x[picked[r]];
        }
      }
    }
  }

  private int[] systematic(double[] w) {
    int[] picked = new int[draws];
    double at = 0.5;
    int row = 0;
    for (int k = 0; k < w.length; k++) {
      at -= w[k] * draws;
      while (at < 0 && row < draws) {
        picked[row++] = k;
        at += 1;
      }
    }
    while (row > 0 && row < draws) {
      picked[row] = picked[row - 1];
      row++;
    }
    return picked;
  }

  private void interim(DrawBlock block, int at, int i, Individuals out) {
    if (at < 0) {
      out.interim
          .values()
          .forEach(
              c -> {
                for (double[] column : c.columns()) {
                  column[i] = Double.NaN;
                }
              });
      out.logEvidence[i] = Double.NaN;
      return;
    }
    int from = block.offsets()[at];
    int to = block.offsets()[at + 1];
    double[] w = new double[to - from];
    for (int k = 0; k < w.length; k++) {
      w[k] = block.logWeight()[from + k] + block.logInterimPrior()[from + k];
    }
    out.logEvidence[i] = LogSumExp.of(w, 0, w.length, w);
    double sum = BlockMath.sum(w, 0, w.length);
    for (int k = 0; k < w.length; k++) {
      w[k] /= sum;
    }
    for (Map.Entry<String, double[]> theta : block.thetas().entrySet()) {
      double[] x = java.util.Arrays.copyOfRange(theta.getValue(), from, to);
      out.interim.get(theta.getKey()).set(i, WeightedSummary.of(x, w));
    }
  }
}
