package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;
import org.skypool.core.likelihood.EvidenceBlock;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.sampler.Axis;

/** Leaves out every object of a block in turn, in one scan of its draws. */
public final class LeaveOneOutPass {
  private final PopulationModel model;
  private final List<Axis> axes;
  private final double[][] phis;
  private final Optional<double[]> common;
  private final Program program;
  private final Hyperpoint[] points;

  /**
   * Makes a pass.
   *
   * @param axes individual parameters with the support of the population
   * @param phis draws of the hyperposterior
   */
  public LeaveOneOutPass(PopulationModel model, List<Axis> axes, double[][] phis) {
    this(model, axes, phis, Optional.empty());
  }

  /**
   * Makes a pass.
   *
   * @param common log detection probability by vector, where it is the same for all objects and no
   *     formula
   */
  public LeaveOneOutPass(
      PopulationModel model, List<Axis> axes, double[][] phis, Optional<double[]> common) {
    this.common = common;
    this.model = model;
    this.axes = List.copyOf(axes);
    this.phis = phis;
    this.program = EvidenceBlock.program(model.logIntegrand(), model.hyperprior().names());
    this.points = program.at(phis, false);
  }

  /**
   * Scans a block.
   *
   * @return one result per object; empty where the detection probability of its objects would need
   *     too many integrals
   */
  public Optional<LeaveOneOut[]> scan(DrawBlock block) {
    Optional<ObjectDetection> detection =
        common.isPresent()
            ? common.map(ObjectDetection::common)
            : ObjectDetection.of(model, axes, block, phis);
    if (detection.isEmpty()) {
      return Optional.empty();
    }
    LeaveOneOut[] out = new LeaveOneOut[block.objects()];
    EvidenceBlock.of(program, block)
        .logEvidences(
            points,
            (i, logEvidence) ->
                out[i] = LeaveOneOut.of(logEvidence, detection.get().logDetection(i)));
    return Optional.of(out);
  }
}
