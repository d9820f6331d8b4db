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
 * @param placements at least one; the first names round and seed of the subset
 */
public record Comparison(
    String purpose, double share, double[] phi, double[] reach, List<Placement> placements)
    implements Serializable {

  /** Objects met at a time: bounds the memory of the finest placement. */
  private static final int SLICE = 256;

  /** Copies what could change. */
  public Comparison {
    phi = phi.clone();
    reach = reach.clone();
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
        purpose, Math.min(1, wanted / (double) all), posterior.mean(), reach, placements);
  }

  /**
   * Scores of one object.
   *
   * @param id of the object
   * @param byPlacement one gradient per placement
   */
  public record Scores(String id, double[][] byPlacement) implements Serializable {}

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
    List<ObjectEvidence> each = new ArrayList<>();
    for (Placement placement : placements) {
      each.add(evidence(problem, placement.place(problem, slice).draws()));
    }
    List<Map<String, double[]>> byId = each.stream().map(Comparison::scoresById).toList();
    for (String id : slice.ids()) {
      if (byId.stream().allMatch(scores -> scores.containsKey(id))) {
        out.add(
            new Scores(id, byId.stream().map(scores -> scores.get(id)).toArray(double[][]::new)));
      }
    }
  }

  private static Map<String, double[]> scoresById(ObjectEvidence evidence) {
    Map<String, double[]> map = new HashMap<>();
    for (int i = 0; i < evidence.ids().size(); i++) {
      map.put(evidence.ids().get(i), evidence.scores()[i]);
    }
    return map;
  }

  private ObjectEvidence evidence(SurveyProblem problem, DrawBlock draws) {
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
      return evidence;
    }
  }

  private void replaceScore(LocalEvaluator evaluator, int j, double[][] scores) {
    double[] above = evaluator.evidence(moved(j, reach[j])).logEvidence();
    double[] below = evaluator.evidence(moved(j, -reach[j])).logEvidence();
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
