package org.skypool.jobs.cli;

import java.util.OptionalInt;
import org.skypool.jobs.config.RunConfig;

/**
 * What the commands do. Every method returns {@link ExitCode#OK} or {@link ExitCode#UNTRUSTWORTHY};
 * everything else is an exception, which the command line turns into an exit code and one line.
 */
public interface Pipeline {

  /** Everything from catalogue to report, skipping stages whose manifest still matches. */
  int run(RunConfig config, Launch launch);

  /** Writes a mock catalogue with its truth. */
  int mock(RunConfig config, Launch launch);

  /** Catalogue to draws, one round. */
  int sample(RunConfig config, Launch launch);

  /** Draws to hyperposterior, after the earlier stages that are missing. */
  int population(RunConfig config, Launch launch);

  /** Draws and hyperposterior to individuals, after the earlier stages that are missing. */
  int shrink(RunConfig config, Launch launch);

  /** Tables to the report, after the earlier stages that are missing. */
  int report(RunConfig config, Launch launch);

  /**
   * Fits mock surveys and tests the ranks of their truth.
   *
   * @param mocks how many
   * @param objects per mock; empty: as many as the configuration's mock has
   */
  int calibrate(RunConfig config, Launch launch, int mocks, OptionalInt objects);

  /** Everything, and the estimates of the objects three ways. */
  int compare(RunConfig config, Launch launch);

  /** Everything of both, and which population predicts the same data better. */
  int compare(RunConfig first, RunConfig second, Launch launch);

  /** Says what differs between two releases. */
  int diff(RunConfig config, Launch launch, DiffWords words);

  /** Makes an earlier release current. */
  int rollback(RunConfig config, Launch launch, String release);

  /** Says what would run; writes nothing. */
  int check(RunConfig config, Launch launch);

  /**
   * Densities, object models and samplers with their parameters, as the command {@code models}
   * lists.
   */
  String models();
}
