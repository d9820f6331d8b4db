package org.skypool.core.inference;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.math.RealLine;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.random.Streams;

/**
 * Updates the individual parameters of the objects of one block: sweeps of Metropolis moves in one
 * parameter after another, in coordinates without edges, each with a step size of its own per
 * object and chain that adapts on a log scale towards an acceptance of 0.44 (Roberts &amp;
 * Rosenthal 2009, doi:10.1198/jcgs.2009.06134, section 3).
 *
 * <p>Edges of the population's support that are numbers are sent to infinity; at others moves are
 * rejected. Costs {@code 1 + sweeps d} evaluations per object and chain. One per thread.
 */
public final class BlockSweeps {
  private static final String PURPOSE = "gibbs objects";
  private static final double WANTED_ACCEPTANCE = 0.44;

  /** Points moved together: their arrays stay in cache. */
  private static final int POINTS = 1024;

  private final List<RealLine> lines;
  private final List<String> ids;
  private final ObjectLogDensity density;

  /**
   * Binds a model to objects.
   *
   * @throws IllegalArgumentException if a column is missing
   */
  public BlockSweeps(GibbsModel model, ObjectBlock block) {
    SurveyProblem problem = model.problem();
    this.lines =
        problem.thetas().stream()
            .map(theta -> problem.population().density().support(theta).realLine())
            .toList();
    this.ids = block.ids();
    this.density = new ObjectLogDensity(model, block);
  }

  /** The next states of the block's objects. */
  public ObjectStates sweep(SweepPlan plan, ObjectStates states) {
    int chains = states.chains();
    ObjectStates next =
        new ObjectStates(
            new double[chains][lines.size()][ids.size()],
            new double[chains][lines.size()][ids.size()]);
    density.at(plan.phi());
    int most = Math.max(1, POINTS / chains);
    for (int first = 0; first < ids.size(); first += most) {
      int count = Math.min(most, ids.size() - first);
      Run run = new Run(plan, first, count, chains);
      run.read(states);
      run.sweep();
      run.write(next);
    }
    return next;
  }

  /** Objects moved together: arrays by parameter and point {@code i * chains + c}. */
  private final class Run {
    private final SweepPlan plan;
    private final int first;
    private final int count;
    private final int chains;
    private final double[][] theta;
    private final double[][] y;
    private final double[][] logStep;
    private final double[] logDensity;
    private final UniformRandomProvider[] uniform;
    private final ZigguratSampler.NormalizedGaussian[] normal;

    Run(SweepPlan plan, int first, int count, int chains) {
      int n = count * chains;
      this.plan = plan;
      this.first = first;
      this.count = count;
      this.chains = chains;
      this.theta = new double[lines.size()][n];
      this.y = new double[lines.size()][n];
      this.logStep = new double[lines.size()][n];
      this.logDensity = new double[n];
      this.uniform = new UniformRandomProvider[n];
      this.normal = new ZigguratSampler.NormalizedGaussian[n];
    }

    void read(ObjectStates states) {
      Streams streams = new Streams(plan.seed());
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < chains; c++) {
          int p = i * chains + c;
          uniform[p] = streams.stream(PURPOSE, ids.get(first + i), plan.iteration(), c);
          normal[p] = ZigguratSampler.NormalizedGaussian.of(uniform[p]);
          for (int j = 0; j < theta.length; j++) {
            theta[j][p] = states.theta()[c][j][first + i];
            y[j][p] = lines.get(j).toReal(theta[j][p]);
            logStep[j][p] = states.logStep()[c][j][first + i];
          }
        }
      }
    }

    void write(ObjectStates next) {
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < chains; c++) {
          for (int j = 0; j < theta.length; j++) {
            next.theta()[c][j][first + i] = theta[j][i * chains + c];
            next.logStep()[c][j][first + i] = logStep[j][i * chains + c];
          }
        }
      }
    }

    void sweep() {
      density.logDensity(first, count, theta, logDensity);
      double[] proposedY = new double[logDensity.length];
      double[] proposedTheta = new double[logDensity.length];
      double[] proposed = new double[logDensity.length];
      for (int s = 0; s < plan.sweeps(); s++) {
        for (int j = 0; j < theta.length; j++) {
          move(j, proposedY, proposedTheta, proposed);
        }
      }
    }

    private void move(int j, double[] newY, double[] newTheta, double[] proposed) {
      RealLine line = lines.get(j);
      for (int p = 0; p < newY.length; p++) {
        newY[p] = y[j][p] + StrictMath.exp(logStep[j][p]) * normal[p].sample();
        newTheta[p] = line.toNatural(newY[p]);
      }
      double[] kept = theta[j];
      theta[j] = newTheta;
      density.logDensity(first, count, theta, proposed);
      theta[j] = kept;
      for (int p = 0; p < newY.length; p++) {
        double acceptance = 0;
        if (line.contains(newTheta[p]) && Double.isFinite(proposed[p])) {
          double ratio =
              proposed[p] + line.logSlope(newY[p]) - logDensity[p] - line.logSlope(y[j][p]);
          acceptance = Math.min(1, StrictMath.exp(ratio));
        }
        if (uniform[p].nextDouble() < acceptance) {
          y[j][p] = newY[p];
          theta[j][p] = newTheta[p];
          logDensity[p] = proposed[p];
        }
        logStep[j][p] += plan.gain() * (acceptance - WANTED_ACCEPTANCE);
      }
    }
  }
}
