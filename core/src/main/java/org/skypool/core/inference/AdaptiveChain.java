package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;

/** One chain of the No-U-Turn sampler whose metric and step size are adapted during warm-up. */
final class AdaptiveChain {
  /** Of a density with narrow places, such as the neck of a funnel or a field of free lengths. */
  static final double CAREFUL_ACCEPTANCE = 0.95;

  private static final double FIRST_STEP = 0.1;

  private final NoUTurnSampler.Target target;
  private final Function<NoUTurnSampler.Target, NoUTurnSampler> samplers;
  private final UniformRandomProvider rng;
  private final double wantedAcceptance;
  private final List<double[]> draws = new ArrayList<>();
  private final List<Double> energies = new ArrayList<>();
  private Metric metric;
  private NoUTurnSampler sampler;
  private NoUTurnSampler.State state;
  private double stepSize = FIRST_STEP;
  private int divergences;
  private long warmUpGradients;
  private long gradients;

  /**
   * Makes a chain.
   *
   * @param samplers whether steps are divided: makes a sampler of a target
   */
  AdaptiveChain(
      NoUTurnSampler.Target target,
      Function<NoUTurnSampler.Target, NoUTurnSampler> samplers,
      UniformRandomProvider rng,
      JointStarts.Start start,
      double wantedAcceptance) {
    this.target = target;
    this.samplers = samplers;
    this.wantedAcceptance = wantedAcceptance;
    this.rng = rng;
    use(start.metric(), start.position());
  }

  private void use(Metric next, double[] position) {
    metric = next;
    sampler = samplers.apply(metric.whiten(target));
    state = sampler.init(metric.whiten(position));
  }

  private double[] position() {
    return metric.place(state.position());
  }

  /** Goes on in another metric. */
  void change(Metric next) {
    use(next, position());
    stepSize = Math.min(1, Math.sqrt(Math.sqrt(1.0 / state.position().length)));
  }

  /**
   * Transitions that adapt the step size, fewer where the gradients of the warm-up are used up;
   * returns the positions.
   */
  double[][] warmUp(int count, long mostGradients) {
    StepSizeAdaptation adaptation = new StepSizeAdaptation(stepSize, wantedAcceptance);
    List<double[]> positions = new ArrayList<>();
    while (positions.size() < count && warmUpGradients < mostGradients) {
      NoUTurnSampler.Transition move = sampler.step(rng, state, adaptation.exploring());
      warmUpGradients += move.leapfrogs();
      adaptation.learn(move.acceptance());
      state = move.state();
      positions.add(position());
    }
    if (!positions.isEmpty()) {
      stepSize = adaptation.settled();
    }
    return positions.toArray(double[][]::new);
  }

  /** Transitions that are kept, fewer where the gradients of all of them are used up. */
  void run(int count, long mostGradients) {
    for (int i = 0; i < count && gradients < mostGradients; i++) {
      NoUTurnSampler.Transition move = sampler.step(rng, state, stepSize);
      state = move.state();
      divergences += move.divergent() ? 1 : 0;
      gradients += move.leapfrogs();
      draws.add(position());
      energies.add(move.energy());
    }
  }

  List<double[]> draws() {
    return draws;
  }

  /** Forgets the draws after the first so many. */
  void keep(int first) {
    draws.subList(first, draws.size()).clear();
    energies.subList(first, energies.size()).clear();
  }

  /** Gradients that the warm-up took. */
  long warmUpGradients() {
    return warmUpGradients;
  }

  int divergences() {
    return divergences;
  }

  /** Gradients that the kept transitions took. */
  long gradients() {
    return gradients;
  }

  /**
   * Estimated Bayesian fraction of missing information: mean squared change of the energy from one
   * transition to the next over its variance (Betancourt 2016, arXiv:1604.00695). Below 0.3 the
   * momenta are too weak to explore the tails.
   */
  double energyFraction() {
    double mean = energies.stream().mapToDouble(Double::doubleValue).sum() / energies.size();
    double changes = 0;
    double spread = 0;
    for (int i = 0; i < energies.size(); i++) {
      double own = energies.get(i) - mean;
      spread += own * own;
      if (i > 0) {
        double change = energies.get(i) - energies.get(i - 1);
        changes += change * change;
      }
    }
    return changes / spread;
  }
}
