package org.skypool.core.inference;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.ObjectEvidence;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.random.Streams;

/**
 * A comparison of several placements of the points of a random subset of objects, by the objects'
 * scores: gradients of {@code log Z_i} at the same hyperparameters.
 *
 * <p>Whether an object belongs to the subset follows from its id, the seed, the purpose and the
 * round; a larger share takes in the smaller one.
 *
 * @param purpose what it is for: {@code audit} or {@code pilot}
 * @param share of the objects, 1 for all
 * @param phi hyperparameters
 * @param reach their posterior sds: the score by a hyperparameter that moves an edge of the
 *     population's support is the difference quotient of log evidence over one sd either side
 * @param places other hyperparameters, at which log evidence is compared with that at {@code phi}
 * @param placements at least one; the first names round and seed of the subset
 */
public record Comparison(
    String purpose,
    double share,
    double[] phi,
    double[] reach,
    double[][] places,
    List<Placement> placements)
    implements Serializable {

  /** Objects met at a time: bounds the memory of the finest placement. */
  private static final int SLICE = 256;

  /** Copies what could change. */
  public Comparison {
    phi = phi.clone();
    reach = reach.clone();
    places = Arrays.stream(places).map(double[]::clone).toArray(double[][]::new);
    placements = new ArrayList<>(placements);
  }

  /**
   * Of about a number of objects among all.
   *
   * @param wanted about how many
   * @param all how many there are
   * @param posterior where scores are compared
   */
  public static Comparison of(
      String purpose, long wanted, long all, Hyperposterior posterior, List<Placement> placements) {
    double[] reach = new double[posterior.mean().length];
    Arrays.setAll(reach, posterior::sd);
    return new Comparison(
        purpose,
        Math.min(1, wanted / (double) all),
        posterior.mean(),
        reach,
        new double[0][],
        placements);
  }

  /** The same, elsewhere too. */
  Comparison at(double[][] others) {
    return new Comparison(purpose, share, phi, reach, others, placements);
  }

  /**
   * Scores of one object.
   *
   * @param id of the object
   * @param byPlacement one gradient per placement
   * @param rises per placement and other place, {@code log Z_i} there minus that at {@code phi}
   * @param levels per placement {@code log Z_i} at {@code phi}
   */
  public record Scores(String id, double[][] byPlacement, double[][] rises, double[] levels)
      implements Serializable {}

  /**
   * Scores of the objects of a block that belong to the subset and are usable under all placements,
   * in the order of the block.
   */
  public List<Scores> of(SurveyProblem problem, ObjectBlock block) {
    List<Scores> scores = new ArrayList<>();
    int[] chosen = chosen(block);
    for (int from = 0; from < chosen.length; from += SLICE) {
      int to = Math.min(chosen.length, from + SLICE);
      compare(problem, block.select(Arrays.copyOfRange(chosen, from, to)), scores);
    }
    return scores;
  }

  private int[] chosen(ObjectBlock block) {
    RoundPlan plan = placements.get(0).plan();
    Streams streams = new Streams(plan.seed());
    return IntStream.range(0, block.size())
        .filter(
            i ->
                share >= 1
                    || streams.stream(purpose, block.ids().get(i), plan.number(), 0).nextDouble()
                        < share)
        .toArray();
  }

  private void compare(SurveyProblem problem, ObjectBlock slice, List<Scores> out) {
    List<Map<String, Placed>> each = new ArrayList<>();
    for (Placement placement : placements) {
      each.add(placed(problem, placement.place(problem, slice).draws()));
    }
    for (String id : slice.ids()) {
      if (each.stream().allMatch(placed -> placed.containsKey(id))) {
        List<Placed> own = each.stream().map(placed -> placed.get(id)).toList();
        out.add(
            new Scores(
                id,
                own.stream().map(Placed::score).toArray(double[][]::new),
                own.stream().map(Placed::rises).toArray(double[][]::new),
                own.stream().mapToDouble(Placed::level).toArray()));
      }
    }
  }

  /** One object under one placement. */
  private record Placed(double[] score, double[] rises, double level) {}

  private Map<String, Placed> placed(SurveyProblem problem, DrawBlock draws) {
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(
            problem.population().logIntegrand(),
            problem.population().hyperprior().names(),
            List.of(draws),
            1)) {
      ObjectEvidence evidence = evaluator.evidence(phi);
      for (int j : MovingEdges.of(problem.population()).indices()) {
        replaceScore(evaluator, j, evidence.scores());
      }
      double[][] rises = rises(evaluator, evidence.logEvidence());
      Map<String, Placed> byId = new HashMap<>();
      for (int i = 0; i < evidence.ids().size(); i++) {
        byId.put(
            evidence.ids().get(i),
            new Placed(evidence.scores()[i], rises[i], evidence.logEvidence()[i]));
      }
      return byId;
    }
  }

  private double[][] rises(LocalEvaluator evaluator, double[] atPhi) {
    double[][] rises = new double[atPhi.length][places.length];
    for (int s = 0; s < places.length; s++) {
      double[] there = evaluator.logEvidence(places[s]);
      for (int i = 0; i < there.length; i++) {
        rises[i][s] = there[i] - atPhi[i];
      }
    }
    return rises;
  }

  private void replaceScore(LocalEvaluator evaluator, int j, double[][] scores) {
    double[] above = evaluator.logEvidence(moved(j, reach[j]));
    double[] below = evaluator.logEvidence(moved(j, -reach[j]));
    for (int i = 0; i < scores.length; i++) {
      scores[i][j] = (above[i] - below[i]) / (2 * reach[j]);
    }
  }

  private double[] moved(int j, double step) {
    double[] other = phi.clone();
    other[j] += step;
    return other;
  }
}
